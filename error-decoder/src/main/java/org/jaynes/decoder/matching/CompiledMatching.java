package org.jaynes.decoder.matching;

import org.jaynes.decoder.CompiledDecoder;

/** The detector graph of a model, to be matched on. */
final class CompiledMatching implements CompiledDecoder {
    private final DetectorGraph graph;

    CompiledMatching(DetectorGraph graph) {
        this.graph = graph;
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
    public MatchingSession newSession() {
        return new MatchingSession(graph);
    }
}
