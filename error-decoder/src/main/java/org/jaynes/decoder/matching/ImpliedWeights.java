package org.jaynes.decoder.matching;

import java.util.Arrays;

/** The correlations of a graph's edges as integer weights. Immutable. */
final class ImpliedWeights {
    private final int[] first;
    private final int[] affected;
    private final int[] weights;

    ImpliedWeights(EdgeCorrelations correlations, DetectorGraph graph) {
        this.first = correlations.first();
        this.affected = correlations.affected();
        this.weights = Arrays.stream(correlations.weights())
                .mapToInt(graph::integerWeight)
                .toArray();
    }

    /** Lowers the weights of all edges that are likelier if this edge is flipped. */
    void apply(int edge, ShotWeights shotWeights) {
        for (int i = first[edge]; i < first[edge + 1]; i++) {
            shotWeights.lower(affected[i], weights[i]);
        }
    }
}
