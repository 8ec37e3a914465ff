package org.jaynes.plan;

import java.util.Arrays;

/**
 * Some numbers for each of many rows: {@code numbers[i][row]}, so that loops over rows are loops over arrays. Functions
 * leave their arguments as they are, and results may share arrays with them.
 */
final class RowNumbers {
    private RowNumbers() {}

    /** The numbers of a single row. */
    static double[][] ofRow(double... numbers) {
        double[][] result = new double[numbers.length][];
        for (int i = 0; i < result.length; i++) {
            result[i] = new double[] {numbers[i]};
        }
        return result;
    }

    /** The same numbers in every row. */
    static double[][] repeated(double[] numbers, int rows) {
        double[][] result = new double[numbers.length][rows];
        for (int i = 0; i < result.length; i++) {
            Arrays.fill(result[i], numbers[i]);
        }
        return result;
    }

    static double[] row(double[][] numbers, int row) {
        double[] result = new double[numbers.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = numbers[i][row];
        }
        return result;
    }

    static double[] ones(int rows) {
        double[] result = new double[rows];
        Arrays.fill(result, 1);
        return result;
    }

    /** (a + ib)(c + id), as two arrays. */
    static double[][] product(double[] a, double[] b, double[] c, double[] d) {
        double[] re = new double[a.length];
        double[] im = new double[a.length];
        for (int r = 0; r < re.length; r++) {
            re[r] = a[r] * c[r] - b[r] * d[r];
            im[r] = a[r] * d[r] + b[r] * c[r];
        }
        return new double[][] {re, im};
    }

    /** Adds (a + ib)(c + id) to re + i im. */
    static void addProduct(double[] re, double[] im, double[] a, double[] b, double[] c, double[] d) {
        for (int r = 0; r < re.length; r++) {
            re[r] += a[r] * c[r] - b[r] * d[r];
            im[r] += a[r] * d[r] + b[r] * c[r];
        }
    }

    /** Multiplies re[at + r] + i im[at + r] by c[r] + i d[r]. */
    static void multiplyAt(double[] re, double[] im, int at, double[] c, double[] d) {
        for (int r = 0; r < c.length; r++) {
            double product = re[at + r] * c[r] - im[at + r] * d[r];
            im[at + r] = re[at + r] * d[r] + im[at + r] * c[r];
            re[at + r] = product;
        }
    }

    static double[] scaled(double[] numbers, double factor) {
        double[] result = new double[numbers.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = factor * numbers[i];
        }
        return result;
    }

    /** Complex number {@code i} of a divided by number {@code j} of b, as two arrays. */
    static double[][] quotient(double[][] a, int i, double[][] b, int j) {
        double[] x = a[2 * i];
        double[] y = a[2 * i + 1];
        double[] re = b[2 * j];
        double[] im = b[2 * j + 1];
        double[] resultRe = new double[x.length];
        double[] resultIm = new double[x.length];
        for (int r = 0; r < x.length; r++) {
            double norm = re[r] * re[r] + im[r] * im[r];
            resultRe[r] = (x[r] * re[r] + y[r] * im[r]) / norm;
            resultIm[r] = (y[r] * re[r] - x[r] * im[r]) / norm;
        }
        return new double[][] {resultRe, resultIm};
    }
}
