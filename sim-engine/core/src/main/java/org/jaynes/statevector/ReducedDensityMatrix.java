package org.jaynes.statevector;

import java.util.Arrays;
import java.util.List;

/**
 * The state of some qubits when the others are not looked at: a density matrix in the memory of the host. Immutable.
 *
 * @param qubits of the state it was taken from; bit j of a row or column number is {@code qubits.get(j)}
 * @param entries row-major, (re, im) interleaved: 2 * 4^k numbers. Not copied: do not change it
 */
public record ReducedDensityMatrix(List<Integer> qubits, double[] entries) {
    /** Eigenvalues below this are rounding: they add nothing to an entropy. */
    private static final double SMALLEST_EIGENVALUE = 1e-15;

    /** @throws IllegalArgumentException if the numbers of qubits and entries do not fit */
    public ReducedDensityMatrix {
        qubits = List.copyOf(qubits);
        if (entries.length != 2L << (2 * qubits.size())) {
            throw new IllegalArgumentException("%d numbers for the density matrix of %d qubits; expected 2 * 4^%d"
                    .formatted(entries.length, qubits.size(), qubits.size()));
        }
    }

    /** Number of rows and columns. */
    public int size() {
        return 1 << qubits.size();
    }

    /**
     * One entry.
     *
     * @return real and imaginary part
     */
    public double[] entry(int row, int column) {
        int at = 2 * (row * size() + column);
        return new double[] {entries[at], entries[at + 1]};
    }

    /** The trace: 1 to the precision of the state. */
    public double trace() {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            sum += entries[2 * i * (size() + 1)];
        }
        return sum;
    }

    /** tr ρ², not divided by the trace: 1 for a pure state, 2^-k for the completely mixed one. */
    public double purity() {
        double sum = 0;
        for (double part : entries) {
            sum += part * part;
        }
        return sum;
    }

    /** The eigenvalues in ascending order. */
    public double[] eigenvalues() {
        return HermitianEigenvalues.of(entries, size());
    }

    /**
     * The von Neumann entropy -tr ρ log2 ρ in bits, of the matrix divided by its trace. Of one side of a pure state it is
     * the entropy of entanglement: 1 for a Bell pair.
     */
    public double entropy() {
        double trace = trace();
        return Arrays.stream(eigenvalues())
                .map(v -> v / trace)
                .filter(v -> v > SMALLEST_EIGENVALUE)
                .map(v -> -v * StrictMath.log(v) / StrictMath.log(2))
                .sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReducedDensityMatrix(List<Integer> others, double[] numbers)
                && qubits.equals(others)
                && Arrays.equals(entries, numbers);
    }

    @Override
    public int hashCode() {
        return 31 * qubits.hashCode() + Arrays.hashCode(entries);
    }

    @Override
    public String toString() {
        return "density matrix of qubits " + qubits;
    }
}
