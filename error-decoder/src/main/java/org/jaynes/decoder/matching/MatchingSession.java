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
    /** Difference of the weights of two solutions of which one is twice as likely as the other. */
    private static final double TWICE_AS_LIKELY = Math.log(2);

    private final DetectorGraph graph;
    private final @Nullable ImpliedWeights correlations;
    private final @Nullable Explanations explanations;
    private final ShotWeights weights;
    private final Matcher matcher;
    private final SolutionEdges solution;
    private final int words;
    private final long[] shot;
    private final long[] observables;
    private final Complements complements;
    private final long[] firstObservables;
    private int[] firstEdges = new int[0];
    private int[] secondEdges = new int[0];
    private boolean converged;

    /** Whether {@link #solution} holds the edges of the last shot. */
    private boolean edgesKnown;

    MatchingSession(
            CompiledMatching decoder, DetectorGraph graph, @Nullable ImpliedWeights correlations, boolean compared) {
        this.graph = graph;
        this.correlations = correlations;
        this.explanations = compared ? new Explanations(graph) : null;
        this.weights = new ShotWeights(graph);
        Flooder flooder = new Flooder(graph);
        this.matcher = new Matcher(flooder);
        this.solution = new SolutionEdges(graph, flooder);
        this.words = decoder.detectorWords();
        this.shot = new long[words];
        this.observables = new long[decoder.observableWords()];
        this.firstObservables = new long[observables.length];
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
        converged = matchFirst(priors);
        if (converged && correlations != null) {
            matchSecond(correlations, priors);
        }
        return converged;
    }

    /** Matches with the weights of the model and the shot's priors. */
    private boolean matchFirst(@Nullable ShotPriors priors) {
        weights.restore();
        if (priors != null) {
            weights.apply(priors);
        }
        return match();
    }

    /** Matches with the weights that follow from the first solution; both have perfect matchings or none has. */
    private void matchSecond(ImpliedWeights implied, @Nullable ShotPriors priors) {
        collectEdges();
        int count = solution.count();
        if (explanations != null) {
            firstEdges = solution.copyTo(firstEdges);
            System.arraycopy(observables, 0, firstObservables, 0, observables.length);
        }
        for (int i = 0; i < count; i++) {
            implied.apply(solution.edge(i), weights);
        }
        match();
        if (explanations != null && !Arrays.equals(observables, firstObservables)) {
            collectEdges();
            secondEdges = solution.copyTo(secondEdges);
            long first = explanations.weight(firstEdges, count);
            long second = explanations.weight(secondEdges, solution.count());
            if (graph.weightOf(second - first) >= TWICE_AS_LIKELY) {
                matchFirst(priors);
            }
        }
    }

    private boolean match() {
        edgesKnown = false;
        matcher.clear(weights);
        long[] negative = weights.negativeDetectors();
        for (int word = 0; word < words; word++) {
            long bits = shot[word] ^ negative[word];
            if (bits != 0) {
                matcher.addEvents(word << 6, bits);
            }
        }
        boolean perfect = matcher.match();
        if (perfect) {
            matcher.openBlossoms();
        }
        predict(perfect);
        return perfect;
    }

    private void predict(boolean perfect) {
        if (graph.observableCount > 64 && perfect) {
            collectEdges();
            Arrays.fill(observables, 0);
            for (int i = 0; i < solution.count(); i++) {
                graph.flipObservables(solution.edge(i), observables);
            }
        } else if (observables.length > 0) {
            Arrays.fill(observables, 0);
            if (perfect) {
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
     * matching where its solution was taken.
     *
     * @throws UnsupportedOperationException if an observable is flipped by a closed loop of edges that are not boundary
     *     edges, as in a code on a torus
     */
    @Override
    public double gap() {
        return converged ? complements.gap(shot, this, weights) : 0;
    }

    /**
     * Whether a ball would overlap the regions of the last matching at a node of it.
     *
     * @param reach how far the ball reaches beyond the node
     */
    boolean overlaps(int node, int reach) {
        Flooder flooder = matcher.flooder;
        boolean overlaps = flooder.top[node] != 0;
        int[] halves = flooder.halves();
        for (int half = graph.firstHalf[node], end = graph.firstHalf[node + 1]; half < end && !overlaps; half++) {
            int neighbor = halves[2 * half];
            int region = flooder.top[neighbor];
            overlaps = region != 0 && flooder.radiusAt(neighbor, region) + (long) reach > halves[2 * half + 1];
        }
        return overlaps;
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
