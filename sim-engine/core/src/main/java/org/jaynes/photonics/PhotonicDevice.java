package org.jaynes.photonics;

import org.jaynes.bindings.Availability;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cpu.InstructionSet;
import org.jaynes.execution.DeviceName;
import org.jaynes.execution.DeviceUnavailableException;
import org.jaynes.photonics.kernel.GpuKernels;

/**
 * Where photonic kernels run. All devices give the same bits.
 *
 * @param name {@code cuda:i}, {@code cpu} or {@code reference}
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

    /**
     * A device by its name; {@code auto} is the CPU library or what takes its place.
     *
     * @throws DeviceUnavailableException if the CPU library is asked for and cannot be loaded; whether a GPU is usable
     *     is seen when it is used
     */
    public static PhotonicDevice of(DeviceName device) {
        return switch (device.kind()) {
            case AUTO -> best();
            case CUDA -> cuda(device.ordinal());
            case CPU -> cpu();
            case REFERENCE -> reference();
        };
    }

    /** A GPU, or an emulated one. It is opened when it is used first. */
    public static PhotonicDevice cuda(int ordinal) {
        return new PhotonicDevice(new DeviceName(DeviceName.Kind.CUDA, ordinal).toString(), "as asked", "");
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

    /** Whether it is a GPU, or an emulated one. */
    public boolean isGpu() {
        return DeviceName.parse(name).kind() == DeviceName.Kind.CUDA;
    }

    /**
     * Opens a GPU now, for who has asked for it and would not see otherwise that it cannot be used.
     *
     * @return this
     * @throws DeviceUnavailableException if it cannot be used
     */
    public PhotonicDevice requireUsable() {
        if (isGpu()) {
            GpuKernels.open(DeviceName.parse(name).ordinal());
        }
        return this;
    }

    @Override
    public String toString() {
        return instructions.isEmpty() ? name : name + " (" + instructions + ")";
    }
}
