package org.jaynes.decoder.ldpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.DecoderParameterException;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.TestDevice;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernel of belief propagation, on the emulated device, computes the bits of the reference and predicts as the CPU does. */
class CudaPropagationTest {
    private static final int CASES = Integer.getInteger("jaynes.test.cuda-propagations", 60);
    private static final Integer ONLY = Integer.getInteger("jaynes.test.cuda-propagation");
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

    private static String replay(int seed) {
        return "replay with -Djaynes.test.cuda-propagation=" + seed;
    }

    @Test
    void iteratesHaveTheBitsOfTheReference() {
        for (int seed = 0; seed < CASES; seed++) {
            if (ONLY == null || ONLY == seed) {
                compareIterates(seed);
            }
        }
    }

    private static void compareIterates(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CheckMatrix matrix = Matrices.random(random, 1 + random.nextInt(90), 1 + random.nextInt(200), 6);
        BeliefPropagation settings = settings(random, 1 + random.nextInt(12));
        int legs = settings.schedule() == Schedule.LAYERED ? 0 : random.nextInt(4);
        int legIterations = 1 + random.nextInt(5);
        // More solutions than legs: every leg is done.
        Relay relay = Relay.explicit(strengths(random, legs, matrix.columnCount()), legIterations, legs + 2);
        CompiledPropagation cpu = new CompiledPropagation(matrix, settings, relay, new Postprocessing.None());
        CudaPropagation cuda = CudaPropagation.compile(cpu, device());
        for (int shot = 0; shot < 4; shot++) {
            long[] row = Matrices.shot(matrix, Matrices.errors(matrix, random));
            ReferenceLane lane = new ReferenceLane(matrix, settings);
            lane.start(0, row, 0);
            long iterations = iterate(lane, settings.iterations());
            for (int leg = 1; leg <= legs; leg++) {
                lane.startLeg(0, cpu.strengths.ofLeg(leg));
                iterations += iterate(lane, legIterations);
            }
            float[] expected = new float[matrix.columnCount()];
            lane.posteriors(0, expected);
            CudaPropagation.LastIterate last = cuda.lastIterate(row);
            boolean trivial = cpu.emptyIsLightest && Arrays.stream(row).allMatch(word -> word == 0);
            if (!trivial) {
                assertEquals(iterations, last.iterations(), replay(seed));
                assertArrayEquals(bits(expected), bits(last.posteriors()), replay(seed));
            }
        }
    }

