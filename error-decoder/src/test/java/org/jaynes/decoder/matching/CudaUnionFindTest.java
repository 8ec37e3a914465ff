package org.jaynes.decoder.matching;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jaynes.bindings.generated.decoder.JaynesDecoder;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.TestDevice;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.cuda.CudaDecodingDevice;
import org.jaynes.decoder.cuda.DeviceArena;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Union-find on the emulated device predicts what the CPU predicts, where edges tie as well. */
class CudaUnionFindTest {
    private static final int GRAPHS = Integer.getInteger("jaynes.test.cuda-graphs", 60);
    private static final Integer ONLY = Integer.getInteger("jaynes.test.cuda-graph");
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

    /** The number of shots that have a solution. */
    private static int compare(DetectorErrorModel model, long[] shots, int count, String where) {
        CompiledDecoder cuda = new UnionFindDecoder().compile(model, Objects.requireNonNull(device));
        return compare(new UnionFindDecoder().compile(model), cuda, shots, count, where);
    }

    private static int compare(CompiledDecoder cpu, CompiledDecoder cuda, long[] shots, int count, String where) {
        Predictions expected = cpu.decodeBatch(shots, count, 1);
        for (int repetition = 0; repetition < 2; repetition++) {
            Predictions actual = cuda.decodeBatch(shots, count, 1);
            assertArrayEquals(expected.observables(), actual.observables(), where);
            for (int shot = 0; shot < count; shot++) {
                assertEquals(expected.converged(shot), actual.converged(shot), where + ", shot " + shot);
                assertEquals(expected.weight(shot), actual.weight(shot), where + ", shot " + shot);
            }
        }
        return count - expected.unconvergedCount();
    }

    /** Negative weights, ties, loops, parallel edges, parts without a boundary; shots that no errors explain. */
    @Test
    void randomGraphs() {
        int solved = 0;
        int shots = 40;
        for (int seed = 0; seed < GRAPHS; seed++) {
            if (ONLY == null || ONLY == seed) {
                SplittableRandom random = new SplittableRandom(seed);
                int detectors = random.nextInt(1, seed % 2 == 0 ? 12 : 150);
                DetectorErrorModel model =
                        new RandomGraphModel(random, detectors, new int[] {0, 70}, random.nextBoolean()).model();
                long[] rows = new long[shots * (int) ((model.detectorCount() + 63) / 64)];
                int words = rows.length / shots;
                for (int i = 0; i < rows.length; i++) {
                    long half = random.nextLong();
                    long bits = half & random.nextLong() & (seed % 3 == 0 ? random.nextLong() : -1);
                    int left = (int) model.detectorCount() - 64 * (i % words);
                    rows[i] = left < 64 ? bits & ((1L << left) - 1) : bits;
                }
                solved += compare(model, rows, shots, "replay with -Djaynes.test.cuda-graph=" + seed);
            }
        }
        assertTrue(ONLY != null || solved > GRAPHS * shots / 4, solved + " shots have solutions");
    }

    private static DetectorErrorModel surfaceModel() {
        MemoryExperiment experiment =
                new MemoryExperiment("surface_code", "rotated_memory_z", 5, 5, NoiseStrengths.uniform(0.01));
        return ErrorAnalyzer.analyze(experiment.circuit(), new AnalysisOptions(true, false, false, 0, false, false));
    }

    @Test
    void surfaceCode() {
        DetectorErrorModel model = surfaceModel();
        int count = 2_000;
        assertEquals(count, compare(model, RandomShots.of(model, count, 3).detectors(), count, "surface code"));
    }

    /** With room for so few entries, large clusters are left to the CPU, and the states are as clean as before. */
    @Test
    void shotsThatNeedMoreEntriesAreLeftToTheCpu() {
        DetectorErrorModel model = surfaceModel();
        GraphBuilder.Built built = GraphBuilder.build(model, false);
        CompiledUnionFind cpu = new CompiledUnionFind(built.graph(), built.leftOut());
        CudaDecodingDevice cuda = (CudaDecodingDevice) Objects.requireNonNull(device);
        CudaUnionFind small = DeviceArena.fill(cuda, arena -> new CudaUnionFind(cpu, built.graph(), arena, 20));
        int count = 500;
        assertEquals(count, compare(cpu, small, RandomShots.of(model, count, 4).detectors(), count, "20 entries"));
        long left = IntStream.range(0, count)
                .filter(shot -> (small.buffers().outcome(shot) & JaynesDecoder.JAYNES_UNION_FIND_LEFT()) != 0)
                .count();
        assertTrue(left > 0 && left < count, left + " shots were left to the CPU");
    }
}
