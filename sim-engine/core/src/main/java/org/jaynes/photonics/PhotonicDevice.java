package org.jaynes.photonics;

import org.jaynes.bindings.Availability;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cpu.InstructionSet;
import org.jaynes.execution.DeviceUnavailableException;
import org.jspecify.annotations.Nullable;

/** Where photonic kernels run. All devices give the same bits. Immutable, thread-safe. */
public final class PhotonicDevice {
    private static final PhotonicDevice REFERENCE = new PhotonicDevice("reference", "as asked", null);

    private final String name;
    private final String reason;
    private final @Nullable CpuKernels kernels;

    private PhotonicDevice(String name, String reason, @Nullable CpuKernels kernels) {
        this.name = name;
        this.reason = reason;
        this.kernels = kernels;
    }

    /** The SIMD kernels of libjaynes_cpu for one instruction set. */
    public record CpuKernels(CpuLibrary library, InstructionSet instructions) {}

    private static final class Best {
        static final PhotonicDevice DEVICE = find();

        private static PhotonicDevice find() {
            return switch (CpuLibrary.find()) {
                case Availability.Available<CpuLibrary>(CpuLibrary library) ->
                    new PhotonicDevice(
                            "cpu",
                            "the fastest that is usable here",
                            new CpuKernels(library, library.bestInstructionSet()));
                case Availability.Unavailable<CpuLibrary> missing ->
                    new PhotonicDevice("reference", "cpu is not usable: " + missing.reason(), null);
            };
        }
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
        if (best.kernels == null) {
            throw new DeviceUnavailableException("cpu", best.reason);
        }
        return best;
    }

    /** The CPU library with another instruction set than the best one, for tests. */
    public static PhotonicDevice cpu(InstructionSet instructions) {
        CpuKernels kernels = cpu().kernels;
        if (kernels == null) {
            throw new IllegalStateException("no kernels");
        }
        return new PhotonicDevice("cpu", "as asked", new CpuKernels(kernels.library, instructions));
    }

    /** {@code cpu} or {@code reference}. */
    public String name() {
        return name;
    }

    /** Why this device was chosen. */
    public String reason() {
        return reason;
    }

    /** What does the work, or null for plain Java. */
    public @Nullable CpuKernels kernels() {
        return kernels;
    }

    @Override
    public String toString() {
        return name;
    }
}
