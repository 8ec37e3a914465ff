package org.jaynes.decoder.ldpc;

import java.util.Arrays;

/**
 * Solves a system over GF(2) column by column and, if need be, row by row: after each step it knows the solution in which
 * only the columns of pivots have errors. Not thread-safe.
 *
 * <p>Kept is the product T of all row operations so far, with which a column of ones at rows R becomes the sum of T's
 * columns R. Columns of a sparse matrix cost a few additions each, whether they bring a pivot or not, and the reduced
 * matrix never exists as a whole.
 *
 * <p>Invariant: T times the k-th pivot's column is the unit vector of its row. The right-hand side is T times the
 * syndrome, and is 0 in all rows without a pivot if and only if the columns so far explain the syndrome.
 */
final class Elimination {
    private int rowCount;
    private int words;

    /** Column k of T, bit r in word {@code k * words + r / 64}. */
    private long[] transform;

    /** The syndrome as rows were added with it, and T times it. */
    private long[] syndrome;

    private long[] right;
    private long[] free;
    private long[] reduced;
    private int[] pivotColumn;

    /** The rows with a pivot, in the order of their pivots. All other columns of T are still those of the unit matrix. */
    private int[] pivotRows;

    private int pivotCount;

    /** An empty system. */
    Elimination(int rowCapacity) {
        this.words = Math.max(1, (rowCapacity + 63) >>> 6);
        this.transform = new long[Math.multiplyExact(Math.multiplyExact(64, words), words)];
        this.syndrome = new long[words];
        this.right = new long[words];
        this.free = new long[words];
        this.reduced = new long[words];
        this.pivotColumn = new int[64 * words];
        this.pivotRows = new int[64 * words];
    }

    /** Forgets all rows and columns. */
    void clear() {
        rowCount = 0;
        pivotCount = 0;
        Arrays.fill(syndrome, 0);
        Arrays.fill(right, 0);
        Arrays.fill(free, 0);
    }

    /** Adds a row in which all columns so far are 0; returns its number. */
    int addRow(boolean event) {
        if (rowCount == 64 * words) {
            grow();
        }
        int row = rowCount++;
        Arrays.fill(transform, row * words, (row + 1) * words, 0);
        transform[row * words + (row >>> 6)] = 1L << row;
        free[row >>> 6] |= 1L << row;
        if (event) {
            syndrome[row >>> 6] |= 1L << row;
            right[row >>> 6] |= 1L << row;
        }
        return row;
    }

    private void grow() {
        int more = 2 * words;
        long[] wider = new long[Math.multiplyExact(Math.multiplyExact(64, more), more)];
        for (int row = 0; row < rowCount; row++) {
            System.arraycopy(transform, row * words, wider, row * more, words);
        }
        transform = wider;
        syndrome = Arrays.copyOf(syndrome, more);
        right = Arrays.copyOf(right, more);
        free = Arrays.copyOf(free, more);
        reduced = new long[more];
        pivotColumn = Arrays.copyOf(pivotColumn, 64 * more);
        pivotRows = Arrays.copyOf(pivotRows, 64 * more);
        words = more;
    }

    int rowCount() {
        return rowCount;
    }

    /** The number of independent columns so far. */
    int rank() {
        return pivotCount;
    }

    /** Words of a {@linkplain #reduce reduced} column. */
    int words() {
        return (rowCount + 63) >>> 6;
    }

    /**
     * T times a column: bit r is set if the column depends on the pivot of row r.
     *
     * @param rows where the column has ones, from {@code from} to {@code to - 1}
     * @param sum receives {@link #words()} words
     */
    void reduce(int[] rows, int from, int to, long[] sum) {
        int used = words();
        Arrays.fill(sum, 0, used, 0);
        for (int k = from; k < to; k++) {
            int start = rows[k] * words;
            for (int word = 0; word < used; word++) {
                sum[word] ^= transform[start + word];
            }
        }
    }

    /**
     * Adds a column after those before.
     *
     * @param column its name in {@link #pivotColumn}
     * @param rows where it has ones, from {@code from} to {@code to - 1}
     * @return whether it is independent of those before, and hence a pivot
     */
    boolean addColumn(int column, int[] rows, int from, int to) {
        reduce(rows, from, to, reduced);
        int used = words();
        for (int word = 0; word < used; word++) {
            long candidates = reduced[word] & free[word];
            if (candidates != 0) {
                int row = 64 * word + Long.numberOfTrailingZeros(candidates);
                pivot(row, used);
                pivotColumn[row] = column;
                return true;
            }
        }
        return false;
    }

    /** Adds the row to all others in which the reduced column is 1. */
    private void pivot(int row, int used) {
        int word = row >>> 6;
        long bit = 1L << row;
        free[word] &= ~bit;
        reduced[word] &= ~bit;
        pivotRows[pivotCount++] = row;
        for (int i = 0; i < pivotCount; i++) {
            int start = pivotRows[i] * words;
            if ((transform[start + word] & bit) != 0) {
                for (int k = 0; k < used; k++) {
                    transform[start + k] ^= reduced[k];
                }
            }
        }
        if ((right[word] & bit) != 0) {
            for (int k = 0; k < used; k++) {
                right[k] ^= reduced[k];
            }
        }
    }

    /** Whether the columns so far explain the syndrome. */
    boolean solved() {
        for (int word = 0; word < words(); word++) {
            if ((right[word] & free[word]) != 0) {
                return false;
            }
        }
        return true;
    }

    /** What the row was added with. */
    boolean syndrome(int row) {
        return (syndrome[row >>> 6] >>> row & 1) != 0;
    }

    boolean hasPivot(int row) {
        return (free[row >>> 6] >>> row & 1) == 0;
    }

    /** The column of a row's pivot. */
    int pivotColumn(int row) {
        return pivotColumn[row];
    }

    /** Whether the solution has an error at the pivot of a row. */
    boolean inSolution(int row) {
        return hasPivot(row) && (right[row >>> 6] >>> row & 1) != 0;
    }
}
