package org.jaynes.decoder.matching;

import java.util.Arrays;
import org.jaynes.decoder.DecoderSession;
import org.jaynes.decoder.ShotPriors;
import org.jspecify.annotations.Nullable;

/**
 * Matches shots one after the other. Besides the predicted observables it gives the matched pairs of detection events and
 * the edges of the solution.
 */
public final class MatchingSession implements DecoderSession {
    private final DetectorGraph graph;
    private final @Nullable ImpliedWeights correlations;
    private final ShotWeights weights;
    private final Matcher matcher;
    private final SolutionEdges solution;
    private final int words;
    private final long[] shot;
    private final long[] observables;
    private final Complements complements;
    private boolean converged;

    /** Whether {@link #solution} holds the edges of the last shot. */
    private boolean edgesKnown;

    MatchingSession(CompiledMatching decoder, DetectorGraph graph, @Nullable ImpliedWeights correlations) {
        this.graph = graph;
        this.correlations = correlations;
        this.weights = new ShotWeights(graph);
        Flooder flooder = new Flooder(graph);
        this.matcher = new Matcher(flooder);
        this.solution = new SolutionEdges(graph, flooder);
        this.words = decoder.detectorWords();
        this.shot = new long[words];
        this.observables = new long[decoder.observableWords()];
        this.complements = new Complements(decoder);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Without a perfect matching (an odd number of events in a part of the graph that has no boundary) the session has
     * not converged, predicts no flips and has no edges.
     *
     * <p>Priors hold for both matchings of a correlated decoder. Their weights are cut at eight times the greatest weight
     * of the model.
     */
    @Override
    public boolean decode(long[] shots, int offset, @Nullable ShotPriors priors) {
        System.arraycopy(shots, offset, shot, 0, words);
        weights.restore();
        if (priors != null) {
            weights.apply(priors);
        }
        converged = match();
        if (converged && correlations != null) {
            solution.collect(matcher, weights);
            for (int i = 0; i < solution.count(); i++) {
                correlations.apply(solution.edge(i), weights);
            }
            converged = match();
        }
        edgesKnown = false;
        predict();
        return converged;
    }

    private boolean match() {
        matcher.clear(weights);
        long[] negative = weights.negativeDetectors();
        for (int word = 0; word < words; word++) {
            long bits = shot[word] ^ negative[word];
            if (bits != 0) {
                matcher.addEvents(word << 6, bits);
            }
        }
        if (matcher.match()) {
            matcher.openBlossoms();
            return true;
        }
        return false;
    }

    private void predict() {
        if (graph.observableCount > 64 && converged) {
            collectEdges();
            Arrays.fill(observables, 0);
            for (int i = 0; i < solution.count(); i++) {
                graph.flipObservables(solution.edge(i), observables);
            }
        } else if (observables.length > 0) {
            Arrays.fill(observables, 0);
            if (converged) {
                observables[0] = matcher.observables() ^ weights.negativeObservables()[0];
            }
        }
    }

    private void collectEdges() {
        if (!edgesKnown) {
            solution.collect(matcher, weights);
            edgesKnown = true;
        }
    }

    @Override
    public boolean converged() {
        return converged;
    }

    @Override
    public long observables(int word) {
        return observables[word];
    }

    @Override
    public double weight() {
        return converged ? graph.weightOf(matcher.weight() + weights.negativeSum()) : Double.POSITIVE_INFINITY;
    }

    /**
     * {@inheritDoc}
     *
     * <p>One matching for each observable; weights are those of the last shot, of a correlated decoder those of the second
     * matching.
     *
     * @throws UnsupportedOperationException if an observable is flipped by a closed loop of edges that are not boundary
     *     edges, as in a code on a torus
     */
    @Override
    public double gap() {
        return converged ? complements.gap(shot, this, weights) : 0;
    }

    /** Integer weight of the last solution. */
    long integerWeight() {
        return matcher.weight() + weights.negativeSum();
    }

    /** Number of edges in the last solution. */
    public int edgeCount() {
        if (!converged) {
            return 0;
        }
        collectEdges();
        return solution.count();
    }

    /** An edge of the last solution, see {@link CompiledMatching#edgeDetector}; after {@link #edgeCount}. */
    public int edge(int index) {
        return solution.edge(index);
    }

    /**
     * Number of matches in the last solution. An event that a negative edge makes is matched too, and one that such an
     * edge cancels is not.
     */
    public int matchCount() {
        return converged ? matcher.matchCount() : 0;
    }

    /** The first detection event of a match, a detector; after {@link #matchCount}. */
    public int matchFirst(int match) {
        return matcher.matchFirst(match);
    }

    /** The second detection event of a match, or {@link CompiledMatching#BOUNDARY}; after {@link #matchCount}. */
    public int matchSecond(int match) {
        return matcher.matchSecond(match);
    }
}
