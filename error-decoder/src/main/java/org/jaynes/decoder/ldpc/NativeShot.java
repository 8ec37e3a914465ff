package org.jaynes.decoder.ldpc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cpu.InstructionSet;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcShot;

/**
 * One lane in libjaynes_cpu for single shots: min-sum in single or half precision with the flooding schedule. Sixteen rows or
 * columns at once, where {@link NativeLanes} take sixteen shots.
 */
final class NativeShot implements MessageLanes {
    private final CpuLibrary library;
    private final InstructionSet set;
    private final BeliefPropagation settings;
    private final GroupedGraph graph;
    private final int rowCount;
    private final int columnCount;
    private final MemorySegment shot;
    private final MemorySegment posteriors;
    private final MemorySegment strengths;

    /** Those of a start, everywhere the same. */
    private final MemorySegment firstStrengths;

    private final MemorySegment messages;
    private final MemorySegment syndrome;
    private final MemorySegment decisions;
    private int iteration;

    /**
     * A lane for one thread.
     *
     * @param graph of the same matrix
     * @param relay whether legs will be started
     */
    NativeShot(
            CpuLibrary library,
            InstructionSet set,
            CheckMatrix matrix,
            GroupedGraph graph,
            BeliefPropagation settings,
            boolean relay) {
        this.library = library;
        this.set = set;
        this.settings = settings;
        this.graph = graph;
        this.rowCount = matrix.rowCount();
        this.columnCount = matrix.columnCount();
        Arena arena = Arena.ofAuto();
        long rowPlaces = (long) graph.rowGroupCount() * GroupedGraph.LANES;
        long places = (long) graph.columnGroupCount() * GroupedGraph.LANES;
        this.shot = JaynesLdpcShot.allocate(arena);
        this.posteriors = NativeGraph.allocate(arena, ValueLayout.JAVA_FLOAT, places + 1);
        boolean hasMemory = relay || settings.memory() != 0;
        this.strengths = NativeGraph.allocate(arena, ValueLayout.JAVA_FLOAT, hasMemory ? places : 0);
        float[] first = new float[hasMemory ? (int) places : 1];
        Arrays.fill(first, (float) settings.memory());
        this.firstStrengths = NativeGraph.floats(arena, first);
        this.messages = NativeGraph.allocate(arena, ValueLayout.JAVA_FLOAT, graph.messageCount() + 1L);
        this.syndrome = NativeGraph.allocate(arena, ValueLayout.JAVA_BYTE, rowPlaces);
        this.decisions = NativeGraph.allocate(arena, ValueLayout.JAVA_SHORT, graph.columnGroupCount());
        MemorySegment unexplained = NativeGraph.allocate(arena, ValueLayout.JAVA_BYTE, rowPlaces);
        MemorySegment scratch =
                NativeGraph.allocate(arena, ValueLayout.JAVA_FLOAT, (long) graph.longestRow() * GroupedGraph.LANES);
        JaynesLdpcShot.posteriors(shot, posteriors.address());
        JaynesLdpcShot.strengths(shot, hasMemory ? strengths.address() : 0);
        JaynesLdpcShot.messages(shot, messages.address());
        JaynesLdpcShot.syndrome(shot, syndrome.address());
        JaynesLdpcShot.unexplained(shot, unexplained.address());
        JaynesLdpcShot.decisions(shot, decisions.address());
        JaynesLdpcShot.scratch(shot, scratch.address());
        JaynesLdpcShot.half(shot, settings.precision() == Precision.HALF ? 1 : 0);
    }

    @Override
    public int laneCount() {
        return 1;
    }

    @Override
    public void start(int lane, long[] shots, int offset) {
        for (int row = 0; row < rowCount; row++) {
            byte event = (byte) (shots[offset + (row >>> 6)] >>> row & 1);
            syndrome.set(ValueLayout.JAVA_BYTE, graph.placeOfRow(row), event);
        }
        posteriors.copyFrom(graph.priors());
        strengths.copyFrom(firstStrengths);
        JaynesLdpcShot.started(shot, 0);
        forgetMessages();
    }

    @Override
    public void startLeg(int lane, float[] memory) {
        for (int column = 0; column < columnCount; column++) {
            strengths.setAtIndex(ValueLayout.JAVA_FLOAT, graph.placeOfColumn(column), memory[column]);
        }
        JaynesLdpcShot.started(shot, 1);
        forgetMessages();
    }

    @Override
    public void takeOver(int lane, long[] shots, int offset, float[] taken) {
        start(lane, shots, offset);
        for (int column = 0; column < columnCount; column++) {
            posteriors.setAtIndex(ValueLayout.JAVA_FLOAT, graph.placeOfColumn(column), taken[column]);
        }
    }

    private void forgetMessages() {
        messages.fill((byte) 0);
        // What padding adds: of all numbers, only -0 changes no sum.
        messages.setAtIndex(ValueLayout.JAVA_FLOAT, graph.messageCount(), -0f);
        iteration = 0;
    }

    @Override
    public long iterate() {
        JaynesLdpcShot.alpha(shot, (float) settings.alpha(++iteration));
        library.ldpcIterateShot(set, graph.segment(), shot);
        return JaynesLdpcShot.converged(shot);
    }

    @Override
    public int errors(int lane, int[] columns) {
        int count = 0;
        for (int group = 0; group < graph.columnGroupCount(); group++) {
            int errors = decisions.getAtIndex(ValueLayout.JAVA_SHORT, group) & 0xFFFF;
            for (; errors != 0; errors &= errors - 1) {
                int place = group * GroupedGraph.LANES + Integer.numberOfTrailingZeros(errors);
                if (place < columnCount) {
                    columns[count++] = graph.columnAt(place);
                }
            }
        }
        Arrays.sort(columns, 0, count);
        return count;
    }

    @Override
    public float posterior(int lane, int column) {
        return posteriors.getAtIndex(ValueLayout.JAVA_FLOAT, graph.placeOfColumn(column));
    }
}
