package org.jaynes.decoder.ldpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jaynes.bindings.Availability;
import org.jaynes.bindings.Availability.Available;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cpu.InstructionSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Every lane of libjaynes_cpu computes the bits of the reference, on every instruction set that the machine has. */
class NativeLanesTest {
    private static final int CASES = Integer.getInteger("jaynes.test.propagations", 200);
    private static final Integer ONLY = Integer.getInteger("jaynes.test.propagation");

    private static CpuLibrary library() {
        Availability<CpuLibrary> found = CpuLibrary.find();
        Assumptions.assumeTrue(found instanceof Available<CpuLibrary>, "NOT TESTED: " + found);
        return ((Available<CpuLibrary>) found).value();
    }

    private static String replay(int seed, InstructionSet set) {
        return "replay with -Djaynes.test.propagation=%d; %s".formatted(seed, set);
    }

    @Test
    void lanesComputeTheBitsOfTheReference() {
        CpuLibrary library = library();
        for (int seed = 0; seed < CASES; seed++) {
            if (ONLY == null || ONLY == seed) {
                for (InstructionSet set : InstructionSet.values()) {
                    if (set.compareTo(library.bestInstructionSet()) <= 0) {
                        compare(library, set, seed);
                    }
                }
            }
        }
    }

    private static void compare(CpuLibrary library, InstructionSet set, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CheckMatrix matrix = Matrices.random(random, 1 + random.nextInt(40), 1 + random.nextInt(100), 6);
        boolean layered = random.nextInt(3) == 0;
        boolean relay = !layered && random.nextInt(3) > 0;
        double memory = layered || random.nextBoolean() ? 0 : random.nextDouble(-0.9, 0.9);
        BeliefPropagation settings = new BeliefPropagation(
                UpdateRule.MIN_SUM,
                layered ? Schedule.LAYERED : Schedule.FLOODING,
                1,
                random.nextBoolean() ? BeliefPropagation.ADAPTIVE : random.nextDouble(0.1, 1),
                memory,
                random.nextInt(3) == 0 ? Precision.HALF : Precision.SINGLE);
        NativeGraph nativeGraph = new NativeGraph(matrix, settings.precision());
        NativeLanes lanes = new NativeLanes(library, set, matrix, nativeGraph, settings, relay);
        MessageLanes[] singles = singles(library, set, matrix, settings, relay, lanes.laneCount());
        ReferenceLane[] expected = new ReferenceLane[lanes.laneCount()];
        Arrays.setAll(expected, lane -> new ReferenceLane(matrix, settings));
        boolean[] started = new boolean[expected.length];
        float[] strengths = new float[matrix.columnCount()];
        for (int t = 0; t < 25; t++) {
            for (int lane = 0; lane < expected.length; lane++) {
                // Shots start and end in lanes at different times, legs too.
                if (!started[lane] ? random.nextInt(4) == 0 : random.nextInt(10) == 0) {
                    long[] row = Matrices.shot(matrix, Matrices.errors(matrix, random));
                    long[] rows = new long[3 + row.length];
                    System.arraycopy(row, 0, rows, 3, row.length);
                    lanes.start(lane, rows, 3);
                    expected[lane].start(0, row, 0);
                    singles[lane].start(0, rows, 3);
                    started[lane] = true;
                } else if (started[lane] && relay && random.nextInt(6) == 0) {
                    for (int j = 0; j < strengths.length; j++) {
                        strengths[j] = (float) random.nextDouble(-0.5, 0.9);
                    }
                    lanes.startLeg(lane, strengths);
                    expected[lane].startLeg(0, strengths);
                    singles[lane].startLeg(0, strengths);
                }
            }
            long converged = lanes.iterate();
            for (int lane = 0; lane < expected.length; lane++) {
                if (started[lane]) {
                    String where = "iteration " + t + ", lane " + lane + ": " + replay(seed, set);
                    long expectedConverged = expected[lane].iterate();
                    assertEquals(expectedConverged, converged >>> lane & 1, where);
                    assertSameState(expected[lane], lanes, lane, matrix.columnCount(), where);
                    if (singles[lane] instanceof NativeShot single) {
                        assertEquals(expectedConverged, single.iterate(), where);
                        assertSameState(expected[lane], single, 0, matrix.columnCount(), where);
                    }
                }
            }
        }
    }

    /** Lanes for single shots, of which libjaynes_cpu has none for layers: those of the reference then. */
    private static MessageLanes[] singles(
            CpuLibrary library,
            InstructionSet set,
            CheckMatrix matrix,
            BeliefPropagation settings,
            boolean relay,
            int count) {
        GroupedGraph graph = new GroupedGraph(matrix, settings.precision());
        MessageLanes[] singles = new MessageLanes[count];
        Arrays.setAll(
                singles,
                lane -> settings.schedule() == Schedule.LAYERED
                        ? new ReferenceLane(matrix, settings)
                        : new NativeShot(library, set, matrix, graph, settings, relay));
        return singles;
    }

    private static void assertSameState(
            MessageLanes expected, MessageLanes actual, int lane, int columns, String where) {
        float[] expectedPosteriors = new float[columns];
        float[] posteriors = new float[columns];
        expected.posteriors(0, expectedPosteriors);
        actual.posteriors(lane, posteriors);
        for (int j = 0; j < columns; j++) {
            assertEquals(
                    Float.floatToRawIntBits(expectedPosteriors[j]),
                    Float.floatToRawIntBits(posteriors[j]),
                    () -> where + ": " + Arrays.toString(expectedPosteriors) + Arrays.toString(posteriors));
        }
        int[] expectedErrors = new int[columns];
        int[] errors = new int[columns];
        int count = actual.errors(lane, errors);
        assertEquals(expected.errors(0, expectedErrors), count, where);
        assertArrayEquals(Arrays.copyOf(expectedErrors, count), Arrays.copyOf(errors, count), where);
    }
}
