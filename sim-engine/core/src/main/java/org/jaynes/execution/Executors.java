package org.jaynes.execution;

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
    @SuppressWarnings("DoNotCallSuggester")
    public static Executor cpu(int threads) {
        throw new UnsupportedOperationException("the cpu executor follows");
    }

    /**
     * A GPU, or an emulated one.
     *
     * @param ordinal the number that the driver gives the device
     * @throws DeviceUnavailableException if there is no driver, no such device, or none of our kernels for it
     */
    @SuppressWarnings("DoNotCallSuggester")
    public static Executor cuda(int ordinal) {
        throw new UnsupportedOperationException("the cuda executor follows");
    }
}
