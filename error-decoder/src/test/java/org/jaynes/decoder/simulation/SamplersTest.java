package org.jaynes.decoder.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jaynes.decoder.CircuitException;
import org.jaynes.decoder.Statistics;
import org.jaynes.decoder.TooLargeException;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.dem.DemTarget;
import org.jaynes.decoder.stim.StimCircuit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SamplersTest {
    private static final int SHOTS = 64 * 1024;

    /** Prepares a Bell pair, so that which Pauli operator hit its first half can be read off: its Z part, its X part. */
    private static final String BELL_BEFORE = "R 0 1 2 3\nH 0 2\nCX 0 1 2 3\n";

    private static final String BELL_AFTER = "CX 0 1 2 3\nH 0 2\nM 0 1 2 3\n";

    /** Circuits with the probabilities of their results, result 0 being the lowest bit of a case. */
    static Stream<Arguments> distributions() {
        double[] pauli1 = new double[16];
        pauli1[0b0000] = 0.4;
        pauli1[0b0010] = 0.1;
        pauli1[0b0011] = 0.2;
        pauli1[0b0001] = 0.3;
        double[] pauli2 = new double[16];
        // I X Y Z as Z part and X part of a pair.
        int[] operators = {0b00, 0b10, 0b11, 0b01};
        StringBuilder arguments = new StringBuilder();
        double left = 1;
        for (int i = 1; i < 16; i++) {
            double probability = i % 5 == 0 ? 0 : i / 256.0;
            arguments.append(i == 1 ? "" : ", ").append(probability);
            pauli2[operators[i >> 2] | operators[i & 3] << 2] = probability;
            left -= probability;
        }
        pauli2[0] = left;
        double[] depolarized1 = new double[16];
        depolarized1[0] = 0.7;
        Arrays.fill(depolarized1, 1, 4, 0.1);
        double[] depolarized2 = new double[16];
        Arrays.fill(depolarized2, 0.04);
        depolarized2[0] = 0.4;
        return Stream.of(
                Arguments.of(BELL_BEFORE + "PAULI_CHANNEL_1(0.1, 0.2, 0.3) 0\n" + BELL_AFTER, pauli1),
                Arguments.of(BELL_BEFORE + "PAULI_CHANNEL_2(" + arguments + ") 0 2\n" + BELL_AFTER, pauli2),
                Arguments.of(BELL_BEFORE + "DEPOLARIZE1(0.3) 0\n" + BELL_AFTER, depolarized1),
                Arguments.of(BELL_BEFORE + "DEPOLARIZE2(0.6) 0 2\n" + BELL_AFTER, depolarized2),
                Arguments.of("X_ERROR(0.25) 0\nM 0", new double[] {0.75, 0.25}),
                Arguments.of("X_ERROR(1) 0\nM 0", new double[] {0, 1}),
                Arguments.of("H 0\nY_ERROR(0.25) 0\nMX 0", new double[] {0.75, 0.25}),
                Arguments.of("RX 0\nZ_ERROR(0.25) 0\nMX !0", new double[] {0.25, 0.75}),
                Arguments.of("MPAD(0.25) 0 1", new double[] {0.1875, 0.0625, 0.5625, 0.1875}),
                Arguments.of("R 0\nM(0.25) 0\nM 0", new double[] {0.75, 0.25, 0, 0}),
                Arguments.of("MR(0.125) 0 0", new double[] {49 / 64.0, 7 / 64.0, 7 / 64.0, 1 / 64.0}),
                Arguments.of("H 0\nM 0\nM 0", new double[] {0.5, 0, 0, 0.5}),
                Arguments.of("MX 0\nMX 0\nM 0", new double[] {0.25, 0, 0, 0.25, 0.25, 0, 0, 0.25}),
                Arguments.of("MY 0\nMRY 0\nMY 0", new double[] {0.5, 0, 0, 0.5, 0, 0, 0, 0}),
                Arguments.of("MXX 0 1\nMZZ 0 1\nMYY 0 1", new double[] {0, 0.5, 0, 0, 0.5, 0, 0, 0}),
                Arguments.of("MPP(0.25) X0*X1 !X0*X1", new double[] {0.1875, 0.3125, 0.3125, 0.1875}),
                Arguments.of("RX 0 1\nSPP Z0*Z1\nMPP Y0*Z1", new double[] {1, 0}),
                Arguments.of("RX 0 1\nSPP_DAG Z0*Z1\nMPP Y0*Z1", new double[] {0, 1}),
                Arguments.of(
                        "E(0.25) X0 X1\nELSE_CORRELATED_ERROR(0.5) X1 X2\nM 0 1 2",
                        new double[] {0.375, 0, 0, 0.25, 0, 0, 0.375, 0}),
                Arguments.of("HERALDED_ERASE(0.5) 0\nM 0", new double[] {0.5, 0.25, 0, 0.25}),
                Arguments.of(
                        "HERALDED_PAULI_CHANNEL_1(0.1, 0.2, 0.05, 0.15) 0\nM 0", new double[] {0.5, 0.25, 0, 0.25}),
                Arguments.of("H 0\nM 0\nCX rec[-1] 1\nM 1", new double[] {0.5, 0, 0, 0.5}),
                Arguments.of(
                        "X_ERROR(0.25) 0\nREPEAT 3 {\nM 0\nXCZ 0 rec[-1]\n}\nM 0",
                        new double[] {0.75, 0.25, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void resultsAreDistributedAsCalculated(String text, double[] probabilities) {
        MeasurementSampler sampler = new MeasurementSampler(StimCircuit.parse(text, "case"), false);
        long[] counts = new long[probabilities.length];
        long[] shots = new long[sampler.batchShots()];
        MeasurementSampler.Session session = sampler.newSession(2026);
        for (long first = 0; first < SHOTS; first += sampler.batchShots()) {
            session.sample(first, sampler.batchShots(), shots);
            for (long shot : shots) {
                counts[(int) shot]++;
            }
        }
        Statistics.assertDistribution(probabilities, counts, text);
    }

    /** Rates of each detector and of pairs of detectors follow exactly from the independent errors of the model. */
    @ParameterizedTest
    @CsvSource({
        "surface_code, rotated_memory_z, 3, 3, 0.01",
        "color_code, memory_xyz, 3, 4, 0.005",
        "repetition_code, memory, 5, 20, 0.02",
        "bivariate_bicycle, memory_x, 6, 2, 0.004",
    })
    void detectionRatesAreThoseOfTheModel(String code, String task, int distance, int rounds, double noise) {
        StimCircuit circuit =
                new MemoryExperiment(code, task, distance, rounds, NoiseStrengths.uniform(noise)).circuit();
        DetectionSampler sampler = new DetectionSampler(circuit);
        long[][] shots = sample(sampler, SHOTS);
        List<int[]> sets = new ArrayList<>();
        for (int i = 0; i < sampler.detectorCount(); i++) {
            sets.add(new int[] {i});
            sets.add(new int[] {i, (i + 1) % sampler.detectorCount()});
            sets.add(new int[] {i, (i * 7 + 3) % sampler.detectorCount(), sampler.detectorCount()});
        }
        double[] bias = new double[sets.size()];
        Arrays.fill(bias, 1);
        ErrorAnalyzer.analyze(circuit, AnalysisOptions.PLAIN).forEachError((probability, targets) -> {
            for (int i = 0; i < bias.length; i++) {
                int flips = 0;
                for (int bit : sets.get(i)) {
                    for (long target : targets) {
                        int index = (int) DemTarget.number(target)
                                + (DemTarget.isObservable(target) ? sampler.detectorCount() : 0);
                        flips += index == bit ? 1 : 0;
                    }
                }
                bias[i] *= flips % 2 == 0 ? 1 : 1 - 2 * probability;
            }
        });
        for (int i = 0; i < bias.length; i++) {
            long odd = 0;
            for (long[] shot : shots) {
                int parity = 0;
                for (int bit : sets.get(i)) {
                    parity ^= (int) (shot[bit >> 6] >>> bit & 1);
                }
                odd += parity;
            }
            Statistics.assertRate((1 - bias[i]) / 2, odd, SHOTS, Arrays.toString(sets.get(i)));
        }
    }

    /** Shots with their observables directly after the detectors. */
    private static long[][] sample(DetectionSampler sampler, int count) {
        long[] detectors = new long[sampler.batchShots() * sampler.detectorWords()];
        long[] observables = new long[sampler.batchShots() * sampler.observableWords()];
        long[][] shots = new long[count][BitTable.wordsOf(sampler.detectorCount() + sampler.observableCount())];
        DetectionSampler.Session session = sampler.newSession(5);
        for (int shot = 0; shot < count; shot++) {
            int inBatch = shot % sampler.batchShots();
            if (inBatch == 0) {
                session.sample(shot, Math.min(sampler.batchShots(), count - shot), detectors, observables);
            }
            System.arraycopy(detectors, inBatch * sampler.detectorWords(), shots[shot], 0, sampler.detectorWords());
            for (int i = 0; i < sampler.observableCount(); i++) {
                long flip = observables[inBatch * sampler.observableWords() + (i >> 6)] >>> i & 1;
                int bit = sampler.detectorCount() + i;
                shots[shot][bit >> 6] |= flip << bit;
            }
        }
        return shots;
    }

    @Test
    void shotsDependOnSeedAndNumberOnly() {
        for (int seed = 0; seed < 20; seed++) {
            StimCircuit circuit =
                    StimCircuit.parse(RandomCircuits.circuit(seed, 2 + seed % 5, 60, true, true), "seed " + seed);
            DetectionSampler sampler = new DetectionSampler(circuit);
            assertEquals(Blocks.SHOTS, sampler.batchShots());
            long[][] expected = sample(sampler, 2 * Blocks.SHOTS);
            for (int batch : new int[] {64, 128, 512}) {
                long[][] found = sample(new DetectionSampler(sampler, batch), 2 * Blocks.SHOTS);
                assertTrue(Arrays.deepEquals(expected, found), "seed " + seed + ", batches of " + batch);
            }
            long[][] fewer = sample(sampler, 1100);
            assertArrayEquals(Arrays.copyOf(expected, 1100), fewer, "seed " + seed);
        }
    }

    @Test
    void seedsDiffer() {
        MeasurementSampler sampler =
                new MeasurementSampler(StimCircuit.parse("H 0\nREPEAT 32 {\nMX 0\nM 0\n}", "case"), false);
        long[] first = new long[64];
        long[] second = new long[64];
        sampler.newSession(1).sample(0, 64, first);
        sampler.newSession(2).sample(0, 64, second);
        assertTrue(!Arrays.equals(first, second));
    }

    /** A period is found, so that a long loop takes the time of a short one; the results go on as they were. */
    @Test
    void loopsOfTheReferenceFold() {
        String loop = "X 0\nREPEAT %d {\nCXSWAP 0 1\nCX 1 2\nM 1 2\n}";
        long[] folded = ReferenceSample.of(StimCircuit.parse(loop.formatted(20_000_000), "case"), true);
        long[] unfolded = ReferenceSample.of(StimCircuit.parse(loop.formatted(320), "case"), true);
        assertArrayEquals(unfolded, Arrays.copyOf(folded, unfolded.length));
        assertArrayEquals(unfolded, Arrays.copyOfRange(folded, 600_000, 600_000 + unfolded.length));
    }

    @ParameterizedTest
    @CsvSource({
        "'M 0\nDETECTOR rec[-2]', rec[-2] looks back beyond the first measurement; there are 1, instruction 2: DETECTOR",
        "'REPEAT 3 {\nCX rec[-1] 0\nM 0\n}', there are 0 before it, instruction 1: REPEAT 3",
        "'M 0\nCX 0 rec[-1]', CX cannot act on a measurement record or sweep bit, instruction 2: CX",
        "'M 0\nXCZ rec[-1] 0', XCZ cannot act on, instruction 2: XCZ",
        "'M 0\nCX rec[-1] sweep[0]', CX cannot act on, instruction 2: CX",
        "'MPP X0*Z0', must be Hermitian, instruction 1: MPP",
        "'SPP X1*X0*Y0', must be Hermitian, instruction 1: SPP",
    })
    void circuitsThatCannotRunAreRefused(String text, String fault, String place) {
        StimCircuit circuit = StimCircuit.parse(text, "case");
        CircuitException refused = assertThrows(CircuitException.class, () -> new DetectionSampler(circuit));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(fault) && message.contains(place), message);
        int line = text.startsWith("M 0\n") || text.startsWith("REPEAT") ? 2 : 1;
        assertTrue(message.startsWith("case:" + line + ":1: "), message);
        assertThrows(CircuitException.class, () -> new MeasurementSampler(circuit, true));
        assertThrows(CircuitException.class, () -> new DetectionConverter(circuit, true, false));
    }

    @ParameterizedTest
    @CsvSource({
        "'REPEAT 1000000000000000000 {\nH 0\n}', 1000000000000000000 instructions",
        "'REPEAT 300000000 {\nM 0 1 2 3 4 5 6 7 8 9\n}', 3000000000 measurements",
        "'OBSERVABLE_INCLUDE(4000000000)', 4000000001 observables",
        "'M 16777215', the reference sample of 16777216 qubits takes",
    })
    void whatIsTooLargeIsRefusedBeforeItIsAllocated(String text, String expected) {
        StimCircuit circuit = StimCircuit.parse(text, "case");
        TooLargeException refused = assertThrows(TooLargeException.class, () -> new MeasurementSampler(circuit, false));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(expected) && message.contains("limit"), message);
    }
}
