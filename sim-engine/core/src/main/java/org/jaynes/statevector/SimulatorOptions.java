package org.jaynes.statevector;

import org.jaynes.execution.DeviceName;

/**
 * Where a {@link Simulator} works.
 *
 * @param device {@code auto}, {@code cuda}, {@code cuda:i}, {@code cpu} or {@code reference}
 * @param threads threads that work on a large state on the CPU, the calling one included
 * @param cudaFromQubits from how many qubits on {@code auto} prefers a GPU
 */
public record SimulatorOptions(String device, int threads, int cudaFromQubits) {
    /**
     * Below it the work of typical circuits on a CPU is shorter than making a CUDA context. An estimate: it was not
     * measured.
     */
    public static final int DEFAULT_CUDA_FROM_QUBITS = 18;

    /** More than any machine has processors; each thread takes memory and is started at once. */
    public static final int MAX_THREADS = 4096;

    /** @throws IllegalArgumentException if there is no such device or the number of threads is not from 1 to {@link #MAX_THREADS} */
    public SimulatorOptions {
        var _ = DeviceName.parse(device);
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("%d threads; expected 1 to %d".formatted(threads, MAX_THREADS));
        }
    }

    /** The best device, all processors. */
    public SimulatorOptions() {
        this("auto");
    }

    /** A device by name, all processors. */
    public SimulatorOptions(String device) {
        this(device, Runtime.getRuntime().availableProcessors(), DEFAULT_CUDA_FROM_QUBITS);
    }

    public SimulatorOptions withThreads(int number) {
        return new SimulatorOptions(device, number, cudaFromQubits);
    }

    public SimulatorOptions withCudaFromQubits(int qubits) {
        return new SimulatorOptions(device, threads, qubits);
    }
}
