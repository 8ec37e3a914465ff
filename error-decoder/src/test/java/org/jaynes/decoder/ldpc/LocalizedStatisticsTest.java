package org.jaynes.decoder.ldpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LocalizedStatisticsTest {
    /** In place of a solution, where there is none. */
    private static final int[] NONE = {-1};

    private static int[] solve(LocalizedStatisticsSolver solver, CheckMatrix matrix, long[] shot, float[] posteriors) {
        int[] columns = new int[matrix.columnCount()];
        ColumnWeights weights = new ColumnWeights(matrix.priors(), matrix.rowCount());
        int count = solver.solve(shot, 0, weights, posteriors, columns);
        return count == ResidualSolver.UNSOLVABLE ? NONE : Arrays.copyOf(columns, count);
    }

    private static float[] randomPosteriors(SplittableRandom random, int columns) {
        float[] posteriors = new float[columns];
        for (int j = 0; j < columns; j++) {
            posteriors[j] = (float) random.nextDouble(-2, 10);
        }
        return posteriors;
    }

    @Test
    void solutionsExplainTheirShots() {
        for (int seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            CheckMatrix matrix = Matrices.random(random, 1 + random.nextInt(150), 1 + random.nextInt(400), 4);
            LocalizedStatisticsSolver solver = new LocalizedStatisticsSolver(matrix);
            for (int shot = 0; shot < 5; shot++) {
                long[] row = Matrices.shot(matrix, Matrices.errors(matrix, random));
                int[] columns = solve(solver, matrix, row, randomPosteriors(random, matrix.columnCount()));
                assertTrue(Matrices.explains(matrix, columns, columns.length, row), "seed " + seed + ", shot " + shot);
            }
        }
    }

    /** What happens in one part of a matrix does not depend on another part that it has nothing in common with. */
    @Test
    void clustersAreLocal() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            CheckMatrix left = Matrices.random(random, 1 + random.nextInt(40), 1 + random.nextInt(80), 4);
            CheckMatrix right = Matrices.random(random, 1 + random.nextInt(40), 1 + random.nextInt(80), 4);
            boolean[] leftErrors = Matrices.errors(left, random);
            boolean[] rightErrors = Matrices.errors(right, random);
            float[] posteriors = randomPosteriors(random, left.columnCount() + right.columnCount());

            int[] leftColumns =
                    solve(new LocalizedStatisticsSolver(left), left, Matrices.shot(left, leftErrors), posteriors);
            float[] rightPosteriors = Arrays.copyOfRange(posteriors, left.columnCount(), posteriors.length);
            int[] rightColumns = solve(
                    new LocalizedStatisticsSolver(right), right, Matrices.shot(right, rightErrors), rightPosteriors);

            CheckMatrix both = union(left, right);
            boolean[] errors = Arrays.copyOf(leftErrors, both.columnCount());
            System.arraycopy(rightErrors, 0, errors, leftErrors.length, rightErrors.length);
            int[] expected = Arrays.copyOf(leftColumns, leftColumns.length + rightColumns.length);
            for (int k = 0; k < rightColumns.length; k++) {
                expected[leftColumns.length + k] = rightColumns[k] + left.columnCount();
            }
            int[] found = solve(new LocalizedStatisticsSolver(both), both, Matrices.shot(both, errors), posteriors);
            assertArrayEquals(expected, found, "seed " + seed);
        }
    }

    private static CheckMatrix union(CheckMatrix left, CheckMatrix right) {
        int columns = left.columnCount() + right.columnCount();
        int[][] rowsOf = new int[columns][];
        double[] probabilities = new double[columns];
        for (int j = 0; j < columns; j++) {
            int column = j;
            boolean isLeft = j < left.columnCount();
            CheckMatrix part = isLeft ? left : right;
            int within = isLeft ? column : column - left.columnCount();
            int shift = isLeft ? 0 : left.rowCount();
            rowsOf[j] =
                    Arrays.stream(part.rowsOf(within)).map(row -> row + shift).toArray();
            probabilities[j] = part.probability(within);
        }
        return Matrices.of(left.rowCount() + right.rowCount(), rowsOf, probabilities);
    }

    /** With a single cluster, growth in the order of suspicion is ordered statistics of order zero. */
    @Test
    void columnsJoinInTheOrderOfSuspicion() {
        CheckMatrix matrix = Matrices.of("""
                error(0.1) D0 D1
                error(0.1) D1
                error(0.1) D0
                """);
        LocalizedStatisticsSolver solver = new LocalizedStatisticsSolver(matrix);
        assertArrayEquals(new int[] {2}, solve(solver, matrix, new long[] {1}, new float[] {3, 2, 1}));
        assertArrayEquals(new int[] {0, 1}, solve(solver, matrix, new long[] {1}, new float[] {1, 2, 3}));
        assertArrayEquals(new int[] {0}, solve(solver, matrix, new long[] {0b11}, new float[] {1, 2, 3}));
        assertArrayEquals(new int[] {1, 2}, solve(solver, matrix, new long[] {0b11}, new float[] {3, 2, 1}));
    }

    @Test
    void shotsThatNothingExplainsAreUnsolvableAndLeaveNothingBehind() {
        CheckMatrix matrix = Matrices.of("error(0.1) D0 D1\nerror(0.1) D1 D2\nerror(0.1) D3");
        LocalizedStatisticsSolver solver = new LocalizedStatisticsSolver(matrix);
        float[] posteriors = {1, 1, 1};
        assertSame(NONE, solve(solver, matrix, new long[] {0b1001}, posteriors));
        assertArrayEquals(new int[] {0, 1, 2}, solve(solver, matrix, new long[] {0b1101}, posteriors));
        assertArrayEquals(new int[0], solve(solver, matrix, new long[] {0}, posteriors));
    }
}
