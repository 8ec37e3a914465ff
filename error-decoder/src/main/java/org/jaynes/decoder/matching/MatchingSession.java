package org.jaynes.decoder.matching;

import org.jaynes.decoder.DecoderSession;
import org.jaynes.decoder.ShotPriors;
import org.jspecify.annotations.Nullable;

/** Matches shots one after the other. */
final class MatchingSession implements DecoderSession {
    private final DetectorGraph graph;
    private final Matcher matcher;
    private final int words;
    private final long[] negativeDetectors;
    private boolean converged;
    private long observables;
    private double weight;

    MatchingSession(DetectorGraph graph) {
        this.graph = graph;
        this.matcher = new Matcher(new Flooder(graph));
        this.words = graph.negativeDetectors.length;
        this.negativeDetectors = graph.negativeDetectors;
    }

    @Override
    public boolean decode(long[] shots, int offset, @Nullable ShotPriors priors) {
        matcher.clear();
        for (int word = 0; word < words; word++) {
            long bits = shots[offset + word] ^ negativeDetectors[word];
            if (bits != 0) {
                matcher.addEvents(word << 6, bits);
            }
        }
        converged = matcher.match();
        if (!converged) {
            observables = 0;
            weight = Double.POSITIVE_INFINITY;
            return false;
        }
        observables = matcher.observables() ^ (graph.observableCount == 0 ? 0 : graph.negativeObservables[0]);
        weight = graph.weightOf(matcher.weight() + graph.negativeSum);
        return true;
    }

    @Override
    public boolean converged() {
        return converged;
    }

    @Override
    public long observables(int word) {
        return observables;
    }

    @Override
    public double weight() {
        return weight;
    }
}
