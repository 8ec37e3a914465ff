package org.jaynes.decoder.ldpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceLaneTest {
    private static final int CASES = Integer.getInteger("jaynes.test.propagations", 400);

    private static float[] posteriors(MessageLanes lanes, int columns) {
        float[] posteriors = new float[columns];
        lanes.posteriors(0, posteriors);
        return posteriors;
    }

    private static int[] errors(MessageLanes lanes, int columns) {
        int[] errors = new int[columns];
        return Arrays.copyOf(errors, lanes.errors(0, errors));
    }

    /** The formulas again, in real floats over a dense matrix, without shared code. */
    private static final class DenseFloats {
        final boolean[][] ones;
        final float[] prior;
        final boolean[] syndrome;
        final float[][] mu;
        final float[] gamma;
        float[] posterior;
        float[] memory;
        boolean remembers;

        DenseFloats(CheckMatrix matrix, long[] shot) {
            int rows = matrix.rowCount();
            int columns = matrix.columnCount();
            ones = new boolean[rows][columns];
            prior = new float[columns];
            syndrome = new boolean[rows];
            mu = new float[rows][columns];
            gamma = new float[columns];
            for (int j = 0; j < columns; j++) {
                prior[j] = (float) matrix.prior(j);
                for (int i : matrix.rowsOf(j)) {
                    ones[i][j] = true;
                }
            }
            for (int i = 0; i < rows; i++) {
                syndrome[i] = (shot[i / 64] >> i % 64 & 1) == 1;
            }
            posterior = prior.clone();
            memory = prior.clone();
        }

        void leg(float[] strengths) {
            System.arraycopy(strengths, 0, gamma, 0, gamma.length);
            remembers = true;
            memory = posterior;
            posterior = prior.clone();
            for (float[] row : mu) {
                Arrays.fill(row, 0);
            }
        }

        void iterate(float alpha, boolean layered) {
            float[][] nu = new float[ones.length][prior.length];
            for (int i = 0; i < ones.length; i++) {
                for (int j = 0; j < prior.length; j++) {
                    nu[i][j] = posterior[j] - mu[i][j];
                }
                for (int j = 0; j < prior.length; j++) {
                    if (ones[i][j]) {
                        mu[i][j] = answer(nu[i], i, j, alpha);
                    }
                }
                for (int j = 0; layered && j < prior.length; j++) {
                    posterior[j] = ones[i][j] ? nu[i][j] + mu[i][j] : posterior[j];
                }
            }
            if (!layered) {
                sum();
            }
        }

        /** The smallest of the others: the same as the first or second smallest of all. */
        private float answer(float[] nu, int i, int target, float alpha) {
            float smallest = 0x1p100f;
            boolean negative = syndrome[i];
            for (int j = 0; j < nu.length; j++) {
                if (ones[i][j] && j != target) {
                    smallest = Math.min(smallest, Math.abs(nu[j]));
                    negative ^= Float.floatToRawIntBits(nu[j]) < 0;
                }
            }
            return negative ? -(alpha * smallest) : alpha * smallest;
        }

        private void sum() {
            float[] sums = new float[prior.length];
            for (int j = 0; j < prior.length; j++) {
                float rest = 1 - gamma[j];
                float kept = memory[j] * gamma[j];
                float fresh = prior[j] * rest;
                sums[j] = remembers ? fresh + kept : prior[j];
                for (int i = 0; i < ones.length; i++) {
                    if (ones[i][j]) {
                        sums[j] += mu[i][j];
                    }
                }
            }
            posterior = sums;
            memory = sums;
        }

        boolean converged() {
            boolean[] odd = syndrome.clone();
            for (int i = 0; i < ones.length; i++) {
                for (int j = 0; j < prior.length; j++) {
                    odd[i] ^= ones[i][j] && posterior[j] <= 0;
                }
                if (odd[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    @Test
    void iteratesAreThoseOfTheFormulasToTheLastBit() {
        for (int seed = 0; seed < CASES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            CheckMatrix matrix = Matrices.random(random, 1 + random.nextInt(20), 1 + random.nextInt(60), 5);
            boolean layered = seed % 4 == 0;
            double memory = layered || seed % 4 == 1 ? 0 : random.nextDouble(-0.9, 0.9);
            double scaling = seed % 3 == 0 ? BeliefPropagation.ADAPTIVE : random.nextDouble(0.1, 1);
            BeliefPropagation settings = new BeliefPropagation(
                    UpdateRule.MIN_SUM,
                    layered ? Schedule.LAYERED : Schedule.FLOODING,
                    1,
                    scaling,
                    memory,
                    Precision.SINGLE);
            long[] shot = Matrices.shot(matrix, Matrices.errors(matrix, random));
            ReferenceLane lane = new ReferenceLane(matrix, settings);
            DenseFloats expected = new DenseFloats(matrix, shot);
            Arrays.fill(expected.gamma, (float) memory);
            expected.remembers = memory != 0;
            lane.start(0, shot, 0);
            for (int leg = 0; leg < (layered ? 1 : 3); leg++) {
                if (leg > 0) {
                    float[] strengths = new float[matrix.columnCount()];
                    for (int j = 0; j < strengths.length; j++) {
                        strengths[j] = (float) random.nextDouble(-0.24, 0.66);
                    }
                    lane.startLeg(0, strengths);
                    expected.leg(strengths);
                }
                for (int t = 1; t <= 12; t++) {
                    boolean converged = lane.iterate() != 0;
                    expected.iterate((float) (scaling == 0 ? 1 - Math.pow(2, -t) : scaling), layered);
                    String where = "seed %d, leg %d, iteration %d".formatted(seed, leg, t);
                    assertArrayEquals(expected.posterior, posteriors(lane, matrix.columnCount()), 0f, where);
                    assertEquals(expected.converged(), converged, where);
                }
            }
        }
    }

    /** On a forest of checks of two or more columns, the sum-product posteriors are the exact marginals. */
    @Test
    void sumProductIsExactOnTrees() {
        for (int seed = 0; seed < CASES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            CheckMatrix matrix = tree(random, 2 + random.nextInt(11));
            long[] shot = Matrices.shot(matrix, Matrices.errors(matrix, random));
            double[] with = new double[matrix.columnCount()];
            double total = 0;
            for (int set = 0; set < 1 << matrix.columnCount(); set++) {
                boolean[] errors = new boolean[matrix.columnCount()];
                double probability = 1;
                for (int j = 0; j < errors.length; j++) {
                    errors[j] = (set >> j & 1) != 0;
                    probability *= errors[j] ? matrix.probability(j) : 1 - matrix.probability(j);
                }
                if (Arrays.equals(shot, Matrices.shot(matrix, errors))) {
                    total += probability;
                    for (int j = 0; j < errors.length; j++) {
                        with[j] += errors[j] ? probability : 0;
                    }
                }
            }
            for (Schedule schedule : Schedule.values()) {
                ReferenceLane lane = new ReferenceLane(
                        matrix, new BeliefPropagation(UpdateRule.SUM_PRODUCT, schedule, 1, 1, 0, Precision.DOUBLE));
                lane.start(0, shot, 0);
                for (int t = 0; t < 2 * matrix.columnCount(); t++) {
                    lane.iterate();
                }
                float[] posteriors = posteriors(lane, matrix.columnCount());
                for (int j = 0; j < with.length; j++) {
                    double p = with[j] / total;
                    assertEquals(p, 1 / (1 + Math.exp(posteriors[j])), 1e-6, "seed " + seed + ", column " + j);
                }
            }
        }
    }

    /** Columns are the edges of a random tree of rows, and single columns at some rows, so that each row has two. */
    private static CheckMatrix tree(SplittableRandom random, int rows) {
        int[][] columns = new int[rows + 1][];
        double[] probabilities = new double[rows + 1];
        for (int row = 1; row < rows; row++) {
            columns[row - 1] = new int[] {random.nextInt(row), row};
        }
        columns[rows - 1] = new int[] {0};
        columns[rows] = new int[] {rows - 1};
        Arrays.setAll(probabilities, j -> random.nextDouble(0.02, 0.45));
        return Matrices.of(rows, columns, probabilities);
    }

    static Stream<List<String>> peerCases() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ReferenceLaneTest.class.getResourceAsStream("relay-bp-0.2.2.txt"))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            return Stream.iterate(0, i -> i + 7).limit(lines.size() / 7).map(i -> lines.subList(i, i + 7));
        }
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.split(" "))
                .filter(s -> !s.isEmpty())
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static int[] indices(String line) {
        return Arrays.stream(line.split(" "))
                .filter(s -> !s.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static float[] floats(String line) {
        double[] numbers = numbers(line);
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    /** What relay-bp 0.2.2 answers: the same iterations and errors, and posteriors up to the order of its sums. */
    @ParameterizedTest
    @MethodSource("peerCases")
    void relayAgreesWithItsAuthors(List<String> lines) {
        int[][] columns = Arrays.stream(lines.get(0).split(";"))
                .map(ReferenceLaneTest::indices)
                .toArray(int[][]::new);
        CheckMatrix matrix = Matrices.of(8, columns, numbers(lines.get(1)));
        long[] shot = Matrices.shot(matrix, indices(lines.get(2)));
        int[] iterationsAndErrors = indices(lines.get(5));
        double[] expected = numbers(lines.get(6));
        ReferenceLane lane = new ReferenceLane(
                matrix, new BeliefPropagation(UpdateRule.MIN_SUM, Schedule.FLOODING, 3, 1, 0.1, Precision.DOUBLE));
        lane.start(0, shot, 0);
        int iterations = 0;
        boolean converged = false;
        for (int leg = 0; leg < 3 && !converged; leg++) {
            if (leg > 0) {
                lane.startLeg(0, floats(lines.get(2 + leg)));
            }
            for (int t = 0; t < (leg == 0 ? 3 : 8) && !converged; t++) {
                converged = lane.iterate() != 0;
                iterations++;
            }
        }
        assertTrue(converged);
        assertEquals(iterationsAndErrors[0], iterations);
        assertArrayEquals(
                Arrays.copyOfRange(iterationsAndErrors, 1, iterationsAndErrors.length),
                errors(lane, matrix.columnCount()));
        float[] posteriors = posteriors(lane, matrix.columnCount());
        for (int j = 0; j < expected.length; j++) {
            // 0.1 as a float is not 0.1 as a double; the rest is the order of the sums.
            assertEquals(expected[j], posteriors[j], 1e-5 * (1 + Math.abs(expected[j])));
        }
    }

    /** Messages that are kept in half precision settle on the same errors almost always. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void precisionHardlyMatters(Precision precision) {
        CheckMatrix matrix = Matrices.bicycle72(true, 0.02);
        ReferenceLane lane =
                new ReferenceLane(matrix, BeliefPropagation.minSum(30, 0.625).withPrecision(precision));
        ReferenceLane exact =
                new ReferenceLane(matrix, BeliefPropagation.minSum(30, 0.625).withPrecision(Precision.DOUBLE));
        SplittableRandom random = new SplittableRandom(5);
        int different = 0;
        for (int shot = 0; shot < 500; shot++) {
            long[] row = Matrices.shot(matrix, Matrices.errors(matrix, random));
            lane.start(0, row, 0);
            exact.start(0, row, 0);
            boolean one = false;
            boolean other = false;
            for (int t = 0; t < 30 && !(one && other); t++) {
                one |= lane.iterate() != 0;
                other |= exact.iterate() != 0;
            }
            different += one == other && Arrays.equals(errors(lane, 72), errors(exact, 72)) ? 0 : 1;
        }
        assertTrue(different <= 5, different + " of 500 shots differ");
    }
}
