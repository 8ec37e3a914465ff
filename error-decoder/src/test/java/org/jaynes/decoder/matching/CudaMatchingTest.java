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

/**
 * Matching on the emulated device: every weight is the least one, which sparse blossom finds, whether a shot is proven on the
 * device, in part, or not at all.
 */
class CudaMatchingTest {
    private static final int GRAPHS = Integer.getInteger("jaynes.test.cuda-graphs", 60);
    private static final Integer ONLY = Integer.getInteger("jaynes.test.cuda-graph");

    /** From 11 on more shots are taken, and what became of them is printed. */
    private static final int MOST_DISTANCE = Integer.getInteger("jaynes.test.cuda-distance", 9);

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

    /**
     * What became of shots, at most one batch of the device.
     *
     * @param whole shots that were solved on the device
     * @param inPart shots of which the CPU matched only what was not proven
     * @param again shots of which it matched all after having matched a part
     * @param events all events
     * @param eventsProven events that the device proved to be matched best, those of shots that were matched again too
     */
    private record Tally(long shots, long whole, long inPart, long again, long events, long eventsProven) {
        Tally plus(Tally other) {
            return new Tally(
                    shots + other.shots,
                    whole + other.whole,
                    inPart + other.inPart,
                    again + other.again,
                    events + other.events,
                    eventsProven + other.eventsProven);
        }
    }

    private static Tally compare(
            DetectorErrorModel model, long[] shots, int count, boolean samePredictions, String where) {
        CudaUnionFind cuda = (CudaUnionFind) MATCHING.compile(model, Objects.requireNonNull(device));
        Predictions expected = MATCHING.compile(model).decodeBatch(shots, count, 1);
        Predictions actual = cuda.decodeBatch(shots, count, 1);
        int whole = 0;
        int inPart = 0;
        int events = 0;
        int eventsProven = 0;
        int words = cuda.detectorWords();
        for (int shot = 0; shot < count; shot++) {
            String which = where + ", shot " + shot;
            assertEquals(expected.converged(shot), actual.converged(shot), which);
            assertEquals(expected.weight(shot), actual.weight(shot), which);
            if (samePredictions) {
                assertEquals(expected.flips(shot, 0), actual.flips(shot, 0), which);
            }
            long outcome = cuda.buffers().outcome(shot);
            int itsEvents = 0;
            for (int word = 0; word < words; word++) {
                itsEvents += Long.bitCount(shots[shot * words + word]);
            }
            events += itsEvents;
            boolean isSolved = (outcome & JaynesDecoder.JAYNES_UNION_FIND_SOLVED()) != 0;
            boolean isInPart = (outcome & JaynesDecoder.JAYNES_UNION_FIND_PART()) != 0;
            whole += isSolved ? 1 : 0;
            inPart += isInPart ? 1 : 0;
            eventsProven += isSolved || isInPart ? itsEvents : 0;
        }
        ProvenParts parts = Objects.requireNonNull(cuda.proven());
        long again = parts.shotsMatchedAgain();
        return new Tally(count, whole, inPart - again, again, events, eventsProven - parts.eventsOnCpu());
    }

    /** Sparse and dense shots, with and without boundary, ties, negative weights. */
    @Test
    void weightsOnRandomGraphs() {
        Tally sum = new Tally(0, 0, 0, 0, 0, 0);
        int shots = 60;
        for (int seed = 0; seed < GRAPHS; seed++) {
            if (ONLY != null && ONLY != seed) {
                continue;
            }
            SplittableRandom random = new SplittableRandom(seed);
            int detectors = random.nextInt(1, seed % 3 == 0 ? 400 : 60);
            DetectorErrorModel model =
                    new RandomGraphModel(random, detectors, new int[] {0, 70}, random.nextBoolean()).model();
            int words = (int) ((model.detectorCount() + 63) / 64);
            long[] rows = new long[shots * words];
            double rate = random.nextDouble(0.3);
            for (int shot = 0; shot < shots; shot++) {
                for (int detector = 0; detector < model.detectorCount(); detector++) {
                    if (random.nextDouble() < rate) {
                        rows[shot * words + (detector >> 6)] |= 1L << detector;
                    }
                }
            }
            sum = sum.plus(compare(model, rows, shots, false, "replay with -Djaynes.test.cuda-graph=" + seed));
        }
        String what = sum.toString();
        assertTrue(ONLY != null || (sum.whole > GRAPHS && sum.inPart > GRAPHS && sum.again > 0), what);
    }

    /** With weights that are all different there is one best solution. */
    @Test
    void predictionsOnASurfaceCode() {
        DetectorErrorModel model = distinctWeights(surfaceModel(5, 0.004));
        int count = 3_000;
        Tally tally = compare(model, RandomShots.of(model, count, 5).detectors(), count, true, "surface code");
        assertTrue(tally.whole > count / 10 && tally.inPart > count / 10, tally.toString());
    }

    /** Large and dense shots, so that remainders come near to what is proven. What stays on the device is in kernels/README.md. */
    @Test
    void weightsOnLargerSurfaceCodes() {
        for (int distance = 3; distance <= MOST_DISTANCE; distance += 2) {
            for (double p : new double[] {0.001, 0.003, 0.006}) {
                DetectorErrorModel model = surfaceModel(distance, p);
                int count = MOST_DISTANCE > 9 ? 2_000 : 200;
                long[] rows = RandomShots.of(model, count, 11).detectors();
                Tally tally = compare(model, rows, count, false, "d=" + distance + " p=" + p);
                assertTrue(tally.eventsProven > 0 || p > 0.003, tally.toString());
                if (MOST_DISTANCE > 9) {
                    System.out.println("d=" + distance + " p=" + p + " " + tally);
                }
            }
        }
    }

    private static DetectorErrorModel surfaceModel(int distance, double p) {
        MemoryExperiment experiment =
                new MemoryExperiment("surface_code", "rotated_memory_z", distance, distance, NoiseStrengths.uniform(p));
        return ErrorAnalyzer.analyze(experiment.circuit(), new AnalysisOptions(true, false, false, 0, false, false));
    }

    private static DetectorErrorModel distinctWeights(DetectorErrorModel uniform) {
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
