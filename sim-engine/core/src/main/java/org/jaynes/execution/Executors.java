package org.jaynes.execution;

import org.jaynes.bindings.Availability;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cuda.CudaDriver;

/** Opens the devices of this machine. */
public final class Executors {
    private Executors() {}

    /** Plain Java, on the calling thread; always there. */
    public static Executor reference() {
        return new ReferenceExecutor();
    }

    /**
     * The SIMD kernels of libjaynes_cpu.
     *
     * @param threads how many threads work on a large state, the calling one included
     * @throws DeviceUnavailableException if the library cannot be loaded
     */
    public static Executor cpu(int threads) {
        CpuLibrary library = orThrow(CpuExecutor.NAME, CpuLibrary.find());
        return new CpuExecutor(library, library.bestInstructionSet(), threads);
    }

    private static <T> T orThrow(String device, Availability<T> found) {
        return switch (found) {
            case Availability.Available<T>(T value) -> value;
            case Availability.Unavailable<T> missing -> throw new DeviceUnavailableException(device, missing.reason());
        };
    }

    /**
     * A GPU, or an emulated one.
     *
     * @param ordinal the number that the driver gives the device
     * @throws DeviceUnavailableException if there is no driver, no such device, or none of our kernels for it
     */
    public static Executor cuda(int ordinal) {
        return CudaExecutor.open(orThrow("cuda:" + ordinal, CudaDriver.find()), ordinal);
    }
}
