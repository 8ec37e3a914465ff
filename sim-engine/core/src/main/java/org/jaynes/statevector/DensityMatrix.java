package org.jaynes.statevector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Precision;

/**
 * The exact mixed state of n qubits, on the device where it was computed: ρ as a vector of 4^n numbers, entry (r, c) at
 * r + 2^n c in the order of qubits. Takes 8 * 4^n bytes in single and 16 * 4^n in double precision, which closing it
 * frees. Not thread-safe.
 */
public final class DensityMatrix implements AutoCloseable {
    private final StateBuffer buffer;
    private final BitPermutation toMemory;
    private final int qubitCount;
    private final DeviceChoice device;

    /** @param layout the index bit of each qubit of the rows, then of the columns */
    DensityMatrix(StateBuffer buffer, int[] layout, int qubitCount, DeviceChoice device) {
        this.buffer = buffer;
        this.toMemory = new BitPermutation(layout);
        this.qubitCount = qubitCount;
        this.device = device;
    }

    public int qubitCount() {
        return qubitCount;
    }

    public Precision precision() {
        return buffer.precision();
    }

    /** Where it is, and why there. */
    public DeviceChoice device() {
        return device;
    }

    /**
     * One entry.
     *
     * @return real and imaginary part of &lt;row|ρ|column&gt;
     * @throws IndexOutOfBoundsException if there is no such entry
     */
    public double[] entry(long row, long column) {
        try (Arena arena = Arena.ofConfined()) {
            return entry(row, column, arena.allocate(Precision.DOUBLE.amplitudeBytes(), Double.BYTES));
        }
    }

    private double[] entry(long row, long column, MemorySegment memory) {
        if (row < 0 || column < 0 || row >>> qubitCount != 0 || column >>> qubitCount != 0) {
            throw new IndexOutOfBoundsException(
                    "entry (%d, %d) of the density matrix of %d qubits".formatted(row, column, qubitCount));
        }
        MemorySegment one = memory.asSlice(0, precision().amplitudeBytes());
        buffer.read(0, toMemory.apply(row | column << qubitCount), one);
        return precision() == Precision.SINGLE
                ? new double[] {one.getAtIndex(ValueLayout.JAVA_FLOAT, 0), one.getAtIndex(ValueLayout.JAVA_FLOAT, 1)}
                : new double[] {one.getAtIndex(ValueLayout.JAVA_DOUBLE, 0), one.getAtIndex(ValueLayout.JAVA_DOUBLE, 1)};
    }

    /** The diagonal: the probabilities of all basis states, not normalised. Rounding may leave some slightly below 0. */
    public double[] probabilities() {
        double[] probabilities = new double[1 << qubitCount];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(Precision.DOUBLE.amplitudeBytes(), Double.BYTES);
            for (int i = 0; i < probabilities.length; i++) {
                probabilities[i] = entry(i, i, memory)[0];
            }
        }
        return probabilities;
    }

    /** The trace: 1 to the precision of the entries. */
    public double trace() {
        double sum = 0;
        for (double probability : probabilities()) {
            sum += probability;
        }
        return sum;
    }

    /** tr ρ²: 1 for a pure state, 2^-n for the completely mixed one. */
    public double purity() {
        return buffer.marginals(new int[0])[0];
    }

    /**
     * tr(ρ O), not divided by the trace.
     *
     * @throws IllegalArgumentException if the observable acts on qubits that there are not
     */
    public double expectation(PauliSum observable) {
        State.requireQubits(observable, qubitCount);
        double sum = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(Precision.DOUBLE.amplitudeBytes(), Double.BYTES);
            for (PauliTerm term : observable.terms()) {
                // P |i> = i^y (-1)^parity(i & z) |i ^ x>, so tr(P rho) adds up that phase times rho[i, i ^ x].
                int turns = term.yCount() % 4;
                for (long i = 0; i < 1L << qubitCount; i++) {
                    double[] entry = entry(i, i ^ term.x(), memory);
                    double part = turns % 2 == 0 ? entry[0] : -entry[1];
                    boolean minus = (Long.bitCount(i & term.z()) % 2 == 1) != (turns >= 2);
                    sum += minus ? -term.coefficient() * part : term.coefficient() * part;
                }
            }
        }
        return sum;
    }

    /** Frees the memory. */
    @Override
    public void close() {
        buffer.close();
    }
}
