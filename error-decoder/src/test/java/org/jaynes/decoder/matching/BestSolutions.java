package org.jaynes.decoder.matching;

import java.util.Arrays;

/** The least weight of each syndrome with each value of the observables, by trying everything. */
final class BestSolutions {
    private final int detectors;
    private final double[] least;

    /**
     * @param ends two per edge, the second one -1 for a boundary edge
     * @param masks observables of each edge
     * @param weights of each edge, of either sign
     */
    BestSolutions(int detectors, int observables, int[] ends, int[] masks, double[] weights) {
        this.detectors = detectors;
        double[] current = new double[1 << (detectors + observables)];
        Arrays.fill(current, Double.POSITIVE_INFINITY);
        current[0] = 0;
        for (int edge = 0; edge < weights.length; edge++) {
            int flips = (masks[edge] << detectors) ^ (1 << ends[2 * edge]);
            if (ends[2 * edge + 1] >= 0) {
                flips ^= 1 << ends[2 * edge + 1];
            }
            double[] next = new double[current.length];
            for (int state = 0; state < current.length; state++) {
                next[state] = Math.min(current[state], current[state ^ flips] + weights[edge]);
            }
            current = next;
        }
        this.least = current;
    }

    double weight(int syndrome, int observables) {
        return least[(observables << detectors) | syndrome];
    }

    double weight(int syndrome) {
        double weight = Double.POSITIVE_INFINITY;
        for (int state = syndrome; state < least.length; state += 1 << detectors) {
            weight = Math.min(weight, least[state]);
        }
        return weight;
    }

    /** The least weight with any other observables. */
    double otherWeight(int syndrome, int observables) {
        double weight = Double.POSITIVE_INFINITY;
        for (int value = 0; value << detectors < least.length; value++) {
            if (value != observables) {
                weight = Math.min(weight, weight(syndrome, value));
            }
        }
        return weight;
    }
}
