package org.jaynes.decoder.ldpc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jaynes.bindings.generated.ldpc.JaynesLdpc;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcGroupedGraph;

/**
 * A matrix as libjaynes_cpu reads it for one shot at a time: rows and columns in groups, one in each lane, see
 * {@code JaynesLdpcGroupedGraph}. Constant; threads share it.
 */
final class GroupedGraph {
    static final int LANES = JaynesLdpc.JAYNES_LDPC_LANES();

    /** What padding lanes of a slot read: too large to be a minimum, whatever is subtracted from it. */
    private static final float PADDING = Float.POSITIVE_INFINITY;

    /** Positions of edges, padding included, are ints. */
    private static final int MOST_EDGES = 1 << 26;

    private final MemorySegment graph;
    private final MemorySegment priors;
    private final SlotOrder rows;
    private final SlotOrder columns;

    /** Whether there is such a way through a matrix: with the flooding schedule, and not for huge ones. */
    static boolean serves(CheckMatrix matrix, BeliefPropagation settings) {
        return settings.schedule() == Schedule.FLOODING && matrix.edgeCount() <= MOST_EDGES;
    }

    /** @param precision in which priors are kept */
    GroupedGraph(CheckMatrix matrix, Precision precision) {
        rows = SlotOrder.of(LANES, matrix.rowCount(), row -> matrix.rowStart[row + 1] - matrix.rowStart[row]);
        columns = SlotOrder.of(
                LANES, matrix.columnCount(), column -> matrix.columnStart[column + 1] - matrix.columnStart[column]);
        int[] slotColumns = new int[Math.multiplyExact(rows.slotCount(), LANES)];
        int[] slotMessages = new int[Math.multiplyExact(columns.slotCount(), LANES)];
        Arrays.fill(slotColumns, columns.groupCount() * LANES);
        Arrays.fill(slotMessages, slotColumns.length);
        int[] columnRows = new int[columns.groupCount() * LANES + 1];
        int[] rowList = new int[matrix.edgeCount()];
        float[] byPlace = new float[columns.groupCount() * LANES + 1];
        Arrays.fill(byPlace, 1);
        byPlace[byPlace.length - 1] = PADDING;
        for (int column = 0; column < matrix.columnCount(); column++) {
            int place = columns.placeOf()[column];
            byPlace[place] = precision.prior(matrix.prior(column));
            columnRows[place + 1] = matrix.columnStart[column + 1] - matrix.columnStart[column];
        }
        for (int place = 1; place < columnRows.length; place++) {
            columnRows[place] += columnRows[place - 1];
        }
        for (int column = 0; column < matrix.columnCount(); column++) {
            int place = columns.placeOf()[column];
            for (int k = 0; k < matrix.columnStart[column + 1] - matrix.columnStart[column]; k++) {
                int edge = matrix.columnEdges[matrix.columnStart[column] + k];
                int row = matrix.edgeRow[edge];
                int rowPlace = rows.placeOf()[row];
                int message = rows.position(rowPlace, edge - matrix.rowStart[row]);
                slotColumns[message] = place;
                slotMessages[columns.position(place, k)] = message;
                rowList[columnRows[place] + k] = rowPlace;
            }
        }
        // Freed when nobody can reach it any more: sessions have no end.
        Arena arena = Arena.ofAuto();
        priors = NativeGraph.floats(arena, byPlace);
        graph = JaynesLdpcGroupedGraph.allocate(arena);
        JaynesLdpcGroupedGraph.row_slots(
                graph, NativeGraph.ints(arena, rows.slots()).address());
        JaynesLdpcGroupedGraph.slot_columns(
                graph, NativeGraph.ints(arena, slotColumns).address());
        JaynesLdpcGroupedGraph.column_slots(
                graph, NativeGraph.ints(arena, columns.slots()).address());
        JaynesLdpcGroupedGraph.slot_messages(
                graph, NativeGraph.ints(arena, slotMessages).address());
        JaynesLdpcGroupedGraph.column_rows(
                graph, NativeGraph.ints(arena, columnRows).address());
        JaynesLdpcGroupedGraph.rows(graph, NativeGraph.ints(arena, rowList).address());
        JaynesLdpcGroupedGraph.priors(graph, priors.address());
        JaynesLdpcGroupedGraph.row_group_count(graph, rows.groupCount());
        JaynesLdpcGroupedGraph.column_group_count(graph, columns.groupCount());
    }

    /** The {@code JaynesLdpcGroupedGraph}; it and all it refers to live as long as this object. */
    MemorySegment segment() {
        return graph;
    }

    /** Priors by place, and what padding reads. */
    MemorySegment priors() {
        return priors;
    }

    int placeOfRow(int row) {
        return rows.placeOf()[row];
    }

    int placeOfColumn(int column) {
        return columns.placeOf()[column];
    }

    int columnAt(int place) {
        return columns.at()[place];
    }

    int rowGroupCount() {
        return rows.groupCount();
    }

    int columnGroupCount() {
        return columns.groupCount();
    }

    int messageCount() {
        return rows.slotCount() * LANES;
    }

    /** Slots of the group of rows that has most. */
    int longestRow() {
        return rows.longest();
    }
}
