package org.jaynes.decoder.ldpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderedStatisticsTest {
    /** In place of a solution, where there is none. */
    private static final int[] NONE = {-1};

    private static final int CASES = Integer.getInteger("jaynes.test.statistics", 1_000);

    private static float[] randomPosteriors(SplittableRandom random, int columns) {
        float[] posteriors = new float[columns];
        for (int j = 0; j < columns; j++) {
            // Few different values, so that ties occur.
            posteriors[j] = random.nextInt(3) == 0 ? random.nextInt(-3, 4) : (float) random.nextDouble(-8, 8);
        }
        return posteriors;
    }

    private static int[] solve(CheckMatrix matrix, OrderedStatistics settings, long[] shot, float[] posteriors) {
        int[] columns = new int[matrix.columnCount()];
        ColumnWeights weights = new ColumnWeights(matrix.priors(), matrix.rowCount());
        int count = new OrderedStatisticsSolver(matrix, settings).solve(shot, 0, weights, posteriors, columns);
        return count == ResidualSolver.UNSOLVABLE ? NONE : Arrays.copyOf(columns, count);
    }

    /** The independent columns in the order of the posteriors, found one by one. */
    private static List<Integer> independent(CheckMatrix matrix, float[] posteriors, List<Integer> dependent) {
        List<Integer> order = IntStream.range(0, matrix.columnCount())
                .boxed()
                .sorted(Comparator.comparingDouble(j -> posteriors[j]))
                .toList();
        List<long[]> basis = new ArrayList<>();
        List<Integer> chosen = new ArrayList<>();
        for (int j : order) {
            long[] column = Matrices.shot(matrix, oneColumn(matrix, j));
            for (long[] other : basis) {
                if ((column[0] & Long.lowestOneBit(other[0])) != 0) {
                    column[0] ^= other[0];
                }
            }
            if (column[0] == 0) {
                dependent.add(j);
            } else {
                basis.add(column);
                chosen.add(j);
            }
        }
        return chosen;
    }

    private static boolean[] oneColumn(CheckMatrix matrix, int column) {
        boolean[] errors = new boolean[matrix.columnCount()];
        errors[column] = true;
        return errors;
    }

    /** The weight of the solution with the given dependent columns, by trying every subset of the independent ones. */
    private static double weightWith(CheckMatrix matrix, List<Integer> independent, long[] shot, int... dependent) {
        for (int set = 0; set < 1 << independent.size(); set++) {
            boolean[] errors = new boolean[matrix.columnCount()];
            double weight = 0;
            for (int k = 0; k < independent.size(); k++) {
                if ((set >> k & 1) != 0) {
                    errors[independent.get(k)] = true;
                    weight += matrix.prior(independent.get(k));
                }
            }
            for (int j : dependent) {
                errors[j] = true;
                weight += matrix.prior(j);
            }
            if (Arrays.equals(shot, Matrices.shot(matrix, errors))) {
                return weight;
            }
        }
        throw new AssertionError("the independent columns explain every shot that all columns explain");
    }

    @Test
    void solutionsAreTheBestOfThoseThatAreTried() {
        for (int seed = 0; seed < CASES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            CheckMatrix matrix = Matrices.random(random, 2 + random.nextInt(6), 3 + random.nextInt(10), 3);
            long[] shot = Matrices.shot(matrix, Matrices.errors(matrix, random));
            float[] posteriors = randomPosteriors(random, matrix.columnCount());
            List<Integer> dependent = new ArrayList<>();
            List<Integer> independent = independent(matrix, posteriors, dependent);
            int order = random.nextInt(5);
            int few = Math.min(order, dependent.size());

            double zero = weightWith(matrix, independent, shot);
            double exhaustive = zero;
            for (int set = 1; set < 1 << few; set++) {
                int chosen = set;
                int[] columns = IntStream.range(0, few)
                        .filter(k -> (chosen >> k & 1) != 0)
                        .map(dependent::get)
                        .toArray();
                exhaustive = Math.min(exhaustive, weightWith(matrix, independent, shot, columns));
            }
            double sweep = zero;
            for (int j : dependent) {
                sweep = Math.min(sweep, weightWith(matrix, independent, shot, j));
            }
            for (int a = 0; a < few; a++) {
                for (int b = a + 1; b < few; b++) {
                    sweep = Math.min(sweep, weightWith(matrix, independent, shot, dependent.get(a), dependent.get(b)));
                }
            }
            check(matrix, OrderedStatistics.zero(), shot, posteriors, zero, seed);
            check(
                    matrix,
                    new OrderedStatistics(OrderedStatistics.Search.EXHAUSTIVE, order),
                    shot,
                    posteriors,
                    exhaustive,
                    seed);
            check(matrix, OrderedStatistics.combinationSweep(order), shot, posteriors, sweep, seed);
        }
    }

    private static void check(
            CheckMatrix matrix, OrderedStatistics settings, long[] shot, float[] posteriors, double weight, int seed) {
        int[] columns = solve(matrix, settings, shot, posteriors);
        String where = settings + ", seed " + seed;
        assertTrue(Matrices.explains(matrix, columns, columns.length, shot), where);
        // Weights are compared in steps of 2^-20 of each prior.
        assertEquals(weight, Matrices.weight(matrix, columns, columns.length), 1e-4, where);
    }

    /** With all dependent columns combined, nothing lighter is left. */
    @Test
    void exhaustiveSearchFindsTheLightestOfAll() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            CheckMatrix matrix = Matrices.random(random, 2 + random.nextInt(5), 2 + random.nextInt(10), 3);
            long[] shot = Matrices.shot(matrix, Matrices.errors(matrix, random));
            double lightest = Double.POSITIVE_INFINITY;
            for (int set = 0; set < 1 << matrix.columnCount(); set++) {
                boolean[] errors = new boolean[matrix.columnCount()];
                double weight = 0;
                for (int j = 0; j < errors.length; j++) {
                    errors[j] = (set >> j & 1) != 0;
                    weight += errors[j] ? matrix.prior(j) : 0;
                }
                if (weight < lightest && Arrays.equals(shot, Matrices.shot(matrix, errors))) {
                    lightest = weight;
                }
            }
            OrderedStatistics all = new OrderedStatistics(OrderedStatistics.Search.EXHAUSTIVE, 12);
            check(matrix, all, shot, randomPosteriors(random, matrix.columnCount()), lightest, seed);
        }
    }

    @Test
    void shotsThatNothingExplainsAreUnsolvable() {
        CheckMatrix matrix = Matrices.of("error(0.1) D0 D1\nerror(0.1) D1 D2");
        float[] posteriors = {1, 1};
        for (OrderedStatistics.Search search : OrderedStatistics.Search.values()) {
            OrderedStatistics settings = new OrderedStatistics(search, 2);
            assertSame(NONE, solve(matrix, settings, new long[] {0b001}, posteriors));
            assertNotSame(NONE, solve(matrix, settings, new long[] {0b101}, posteriors));
        }
    }

    @Test
    void columnsAreSortedByPosteriorThenNumber() {
        float[] posteriors = {
            0f, -0f, 3, Float.NEGATIVE_INFINITY, -2, 1e30f, -1e30f, 3, Float.MIN_VALUE, -Float.MIN_VALUE
        };
        int[] order = new ReliabilityOrder(posteriors.length).sort(posteriors);
        assertArrayEquals(new int[] {3, 6, 4, 9, 0, 1, 8, 2, 7, 5}, order);
    }

    @Test
    void ordersOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> OrderedStatistics.combinationSweep(-1));
        assertThrows(
                IllegalArgumentException.class, () -> new OrderedStatistics(OrderedStatistics.Search.EXHAUSTIVE, 25));
    }
}
