package org.jaynes.decoder.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jaynes.bindings.generated.decoder.JaynesDecoder;
import org.jaynes.decoder.DecoderParameterException;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.TestDevice;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.dem.DemTarget;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.matching.MatchingDecoder.Correlations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Matching on the emulated device: every weight is the least one, which sparse blossom finds. */
class CudaMatchingTest {
    private static final int GRAPHS = Integer.getInteger("jaynes.test.cuda-graphs", 60);
    private static final MatchingDecoder MATCHING = new MatchingDecoder(Correlations.IGNORED);
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

    /** The number of shots that were solved on the device; at most one batch of it. */
    private static int compare(
            DetectorErrorModel model, long[] shots, int count, boolean samePredictions, String where) {
        CudaUnionFind cuda = (CudaUnionFind) MATCHING.compile(model, Objects.requireNonNull(device));
        Predictions expected = MATCHING.compile(model).decodeBatch(shots, count, 1);
        Predictions actual = cuda.decodeBatch(shots, count, 1);
        int solved = 0;
        for (int shot = 0; shot < count; shot++) {
            String which = where + ", shot " + shot;
            assertEquals(expected.converged(shot), actual.converged(shot), which);
            assertEquals(expected.weight(shot), actual.weight(shot), which);
            if (samePredictions) {
                assertEquals(expected.flips(shot, 0), actual.flips(shot, 0), which);
            }
            solved += (cuda.buffers().outcome(shot) & JaynesDecoder.JAYNES_UNION_FIND_SOLVED()) != 0 ? 1 : 0;
        }
        return solved;
    }

    @Test
    void weightsOnRandomGraphs() {
        int solved = 0;
        int shots = 60;
        for (int seed = 0; seed < GRAPHS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int detectors = random.nextInt(1, 60);
            DetectorErrorModel model =
                    new RandomGraphModel(random, detectors, new int[] {0, 1}, random.nextBoolean()).model();
            long[] rows = new long[shots];
            if (model.detectorCount() > 0 && model.detectorCount() <= 64) {
                for (int shot = 0; shot < shots; shot++) {
                    long sparse = random.nextLong();
                    rows[shot] =
                            sparse & random.nextLong() & random.nextLong() & (-1L >>> (64 - model.detectorCount()));
                }
                solved += compare(model, rows, shots, false, "seed " + seed);
            }
        }
        assertTrue(solved > GRAPHS && solved < GRAPHS * shots, solved + " shots were solved on the device");
    }

    /** With weights that are all different there is one best solution. */
    @Test
    void predictionsOnASurfaceCode() {
        DetectorErrorModel model = surfaceModel();
        int count = 2_000;
        int solved = compare(model, RandomShots.of(model, count, 5).detectors(), count, true, "surface code");
        assertTrue(solved > count / 10 && solved < count, solved + " shots were solved on the device");
    }

    private static DetectorErrorModel surfaceModel() {
        MemoryExperiment experiment =
                new MemoryExperiment("surface_code", "rotated_memory_z", 5, 5, NoiseStrengths.uniform(0.004));
        DetectorErrorModel uniform =
                ErrorAnalyzer.analyze(experiment.circuit(), new AnalysisOptions(true, false, false, 0, false, false));
        SplittableRandom random = new SplittableRandom(8);
        StringBuilder text = new StringBuilder();
        uniform.forEachError((probability, targets) -> {
            text.append(String.format(Locale.ROOT, "error(%.17g)", probability * random.nextDouble(0.3, 1.5)));
            for (long target : targets) {
                boolean isDetector = DemTarget.isDetector(target);
                boolean isObservable = !isDetector && DemTarget.isObservable(target);
                text.append(isDetector ? " D" : isObservable ? " L" : " ^");
                text.append(isDetector || isObservable ? String.valueOf(DemTarget.number(target)) : "");
            }
            text.append('\n');
        });
        return DetectorErrorModel.parse(text.toString(), "surface code");
    }

    @Test
    void correlationsHaveNoKernel() {
        DetectorErrorModel model = DetectorErrorModel.parse("error(0.1) D0 L0", "test");
        MatchingDecoder correlated = new MatchingDecoder(Correlations.TWO_PASSES);
        assertThrows(DecoderParameterException.class, () -> correlated.compile(model, Objects.requireNonNull(device)));
    }
}
