package org.jaynes.decoder.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Objects;
import java.util.SplittableRandom;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.TestDevice;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.stim.StimCircuit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames on the emulated device give the shots of the CPU, bit by bit. */
class DeviceFramesTest {
    private static final int CASES = Integer.getInteger("jaynes.test.cuda-circuits", 60);
    private static final Integer ONLY = Integer.getInteger("jaynes.test.cuda-circuit");
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

    private static void compareDetections(StimCircuit circuit, long seed, long firstShot, int count, String where) {
        DetectionSampler sampler = new DetectionSampler(circuit);
        long[] detectors = new long[count * sampler.detectorWords()];
        long[] observables = new long[count * sampler.observableWords()];
        sampler.on(device()).sample(seed, firstShot, count, detectors, observables);
        DetectionSampler.Session session = sampler.newSession(seed);
        int batch = sampler.batchShots();
        for (int first = 0; first < count; first += batch) {
            int part = Math.min(batch, count - first);
            long[] events = new long[part * sampler.detectorWords()];
            long[] flips = new long[part * sampler.observableWords()];
            session.sample(firstShot + first, part, events, flips);
            assertRows(events, detectors, first * sampler.detectorWords(), where + ", detectors from shot " + first);
            assertRows(flips, observables, first * sampler.observableWords(), where + ", observables from " + first);
        }
    }

    private static void compareMeasurements(StimCircuit circuit, long seed, long firstShot, int count, String where) {
        MeasurementSampler sampler = new MeasurementSampler(circuit, false);
        long[] shots = new long[count * sampler.shotWords()];
        sampler.on(device()).sample(seed, firstShot, count, shots);
        MeasurementSampler.Session session = sampler.newSession(seed);
        int batch = sampler.batchShots();
        for (int first = 0; first < count; first += batch) {
            int part = Math.min(batch, count - first);
            long[] rows = new long[part * sampler.shotWords()];
            session.sample(firstShot + first, part, rows);
            assertRows(rows, shots, first * sampler.shotWords(), where + ", results from shot " + first);
        }
    }

    private static void assertRows(long[] expected, long[] all, int offset, String where) {
        long[] actual = new long[expected.length];
        System.arraycopy(all, offset, actual, 0, actual.length);
        assertArrayEquals(expected, actual, where);
    }

    /** All gates, channels, loops, feedback, products, chains of correlated errors. */
    @Test
    void randomCircuits() {
        for (int seed = 0; seed < CASES; seed++) {
            if (ONLY == null || ONLY == seed) {
                SplittableRandom random = new SplittableRandom(seed);
                StimCircuit circuit = StimCircuit.parse(
                        RandomCircuits.circuit(seed, 2 + random.nextInt(6), 20 + random.nextInt(80), true, true),
                        "seed " + seed);
                String where = "replay with -Djaynes.test.cuda-circuit=" + seed;
                long first = 1024L * random.nextLong(1L << 40);
                int count = 1 + random.nextInt(2200);
                compareDetections(circuit, random.nextLong(), first, count, where);
                compareMeasurements(circuit, random.nextLong(), first, count, where);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "surface_code, rotated_memory_z, 5, 5, 0.01",
        "color_code, memory_xyz, 3, 4, 0.02",
        "repetition_code, memory, 5, 300, 0.01",
        "bivariate_bicycle, memory_x, 6, 2, 0.004",
    })
    void memoryExperiments(String code, String task, int distance, int rounds, double noise) {
        StimCircuit circuit =
                new MemoryExperiment(code, task, distance, rounds, NoiseStrengths.uniform(noise)).circuit();
        compareDetections(circuit, 7, 2048, 1500, code);
        compareMeasurements(circuit, 8, 0, 1100, code);
    }

    /** What random circuits rarely have: certain and impossible channels, loops in loops, empty and many rows. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X_ERROR(1) 0\nY_ERROR(0) 0\nZ_ERROR(1) 0\nM 0\nDETECTOR rec[-1]",
                "E(1) X0\nELSE_CORRELATED_ERROR(1) X1\nE(0) X1\nELSE_CORRELATED_ERROR(0.5) X1 Z0\nM 0 1\nDETECTOR rec[-1]\nDETECTOR",
                "PAULI_CHANNEL_1(0, 0, 0) 0\nHERALDED_ERASE(1) 0 1\nHERALDED_PAULI_CHANNEL_1(0, 0.5, 0, 0.5) 0\nMY 0\nDETECTOR rec[-1] rec[-2]",
                "REPEAT 3 {\nREPEAT 4 {\nH 0\nREPEAT 2 {\nDEPOLARIZE1(0.3) 0\nMR 0\nDETECTOR rec[-1]\n}\n}\nS 0\n}\nOBSERVABLE_INCLUDE(70) rec[-5] X0",
                "MPAD(0.2) 0 1 1\nMPP(0.1) X0*Y1*Z2 !Z0\nCX rec[-1] 0 0 1 sweep[3] 1\nMXX 0 1\nMZZ(0.5) !0 1",
                "TICK"
            })
    void corners(String text) {
        StimCircuit circuit = StimCircuit.parse(text, "case");
        compareDetections(circuit, 3, 0, 1030, text);
        compareMeasurements(circuit, 4, 1024, 100, text);
    }
}
