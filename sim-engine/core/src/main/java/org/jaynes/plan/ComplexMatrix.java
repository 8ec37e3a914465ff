package org.jaynes.plan;

import java.util.Arrays;

/**
 * Arithmetic on small complex matrices: row-major, (re, im) interleaved, 2^k rows and columns; on many at once as {@link
 * RowArithmetic}, one matrix for each row of parameters.
 */
final class ComplexMatrix {
    /** Entries nearer to zero than this are zero: rounding of sines and of products of a few gates. */
    static final double TOLERANCE = 4e-15;

    private ComplexMatrix() {}

    /** X. */
    static double[] flip() {
        return new double[] {0, 0, 1, 0, 1, 0, 0, 0};
    }

    /** left * right, both with {@code size} rows. */
    static double[][] multiply(RowArithmetic on, double[][] left, double[][] right, int size) {
        double[][] product = zeros(on, size);
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                int to = 2 * (row * size + column);
                for (int k = 0; k < size; k++) {
                    int a = 2 * (row * size + k);
                    int b = 2 * (k * size + column);
                    double[][] term = on.product(left[a], left[a + 1], right[b], right[b + 1]);
                    product[to] = on.plus(product[to], term[0]);
                    product[to + 1] = on.plus(product[to + 1], term[1]);
                }
            }
        }
        return product;
    }

    /**
     * The 4x4 matrix on a pair of wires of a 2x2 matrix on one of them.
     *
     * @param bit which wire of the pair, 0 or 1
     * @param controlled whether the other wire controls it
     * @param controlValue the value that the other wire must have
     */
    static double[][] onPair(RowArithmetic on, double[][] m, int bit, boolean controlled, int controlValue) {
        double[][] pair = zeros(on, 4);
        for (int other = 0; other < 2; other++) {
            for (int row = 0; row < 2; row++) {
                for (int column = 0; column < 2; column++) {
                    int i = 2 * (((row << bit) | (other << (1 - bit))) * 4 + ((column << bit) | (other << (1 - bit))));
                    if (!controlled || other == controlValue) {
                        pair[i] = m[2 * (2 * row + column)];
                        pair[i + 1] = m[2 * (2 * row + column) + 1];
                    } else if (row == column) {
                        pair[i] = on.one();
                    }
                }
            }
        }
        return pair;
    }

    /** The zero matrix with {@code size} rows; all entries share one array. */
    private static double[][] zeros(RowArithmetic on, int size) {
        double[][] m = new double[2 * size * size][];
        Arrays.fill(m, on.zero());
        return m;
    }

    /** The matrix with its two wires exchanged. */
    static double[][] exchanged(double[][] m) {
        int[] swap = {0, 2, 1, 3};
        double[][] result = new double[32][];
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 4; column++) {
                int from = 2 * (swap[row] * 4 + swap[column]);
                int to = 2 * (row * 4 + column);
                result[to] = m[from];
                result[to + 1] = m[from + 1];
            }
        }
        return result;
    }

    static boolean isZero(double[] m, int entry) {
        return Math.abs(m[2 * entry]) < TOLERANCE && Math.abs(m[2 * entry + 1]) < TOLERANCE;
    }

    static boolean isOne(double[] m, int entry) {
        return Math.abs(m[2 * entry] - 1) < TOLERANCE && Math.abs(m[2 * entry + 1]) < TOLERANCE;
    }

    static boolean isReal(double[] m, int entry) {
        return Math.abs(m[2 * entry + 1]) < TOLERANCE;
    }

    static boolean isImaginary(double[] m, int entry) {
        return Math.abs(m[2 * entry]) < TOLERANCE;
    }

    /** A number that differs from 0, 1 or -1 by rounding only becomes that number. */
    static double snap(double x) {
        double nearest = Math.rint(x);
        return Math.abs(nearest) <= 1 && Math.abs(x - nearest) < TOLERANCE ? nearest : x;
    }

    /** The matrix with these entries on the diagonal. */
    static double[][] diagonal(RowArithmetic on, double[][] entries) {
        int size = entries.length / 2;
        double[][] m = zeros(on, size);
        for (int i = 0; i < size; i++) {
            m[2 * (i * size + i)] = entries[2 * i];
            m[2 * (i * size + i) + 1] = entries[2 * i + 1];
        }
        return m;
    }

    /** The diagonal of a matrix with {@code size} rows. */
    static double[][] diagonalOf(double[][] m, int size) {
        double[][] entries = new double[2 * size][];
        for (int i = 0; i < size; i++) {
            entries[2 * i] = m[2 * (i * size + i)];
            entries[2 * i + 1] = m[2 * (i * size + i) + 1];
        }
        return entries;
    }

    /** Rows and columns {@code low} and {@code high} of a matrix with {@code size} rows. */
    static double[][] block(double[][] m, int size, int low, int high) {
        int[] index = {low, high};
        double[][] part = new double[8][];
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 2; column++) {
                int from = 2 * (index[row] * size + index[column]);
                part[2 * (2 * row + column)] = m[from];
                part[2 * (2 * row + column) + 1] = m[from + 1];
            }
        }
        return part;
    }

    /** Products of complex numbers, one by one. */
    static double[][] timesEntries(RowArithmetic on, double[][] a, double[][] b) {
        double[][] product = new double[a.length][];
        for (int i = 0; i < a.length; i += 2) {
            double[][] entry = on.product(a[i], a[i + 1], b[i], b[i + 1]);
            product[i] = entry[0];
            product[i + 1] = entry[1];
        }
        return product;
    }

    /** A diagonal on a pair, multiplied by a diagonal 2x2 matrix on one of its wires. */
    static double[][] timesDiagonalOfBit(RowArithmetic on, double[][] entries, double[][] m, int bit) {
        return timesEntries(on, entries, diagonalOf(onPair(on, m, bit, false, 0), 4));
    }

    /** What a diagonal on a pair becomes between two equal CX. */
    static double[][] flippedEntries(double[][] entries, int controlBit, int controlValue) {
        double[][] flipped = new double[8][];
        for (int i = 0; i < 4; i++) {
            int from = (i >> controlBit & 1) == controlValue ? i ^ (2 >> controlBit) : i;
            flipped[2 * i] = entries[2 * from];
            flipped[2 * i + 1] = entries[2 * from + 1];
        }
        return flipped;
    }
}
