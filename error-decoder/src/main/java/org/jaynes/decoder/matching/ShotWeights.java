package org.jaynes.decoder.matching;

import org.jaynes.decoder.ShotPriors;

/**
 * The weights of one shot: the graph's, and a few that differ. A session that never changes any shares the graph's
 * arrays; going back costs time proportional to what was changed.
 */
final class ShotWeights {
    private final DetectorGraph graph;
    private final ErrorEdges errorEdges;
    private boolean shared = true;
    private int[] halves;
    private int[] boundaryWeights;

    /** As in the graph, for the shot's weights. */
    private final long[] negativeDetectors;

    private final long[] negativeObservables;
    private long negativeSum;

    /** Signed integer weights of edges; empty while shared. */
    private int[] current = new int[0];

    /** Weights of errors with the shot's priors; empty while no shot has any. */
    private double[] errorWeights = new double[0];

    private int[] changed = new int[0];
    private int changedCount;
    private boolean[] isChanged = new boolean[0];

    ShotWeights(DetectorGraph graph) {
        this.graph = graph;
        this.errorEdges = graph.errorEdges;
        this.halves = graph.halves;
        this.boundaryWeights = graph.boundaryWeights;
        this.negativeDetectors = graph.negativeDetectors.clone();
        this.negativeObservables = graph.negativeObservables.clone();
        this.negativeSum = graph.negativeSum;
    }

    /** As {@link DetectorGraph#halves}; the array may be another one after a change. */
    int[] halves() {
        return halves;
    }

    /** As {@link DetectorGraph#boundaryWeights}; the array may be another one after a change. */
    int[] boundaryWeights() {
        return boundaryWeights;
    }

    long[] negativeDetectors() {
        return negativeDetectors;
    }

    long[] negativeObservables() {
        return negativeObservables;
    }

    long negativeSum() {
        return negativeSum;
    }

    /** Number of edges that have had another weight since the graph's weights were restored. */
    int changedCount() {
        return changedCount;
    }

    /** An edge that has had another weight. */
    int changed(int index) {
        return changed[index];
    }

    /** Whether an edge counts as flipped before matching. */
    boolean isNegative(int edge) {
        return (shared ? graph.integerWeights[edge] : current[edge]) < 0;
    }

    /** Whether all weights are the graph's. */
    boolean isUnchanged() {
        return changedCount == 0;
    }

    /** The absolute integer weight of an edge. */
    int magnitude(int edge) {
        return Math.abs(shared ? graph.integerWeights[edge] : current[edge]);
    }

    /** Gives all edges back the graph's weights. */
    void restore() {
        while (changedCount > 0) {
            int edge = changed[--changedCount];
            isChanged[edge] = false;
            put(edge, graph.integerWeights[edge]);
        }
    }

    /** Changes the weights of all edges that belong to errors with other probabilities in this shot. */
    void apply(ShotPriors priors) {
        own();
        if (errorWeights.length == 0) {
            errorWeights = errorEdges.weights();
        }
        for (int i = 0; i < priors.count(); i++) {
            int error = priors.error(i);
            if (error >= errorWeights.length) {
                throw new IllegalArgumentException(
                        "priors name error %d; the model has errors 0 to %d".formatted(error, errorWeights.length - 1));
            }
            if (Double.isInfinite(errorEdges.weight(error)) && priors.probability(i) > 0) {
                throw new IllegalArgumentException(
                        "priors name error %d, which never happens in the model and is left out of the graph; give it a small probability there"
                                .formatted(error));
            }
            double probability = priors.probability(i);
            errorWeights[error] = Math.log((1 - probability) / probability);
        }
        for (int i = 0; i < priors.count(); i++) {
            int error = priors.error(i);
            for (int k = 0; k < errorEdges.edgeCountOf(error); k++) {
                int edge = errorEdges.edge(error, k);
                set(edge, graph.integerWeight(combined(edge)));
            }
        }
        for (int i = 0; i < priors.count(); i++) {
            errorWeights[priors.error(i)] = errorEdges.weight(priors.error(i));
        }
    }

    /** Makes the changes of another shot's weights, on a graph with the same edges. */
    void changeAs(ShotWeights other) {
        if (other.changedCount > 0) {
            own();
        }
        for (int i = 0; i < other.changedCount; i++) {
            set(other.changed[i], other.current[other.changed[i]]);
        }
    }

    /** Lowers the weight of an edge if it is higher. */
    void lower(int edge, int weight) {
        own();
        if (weight < current[edge]) {
            set(edge, weight);
        }
    }

    /** The weight of an edge by the weights of its errors, combined in the order of the model. */
    private double combined(int edge) {
        double weight = errorWeights[errorEdges.error(edge, 0)];
        for (int i = 1; i < errorEdges.errorCountOf(edge); i++) {
            double other = errorWeights[errorEdges.error(edge, i)];
            if (Double.isInfinite(weight) || Double.isInfinite(other)) {
                weight =
                        Double.isInfinite(weight) ? Math.copySign(1, weight) * other : Math.copySign(1, other) * weight;
            } else {
                weight = EdgeList.independent(other, weight);
            }
        }
        return weight;
    }

    private void own() {
        if (shared) {
            shared = false;
            halves = graph.halves.clone();
            boundaryWeights = graph.boundaryWeights.clone();
            current = graph.integerWeights.clone();
            isChanged = new boolean[graph.edgeCount];
            changed = new int[graph.edgeCount];
        }
    }

    private void set(int edge, int weight) {
        if (!isChanged[edge]) {
            isChanged[edge] = true;
            changed[changedCount++] = edge;
        }
        put(edge, weight);
    }

    private void put(int edge, int weight) {
        int before = current[edge];
        current[edge] = weight;
        if (before < 0) {
            negativeSum -= before;
        }
        if (weight < 0) {
            negativeSum += weight;
        }
        if (before < 0 != weight < 0) {
            graph.flip(edge, negativeDetectors, negativeObservables);
        }
        int magnitude = Math.abs(weight);
        if (graph.isBoundary(edge)) {
            boundaryWeights[graph.ends[2 * edge]] = magnitude;
        } else if (!graph.isLoop(edge)) {
            halves[2 * graph.halvesOf[2 * edge] + 1] = magnitude;
            halves[2 * graph.halvesOf[2 * edge + 1] + 1] = magnitude;
        }
    }
}
