package org.jaynes.decoder.matching;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What it says about other edges that an edge is flipped: errors with several components flip several edges at once.
 * Immutable.
 *
 * <p>If an edge is flipped, another edge of the same errors is flipped with probability {@code P(both) / P(edge)}, at
 * most one half, where both are sums of independent errors. The weight that belongs to it is the implied weight.
 *
 * @param first where the rules of each edge begin; one more entry for the end
 * @param affected the other edge of each rule
 * @param weights the implied weight of each rule, not negative
 */
record EdgeCorrelations(int[] first, int[] affected, double[] weights) {
    static final EdgeCorrelations NONE = new EdgeCorrelations(new int[1], new int[0], new double[0]);

    double greatestWeight() {
        return Arrays.stream(weights).max().orElse(0);
    }

    boolean allWhole() {
        return Arrays.stream(weights).allMatch(weight -> Math.rint(weight) == weight);
    }

    /** Collects joint probabilities error by error. */
    static final class Collector {
        /** Probability that both edges of a pair flip by a common error, by causing edge in the high word. */
        private final Map<Long, Double> joint = new HashMap<>();

        void add(double probability, int[] edges, int from, int to) {
            for (int i = from; i < to; i++) {
                for (int k = i + 1; k < to; k++) {
                    combine(edges[i], edges[k], probability);
                    combine(edges[k], edges[i], probability);
                }
            }
            for (int i = from; i < to; i++) {
                combine(edges[i], edges[i], probability);
            }
        }

        private void combine(int cause, int affected, double q) {
            joint.merge(key(cause, affected), q, (p, r) -> p * (1 - r) + r * (1 - p));
        }

        private static long key(int cause, int affected) {
            return (long) cause << 32 | affected;
        }

        EdgeCorrelations finish(int edgeCount) {
            long[] keys =
                    joint.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
            int[] first = new int[edgeCount + 1];
            int[] affected = new int[keys.length];
            double[] weights = new double[keys.length];
            int count = 0;
            for (long key : keys) {
                int cause = (int) (key >>> 32);
                int other = (int) key;
                double marginal = probability(cause, cause);
                if (cause != other && marginal > 0) {
                    double implied = Math.min(0.5, probability(cause, other) / marginal);
                    affected[count] = other;
                    weights[count++] = StrictMath.log((1 - implied) / implied);
                }
                first[cause + 1] = count;
            }
            for (int edge = 0; edge < edgeCount; edge++) {
                first[edge + 1] = Math.max(first[edge + 1], first[edge]);
            }
            return new EdgeCorrelations(first, Arrays.copyOf(affected, count), Arrays.copyOf(weights, count));
        }

        private double probability(int cause, int affected) {
            return joint.getOrDefault(key(cause, affected), 0.0);
        }
    }
}
