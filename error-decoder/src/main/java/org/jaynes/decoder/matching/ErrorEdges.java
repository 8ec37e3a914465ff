package org.jaynes.decoder.matching;

/**
 * Which edges each error of a model flips, and which errors make up each edge; errors in the order of the model, an edge
 * as often as the error names it. Immutable.
 */
final class ErrorEdges {
    private final double[] weights;
    private final int[] firstEdge;
    private final int[] edges;
    private final int[] firstError;
    private final int[] errors;

    /**
     * @param weights of each error; infinite for one that never happens
     * @param firstEdge where the edges of each error begin in {@code edges}, and where those of the last one end
     */
    ErrorEdges(double[] weights, int[] firstEdge, int[] edges, int edgeCount) {
        this.weights = weights;
        this.firstEdge = firstEdge;
        this.edges = edges;
        this.firstError = new int[edgeCount + 1];
        this.errors = new int[edges.length];
        for (int edge : edges) {
            firstError[edge + 1]++;
        }
        for (int edge = 0; edge < edgeCount; edge++) {
            firstError[edge + 1] += firstError[edge];
        }
        int[] next = firstError.clone();
        for (int error = 0; error < weights.length; error++) {
            for (int i = firstEdge[error]; i < firstEdge[error + 1]; i++) {
                errors[next[edges[i]]++] = error;
            }
        }
    }

    int errorCount() {
        return weights.length;
    }

    /** The weight of an error in the model. */
    double weight(int error) {
        return weights[error];
    }

    /** The weights of all errors in the model, a copy. */
    double[] weights() {
        return weights.clone();
    }

    /** Number of edges that an error flips. */
    int edgeCountOf(int error) {
        return firstEdge[error + 1] - firstEdge[error];
    }

    int edge(int error, int index) {
        return edges[firstEdge[error] + index];
    }

    /** Number of times that errors flip an edge. */
    int errorCountOf(int edge) {
        return firstError[edge + 1] - firstError[edge];
    }

    int error(int edge, int index) {
        return errors[firstError[edge] + index];
    }
}
