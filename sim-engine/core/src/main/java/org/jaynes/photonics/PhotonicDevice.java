package org.jaynes.photonics;

import org.jaynes.bindings.Availability;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cpu.InstructionSet;
import org.jaynes.execution.DeviceUnavailableException;

/**
 * Where photonic kernels run. All devices give the same bits.
 *
 * @param name {@code cpu} or {@code reference}
 * @param reason why it was chosen
 * @param instructions name of the instruction set that the kernels use; empty for plain Java
 */
public record PhotonicDevice(String name, String reason, String instructions) {
    private static final PhotonicDevice REFERENCE = new PhotonicDevice("reference", "as asked", "");

    private static final class Best {
        static final PhotonicDevice DEVICE = switch (CpuLibrary.find()) {
            case Availability.Available<CpuLibrary>(CpuLibrary library) ->
                new PhotonicDevice(
                        "cpu",
                        "the fastest that is usable here",
                        library.bestInstructionSet().name());
            case Availability.Unavailable<CpuLibrary> missing ->
                new PhotonicDevice("reference", "cpu is not usable: " + missing.reason(), "");
        };
    }

    /** The CPU library if it can be loaded, else plain Java. */
    public static PhotonicDevice best() {
        return Best.DEVICE;
    }

    /** Plain Java. */
    public static PhotonicDevice reference() {
        return REFERENCE;
    }

    /**
     * The CPU library.
     *
     * @throws DeviceUnavailableException if it cannot be loaded
     */
    public static PhotonicDevice cpu() {
        PhotonicDevice best = best();
        if (!best.name.equals("cpu")) {
            throw new DeviceUnavailableException("cpu", best.reason);
        }
        return best;
    }

    /**
     * The CPU library with an instruction set, for comparisons.
     *
     * @param instructions one of {@code PORTABLE}, {@code AVX2}, {@code AVX512} that this machine has
     */
    public static PhotonicDevice cpu(String instructions) {
        if (InstructionSet.valueOf(instructions).compareTo(InstructionSet.valueOf(cpu().instructions)) > 0) {
            throw new DeviceUnavailableException("cpu", "this machine lacks " + instructions);
        }
        return new PhotonicDevice("cpu", "as asked", instructions);
    }

    @Override
    public String toString() {
        return instructions.isEmpty() ? name : name + " (" + instructions + ")";
    }
}
