package org.jaynes.photonics.permanent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.Devices;
import org.jaynes.photonics.JsonText;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.RandomOptics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PermanentsTest {
    /** The definition, by expansion along the first row. */
    private static double[] byDefinition(ComplexMatrix m) {
        return expand(m, 0, new boolean[m.columns()]);
    }

    private static double[] expand(ComplexMatrix m, int row, boolean[] used) {
        if (row == m.rows()) {
            return new double[] {1, 0};
        }
        double re = 0;
        double im = 0;
        for (int j = 0; j < m.columns(); j++) {
            if (!used[j]) {
                used[j] = true;
                double[] rest = expand(m, row + 1, used);
                used[j] = false;
                re += m.re(row, j) * rest[0] - m.im(row, j) * rest[1];
                im += m.re(row, j) * rest[1] + m.im(row, j) * rest[0];
            }
        }
        return new double[] {re, im};
    }

    private static void assertWithinError(double re, double im, Permanent p, String what) {
        double difference = Math.hypot(re - p.re(), im - p.im());
        assertTrue(
                difference <= p.error(),
                () -> "%s: %s differs by %s from %s, %s".formatted(what, p, difference, re, im));
    }

    @ParameterizedTest
    @EnumSource(Arithmetic.class)
    void permanentsAreThoseOfTheDefinition(Arithmetic arithmetic) {
        for (int seed = 0; seed < 60; seed++) {
            ComplexMatrix m = new RandomOptics(seed).gaussian(seed % 8, seed % 8);
            double[] expected = byDefinition(m);
            Permanent p = Permanents.of(m, arithmetic);
            assertEquals(expected[0], p.re(), 1e-11 * (1 + Math.abs(expected[0])), "seed " + seed);
            assertEquals(expected[1], p.im(), 1e-11 * (1 + Math.abs(expected[1])), "seed " + seed);
        }
    }

    @Test
    void repeatedRowsAndColumnsCountAsOftenAsTheyAreWrittenOut() {
        for (int seed = 0; seed < 60; seed++) {
            RandomOptics optics = new RandomOptics(seed);
            Random random = optics.random();
            ComplexMatrix m = seed % 3 == 0
                    ? ComplexMatrix.real(new double[][] {{0.5, -1, 2}, {1, 1.5, -0.25}})
                    : optics.gaussian(1 + random.nextInt(4), 1 + random.nextInt(4));
            int n = random.nextInt(7);
            int[] rows = counts(random, m.rows(), n);
            int[] columns = counts(random, m.columns(), n);
            double[] expected = byDefinition(m.select(expand(rows), expand(columns)));
            for (Arithmetic arithmetic : Arithmetic.values()) {
                Permanent p = Permanents.of(m, rows, columns, arithmetic);
                double tolerance = 1e-12 * (1 + Math.hypot(expected[0], expected[1]));
                assertEquals(expected[0], p.re(), tolerance, "seed " + seed + " " + arithmetic);
                assertEquals(expected[1], p.im(), tolerance, "seed " + seed + " " + arithmetic);
            }
        }
    }

    private static int[] counts(Random random, int kinds, int n) {
        int[] counts = new int[kinds];
        for (int i = 0; i < n; i++) {
            counts[random.nextInt(kinds)]++;
        }
        return counts;
    }

    private static int[] expand(int[] counts) {
        return java.util.stream.IntStream.range(0, counts.length)
                .flatMap(k -> java.util.stream.IntStream.range(0, counts[k]).map(_ -> k))
                .toArray();
    }

    /** 34 photons in two modes: binomials beyond 32 bits. The permanent of all ones is n!. */
    @Test
    void manyCopiesOverflowNothing() {
        ComplexMatrix ones = ComplexMatrix.real(new double[][] {{1, 1}, {1, 1}});
        BigInteger factorial = BigInteger.ONE;
        for (int i = 2; i <= 68; i++) {
            factorial = factorial.multiply(BigInteger.valueOf(i));
        }
        int[] counts = {34, 34};
        Permanent p = Permanents.of(ones, counts, counts, Arithmetic.DOUBLE);
        assertWithinError(factorial.doubleValue(), 0, p, "68!");
        assertEquals(1, p.re() / factorial.doubleValue(), 1e-3);
        Permanent precise = Permanents.of(ones, counts, counts, Arithmetic.DOUBLE_DOUBLE);
        assertEquals(1, precise.re() / factorial.doubleValue(), 1e-14);
    }

    /** Values of the literature and closed forms: photonics.md, validation suite; DFT: OEIS A003112. */
    @ParameterizedTest
    @CsvSource({"3, -3", "5, -5", "7, -105", "9, 81", "11, 6765", "13, 175747", "4, 0", "8, 0", "12, 0"})
    void fourierMatricesHaveTheirKnownPermanents(int n, double expected) {
        double[][] re = new double[n][n];
        double[][] im = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                re[i][j] = Math.cos(2 * Math.PI * (i * j % n) / n);
                im[i][j] = Math.sin(2 * Math.PI * (i * j % n) / n);
            }
        }
        Permanent p = Permanents.of(ComplexMatrix.of(re, im));
        assertEquals(expected, p.re(), 1e-9 * Math.max(1, Math.abs(expected)));
        assertEquals(0, p.im(), 1e-9 * Math.max(1, Math.abs(expected)));
    }

    @Test
    void permanentsOfMatricesWithClosedFormsAreExact() {
        double derangements = 1334961; // of 10, OEIS A000166
        double[][] ones = new double[10][10];
        double[][] zeroDiagonal = new double[10][10];
        double[][] product = new double[6][6];
        double expectedProduct = 720;
        for (int i = 0; i < 10; i++) {
            Arrays.fill(ones[i], 1);
            Arrays.fill(zeroDiagonal[i], 1);
            zeroDiagonal[i][i] = 0;
        }
        for (int i = 0; i < 6; i++) {
            expectedProduct *= (i + 1) * (i - 2.5);
            for (int j = 0; j < 6; j++) {
                product[i][j] = (i + 1) * (j - 2.5);
            }
        }
        assertEquals(3628800, Permanents.of(ComplexMatrix.real(ones)).re());
        assertEquals(
                derangements, Permanents.of(ComplexMatrix.real(zeroDiagonal)).re(), 1e-6);
        assertEquals(
                expectedProduct, Permanents.of(ComplexMatrix.real(product)).re(), 1e-9 * Math.abs(expectedProduct));
        assertEquals(1, Permanents.of(ComplexMatrix.identity(9)).re(), 1e-15);
        assertEquals(1, Permanents.of(ComplexMatrix.identity(0)).re());
    }

    @Test
    void wholeNumbersAreExactToTwentyRows() {
        for (int n : new int[] {1, 2, 6, 11, 16, 20}) {
            Random random = new Random(n);
            long[][] entries = new long[n][n];
            double[][] doubles = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    entries[i][j] = random.nextBoolean() ? 1 : -1;
                    doubles[i][j] = entries[i][j];
                }
            }
            BigInteger exact = ExactPermanent.of(entries);
            Permanent p = Permanents.of(ComplexMatrix.real(doubles), Arithmetic.DOUBLE_DOUBLE);
            assertEquals(exact.doubleValue(), p.re(), "n = " + n);
            assertWithinError(
                    exact.doubleValue(), 0, Permanents.of(ComplexMatrix.real(doubles)), "n = " + n + ", double");
        }
    }

    /** Recorded exact permanents of whole-number matrices, real and complex. */
    @Test
    void permanentsAreThoseOfTheRecordedMatrices() {
        List<?> matrices = JsonText.resource("permanents.json").list("matrices");
        for (Object entry : matrices) {
            JsonText.JsonObject recorded = new JsonText.JsonObject((Map<?, ?>) entry);
            double scale = recorded.number("scale");
            double[][] re = recorded.rows("re");
            double[][] im = recorded.has("im") ? recorded.rows("im") : new double[re.length][re.length];
            double[] expected = recorded.numbers("permanent_of_matrix_over_scale");
            String what = recorded.text("name") + ", n = " + re.length;
            ComplexMatrix matrix = ComplexMatrix.of(re, im);
            if (re.length <= 12) {
                BigInteger[] exact = ExactPermanent.of(whole(re), whole(im));
                assertEquals(recorded.get("permanent_of_integer_matrix_re"), exact[0].toString(), what);
                if (recorded.has("permanent_of_integer_matrix_im")) {
                    assertEquals(recorded.get("permanent_of_integer_matrix_im"), exact[1].toString(), what);
                }
            }
            double size = 1e-10 * Math.hypot(expected[0], expected[1]);
            Permanent p = Permanents.of(matrix.times(1 / scale));
            assertEquals(expected[0], p.re(), size, what);
            assertEquals(expected[1], p.im(), size, what);
            Permanent precise = Permanents.of(matrix.times(1 / scale), Arithmetic.DOUBLE_DOUBLE);
            assertEquals(expected[0], precise.re(), 1e-4 * size, what);
            assertEquals(expected[1], precise.im(), 1e-4 * size, what);
        }
        assertTrue(matrices.size() >= 8);
    }

    private static long[][] whole(double[][] rows) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(row).mapToLong(x -> (long) x).toArray())
                .toArray(long[][]::new);
    }

    /** 1000 matrices of many kinds: what is reported as the error is never less than the error. */
    @Test
    void theReportedErrorIsABound() {
        for (int seed = 0; seed < 1000; seed++) {
            RandomOptics optics = new RandomOptics(seed);
            int n = 1 + seed % 11;
            ComplexMatrix m = kind(optics, seed % 7, n);
            Permanent p = Permanents.of(m);
            Permanent precise = Permanents.of(m, Arithmetic.DOUBLE_DOUBLE);
            assertWithinError(precise.re(), precise.im(), p, "seed " + seed);
            assertTrue(precise.error() <= Math.max(p.error(), 1e-300), "seed " + seed);
        }
    }

    private static ComplexMatrix kind(RandomOptics optics, int kind, int n) {
        Random random = optics.random();
        double[][] re = new double[n][n];
        double[][] im = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double angle = 2 * Math.PI * random.nextDouble();
                re[i][j] = switch (kind) {
                    case 0, 1 -> random.nextGaussian();
                    case 2 -> random.nextBoolean() ? 1 : -1;
                    case 3 -> Math.cos(angle);
                    case 4 -> (i + 0.3) * (j - n / 2.0) + 1e-6 * random.nextGaussian();
                    case 5 -> random.nextInt(3) == 0 ? 0 : Math.scalb(random.nextGaussian(), random.nextInt(60) - 30);
                    default -> Math.cos(2 * Math.PI * i * j / n);
                };
                im[i][j] = switch (kind) {
                    case 1 -> random.nextGaussian();
                    case 3 -> Math.sin(angle);
                    case 6 -> Math.sin(2 * Math.PI * i * j / n);
                    default -> 0;
                };
            }
        }
        return ComplexMatrix.of(re, im);
    }

    /** Random shapes, real and complex, with and without repetition: the same bits on every device. */
    @ParameterizedTest
    @EnumSource(Arithmetic.class)
    void everyDeviceGivesTheSameBits(Arithmetic arithmetic) {
        for (PhotonicDevice device : Devices.compared()) {
            for (int seed = 0; seed < 120; seed++) {
                RandomOptics optics = new RandomOptics(seed);
                Random random = optics.random();
                int n = 1 + seed % 14;
                ComplexMatrix m = seed % 3 == 0 ? kind(optics, 0, n) : optics.gaussian(n, n);
                int[] rows = new int[n];
                int[] columns = new int[n];
                for (int i = 0; i < n; i++) {
                    rows[seed % 2 == 0 ? i : random.nextInt(n)]++;
                    columns[seed % 2 == 0 ? i : random.nextInt(n)]++;
                }
                Permanent expected = Permanents.of(m, rows, columns, arithmetic, PhotonicDevice.reference());
                Permanent found = Permanents.of(m, rows, columns, arithmetic, device);
                assertEquals(expected, found, "seed " + seed + " on " + device);
            }
        }
    }

    /** Many columns and few terms: a few single rows, and one that fills up the rest. */
    @ParameterizedTest
    @EnumSource(Arithmetic.class)
    void manyColumnsGiveTheSameBitsOnEveryDevice(Arithmetic arithmetic) {
        for (PhotonicDevice device : Devices.compared()) {
            for (int n = 15; n <= 41; n++) {
                RandomOptics optics = new RandomOptics(n);
                int singles = 2 + n % 4;
                ComplexMatrix complex = optics.gaussian(singles + 1, n);
                ComplexMatrix m = n % 2 == 0
                        ? complex
                        : ComplexMatrix.of(singles + 1, n, complex.realParts(), new double[(singles + 1) * n]);
                int[] rows = new int[singles + 1];
                Arrays.fill(rows, 1);
                rows[n % 5 == 0 ? 0 : singles] = n - singles;
                int[] columns = new int[n];
                Arrays.fill(columns, 1);
                Permanent expected = Permanents.of(m, rows, columns, arithmetic, PhotonicDevice.reference());
                Permanent found = Permanents.of(m, rows, columns, arithmetic, device);
                assertEquals(expected, found, n + " columns on " + device);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Arithmetic.class)
    void batchesGiveTheSameBitsOnEveryDevice(Arithmetic arithmetic) {
        List<ComplexMatrix> matrices = new java.util.ArrayList<>();
        for (int seed = 0; seed < 60; seed++) {
            RandomOptics optics = new RandomOptics(seed);
            int n = seed / 8;
            matrices.add(seed % 4 == 0 ? kind(optics, 0, n) : optics.gaussian(n, n));
        }
        List<Permanent> expected = Permanents.ofAll(matrices, arithmetic, PhotonicDevice.reference());
        for (PhotonicDevice device : Devices.compared()) {
            assertEquals(expected, Permanents.ofAll(matrices, arithmetic, device));
        }
    }

    @Test
    void hugeAndTinyEntriesStayInRange() {
        ComplexMatrix m = new RandomOptics(5).gaussian(9, 9);
        Permanent p = Permanents.of(m);
        Permanent huge = Permanents.of(m.times(0x1p100));
        Permanent tiny = Permanents.of(m.times(0x1p-110));
        assertEquals(Math.scalb(p.re(), 900), huge.re());
        assertEquals(Math.scalb(p.im(), -990), tiny.im());
        assertEquals(Math.scalb(p.error(), 900), huge.error());
    }

    /** Rows that make 31 low terms and 41 x 32 streams: more than a block of 1024. */
    @Test
    void pairsOfSeveralBlocksGiveTheSameBitsOnEveryDevice() {
        int[] rows = {30, 40, 31, 1};
        int[] columns = {34, 34, 34};
        ComplexMatrix m = new RandomOptics(11).gaussian(rows.length, columns.length);
        Permanent expected = Permanents.of(m, rows, columns, Arithmetic.DOUBLE_DOUBLE, PhotonicDevice.reference());
        for (PhotonicDevice device : Devices.compared()) {
            assertEquals(
                    expected, Permanents.of(m, rows, columns, Arithmetic.DOUBLE_DOUBLE, device), device.toString());
        }
    }

    @Test
    void batchesGiveWhatSingleCallsGive() {
        List<ComplexMatrix> matrices = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> new RandomOptics(i).gaussian(i % 9, i % 9))
                .toList();
        List<Permanent> all = Permanents.ofAll(matrices, Arithmetic.DOUBLE);
        for (int i = 0; i < matrices.size(); i++) {
            assertEquals(Permanents.of(matrices.get(i)), all.get(i));
        }
    }

    @Test
    void matricesThatAreNotSquareAreRefused() {
        ComplexMatrix wide = ComplexMatrix.real(new double[][] {{1, 2, 3}, {4, 5, 6}});
        var e = assertThrows(IllegalArgumentException.class, () -> Permanents.of(wide));
        assertTrue(String.valueOf(e.getMessage()).contains("2 rows and 3 columns"), e::toString);
        assertThrows(
                IllegalArgumentException.class,
                () -> Permanents.of(wide, new int[] {1, 1}, new int[] {1, 1}, Arithmetic.DOUBLE));
        assertThrows(
                IllegalArgumentException.class,
                () -> Permanents.of(wide, new int[] {-1, 1}, new int[] {0, 0, 0}, Arithmetic.DOUBLE));
        assertThrows(IllegalArgumentException.class, () -> ComplexMatrix.real(new double[][] {{Double.NaN}}));
    }
}