    /** Iterates until convergence; the number of iterations. */
    private static int iterate(ReferenceLane lane, int most) {
        int done = 0;
        do {
            done++;
        } while (lane.iterate() == 0 && done < most);
        return done;
    }

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToRawIntBits(values[i]))
                .toArray();
    }

    private static BeliefPropagation settings(SplittableRandom random, int iterations) {
        boolean layered = random.nextInt(3) == 0;
        return new BeliefPropagation(
                UpdateRule.MIN_SUM,
                layered ? Schedule.LAYERED : Schedule.FLOODING,
                iterations,
                random.nextBoolean() ? BeliefPropagation.ADAPTIVE : random.nextDouble(0.1, 1),
                layered || random.nextBoolean() ? 0 : random.nextDouble(-0.9, 0.9),
                random.nextInt(3) == 0 ? Precision.HALF : Precision.SINGLE);
    }

    private static float[][] strengths(SplittableRandom random, int legs, int columns) {
        float[][] strengths = new float[legs][columns];
        for (float[] leg : strengths) {
            for (int column = 0; column < columns; column++) {
                leg[column] = (float) random.nextDouble(-0.5, 0.9);
            }
        }
        return strengths;
    }

    /** Long rows, empty rows, unlikely and likely errors, more than 64 observables, errors without detectors. */
    @Test
    void predictionsAreThoseOfTheCpu() {
        for (int seed = 0; seed < CASES / 3; seed++) {
            if (ONLY == null || ONLY == seed) {
                SplittableRandom random = new SplittableRandom(seed);
                DetectorErrorModel model = DetectorErrorModel.parse(randomModel(random), "random");
                comparePredictions(decoder(random), model, random, 150, replay(seed));
            }
        }
    }

    private static Decoder decoder(SplittableRandom random) {
        BeliefPropagation propagation = settings(random, 1 + random.nextInt(20));
        int postprocessing = random.nextInt(propagation.schedule() == Schedule.FLOODING ? 4 : 3);
        return switch (postprocessing) {
            case 0 -> new BpDecoder(propagation, new Postprocessing.None());
            case 1 -> new BpDecoder(propagation, new LocalizedStatistics());
            case 2 -> new BpDecoder(propagation, orderedStatistics(random));
            default ->
                new RelayDecoder(
                        propagation,
                        Relay.drawn(random.nextInt(8), 1 + random.nextInt(10), -0.3, 0.7, 1 + random.nextInt(3), 5));
        };
    }

    private static OrderedStatistics orderedStatistics(SplittableRandom random) {
        OrderedStatistics.Search[] searches = OrderedStatistics.Search.values();
        return new OrderedStatistics(searches[random.nextInt(searches.length)], random.nextInt(9));
    }

    /** Every search, on posteriors of few iterations, so that most shots do not converge; many columns tie. */
    @Test
    void orderedStatisticsSolveWhatTheCpuSolves() {
        int solved = 0;
        for (int seed = 0; seed < CASES / 2; seed++) {
            if (ONLY == null || ONLY == seed) {
                SplittableRandom random = new SplittableRandom(seed);
                DetectorErrorModel model = DetectorErrorModel.parse(randomModel(random), "random");
                BeliefPropagation propagation = settings(random, 1);
                BpDecoder decoder = new BpDecoder(propagation, orderedStatistics(random));
                CheckMatrix matrix = CheckMatrix.of(model);
                long[] shots = shots(matrix, random, 40);
                CompiledDecoder cpu = decoder.compile(model);
                compare(cpu, decoder.compile(model, device()), shots, 40, replay(seed));
                CompiledDecoder alone = new BpDecoder(propagation, new Postprocessing.None()).compile(model);
                solved += alone.decodeBatch(shots, 40, 1).unconvergedCount()
                        - cpu.decodeBatch(shots, 40, 1).unconvergedCount();
            }
        }
        assertTrue(ONLY != null || solved > 10 * CASES, solved + " shots were solved by ordered statistics");
    }

    /** More rows than a square of bits in shared memory has, some columns that depend on others, and one solution at least. */
    @Test
    void aLargeMatrixIsSolvedInGlobalMemory() {
        SplittableRandom random = new SplittableRandom(9);
        CheckMatrix matrix = Matrices.random(random, 1_400, 1_700, 3);
        OrderedStatistics sweep = OrderedStatistics.combinationSweep(6);
        assertTrue(CudaOrderedStatistics.stateBytes(matrix, 6) > 227 << 10);
        CompiledPropagation cpu =
                new CompiledPropagation(matrix, BeliefPropagation.minSum(1, 0.8), Relay.none(), sweep);
        compare(cpu, CudaPropagation.compile(cpu, device()), shots(matrix, random, 2), 2, "large");
    }

    private static String randomModel(SplittableRandom random) {
        int detectors = 1 + random.nextInt(100);
        int observables = random.nextInt(4) == 0 ? 130 : random.nextInt(3);
        StringBuilder text = new StringBuilder("detector D%d%n".formatted(detectors - 1));
        int errors = 1 + random.nextInt(250);
        for (int error = 0; error < errors; error++) {
            double probability = random.nextInt(20) == 0 ? random.nextDouble() : random.nextDouble(0.001, 0.1);
            text.append("error(").append(probability).append(')');
            int degree = random.nextInt(6);
            for (int k = 0; k < degree; k++) {
                // Detector 0 is in many errors: a row longer than a word of signs.
                text.append(" D").append(k == 0 && random.nextInt(3) == 0 ? 0 : random.nextInt(detectors));
            }
            if (observables > 0 && random.nextBoolean()) {
                text.append(" L").append(random.nextInt(observables));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void comparePredictions(
            Decoder decoder, DetectorErrorModel model, SplittableRandom random, int count, String where) {
        long[] shots = shots(CheckMatrix.of(model), random, count);
        compare(decoder.compile(model), decoder.compile(model, device()), shots, count, where);
    }

    private static long[] shots(CheckMatrix matrix, SplittableRandom random, int count) {
        long[] shots = new long[count * matrix.detectorWords()];
        for (int shot = 0; shot < count; shot++) {
            long[] row = Matrices.shot(matrix, Matrices.errors(matrix, random));
            System.arraycopy(row, 0, shots, shot * row.length, row.length);
        }
        return shots;
    }

    private static void compare(CompiledDecoder cpu, CompiledDecoder cuda, long[] shots, int count, String where) {
        Predictions expected = cpu.decodeBatch(shots, count, 1);
        Predictions actual = cuda.decodeBatch(shots, count, 1);
        assertArrayEquals(expected.observables(), actual.observables(), where);
        for (int shot = 0; shot < count; shot++) {
            assertEquals(expected.converged(shot), actual.converged(shot), where + ", shot " + shot);
            assertEquals(expected.weight(shot), actual.weight(shot), where + ", shot " + shot);
        }
    }

    @Test
    void relayOnABicycleCodePredictsAsTheCpuDoes() {
        MemoryExperiment experiment =
                new MemoryExperiment("bivariate_bicycle", "memory_z", 6, 2, NoiseStrengths.uniform(0.004));
        DetectorErrorModel model =
                ErrorAnalyzer.analyze(experiment.circuit(), new AnalysisOptions(false, false, false, 0, false, false));
        Decoder relay = new RelayDecoder(
                new BeliefPropagation(UpdateRule.MIN_SUM, Schedule.FLOODING, 20, 1, 0.1, Precision.SINGLE),
                Relay.drawn(5, 20, -0.24, 0.66, 2, 0));
        comparePredictions(relay, model, new SplittableRandom(1), 30, "relay");
    }

    /** 60 000 columns are more than shared memory holds, unless they are halves. */
    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"SINGLE", "HALF"})
    void aLargeMatrixIsDecodedInGlobalMemory(Precision precision) {
        SplittableRandom random = new SplittableRandom(7);
        CheckMatrix matrix = Matrices.random(random, 3_000, 60_000, 3);
        boolean fits = new DeviceMatrix(matrix, precision).stateBytes() <= 227 << 10;
        assertEquals(precision == Precision.HALF, fits);
        CompiledPropagation cpu = new CompiledPropagation(
                matrix,
                BeliefPropagation.minSum(3, 0.8).withPrecision(precision),
                Relay.none(),
                new Postprocessing.None());
        long[] row = Matrices.shot(matrix, Matrices.errors(matrix, random));
        ReferenceLane lane = new ReferenceLane(matrix, cpu.propagation);
        lane.start(0, row, 0);
        iterate(lane, 3);
        float[] expected = new float[matrix.columnCount()];
        lane.posteriors(0, expected);
        float[] actual = CudaPropagation.compile(cpu, device()).lastIterate(row).posteriors();
        assertArrayEquals(bits(expected), bits(actual));
    }

    @Test
    void settingsWithoutAKernelAreRefused() {
        DetectorErrorModel model = DetectorErrorModel.parse("error(0.1) D0 L0", "test");
        BpDecoder products = new BpDecoder(
                new BeliefPropagation(UpdateRule.SUM_PRODUCT, Schedule.LAYERED, 5, 1, 0, Precision.SINGLE),
                new Postprocessing.None());
        DecoderParameterException refusal =
                assertThrows(DecoderParameterException.class, () -> products.compile(model, device()));
        assertTrue(String.valueOf(refusal.getMessage()).contains("rule=min-sum"), refusal.getMessage());
    }
}
