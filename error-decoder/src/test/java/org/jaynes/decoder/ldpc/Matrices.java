package org.jaynes.decoder.ldpc;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jaynes.decoder.dem.DetectorErrorModel;

/** Matrices to test with. */
final class Matrices {
    private Matrices() {}

    /** Random columns of one to {@code mostRows} rows, and probabilities from 0.001 to 0.4; some rows may be empty. */
    static CheckMatrix random(SplittableRandom random, int rows, int columns, int mostRows) {
        int[][] rowsOf = new int[columns][];
        double[] probabilities = new double[columns];
        for (int column = 0; column < columns; column++) {
            int degree = 1 + random.nextInt(Math.min(rows, mostRows));
            rowsOf[column] =
                    random.ints(0, rows).distinct().limit(degree).sorted().toArray();
            probabilities[column] = random.nextDouble(0.001, 0.4);
        }
        return of(rows, rowsOf, probabilities);
    }

    /** A matrix by the rows of its columns, without observables. */
    static CheckMatrix of(int rows, int[][] rowsOf, double[] probabilities) {
        int columns = rowsOf.length;
        int[] columnStart = new int[columns + 1];
        for (int column = 0; column < columns; column++) {
            columnStart[column + 1] = columnStart[column] + rowsOf[column].length;
        }
        int[] columnRows = Arrays.stream(rowsOf).flatMapToInt(Arrays::stream).toArray();
        return new CheckMatrix(
                rows,
                columnStart,
                columnRows,
                probabilities,
                0,
                new long[0],
                new long[0],
                IntStream.range(0, columns).toArray(),
                probabilities);
    }

    /** The problem of a model's text. */
    static CheckMatrix of(String dem) {
        return CheckMatrix.of(DetectorErrorModel.parse(dem, "test"));
    }

    /** Random errors with the matrix's probabilities. */
    static boolean[] errors(CheckMatrix matrix, SplittableRandom random) {
        boolean[] errors = new boolean[matrix.columnCount()];
        for (int column = 0; column < errors.length; column++) {
            errors[column] = random.nextDouble() < matrix.probability(column);
        }
        return errors;
    }

    /** The shot that errors make. */
    static long[] shot(CheckMatrix matrix, boolean[] errors) {
        long[] shot = new long[matrix.detectorWords()];
        for (int column = 0; column < errors.length; column++) {
            if (errors[column]) {
                for (int row : matrix.rowsOf(column)) {
                    shot[row >>> 6] ^= 1L << row;
                }
            }
        }
        return shot;
    }

    /** A shot with these detection events. */
    static long[] shot(CheckMatrix matrix, int[] events) {
        long[] shot = new long[matrix.detectorWords()];
        for (int row : events) {
            shot[row >>> 6] ^= 1L << row;
        }
        return shot;
    }

    /** Whether columns of a solution make a shot. */
    static boolean explains(CheckMatrix matrix, int[] columns, int count, long[] shot) {
        boolean[] errors = new boolean[matrix.columnCount()];
        for (int k = 0; k < count; k++) {
            errors[columns[k]] ^= true;
        }
        return Arrays.equals(shot, shot(matrix, errors));
    }

    /** The sum of the priors of columns. */
    static double weight(CheckMatrix matrix, int[] columns, int count) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += matrix.prior(columns[k]);
        }
        return sum;
    }

    /**
     * X checks (or Z checks) of the bivariate bicycle code [[72,12,6]] with uniform error probability: l = m = 6, A = x^3 +
     * y + y^2, B = y^3 + x + x^2 (S. Bravyi et al., doi:10.1038/s41586-024-07107-7).
     */
    static CheckMatrix bicycle72(boolean xChecks, double probability) {
        IntUnaryOperator[] a = {shift(3, 0), shift(0, 1), shift(0, 2)};
        IntUnaryOperator[] b = {shift(0, 3), shift(1, 0), shift(2, 0)};
        boolean[][] ones = new boolean[72][36];
        for (int i = 0; i < 36; i++) {
            for (int k = 0; k < 3; k++) {
                int inA = a[k].applyAsInt(i);
                int inB = b[k].applyAsInt(i);
                if (xChecks) {
                    ones[inA][i] ^= true;
                    ones[36 + inB][i] ^= true;
                } else {
                    ones[i][inB] ^= true;
                    ones[36 + i][inA] ^= true;
                }
            }
        }
        int[][] rowsOf = new int[72][];
        for (int column = 0; column < 72; column++) {
            boolean[] inRow = ones[column];
            rowsOf[column] = IntStream.range(0, 36).filter(row -> inRow[row]).toArray();
        }
        double[] probabilities = new double[72];
        Arrays.fill(probabilities, probability);
        return of(36, rowsOf, probabilities);
    }

    private static IntUnaryOperator shift(int dx, int dy) {
        return i -> (i / 6 + dx) % 6 * 6 + (i % 6 + dy) % 6;
    }
}
