package org.jaynes.decoder.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jaynes.decoder.Statistics;
import org.jaynes.decoder.TooLargeException;
import org.jaynes.decoder.dem.DemTarget;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemSamplerTest {
    private static final int SHOTS = 64 * 1024;

    private static final String LOOPS = """
            error(0.125) D0 L0
            error(0) D1
            repeat 3 {
                error(0.03125) D0 D1
                error(0.5) D1 ^ D2 L1
                repeat 2 {
                    error(0.0078125) D3
                    shift_detectors 1
                }
                error(1) D0
                shift_detectors 2
            }
            repeat 0 {
                error(1) D0
            }
            error(0.2) D0 D0 D1
            error(0.9) L2
            """;

    /** Every error has its rate, and what is flipped is what the errors that happened flip. */
    @Test
    void errorsHaveTheirRatesAndEffects() {
        DetectorErrorModel model = DetectorErrorModel.parse(LOOPS, "case");
        DemSampler sampler = new DemSampler(model, true);
        double[] probabilities = new double[sampler.errorCount()];
        long[][] targets = new long[sampler.errorCount()][];
        int[] next = {0};
        model.forEachError((probability, flipped) -> {
            probabilities[next[0]] = probability;
            targets[next[0]++] = flipped;
        });
        assertEquals(2 + 3 * (2 + 2 + 1) + 2, next[0]);
        long[] counts = new long[probabilities.length];
        long[] detectors = new long[sampler.batchShots() * sampler.detectorWords()];
        long[] observables = new long[sampler.batchShots() * sampler.observableWords()];
        long[] errors = new long[sampler.batchShots() * sampler.errorWords()];
        DemSampler.Session session = sampler.newSession(3);
        for (long first = 0; first < SHOTS; first += sampler.batchShots()) {
            session.sample(first, sampler.batchShots(), detectors, observables, errors);
            for (int shot = 0; shot < sampler.batchShots(); shot++) {
                long expectedDetectors = 0;
                long expectedObservables = 0;
                for (int error = 0; error < counts.length; error++) {
                    if ((errors[shot] >>> error & 1) != 0) {
                        counts[error]++;
                        for (long target : targets[error]) {
                            if (DemTarget.isDetector(target)) {
                                expectedDetectors ^= 1L << target;
                            } else if (DemTarget.isObservable(target)) {
                                expectedObservables ^= 1L << DemTarget.number(target);
                            }
                        }
                    }
                }
                assertEquals(expectedDetectors, detectors[shot]);
                assertEquals(expectedObservables, observables[shot]);
            }
            long[] again = detectors.clone();
            long[] againObservables = observables.clone();
            Arrays.fill(detectors, -1);
            sampler.replay(sampler.batchShots(), errors, detectors, observables);
            assertArrayEquals(again, detectors);
            assertArrayEquals(againObservables, observables);
        }
        for (int error = 0; error < counts.length; error++) {
            Statistics.assertRate(probabilities[error], counts[error], SHOTS, "error " + error);
        }
    }

    /** Many errors of different probabilities share groups; each is thinned to its own. */
    @Test
    void groupsKeepEachErrorsRate() {
        SplittableRandom random = new SplittableRandom(8);
        StringBuilder text = new StringBuilder();
        double[] probabilities = new double[120];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = Math.pow(10, -3 * random.nextDouble());
            text.append("error(")
                    .append(probabilities[i])
                    .append(") D")
                    .append(i)
                    .append('\n');
        }
        DemSampler sampler = new DemSampler(DetectorErrorModel.parse(text.toString(), "case"), false);
        long[] counts = new long[probabilities.length];
        long[] together = new long[probabilities.length];
        long[] detectors = new long[sampler.batchShots() * sampler.detectorWords()];
        DemSampler.Session session = sampler.newSession(9);
        for (long first = 0; first < SHOTS; first += sampler.batchShots()) {
            session.sample(first, sampler.batchShots(), detectors, new long[0], new long[0]);
            for (int shot = 0; shot < sampler.batchShots(); shot++) {
                for (int i = 0; i < counts.length; i++) {
                    long one = detectors[2 * shot + (i >> 6)] >>> i & 1;
                    int j = (i + 1) % counts.length;
                    counts[i] += one;
                    together[i] += one & detectors[2 * shot + (j >> 6)] >>> j;
                }
            }
        }
        for (int i = 0; i < counts.length; i++) {
            Statistics.assertRate(probabilities[i], counts[i], SHOTS, "error " + i);
            double both = probabilities[i] * probabilities[(i + 1) % counts.length];
            Statistics.assertRate(both, together[i], SHOTS, "errors " + i + " and the next");
        }
    }

    @Test
    void shotsDependOnSeedAndNumberOnly() {
        DemSampler sampler = new DemSampler(DetectorErrorModel.parse(LOOPS, "case"), true);
        int block = sampler.batchShots();
        long[] detectors = new long[block];
        long[] observables = new long[block];
        long[] errors = new long[block];
        sampler.newSession(5).sample(block, block, detectors, observables, errors);
        DemSampler small = new DemSampler(sampler, 64);
        DemSampler.Session session = small.newSession(5);
        for (int first = 0; first < block; first += 64) {
            long[] d = new long[64];
            long[] o = new long[64];
            long[] e = new long[64];
            session.sample(block + first, 64, d, o, e);
            assertArrayEquals(Arrays.copyOfRange(detectors, first, first + 64), d);
            assertArrayEquals(Arrays.copyOfRange(observables, first, first + 64), o);
            assertArrayEquals(Arrays.copyOfRange(errors, first, first + 64), e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'repeat 1000000000000000000 {\nerror(0.1) D0\n}', 1000000000000000000 errors",
        "'error(0.1) D1000000000000000000', 1000000000000000001 detectors",
        "'logical_observable L4294967295', 4294967296 observables",
        "'error(0.1) D2000000000', 'sampling 2000000001 detectors takes'",
    })
    void whatIsTooLargeIsRefused(String text, String expected) {
        DetectorErrorModel model = DetectorErrorModel.parse(text, "case");
        if (expected.startsWith("sampling") && Runtime.getRuntime().maxMemory() > 1L << 33) {
            // A heap that could hold it is no error.
            return;
        }
        TooLargeException refused = assertThrows(TooLargeException.class, () -> new DemSampler(model, false));
        assertTrue(String.valueOf(refused.getMessage()).contains(expected), refused.getMessage());
    }
}
