package org.jaynes.decoder.matching;

import org.jspecify.annotations.Nullable;

/** Matches a shot again, each time with one observable forced to what the best solution does not do. */
final class Complements {
    /** The scratch for one observable. */
    private record Forced(
            ComplementaryGraph complementary, DetectorGraph graph, ShotWeights weights, Matcher matcher) {}

    private final CompiledMatching decoder;
    private final @Nullable Forced[] forced;

    Complements(CompiledMatching decoder) {
        this.decoder = decoder;
        this.forced = new @Nullable Forced[decoder.observableCount()];
    }

    /** By how much the best other solution is heavier. */
    double gap(long[] shot, MatchingSession best, ShotWeights weights) {
        long least = Long.MAX_VALUE;
        double gap = Double.POSITIVE_INFINITY;
        for (int observable = 0; observable < forced.length; observable++) {
            Forced other = forced(observable);
            other.weights.restore();
            other.weights.changeAs(weights);
            if (match(other, shot, !best.flips(observable))) {
                long weight = other.matcher.weight() + other.weights.negativeSum();
                if (weight < least) {
                    least = weight;
                    gap = other.graph.weightOf(weight - best.integerWeight());
                }
            }
        }
        return gap;
    }

    private Forced forced(int observable) {
        Forced known = forced[observable];
        if (known == null) {
            ComplementaryGraph complementary = decoder.complementary(observable);
            DetectorGraph graph = complementary.graph();
            if (graph == null) {
                throw new UnsupportedOperationException(
                        "observable L%d is flipped by a closed loop of edges, so no boundary tells its two values apart; a gap needs a code with boundaries"
                                .formatted(observable));
            }
            known = new Forced(complementary, graph, new ShotWeights(graph), new Matcher(new Flooder(graph)));
            forced[observable] = known;
        }
        return known;
    }

    private static boolean match(Forced other, long[] shot, boolean flipped) {
        other.matcher.clear(other.weights);
        int node = other.graph.nodeCount - 1;
        long[] negative = other.weights.negativeDetectors();
        boolean event = other.complementary.event(shot, 0, shot.length, flipped);
        for (int word = 0; word < negative.length; word++) {
            long bits = negative[word] ^ (word < shot.length ? shot[word] : 0);
            if (word == node >> 6 && event) {
                bits ^= 1L << node;
            }
            other.matcher.addEvents(word << 6, bits);
        }
        return other.matcher.match();
    }
}
