package org.jaynes.decoder.matching;

import java.util.Optional;
import org.jaynes.decoder.CompiledDecoder;

/** A model made ready for union-find: its detector graph. */
public final class CompiledUnionFind implements CompiledDecoder {
    private final DetectorGraph graph;
    private final long leftOut;

    CompiledUnionFind(DetectorGraph graph, long leftOut) {
        this.graph = graph;
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

    @Override
    public Optional<String> notice() {
        return GraphBuilder.notice(leftOut);
    }

    @Override
    public UnionFindSession newSession() {
        return new UnionFindSession(graph);
    }
}
