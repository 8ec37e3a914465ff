package org.jaynes.decoder.matching;

import java.util.Arrays;

/**
 * The edges of a solution: those of the matched paths and those of negative weight, where an edge that is in two of them
 * is in none.
 *
 * <p>A path is followed back from where its regions met, along the edges by which they came, as long as the nodes still
 * belong to them; otherwise it is searched again.
 */
final class SolutionEdges {
    private final DetectorGraph graph;
    private final Flooder flooder;
    private final PathSearch search;
    private final boolean[] flipped;
    private int[] edges = new int[64];
    private int count;

    SolutionEdges(DetectorGraph graph, Flooder flooder) {
        this.graph = graph;
        this.flooder = flooder;
        this.search = new PathSearch(graph);
        this.flipped = new boolean[graph.edgeCount];
    }

    /** Collects the edges of the matching that was found last. */
    void collect(Matcher matcher, ShotWeights weights) {
        count = 0;
        for (int edge : graph.negativeEdges) {
            if (weights.isNegative(edge)) {
                flip(edge);
            }
        }
        for (int i = 0; i < weights.changedCount(); i++) {
            int edge = weights.changed(i);
            if (weights.isNegative(edge) && graph.integerWeights[edge] >= 0) {
                flip(edge);
            }
        }
        matcher.openBlossoms();
        for (int event = 0; event < matcher.eventCount(); event++) {
            int path = matcher.path(event);
            if ((path & 1) == 0) {
                flipPath(path, weights);
            }
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (flipped[edges[i]]) {
                flipped[edges[i]] = false;
                edges[kept++] = edges[i];
            }
        }
        count = kept;
    }

    int count() {
        return count;
    }

    int edge(int index) {
        return edges[index];
    }

    /** Copies the edges into an array, a new one if they do not fit, and returns it. */
    int[] copyTo(int[] array) {
        int[] target = array.length >= count ? array : new int[edges.length];
        System.arraycopy(edges, 0, target, 0, count);
        return target;
    }

    private void flip(int edge) {
        flipped[edge] ^= true;
        if (count == edges.length) {
            edges = Arrays.copyOf(edges, 2 * count);
        }
        edges[count++] = edge;
    }

    private void flipPath(int path, ShotWeights weights) {
        int from = flooder.edges.from(path);
        int to = flooder.edges.to(path);
        int meeting = flooder.edges.meeting(path);
        int before = count;
        if (meeting != CompressedEdges.THROUGH_EVENT) {
            int a = graph.ends[2 * meeting];
            int b = graph.ends[2 * meeting + 1];
            flip(meeting);
            if (b == DetectorGraph.BOUNDARY) {
                if (follow(a, from)) {
                    return;
                }
            } else if (flooder.source[a] == from && flooder.source[b] == to) {
                if (follow(a, from) && follow(b, to)) {
                    return;
                }
            } else if (flooder.source[a] == to && flooder.source[b] == from && follow(a, to) && follow(b, from)) {
                return;
            }
        }
        while (count > before) {
            flipped[edges[--count]] ^= true;
        }
        int length = search.find(from, to, weights.halves(), weights.boundaryWeights());
        for (int i = 0; i < length; i++) {
            flip(search.edge(i));
        }
    }

    /** Goes back from a node to the detection event from which a region reached it; false if the trace is lost. */
    private boolean follow(int start, int event) {
        int node = start;
        while (flooder.top[node] != 0 && flooder.source[node] == event) {
            int edge = flooder.cameBy[node];
            if (edge < 0) {
                return true;
            }
            flip(edge);
            node = graph.otherEnd(edge, node);
        }
        return false;
    }
}
