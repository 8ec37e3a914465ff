package org.jaynes.decoder.ldpc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cpu.InstructionSet;
import org.jaynes.bindings.generated.ldpc.JaynesLdpc;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcGraph;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcHalfMinima;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcMinima;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcStart;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcState;

/** Sixteen lanes in libjaynes_cpu: min-sum in single or half precision. */
final class NativeLanes implements MessageLanes {
    private static final int LANES = JaynesLdpc.JAYNES_LDPC_LANES();

    private final CpuLibrary library;
    private final InstructionSet set;
    private final BeliefPropagation settings;
    private final NativeGraph graph;
    private final int columnCount;
    private final int detectorWords;
    private final boolean isHalf;
    private final int[] iterations = new int[LANES];
    private final MemorySegment state;
    private final MemorySegment start;
    private final MemorySegment shot;
    private final MemorySegment strengths;
    private final MemorySegment posteriors;
    private final MemorySegment errors;
    private final MemorySegment errorCount;

    /**
     * Lanes for one thread.
     *
     * @param graph of the same matrix
     * @param relay whether legs will be started
     */
    NativeLanes(
            CpuLibrary library,
            InstructionSet set,
            CheckMatrix matrix,
            NativeGraph graph,
            BeliefPropagation settings,
            boolean relay) {
        this.library = library;
        this.set = set;
        this.settings = settings;
        this.graph = graph;
        this.columnCount = matrix.columnCount();
        this.detectorWords = matrix.detectorWords();
        this.isHalf = settings.precision() == Precision.HALF;
        Arena arena = Arena.ofAuto();
        long columns = columnCount;
        ValueLayout number = isHalf ? ValueLayout.JAVA_SHORT : ValueLayout.JAVA_FLOAT;
        this.posteriors = NativeGraph.allocate(arena, number, columns * LANES);
        this.state = JaynesLdpcState.allocate(arena);
        JaynesLdpcState.half(state, isHalf ? 1 : 0);
        JaynesLdpcState.posteriors(state, posteriors.address());
        if (relay || settings.memory() != 0) {
            JaynesLdpcState.strengths(state, address(arena, ValueLayout.JAVA_FLOAT, columns * LANES));
        }
        MemoryLayout minima = isHalf ? JaynesLdpcHalfMinima.layout() : JaynesLdpcMinima.layout();
        JaynesLdpcState.minima(state, address(arena, minima, matrix.rowCount()));
        JaynesLdpcState.signs(state, address(arena, ValueLayout.JAVA_SHORT, matrix.edgeCount()));
        JaynesLdpcState.syndromes(state, address(arena, ValueLayout.JAVA_SHORT, matrix.rowCount()));
        JaynesLdpcState.unexplained(state, address(arena, ValueLayout.JAVA_SHORT, matrix.rowCount()));
        JaynesLdpcState.decisions(state, address(arena, ValueLayout.JAVA_SHORT, columns));
        long longestRow = JaynesLdpcGraph.longest_row(graph.segment());
        JaynesLdpcState.scratch(state, address(arena, ValueLayout.JAVA_FLOAT, longestRow * LANES));
        this.start = JaynesLdpcStart.allocate(arena);
        JaynesLdpcStart.strength(start, (float) settings.memory());
        this.shot = NativeGraph.allocate(arena, ValueLayout.JAVA_LONG, detectorWords);
        this.strengths = NativeGraph.allocate(arena, ValueLayout.JAVA_FLOAT, relay ? columns : 0);
        this.errors = NativeGraph.allocate(arena, ValueLayout.JAVA_INT, columns);
        this.errorCount = arena.allocate(ValueLayout.JAVA_INT);
    }

    private static long address(Arena arena, MemoryLayout value, long count) {
        return NativeGraph.allocate(arena, value, count).address();
    }

    @Override
    public int laneCount() {
        return LANES;
    }

    @Override
    public void start(int lane, long[] shots, int offset) {
        MemorySegment.copy(shots, offset, shot, ValueLayout.JAVA_LONG, 0, detectorWords);
        JaynesLdpcStart.shot(start, shot.address());
        JaynesLdpcStart.strengths(start, 0);
        startLane(lane);
    }

    @Override
    public void startLeg(int lane, float[] memory) {
        MemorySegment.copy(memory, 0, strengths, ValueLayout.JAVA_FLOAT, 0, columnCount);
        JaynesLdpcStart.shot(start, 0);
        JaynesLdpcStart.strengths(start, strengths.address());
        startLane(lane);
    }

    @Override
    public void takeOver(int lane, long[] shots, int offset, float[] taken) {
        start(lane, shots, offset);
        for (int column = 0; column < columnCount; column++) {
            long at = (long) LANES * column + lane;
            if (isHalf) {
                posteriors.setAtIndex(ValueLayout.JAVA_SHORT, at, Float.floatToFloat16(taken[column]));
            } else {
                posteriors.setAtIndex(ValueLayout.JAVA_FLOAT, at, taken[column]);
            }
        }
    }

    private void startLane(int lane) {
        JaynesLdpcStart.lane(start, lane);
        library.ldpcStart(set, graph.segment(), state, start);
        iterations[lane] = 0;
    }

    @Override
    public long iterate() {
        for (int lane = 0; lane < LANES; lane++) {
            JaynesLdpcState.alpha(state, lane, (float) settings.alpha(++iterations[lane]));
        }
        int schedule = settings.schedule() == Schedule.LAYERED
                ? JaynesLdpc.JAYNES_LDPC_LAYERED()
                : JaynesLdpc.JAYNES_LDPC_FLOODING();
        library.ldpcIterate(set, schedule, graph.segment(), state);
        return JaynesLdpcState.converged(state);
    }

    @Override
    public int errors(int lane, int[] columns) {
        library.ldpcErrors(set, graph.segment(), state, lane, errors, errorCount);
        int count = errorCount.get(ValueLayout.JAVA_INT, 0);
        MemorySegment.copy(errors, ValueLayout.JAVA_INT, 0, columns, 0, count);
        return count;
    }

    @Override
    public float posterior(int lane, int column) {
        long at = (long) LANES * column + lane;
        return isHalf
                ? Float.float16ToFloat(posteriors.getAtIndex(ValueLayout.JAVA_SHORT, at))
                : posteriors.getAtIndex(ValueLayout.JAVA_FLOAT, at);
    }
}
