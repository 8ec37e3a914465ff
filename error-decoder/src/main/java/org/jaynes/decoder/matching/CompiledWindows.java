package org.jaynes.decoder.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jaynes.decoder.CompiledDecoder;

/** A model made ready for sliding windows: a graph for each window. */
public final class CompiledWindows implements CompiledDecoder {
    private final DetectorGraph graph;
    private final long leftOut;

    /** The detectors of each round. */
    final int[][] detectorsOf;

    final List<Window> windows = new ArrayList<>();

    /**
     * A window.
     *
     * @param firstRound its first round
     * @param end the first round after it
     * @param graph its graph; nodes in the order of {@code detectors}
     * @param detectors its detectors in the whole model, ascending
     * @param edges the edges of the whole model that its edges stand for
     * @param commits whether an edge of the window holds for good
     */
    record Window(int firstRound, int end, CompiledMatching graph, int[] detectors, int[] edges, boolean[] commits) {}

    CompiledWindows(DetectorGraph graph, int[] rounds, int window, int commit, long leftOut) {
        this.graph = graph;
        this.leftOut = leftOut;
        int roundCount = Arrays.stream(rounds).max().orElse(0) + 1;
        this.detectorsOf = new int[roundCount][];
        int[] counts = new int[roundCount];
        for (int round : rounds) {
            counts[round]++;
        }
        for (int round = 0; round < roundCount; round++) {
            detectorsOf[round] = new int[counts[round]];
            counts[round] = 0;
        }
        for (int detector = 0; detector < rounds.length; detector++) {
            detectorsOf[rounds[detector]][counts[rounds[detector]]++] = detector;
        }
        int[] nodeOf = new int[rounds.length];
        int first = 0;
        while (true) {
            boolean last = first + window >= roundCount;
            int end = last ? roundCount : first + window;
            windows.add(window(rounds, nodeOf, first, end, last ? end : first + commit));
            if (last) {
                return;
            }
            first += commit;
        }
    }

    /** The window from one round to another, with what of it is committed. */
    private Window window(int[] rounds, int[] nodeOf, int first, int end, int commitEnd) {
        int[] detectors = Arrays.stream(detectorsOf, first, end)
                .flatMapToInt(Arrays::stream)
                .sorted()
                .toArray();
        for (int node = 0; node < detectors.length; node++) {
            nodeOf[detectors[node]] = node;
        }
        EdgeList list = new EdgeList();
        List<Integer> edges = new ArrayList<>();
        List<Boolean> commits = new ArrayList<>();
        for (int pass = 0; pass < 2; pass++) {
            // Edges to later rounds come after the others: where both end at the boundary, the lighter one is wanted.
            for (int edge = 0; edge < graph.edgeCount; edge++) {
                int a = graph.ends[2 * edge];
                int b = graph.ends[2 * edge + 1];
                int roundA = rounds[a];
                int roundB = b == DetectorGraph.BOUNDARY ? roundA : rounds[b];
                int earlier = Math.min(roundA, roundB);
                boolean open = Math.max(roundA, roundB) >= end;
                if (earlier < first || earlier >= end || open != (pass == 1)) {
                    continue;
                }
                int inner = roundA == earlier ? a : b;
                int other = b == DetectorGraph.BOUNDARY || open ? DetectorGraph.BOUNDARY : nodeOf[a ^ b ^ inner];
                int known = list.find(nodeOf[inner], other);
                if (known < 0) {
                    list.merge(nodeOf[inner], other, graph.weights[edge], new int[0], 0, 0);
                    edges.add(edge);
                    commits.add(earlier < commitEnd);
                } else if (graph.weights[edge] < list.weight(known)) {
                    list.replace(known, graph.weights[edge]);
                    edges.set(known, edge);
                }
            }
        }
        DetectorGraph part = new DetectorGraph(
                list,
                detectors.length,
                0,
                graph.scale,
                new ErrorEdges(new double[0], new int[1], new int[0], list.count()));
        boolean[] committed = new boolean[commits.size()];
        for (int i = 0; i < committed.length; i++) {
            committed[i] = commits.get(i);
        }
        return new Window(
                first,
                end,
                new CompiledMatching(part, null, false, 0),
                detectors,
                edges.stream().mapToInt(Integer::intValue).toArray(),
                committed);
    }

    @Override
    public int detectorCount() {
        return graph.nodeCount;
    }

    @Override
    public int observableCount() {
        return graph.observableCount;
    }

    @Override
    public int errorCount() {
        return graph.errorEdges.errorCount();
    }

    /** Number of rounds of the model. */
    public int roundCount() {
        return detectorsOf.length;
    }

    @Override
    public Optional<String> notice() {
        return GraphBuilder.notice(leftOut);
    }

    @Override
    public WindowSession newSession() {
        return new WindowSession(this, graph);
    }
}
