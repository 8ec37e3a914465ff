package org.jaynes.decoder.matching;

import java.util.Arrays;

/** Shortest paths in the detector graph, by Dijkstra's algorithm. */
final class PathSearch {
    private final DetectorGraph graph;
    private final EventQueue queue = new EventQueue();
    private final long[] distance;
    private final int[] cameBy;
    private final int[] reached;
    private int reachedCount;
    private final int[] path;

    PathSearch(DetectorGraph graph) {
        this.graph = graph;
        // One more node for the boundary.
        this.distance = new long[graph.nodeCount + 1];
        this.cameBy = new int[graph.nodeCount + 1];
        this.reached = new int[graph.nodeCount + 1];
        this.path = new int[graph.nodeCount + 1];
        Arrays.fill(distance, Long.MAX_VALUE);
    }

    /**
     * Finds a path of least weight.
     *
     * @param to a node or {@link DetectorGraph#BOUNDARY}
     * @return the number of its edges, which {@link #edge} gives, from the end to the beginning
     */
    int find(int from, int to, int[] halves, int[] boundaryWeights) {
        int target = to == DetectorGraph.BOUNDARY ? graph.nodeCount : to;
        reach(from, 0, -1);
        while (true) {
            int node = queue.pop();
            if (node == EventQueue.NONE) {
                throw new AssertionError("no path from D%d to %s".formatted(from, to));
            }
            if (distance[node] != queue.now()) {
                continue;
            }
            if (node == target) {
                break;
            }
            if (target == graph.nodeCount && boundaryWeights[node] != DetectorGraph.NO_BOUNDARY) {
                reach(graph.nodeCount, boundaryWeights[node], graph.boundaryEdges[node]);
            }
            for (int half = graph.firstHalf[node]; half < graph.firstHalf[node + 1]; half++) {
                reach(halves[2 * half], halves[2 * half + 1], graph.halfEdges[half]);
            }
        }
        int length = 0;
        int node = target;
        while (node != from) {
            int edge = cameBy[node];
            path[length++] = edge;
            node = node == graph.nodeCount ? graph.ends[2 * edge] : graph.otherEnd(edge, node);
        }
        clear();
        return length;
    }

    int edge(int index) {
        return path[index];
    }

    private void reach(int node, int step, int edge) {
        long length = queue.now() + step;
        if (length >= distance[node]) {
            return;
        }
        if (distance[node] == Long.MAX_VALUE) {
            reached[reachedCount++] = node;
        }
        distance[node] = length;
        cameBy[node] = edge;
        queue.push(step, node);
    }

    private void clear() {
        queue.clear();
        for (int i = 0; i < reachedCount; i++) {
            distance[reached[i]] = Long.MAX_VALUE;
        }
        reachedCount = 0;
    }
}
