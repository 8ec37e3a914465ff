package org.jaynes.decoder.matching;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A detector graph with one node more, whose detection event says whether a solution flips a certain observable: with the
 * event set either way, matching finds the best solution of either kind (Gidney, Newman, Brooks and Jones, "Yoked surface
 * codes", arXiv:2312.04522).
 *
 * <p>An observable may be multiplied by detectors without changing what it says of a shot. Where it can be chosen so that
 * only boundary edges flip it, those edges lead to the new node; such a choice exists unless a closed loop of edges flips
 * the observable. Edges have the same numbers in both graphs.
 *
 * @param graph null if there is no such choice
 * @param gauge bit set of the detectors by which the observable was multiplied
 */
record ComplementaryGraph(@Nullable DetectorGraph graph, long[] gauge) {
    static ComplementaryGraph of(DetectorGraph graph, int observable) {
        boolean[] flips = new boolean[graph.edgeCount];
        for (int edge = 0; edge < graph.edgeCount; edge++) {
            for (int i = graph.firstObservable[edge]; i < graph.firstObservable[edge + 1]; i++) {
                flips[edge] ^= graph.observables[i] == observable;
            }
        }
        long[] gauge = new long[(graph.nodeCount + 64) / 64];
        if (!choose(graph, flips, gauge)) {
            return new ComplementaryGraph(null, gauge);
        }
        EdgeList edges = new EdgeList();
        for (int edge = 0; edge < graph.edgeCount; edge++) {
            int node = graph.ends[2 * edge];
            int other = graph.ends[2 * edge + 1];
            if (graph.isBoundary(edge) && flips[edge] != get(gauge, node)) {
                other = graph.nodeCount;
            }
            edges.merge(node, other, graph.weights[edge], new int[0], 0, 0);
        }
        return new ComplementaryGraph(
                new DetectorGraph(edges, graph.nodeCount + 1, 0, graph.scale, graph.errorEdges), gauge);
    }

    /** Chooses detectors along a spanning forest; false if an edge outside of it disagrees. */
    private static boolean choose(DetectorGraph graph, boolean[] flips, long[] gauge) {
        boolean[] seen = new boolean[graph.nodeCount];
        Deque<Integer> open = new ArrayDeque<>();
        for (int root = 0; root < graph.nodeCount; root++) {
            if (seen[root]) {
                continue;
            }
            seen[root] = true;
            open.add(root);
            while (!open.isEmpty()) {
                int node = open.remove();
                for (int half = graph.firstHalf[node]; half < graph.firstHalf[node + 1]; half++) {
                    int neighbor = graph.halves[2 * half];
                    boolean expected = get(gauge, node) ^ flips[graph.halfEdges[half]];
                    if (!seen[neighbor]) {
                        seen[neighbor] = true;
                        gauge[neighbor >> 6] |= expected ? 1L << neighbor : 0;
                        open.add(neighbor);
                    } else if (get(gauge, neighbor) != expected) {
                        return false;
                    }
                }
            }
        }
        return loopsAgree(graph, flips);
    }

    private static boolean loopsAgree(DetectorGraph graph, boolean[] flips) {
        for (int edge = 0; edge < graph.edgeCount; edge++) {
            if (graph.isLoop(edge) && flips[edge]) {
                return false;
            }
        }
        return true;
    }

    private static boolean get(long[] bits, int index) {
        return (bits[index >> 6] >>> index & 1) != 0;
    }

    /** Whether the new node has an event in a solution of this shot that flips, or does not flip, the observable. */
    boolean event(long[] shots, int offset, int words, boolean flipped) {
        int parity = 0;
        for (int word = 0; word < words; word++) {
            parity ^= Long.bitCount(shots[offset + word] & gauge[word]);
        }
        return flipped ^ (parity & 1) != 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ComplementaryGraph that && graph == that.graph && Arrays.equals(gauge, that.gauge);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(gauge);
    }

    @Override
    public String toString() {
        return graph == null ? "no complementary graph" : "complementary graph of %d edges".formatted(graph.edgeCount);
    }
}
