package org.jaynes.decoder.ldpc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcEdge;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcGraph;

/** A matrix as libjaynes_cpu reads it. Constant; threads share it. */
final class NativeGraph {
    private final MemorySegment graph;

    /** @param precision in which priors are kept */
    NativeGraph(CheckMatrix matrix, Precision precision) {
        // Freed when nobody can reach it any more: sessions have no end.
        Arena arena = Arena.ofAuto();
        this.graph = JaynesLdpcGraph.allocate(arena);
        JaynesLdpcGraph.row_start(graph, ints(arena, matrix.rowStart).address());
        JaynesLdpcGraph.edge_column(graph, ints(arena, matrix.edgeColumn).address());
        JaynesLdpcGraph.column_start(graph, ints(arena, matrix.columnStart).address());
        JaynesLdpcGraph.column_edges(graph, columnEdges(arena, matrix).address());
        JaynesLdpcGraph.priors(graph, floats(arena, priors(matrix, precision)).address());
        JaynesLdpcGraph.row_count(graph, matrix.rowCount());
        JaynesLdpcGraph.column_count(graph, matrix.columnCount());
        JaynesLdpcGraph.edge_count(graph, matrix.edgeCount());
        int longest = 0;
        for (int row = 0; row < matrix.rowCount(); row++) {
            longest = Math.max(longest, matrix.rowStart[row + 1] - matrix.rowStart[row]);
        }
        JaynesLdpcGraph.longest_row(graph, longest);
    }

    /** The {@code JaynesLdpcGraph}; it and all it refers to live as long as this object. */
    MemorySegment segment() {
        return graph;
    }

    /** Memory for some values, at least one, so that there is an address; aligned to a cache line. */
    static MemorySegment allocate(Arena arena, MemoryLayout value, long count) {
        return arena.allocate(value.byteSize() * Math.max(1, count), 64);
    }

    static MemorySegment ints(Arena arena, int[] values) {
        MemorySegment copy = allocate(arena, ValueLayout.JAVA_INT, values.length);
        MemorySegment.copy(values, 0, copy, ValueLayout.JAVA_INT, 0, values.length);
        return copy;
    }

    private static MemorySegment columnEdges(Arena arena, CheckMatrix matrix) {
        MemorySegment edges = allocate(arena, JaynesLdpcEdge.layout(), matrix.edgeCount());
        for (int k = 0; k < matrix.edgeCount(); k++) {
            MemorySegment edge = JaynesLdpcEdge.asSlice(edges, k);
            JaynesLdpcEdge.row(edge, matrix.edgeRow[matrix.columnEdges[k]]);
            JaynesLdpcEdge.edge(edge, matrix.columnEdges[k]);
        }
        return edges;
    }

    static MemorySegment floats(Arena arena, float[] values) {
        MemorySegment copy = allocate(arena, ValueLayout.JAVA_FLOAT, values.length);
        MemorySegment.copy(values, 0, copy, ValueLayout.JAVA_FLOAT, 0, values.length);
        return copy;
    }

    private static float[] priors(CheckMatrix matrix, Precision precision) {
        float[] priors = new float[matrix.columnCount()];
        for (int column = 0; column < priors.length; column++) {
            priors[column] = precision.prior(matrix.prior(column));
        }
        return priors;
    }
}
