package org.jaynes.statevector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jaynes.execution.Executor;
import org.jaynes.plan.Precision;

/**
 * Sums over the qubits that are not looked at, in double precision, in chunks that do not depend on threads, so that the
 * sums have the same bits for the same amplitudes.
 */
final class PartialTrace {
    /** Most qubits that are kept. */
    static final int MAX_KEPT = 10;

    private static final int MAX_CHUNKS = 64;

    private final MemorySegment amplitudes;
    private final boolean single;
    private final BitPermutation place;
    private final int kept;

    /**
     * @param amplitudes all of a state
     * @param keptBits index bits of the qubits that are kept
     */
    PartialTrace(MemorySegment amplitudes, Precision precision, int indexBits, int[] keptBits) {
        this.amplitudes = amplitudes;
        this.single = precision == Precision.SINGLE;
        this.kept = keptBits.length;
        int[] target = Arrays.copyOf(keptBits, indexBits);
        int next = kept;
        for (int bit = 0; bit < indexBits; bit++) {
            int sought = bit;
            if (Arrays.stream(keptBits).noneMatch(b -> b == sought)) {
                target[next++] = bit;
            }
        }
        this.place = new BitPermutation(target);
    }

    /**
     * The matrix of the kept qubits, as {@link ReducedDensityMatrix} has it.
     *
     * @param others number of the qubits that are not kept
     */
    double[] matrix(Executor executor, int others) {
        int chunks = (int) Math.min(MAX_CHUNKS, 1L << others);
        long chunk = (1L << others) / chunks;
        double[][] sums = new double[chunks][];
        executor.forEach(chunks, (_, item) -> sums[(int) item] = sum(item * chunk, (item + 1) * chunk));
        double[] matrix = sums[0];
        for (double[] part : Arrays.asList(sums).subList(1, chunks)) {
            for (int i = 0; i < matrix.length; i++) {
                matrix[i] += part[i];
            }
        }
        fillUpperHalf(matrix);
        return matrix;
    }

    /** The lower half of the matrix, of some values of the other qubits. */
    private double[] sum(long from, long to) {
        int size = 1 << kept;
        double[] sums = new double[2 * size * size];
        double[] vector = new double[2 * size];
        for (long rest = from; rest < to; rest++) {
            for (int v = 0; v < size; v++) {
                long index = place.apply(rest << kept | v);
                vector[2 * v] = number(2 * index);
                vector[2 * v + 1] = number(2 * index + 1);
            }
            for (int row = 0; row < size; row++) {
                double re = vector[2 * row];
                double im = vector[2 * row + 1];
                int at = 2 * row * size;
                for (int column = 0; column <= row; column++, at += 2) {
                    sums[at] += re * vector[2 * column] + im * vector[2 * column + 1];
                    sums[at + 1] += im * vector[2 * column] - re * vector[2 * column + 1];
                }
            }
        }
        return sums;
    }

    private double number(long index) {
        return single
                ? amplitudes.getAtIndex(ValueLayout.JAVA_FLOAT, index)
                : amplitudes.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
    }

    private void fillUpperHalf(double[] matrix) {
        int size = 1 << kept;
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < row; column++) {
                matrix[2 * (column * size + row)] = matrix[2 * (row * size + column)];
                matrix[2 * (column * size + row) + 1] = -matrix[2 * (row * size + column) + 1];
            }
        }
    }
}
