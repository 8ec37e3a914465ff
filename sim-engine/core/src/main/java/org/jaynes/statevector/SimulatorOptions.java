package org.jaynes.statevector;

import org.jaynes.execution.DeviceName;
import org.jaynes.plan.SliceCountException;

/**
 * Where a {@link Simulator} works.
 *
 * @param device {@code auto}, {@code cuda}, {@code cuda:i}, {@code cpu} or {@code reference}
 * @param threads threads that work on a large state on the CPU, the calling one included
 * @param cudaFromQubits from how many qubits on {@code auto} prefers a GPU
 * @param slices into how many parts each state is cut, a power of two: slice i of a state lives on GPU i modulo their number
 *     ({@code auto} and {@code cuda} take all GPUs, {@code cuda:i} one), and on the host where the GPUs have no room. 1: a
 *     state is in one piece on one device. The results have the same bits
 */
public record SimulatorOptions(String device, int threads, int cudaFromQubits, int slices) {
    /**
     * Below it the work of typical circuits on a CPU is shorter than making a CUDA context. An estimate: it was not
     * measured.
     */
    public static final int DEFAULT_CUDA_FROM_QUBITS = 18;

    /** More than any machine has processors; each thread takes memory and is started at once. */
    public static final int MAX_THREADS = 4096;

    /** Most slices of a state. */
    public static final int MAX_SLICES = 1 << SliceCountException.MAX_SLICE_BITS;

    /**
     * @throws IllegalArgumentException if there is no such device, the number of threads is not from 1 to {@link #MAX_THREADS},
     *     or that of slices no power of two up to {@link #MAX_SLICES}
     */
    public SimulatorOptions {
        var _ = DeviceName.parse(device);
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("%d threads; expected 1 to %d".formatted(threads, MAX_THREADS));
        }
        if (slices < 1 || slices > MAX_SLICES || Integer.bitCount(slices) != 1) {
            throw new IllegalArgumentException(
                    "%d slices; expected a power of two from 1 to %d".formatted(slices, MAX_SLICES));
        }
    }

    /** The best device, all processors. */
    public SimulatorOptions() {
        this("auto");
    }

    /** A device by name, all processors. */
    public SimulatorOptions(String device) {
        this(device, Runtime.getRuntime().availableProcessors(), DEFAULT_CUDA_FROM_QUBITS, 1);
    }

    public SimulatorOptions withThreads(int number) {
        return new SimulatorOptions(device, number, cudaFromQubits, slices);
    }

    public SimulatorOptions withCudaFromQubits(int qubits) {
        return new SimulatorOptions(device, threads, qubits, slices);
    }

    /** Cuts states into so many parts. */
    public SimulatorOptions withSlices(int number) {
        return new SimulatorOptions(device, threads, cudaFromQubits, number);
    }
}
