package org.jaynes.decoder.matching;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jaynes.decoder.CompiledDecoder;
import org.jspecify.annotations.Nullable;

/**
 * A model made ready for matching: its detector graph. Edges are numbered in the order in which the model first names
 * them.
 */
public final class CompiledMatching implements CompiledDecoder {
    /** The other end of an edge that flips one detector only. */
    public static final int BOUNDARY = DetectorGraph.BOUNDARY;

    private final DetectorGraph graph;
    private final @Nullable ImpliedWeights correlations;
    private final boolean compared;
    private final long leftOut;

    /** By observable, made when first asked for. */
    private final Map<Integer, ComplementaryGraph> complementary = new HashMap<>();

    CompiledMatching(DetectorGraph graph, @Nullable EdgeCorrelations correlations, boolean compared, long leftOut) {
        this.graph = graph;
        this.correlations = correlations == null ? null : new ImpliedWeights(correlations, graph);
        this.compared = compared;
        this.leftOut = leftOut;
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

    /** Number of components of errors that flip more than two detectors and are not in the graph. */
    public long leftOut() {
        return leftOut;
    }

    @Override
    public Optional<String> notice() {
        return GraphBuilder.notice(leftOut);
    }

    /** Number of edges. */
    public int edgeCount() {
        return graph.edgeCount;
    }

    /** One detector of an edge. */
    public int edgeDetector(int edge) {
        return graph.ends[2 * edge];
    }

    /** The other detector of an edge, or {@link #BOUNDARY}. */
    public int edgeOtherDetector(int edge) {
        return graph.ends[2 * edge + 1];
    }

    /** The weight {@code ln((1 - p) / p)} of an edge, with the probabilities of all its errors combined. */
    public double edgeWeight(int edge) {
        return graph.weights[edge];
    }

    @Override
    public MatchingSession newSession() {
        return new MatchingSession(this, graph, correlations, compared);
    }

    /** The graph in which an observable is a detector, or one that says why there is none. */
    ComplementaryGraph complementary(int observable) {
        synchronized (complementary) {
            return complementary.computeIfAbsent(observable, k -> ComplementaryGraph.of(graph, k));
        }
    }
}
