package org.jaynes.photonics;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.bindings.cpu.InstructionSet;
import org.junit.jupiter.api.Assumptions;

/** The devices that must give the bits of the reference: the CPU library with each instruction set of this machine, and
 * the emulated GPU. */
public final class Devices {
    private Devices() {}

    /** Aborts the test, visibly, where the library was not built. */
    public static List<PhotonicDevice> compared() {
        PhotonicDevice best = PhotonicDevice.best();
        if (!best.name().equals("cpu")) {
            System.out.println("photonic kernels are not compared: " + best.reason());
            return Assumptions.abort(best.reason());
        }
        List<PhotonicDevice> devices = new ArrayList<>();
        for (InstructionSet set : InstructionSet.values()) {
            if (set.compareTo(InstructionSet.valueOf(best.instructions())) <= 0) {
                devices.add(PhotonicDevice.cpu(set.name()));
            }
        }
        devices.add(PhotonicDevice.cuda(0));
        return devices;
    }
}
