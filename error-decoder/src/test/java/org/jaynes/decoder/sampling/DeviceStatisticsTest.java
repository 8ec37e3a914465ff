package org.jaynes.decoder.sampling;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.TestDevice;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.dem.DemTarget;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.simulation.DetectionSampler;
import org.jaynes.decoder.stim.StimCircuit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.AssertionFailedError;

/**
 * Shots of the samplers on a device have the statistics of the model, whatever the CPU does: chi-square of detector rates,
 * and of the parities of pairs of detectors, against exact values. Detectors depend on each other, so the sum of squares has
 * fewer degrees of freedom than terms: as many as make its variance right, F. E. Satterthwaite, Biometrics Bulletin 2 (1946)
 * 110. False alarms: one in 10^9 for each sum, if seeds were not fixed.
 */
class DeviceStatisticsTest {
    private static final int SHOTS = 1 << 17;

    /** Two-sided normal quantile of 1e-9. */
    private static final double SIGMAS = 6.11;

    private static final StimCircuit CIRCUIT =
            new MemoryExperiment("surface_code", "rotated_memory_z", 3, 3, NoiseStrengths.uniform(0.01)).circuit();
    private static final DetectorErrorModel MODEL = ErrorAnalyzer.analyze(CIRCUIT, AnalysisOptions.PLAIN);
    private static @Nullable DecodingDevice device;

    @BeforeAll
    static void open() {
        device = TestDevice.open();
    }

    @AfterAll
    static void close() {
        if (device != null) {
            device.close();
        }
    }

    private static DecodingDevice device() {
        return Objects.requireNonNull(device);
    }

    /** Expectation of (-1)^(parity of a set of detectors): that of independent errors is a product. */
    private static double expectation(DetectorErrorModel model, long set) {
        double[] product = {1};
        model.forEachError((probability, targets) -> {
            long flipped = 0;
            for (long target : targets) {
                flipped ^= DemTarget.isDetector(target) ? 1L << target : 0;
            }
            product[0] *= Long.bitCount(flipped & set) % 2 == 0 ? 1 : 1 - 2 * probability;
        });
        return product[0];
    }

    /** Sets of one detector at distance 0, of two else. */
    private static long[] sets(int detectors, int distance) {
        return LongStream.range(0, detectors)
                .map(one -> 1L << one | 1L << (one + distance) % detectors)
                .toArray();
    }

    private static void assertStatistics(DetectorErrorModel model, long[] shots) {
        int detectors = (int) model.detectorCount();
        for (int distance = 0; distance <= detectors / 2; distance++) {
            long[] sets = sets(detectors, distance);
            double[] expectations = Arrays.stream(sets)
                    .mapToDouble(set -> expectation(model, set))
                    .toArray();
            double chiSquare = 0;
            double squaredCorrelations = 0;
            for (int i = 0; i < detectors; i++) {
                long set = sets[i];
                double sum = Arrays.stream(shots)
                        .map(shot -> 1 - 2 * (Long.bitCount(shot & set) % 2))
                        .sum();
                double variance = 1 - expectations[i] * expectations[i];
                double deviation = sum - shots.length * expectations[i];
                chiSquare += deviation * deviation / (shots.length * variance);
                for (int j = 0; j < detectors; j++) {
                    double covariance = expectation(model, set ^ sets[j]) - expectations[i] * expectations[j];
                    squaredCorrelations +=
                            covariance * covariance / (variance * (1 - expectations[j] * expectations[j]));
                }
            }
            assertChiSquare(chiSquare, detectors, squaredCorrelations, "distance " + distance);
        }
    }

    private static void assertChiSquare(double found, int terms, double squaredCorrelations, String what) {
        double freedom = terms * (double) terms / squaredCorrelations;
        double spread = 2 / (9 * freedom);
        double limit = terms * Math.pow(1 - spread + SIGMAS * Math.sqrt(spread), 3);
        assertTrue(
                found < limit,
                () -> "%s: chi-square %.1f of %d terms, %.1f degrees of freedom; the limit is %.1f"
                        .formatted(what, found, terms, freedom, limit));
    }

    private static long[] ofModel(DetectorErrorModel model, long seed) {
        DemSampler sampler = new DemSampler(model, false);
        long[] detectors = new long[SHOTS * sampler.detectorWords()];
        sampler.on(device()).sample(seed, 0, SHOTS, detectors, new long[SHOTS * sampler.observableWords()]);
        return detectors;
    }

    @Test
    void errorModel() {
        assertTrue(MODEL.detectorCount() <= 64);
        assertStatistics(MODEL, ofModel(MODEL, 20261121));
    }

    @Test
    void frames() {
        DetectionSampler sampler = new DetectionSampler(CIRCUIT);
        long[] detectors = new long[SHOTS * sampler.detectorWords()];
        sampler.on(device()).sample(20261122, 0, SHOTS, detectors, new long[SHOTS * sampler.observableWords()]);
        assertStatistics(MODEL, detectors);
    }

    /** One error of some 300 too many, of one detector or of two far from each other, is seen. */
    @ParameterizedTest
    @ValueSource(strings = {"D3", "D3 D15"})
    void aWrongModelIsSeen(String targets) {
        DetectorErrorModel wrong = DetectorErrorModel.parse(MODEL + "\nerror(0.015) " + targets, "wrong");
        long[] shots = ofModel(wrong, 1);
        assertStatistics(wrong, shots);
        assertThrows(AssertionFailedError.class, () -> assertStatistics(MODEL, shots));
    }
}
