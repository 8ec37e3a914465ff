package org.jaynes.photonics.kernel;

import org.jaynes.bindings.Availability;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cpu.InstructionSet;
import org.jaynes.photonics.PhotonicDevice;
import org.jspecify.annotations.Nullable;

/**
 * The SIMD kernels of libjaynes_cpu for one instruction set.
 *
 * @param library where they are
 * @param instructions what they may use
 */
public record CpuKernels(CpuLibrary library, InstructionSet instructions) implements PhotonicKernels {
    /** The kernels of the CPU library, or null for other devices. */
    public static @Nullable CpuKernels of(PhotonicDevice device) {
        if (!device.name().equals("cpu") || !(CpuLibrary.find() instanceof Availability.Available<CpuLibrary> found)) {
            return null;
        }
        return new CpuKernels(found.value(), InstructionSet.valueOf(device.instructions()));
    }
}
