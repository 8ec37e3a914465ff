package org.jaynes.statevector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jaynes.plan.Precision;

/**
 * The exact mixed state of n qubits, on the device where it was computed: ρ as a vector of 4^n numbers, entry (r, c) at
 * r + 2^n c in the order of qubits. Takes 8 * 4^n bytes in single and 16 * 4^n in double precision, which closing it
 * frees. Not thread-safe.
 */
public final class DensityMatrix implements AutoCloseable {
    /** The entries as amplitudes of twice as many qubits: rows first. */
    private final State entries;

    private final int qubitCount;

    /** @param entries closed with this */
    DensityMatrix(State entries, int qubitCount) {
        this.entries = entries;
        this.qubitCount = qubitCount;
    }

    public int qubitCount() {
        return qubitCount;
    }

    public Precision precision() {
        return entries.precision();
    }

    /** Where it is, and why there. */
    public DeviceChoice device() {
        return entries.device();
    }

    /** How often the matrix was read and written. */
    public long passes() {
        return entries.passes();
    }

    /** Where the time went. */
    public Timing seconds() {
        return entries.seconds();
    }

    /**
     * One entry.
     *
     * @return real and imaginary part of &lt;row|ρ|column&gt;
     * @throws IndexOutOfBoundsException if there is no such entry
     */
    public double[] entry(long row, long column) {
        if (row < 0 || column < 0 || row >>> qubitCount != 0 || column >>> qubitCount != 0) {
            throw new IndexOutOfBoundsException(
                    "entry (%d, %d) of the density matrix of %d qubits".formatted(row, column, qubitCount));
        }
        return entries.amplitudes(row | column << qubitCount, 1);
    }

    /** The diagonal: the probabilities of all basis states, not normalised. Rounding may leave some slightly below 0. */
    public double[] probabilities() {
        double[] probabilities = new double[1 << qubitCount];
        Arrays.setAll(probabilities, i -> entry(i, i)[0]);
        return probabilities;
    }

    /**
     * Marginal probabilities of some qubits, from the diagonal.
     *
     * @param qubits distinct, in any order
     * @return 2^k numbers, none negative; bit j of the position is {@code qubits[j]}
     */
    double[] marginal(int[] qubits) {
        double[] sums = new double[1 << qubits.length];
        double[] all = probabilities();
        for (int i = 0; i < all.length; i++) {
            int value = 0;
            for (int j = 0; j < qubits.length; j++) {
                value |= (i >>> qubits[j] & 1) << j;
            }
            sums[value] += all[i];
        }
        Arrays.setAll(sums, i -> Math.max(0, sums[i]));
        return sums;
    }

    /** The trace: 1 to the precision of the entries. */
    public double trace() {
        return Arrays.stream(probabilities()).sum();
    }

    /** tr ρ²: 1 for a pure state, 2^-n for the completely mixed one. */
    public double purity() {
        return entries.squaredNorm();
    }

    /**
     * tr(ρ O), not divided by the trace. Reads 2^n entries for every different set of qubits on which the products have X
     * or Y.
     *
     * @throws IllegalArgumentException if the observable acts on qubits that there are not
     */
    public double expectation(PauliSum observable) {
        State.requireQubits(observable, qubitCount);
        Map<Long, List<PauliTerm>> byMask = observable.terms().stream()
                .collect(Collectors.groupingBy(PauliTerm::x, TreeMap::new, Collectors.toList()));
        double sum = 0;
        for (Map.Entry<Long, List<PauliTerm>> group : byMask.entrySet()) {
            for (long i = 0; i < 1L << qubitCount; i++) {
                double[] entry = entry(i, i ^ group.getKey());
                for (PauliTerm term : group.getValue()) {
                    // P |i> = i^y (-1)^parity(i & z) |i ^ x>, so tr(P rho) adds up that phase times rho[i, i ^ x].
                    int turns = term.yCount() % 4;
                    double part = turns % 2 == 0 ? entry[0] : -entry[1];
                    boolean minus = (Long.bitCount(i & term.z()) % 2 == 1) != (turns >= 2);
                    sum += minus ? -term.coefficient() * part : term.coefficient() * part;
                }
            }
        }
        return sum;
    }

    /**
     * The state of some qubits, the others traced out.
     *
     * @param qubits distinct, in any order
     * @throws IllegalArgumentException if there is no such qubit or one comes twice
     */
    public ReducedDensityMatrix reduced(int... qubits) {
        State.requireQubits(qubits, qubitCount);
        int size = 1 << qubits.length;
        double[] sums = new double[2 * size * size];
        long kept = 0;
        for (int qubit : qubits) {
            kept |= 1L << qubit;
        }
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                int at = 2 * (row * size + column);
                for (long rest = 0; rest < 1L << qubitCount; rest++) {
                    if ((rest & kept) == 0) {
                        double[] entry = entry(rest | spread(row, qubits), rest | spread(column, qubits));
                        sums[at] += entry[0];
                        sums[at + 1] += entry[1];
                    }
                }
            }
        }
        return new ReducedDensityMatrix(Arrays.stream(qubits).boxed().toList(), sums);
    }

    private static long spread(int value, int[] qubits) {
        long bits = 0;
        for (int j = 0; j < qubits.length; j++) {
            bits |= (value >>> j & 1L) << qubits[j];
        }
        return bits;
    }

    /**
     * Writes the matrix as a NumPy file of shape (2^n, 2^n): complex64 or complex128 by {@link #precision}.
     *
     * @throws IOException if the file cannot be written
     */
    public void writeNpy(Path file) throws IOException {
        long size = 1L << qubitCount;
        String type = precision() == Precision.SINGLE ? "<c8" : "<c16";
        // NumPy's last index is the column and moves fastest; here the row does, and the matrix is Hermitian.
        NpyFile.write(file, type, new long[] {size, size}, array -> {
            entries.read(0, array);
            conjugate(array);
        });
    }

    private void conjugate(MemorySegment numbers) {
        boolean single = precision() == Precision.SINGLE;
        long count = 1L << (2 * qubitCount);
        for (long i = 0; i < count; i++) {
            if (single) {
                numbers.setAtIndex(
                        ValueLayout.JAVA_FLOAT_UNALIGNED,
                        2 * i + 1,
                        -numbers.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, 2 * i + 1));
            } else {
                numbers.setAtIndex(
                        ValueLayout.JAVA_DOUBLE_UNALIGNED,
                        2 * i + 1,
                        -numbers.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, 2 * i + 1));
            }
        }
    }

    /** Frees the memory. */
    @Override
    public void close() {
        entries.close();
    }
}
