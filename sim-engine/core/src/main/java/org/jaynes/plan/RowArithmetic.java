package org.jaynes.plan;

import java.util.Arrays;

/**
 * Arithmetic on columns: a number for each of some rows of parameters, so that loops over rows are loops over arrays.
 * Functions leave their arguments as they are, and results may share arrays with them. Columns of zeros and ones are known
 * as such and cost nothing: most entries of the matrices that gates are multiplied from are zero.
 *
 * <p>Arrays of results are used again after {@link #reset}: new ones would cost more than what is computed. For one
 * thread.
 */
final class RowArithmetic {
    private static final double[] NONE = {};

    private final int rows;
    private final double[] zero;
    private final double[] one;
    private double[][] arrays = {};
    private int taken;

    /** @param rows numbers of a column */
    RowArithmetic(int rows) {
        this.rows = rows;
        this.zero = new double[rows];
        this.one = new double[rows];
        Arrays.fill(one, 1);
    }

    /** Number of rows of a column. */
    int rows() {
        return rows;
    }

    /** Bytes of the arrays that are used again. */
    long bytes() {
        long numbers = 0;
        for (double[] array : arrays) {
            numbers += array.length;
        }
        return numbers * Double.BYTES;
    }

    /** From now on the arrays of earlier results hold other numbers. */
    void reset() {
        taken = 0;
    }

    /** A column with any numbers in it, to be written to. */
    double[] take() {
        return take(1);
    }

    /** Columns one behind the other, with any numbers in them, to be written to. */
    double[] take(int columns) {
        int length = rows * columns;
        if (taken == arrays.length) {
            arrays = Arrays.copyOf(arrays, 2 * taken + 16);
            Arrays.fill(arrays, taken, arrays.length, NONE);
        }
        if (arrays[taken].length != length) {
            arrays[taken] = new double[length];
        }
        return arrays[taken++];
    }

    /** The column of zeros, the same array every time: not to be written to. */
    double[] zero() {
        return zero;
    }

    /** The column of ones, the same array every time: not to be written to. */
    double[] one() {
        return one;
    }

    /** Whether this is {@link #zero}. */
    @SuppressWarnings({"ArrayEquals", "ReferenceEquality"}) // what is known of it, not what is in it
    boolean isZero(double[] column) {
        return column == zero;
    }

    @SuppressWarnings({"ArrayEquals", "ReferenceEquality"})
    private boolean isOne(double[] column) {
        return column == one;
    }

    /** The same numbers in every row. */
    double[][] repeated(double[] numbers) {
        double[][] result = new double[numbers.length][];
        for (int i = 0; i < result.length; i++) {
            if (numbers[i] == 0) {
                result[i] = zero;
            } else if (numbers[i] == 1) {
                result[i] = one;
            } else {
                result[i] = take();
                Arrays.fill(result[i], numbers[i]);
            }
        }
        return result;
    }

    /** (a + ib)(c + id), as two columns. */
    double[][] product(double[] a, double[] b, double[] c, double[] d) {
        return new double[][] {difference(a, c, b, d), sum(a, d, b, c)};
    }

    /** a b - c d. */
    private double[] difference(double[] a, double[] b, double[] c, double[] d) {
        boolean first = !isZero(a) && !isZero(b);
        boolean second = !isZero(c) && !isZero(d);
        if (!second) {
            return first ? times(a, b) : zero;
        }
        double[] result = take();
        if (first) {
            for (int r = 0; r < result.length; r++) {
                result[r] = a[r] * b[r] - c[r] * d[r];
            }
        } else {
            for (int r = 0; r < result.length; r++) {
                result[r] = -(c[r] * d[r]);
            }
        }
        return result;
    }

    /** a b + c d. */
    private double[] sum(double[] a, double[] b, double[] c, double[] d) {
        boolean first = !isZero(a) && !isZero(b);
        boolean second = !isZero(c) && !isZero(d);
        if (!first || !second) {
            return first ? times(a, b) : second ? times(c, d) : zero;
        }
        double[] result = take();
        for (int r = 0; r < result.length; r++) {
            result[r] = a[r] * b[r] + c[r] * d[r];
        }
        return result;
    }

    private double[] times(double[] a, double[] b) {
        if (isOne(a)) {
            return b;
        }
        if (isOne(b)) {
            return a;
        }
        double[] result = take();
        for (int r = 0; r < result.length; r++) {
            result[r] = a[r] * b[r];
        }
        return result;
    }

    /** a + b. */
    double[] plus(double[] a, double[] b) {
        if (isZero(a)) {
            return b;
        }
        if (isZero(b)) {
            return a;
        }
        double[] result = take();
        for (int r = 0; r < result.length; r++) {
            result[r] = a[r] + b[r];
        }
        return result;
    }

    /** A multiple of one or several columns. */
    double[] scaled(double[] numbers, double factor) {
        if (isZero(numbers)) {
            return zero;
        }
        double[] result = take(numbers.length / rows);
        for (int i = 0; i < result.length; i++) {
            result[i] = factor * numbers[i];
        }
        return result;
    }

    /** Complex number {@code i} of a divided by number {@code j} of b, as two columns. */
    double[][] quotient(double[][] a, int i, double[][] b, int j) {
        double[] x = a[2 * i];
        double[] y = a[2 * i + 1];
        double[] re = b[2 * j];
        double[] im = b[2 * j + 1];
        double[] resultRe = take();
        double[] resultIm = take();
        for (int r = 0; r < resultRe.length; r++) {
            double norm = re[r] * re[r] + im[r] * im[r];
            resultRe[r] = (x[r] * re[r] + y[r] * im[r]) / norm;
            resultIm[r] = (y[r] * re[r] - x[r] * im[r]) / norm;
        }
        return new double[][] {resultRe, resultIm};
    }

    /** Multiplies re[at + r] + i im[at + r] by c[r] + i d[r]. */
    static void multiplyAt(double[] re, double[] im, int at, double[] c, double[] d) {
        for (int r = 0; r < c.length; r++) {
            double product = re[at + r] * c[r] - im[at + r] * d[r];
            im[at + r] = re[at + r] * d[r] + im[at + r] * c[r];
            re[at + r] = product;
        }
    }

    /** Columns of a single row. */
    static double[][] ofRow(double... numbers) {
        double[][] result = new double[numbers.length][];
        for (int i = 0; i < result.length; i++) {
            result[i] = new double[] {numbers[i]};
        }
        return result;
    }

    /** The numbers of one row. */
    static double[] row(double[][] columns, int row) {
        double[] result = new double[columns.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = columns[i][row];
        }
        return result;
    }
}
