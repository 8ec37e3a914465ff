package org.jaynes.decoder.ldpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.DecoderModelException;
import org.jaynes.decoder.DecoderSession;
import org.jaynes.decoder.Decoders;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.ShotPriors;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PropagationDecodersTest {
    private static final BeliefPropagation PROPAGATION = BeliefPropagation.minSum(12, 0.8);

    static Stream<Decoder> decoders() {
        BeliefPropagation memory =
                new BeliefPropagation(UpdateRule.MIN_SUM, Schedule.FLOODING, 8, 1, 0.1, Precision.SINGLE);
        BeliefPropagation layered =
                new BeliefPropagation(UpdateRule.MIN_SUM, Schedule.LAYERED, 8, 0, 0, Precision.SINGLE);
        BeliefPropagation product =
                new BeliefPropagation(UpdateRule.SUM_PRODUCT, Schedule.FLOODING, 8, 1, 0, Precision.DOUBLE);
        return Stream.of(
                new BpDecoder(PROPAGATION, new Postprocessing.None()),
                new BpDecoder(memory, OrderedStatistics.zero()),
                new BpDecoder(layered, OrderedStatistics.combinationSweep(4)),
                new BpDecoder(product, new OrderedStatistics(OrderedStatistics.Search.EXHAUSTIVE, 3)),
                new BpDecoder(PROPAGATION.withPrecision(Precision.HALF), new LocalizedStatistics()),
                new RelayDecoder(memory, Relay.drawn(5, 6, -0.24, 0.66, 1, 3)),
                new RelayDecoder(memory, Relay.drawn(9, 6, -0.24, 0.66, 3, 3)));
    }

    private static String randomModel(SplittableRandom random) {
        StringBuilder text = new StringBuilder("detector D69\nlogical_observable L2\n");
        for (int error = 0; error < 150; error++) {
            text.append("error(").append(random.nextDouble(0.001, 0.06)).append(')');
            random.ints(0, 70)
                    .distinct()
                    .limit(1 + random.nextInt(3))
                    .forEach(d -> text.append(" D").append(d));
            text.append(random.nextInt(3) == 0 ? " L" + random.nextInt(3) : "").append('\n');
        }
        return text.toString();
    }

    private static long[] shots(CheckMatrix matrix, SplittableRandom random, int count) {
        long[] rows = new long[count * matrix.detectorWords()];
        for (int shot = 0; shot < count; shot++) {
            long[] row = Matrices.shot(matrix, Matrices.errors(matrix, random));
            System.arraycopy(row, 0, rows, shot * row.length, row.length);
        }
        return rows;
    }

    /** Whether alone, in a batch or on threads, a shot decodes to the same; and to what its errors say. */
    @ParameterizedTest
    @MethodSource("decoders")
    void batchesAreTheirShots(Decoder decoder) {
        for (int seed = 0; seed < 6; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            DetectorErrorModel model = DetectorErrorModel.parse(randomModel(random), "test");
            CheckMatrix matrix = CheckMatrix.of(model);
            CompiledDecoder compiled = decoder.compile(model);
            int count = 300;
            long[] shots = shots(matrix, random, count);
            Predictions batch = compiled.decodeBatch(shots, count, 1);
            Predictions parallel = compiled.decodeBatch(shots, count, 2);
            assertArrayEquals(batch.observables(), parallel.observables());
            PropagationSession session = (PropagationSession) compiled.newSession();
            for (int shot = 0; shot < count; shot++) {
                String where = "seed " + seed + ", shot " + shot;
                boolean converged = session.decode(shots, shot * 2);
                assertEquals(converged, batch.converged(shot), where);
                assertEquals(session.weight(), batch.weight(shot), where);
                assertEquals(session.observables(0), batch.observables()[shot], where);
                checkSolution(session, matrix, Arrays.copyOfRange(shots, shot * 2, shot * 2 + 2), where);
            }
        }
    }

    private static void checkSolution(PropagationSession session, CheckMatrix matrix, long[] shot, String where) {
        int[] columns = new int[session.errorCount()];
        long[] observables = new long[1];
        for (int k = 0; k < columns.length; k++) {
            columns[k] = session.error(k);
            matrix.flipObservables(columns[k], observables);
        }
        assertEquals(session.converged(), Matrices.explains(matrix, columns, columns.length, shot), where);
        assertEquals(session.observables(0), observables[0], where);
        assertEquals(Matrices.weight(matrix, columns, columns.length), session.weight(), where);
        assertTrue(session.iterations() >= 1, where);
    }

    @Test
    void relayKeepsTheLightestOfItsSolutions() {
        BeliefPropagation first =
                new BeliefPropagation(UpdateRule.MIN_SUM, Schedule.FLOODING, 20, 1, 0.1, Precision.SINGLE);
        int lighter = 0;
        for (int seed = 0; seed < 5; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            DetectorErrorModel model = DetectorErrorModel.parse(randomModel(random), "test");
            long[] shots = shots(CheckMatrix.of(model), random, 50);
            Predictions one = new RelayDecoder(first, Relay.drawn(30, 20, -0.24, 0.66, 1, 1))
                    .compile(model)
                    .decodeBatch(shots, 50, 1);
            Predictions five = new RelayDecoder(first, Relay.drawn(30, 20, -0.24, 0.66, 5, 1))
                    .compile(model)
                    .decodeBatch(shots, 50, 1);
            for (int shot = 0; shot < 50; shot++) {
                assertEquals(one.converged(shot), five.converged(shot), "the first solution is the same");
                if (one.converged(shot)) {
                    assertTrue(five.weight(shot) <= one.weight(shot), "seed " + seed + ", shot " + shot);
                    lighter += five.weight(shot) < one.weight(shot) ? 1 : 0;
                }
            }
        }
        assertTrue(lighter > 0, "more solutions help at times");
    }

    @Test
    void explicitStrengthsAreThoseThatWouldBeDrawn() {
        SplittableRandom random = new SplittableRandom(1);
        DetectorErrorModel model = DetectorErrorModel.parse(randomModel(random), "test");
        CheckMatrix matrix = CheckMatrix.of(model);
        long[] shots = shots(matrix, random, 200);
        Relay drawn = Relay.drawn(6, 5, -0.24, 0.66, 2, 77);
        float[][] strengths = new float[6][];
        MemoryStrengths source = new MemoryStrengths(drawn, matrix.columnCount());
        Arrays.setAll(strengths, leg -> source.ofLeg(leg + 1));
        for (float[] leg : strengths) {
            for (float strength : leg) {
                assertTrue(strength >= -0.24f && strength < 0.66f);
            }
        }
        BeliefPropagation first =
                new BeliefPropagation(UpdateRule.MIN_SUM, Schedule.FLOODING, 5, 1, 0.1, Precision.SINGLE);
        Predictions one = new RelayDecoder(first, drawn).compile(model).decodeBatch(shots, 200, 1);
        Predictions other = new RelayDecoder(first, Relay.explicit(strengths, 5, 2))
                .compile(model)
                .decodeBatch(shots, 200, 1);
        Predictions another = new RelayDecoder(first, Relay.drawn(6, 5, -0.24, 0.66, 2, 78))
                .compile(model)
                .decodeBatch(shots, 200, 1);
        List<Boolean> differences = new ArrayList<>();
        for (int shot = 0; shot < 200; shot++) {
            assertEquals(one.weight(shot), other.weight(shot));
            differences.add(one.weight(shot) != another.weight(shot));
        }
        assertTrue(differences.contains(true), "another seed, other strengths");
    }

    @Test
    void explicitStrengthsAreAsManyAsErrors() {
        DetectorErrorModel model = DetectorErrorModel.parse("error(0.1) D0\nerror(0.1) D1", "test");
        BeliefPropagation first =
                new BeliefPropagation(UpdateRule.MIN_SUM, Schedule.FLOODING, 5, 1, 0.1, Precision.SINGLE);
        Decoder decoder = new RelayDecoder(first, Relay.explicit(new float[][] {{0.1f, 0.2f}, {0.3f}}, 5, 1));
        DecoderModelException fault = assertThrows(DecoderModelException.class, () -> decoder.compile(model));
        assertTrue(
                fault.toString().contains("1 memory strengths for leg 2; the model has 2 distinguishable errors"),
                fault.toString());
    }

    /**
     * Failures of 4000 shots of the code [[72,12,6]] with p = 0.06, which ldpc 2.4.1 fails on 1010 (OSD-0), 971 (OSD-CS10),
     * 979 (OSD-E8) and 1011 times (LSD-0) after 30 iterations of min-sum with scaling 0.625. All priors are equal, so that
     * equally light solutions abound; choosing among them by chance moves the count by about 15.
     */
    @ParameterizedTest
    @CsvSource({"ZERO, 0, 1010", "COMBINATION_SWEEP, 10, 971", "EXHAUSTIVE, 8, 979", ", 0, 1011"})
    void failuresAreAsFrequentAsThoseOfLdpc(OrderedStatistics.Search search, int order, int failuresOfLdpc) {
        CheckMatrix matrix = Matrices.bicycle72(true, 0.06);
        Postprocessing method = search == null ? new LocalizedStatistics() : new OrderedStatistics(search, order);
        CompiledPropagation compiled =
                new CompiledPropagation(matrix, BeliefPropagation.minSum(30, 0.625), Relay.none(), method);
        PropagationSession session = compiled.newSession();
        Elimination stabilizers = stabilizers();
        SplitMix64 random = new SplitMix64(1);
        int failures = 0;
        for (int shot = 0; shot < 4000; shot++) {
            boolean[] errors = new boolean[72];
            for (int j = 0; j < 72; j++) {
                errors[j] = random.unit() < 0.06;
            }
            session.decode(Matrices.shot(matrix, errors), 0);
            for (int k = 0; k < session.errorCount(); k++) {
                errors[session.error(k)] ^= true;
            }
            failures += isStabilizer(stabilizers, errors) ? 0 : 1;
        }
        assertEquals(failuresOfLdpc, failures, 45);
    }

    /** Z checks as columns: a residual error without detection events does no harm if they span it. */
    private static Elimination stabilizers() {
        CheckMatrix checks = Matrices.bicycle72(false, 0.06);
        Elimination elimination = new Elimination(72);
        for (int qubit = 0; qubit < 72; qubit++) {
            elimination.addRow(false);
        }
        for (int row = 0; row < checks.rowCount(); row++) {
            int[] qubits = checks.columnsOf(row);
            elimination.addColumn(row, qubits, 0, qubits.length);
        }
        assertEquals(30, elimination.rank());
        return elimination;
    }

    private static boolean isStabilizer(Elimination stabilizers, boolean[] errors) {
        int[] rows = new int[errors.length];
        int count = 0;
        for (int j = 0; j < errors.length; j++) {
            if (errors[j]) {
                rows[count++] = j;
            }
        }
        long[] reduced = new long[stabilizers.words()];
        stabilizers.reduce(rows, 0, count, reduced);
        for (int row = 0; row < errors.length; row++) {
            if ((reduced[row >>> 6] >>> row & 1) != 0 && !stabilizers.hasPivot(row)) {
                return false;
            }
        }
        return true;
    }

    /** The generator that the shots given to ldpc came from. */
    private static final class SplitMix64 {
        private long state;

        SplitMix64(long seed) {
            state = seed;
        }

        double unit() {
            state += 0x9E3779B97F4A7C15L;
            long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            return ((z ^ z >>> 31) >>> 11) * 0x1p-53;
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void shotsCanHavePriorsOfTheirOwn(Decoder decoder) {
        DetectorErrorModel model = DetectorErrorModel.parse(
                "error(0.01) D0 D1\nerror(0.1) D0 L0\nerror(0.1) D1\nerror(0.001) D0 D1 L1", "test");
        DecoderSession session = decoder.compile(model).newSession();
        long[] shot = {0b01};
        assertTrue(session.decode(shot, 0));
        assertEquals(0b01, session.observables(0));
        assertTrue(session.decode(
                shot, 0, new ShotPriors().set(0, 0.45).set(2, 0.4).set(1, 0.002)));
        assertEquals(0b00, session.observables(0), "a pair of the others is likelier in this shot");
        assertTrue(session.decode(shot, 0));
        assertEquals(0b01, session.observables(0), "the change was for one shot");
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void shotsThatNothingExplainsDoNotConverge(Decoder decoder) {
        DetectorErrorModel model =
                DetectorErrorModel.parse("error(0.1) D0 D1\nerror(0.1) D1 D2 L0\nerror(0.1) D3", "test");
        CompiledDecoder compiled = decoder.compile(model);
        DecoderSession session = compiled.newSession();
        assertFalse(session.decode(new long[] {0b0001}, 0));
        assertTrue(session.decode(new long[] {0b1101}, 0));
        Predictions predictions = compiled.decodeBatch(new long[] {0b0001, 0b1101, 0}, 3, 1);
        assertEquals(1, predictions.unconvergedCount());
        assertFalse(predictions.converged(0));
        assertEquals(0, predictions.weight(2));
    }

    @Test
    void emptyModelsDecode() {
        for (String text : List.of("", "detector D3", "logical_observable L1", "error(0.7) L1")) {
            CompiledDecoder compiled = new BpDecoder(PROPAGATION, OrderedStatistics.combinationSweep(2))
                    .compile(DetectorErrorModel.parse(text, "test"));
            Predictions predictions = compiled.decodeBatch(new long[2 * compiled.detectorWords()], 2, 1);
            assertEquals(0, predictions.unconvergedCount(), text);
            if (!text.isEmpty() && text.startsWith("error")) {
                assertTrue(predictions.flips(1, 1));
            }
        }
    }

    @Test
    void decodersHaveNames() {
        assertEquals(
                new BpDecoder(
                        new BeliefPropagation(UpdateRule.SUM_PRODUCT, Schedule.FLOODING, 7, 1, 0.2, Precision.DOUBLE),
                        new OrderedStatistics(OrderedStatistics.Search.EXHAUSTIVE, 5)),
                Decoders.named(
                        "bp-osd",
                        Map.of(
                                "rule", "sum-product",
                                "schedule", "flooding",
                                "iterations", "7",
                                "memory", "0.2",
                                "precision", "double",
                                "osd", "exhaustive",
                                "order", "5")));
        assertEquals(
                new RelayDecoder(
                        new BeliefPropagation(UpdateRule.MIN_SUM, Schedule.FLOODING, 80, 1, 0.1, Precision.SINGLE),
                        Relay.drawn(300, 60, -0.1, 0.66, 1, 9)),
                Decoders.named("relay", Map.of("solutions", "1", "lowest", "-0.1", "seed", "9")));
        IllegalArgumentException fault = assertThrows(
                IllegalArgumentException.class, () -> Decoders.named("bp-lsd", Map.of("schedule", "parallel")));
        assertTrue(fault.toString().contains("expected flooding, layered"), fault.toString());
        assertThrows(IllegalArgumentException.class, () -> Decoders.named("bp", Map.of("memory", "0.1")));
        assertThrows(IllegalArgumentException.class, () -> Decoders.named("bp", Map.of("osd", "zero")));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> BeliefPropagation.minSum(0, 1));
        assertThrows(IllegalArgumentException.class, () -> BeliefPropagation.minSum(1, 1.01));
        assertThrows(IllegalArgumentException.class, () -> BeliefPropagation.minSum(1, Double.NaN));
        assertThrows(
                IllegalArgumentException.class,
                () -> new BeliefPropagation(UpdateRule.MIN_SUM, Schedule.LAYERED, 1, 1, 0.1, Precision.SINGLE));
        assertThrows(IllegalArgumentException.class, () -> Relay.drawn(1, 1, -0.24, 1, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> Relay.drawn(1, 1, -0.24, 0.5, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> Relay.explicit(new float[][] {{0.5f, 1}}, 1, 1));
    }
}
