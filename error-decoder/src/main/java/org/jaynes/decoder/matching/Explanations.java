package org.jaynes.decoder.matching;

import java.util.Arrays;

/**
 * How likely sets of edges are as effects of whole errors: an error with several components flips all its edges at once
 * and counts once.
 *
 * <p>The weight of a set is the sum of its edges' weights, less what each error saves whose edges are all in the set. Of
 * errors that share an edge only one can save; those that save most are taken first. (Which of them are best is again a
 * matching problem, but sets are small and ties do not matter.)
 */
final class Explanations {
    private final DetectorGraph graph;
    private final ErrorEdges errors;

    /** What an error saves against its edges one by one, in integer weights; 0 for an error of one edge. */
    private final int[] savings;

    private final boolean[] inSet;
    private final boolean[] used;
    private long[] candidates = new long[16];
    private int candidateCount;

    Explanations(DetectorGraph graph) {
        this.graph = graph;
        this.errors = graph.errorEdges;
        this.savings = savings(graph);
        this.inSet = new boolean[graph.edgeCount];
        this.used = new boolean[graph.edgeCount];
    }

    /** What each error saves; the same for all sessions. */
    private static int[] savings(DetectorGraph graph) {
        ErrorEdges errors = graph.errorEdges;
        int[] savings = new int[errors.errorCount()];
        for (int error = 0; error < savings.length; error++) {
            int count = errors.edgeCountOf(error);
            if (count > 1 && !Double.isInfinite(errors.weight(error))) {
                long sum = -graph.integerWeight(errors.weight(error));
                for (int i = 0; i < count; i++) {
                    sum += graph.integerWeights[errors.edge(error, i)];
                }
                savings[error] = (int) Math.max(0, Math.min(Integer.MAX_VALUE, sum));
            }
        }
        return savings;
    }

    /** The integer weight of the first {@code count} edges, which are distinct. */
    long weight(int[] edges, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            inSet[edges[i]] = true;
            sum += graph.integerWeights[edges[i]];
        }
        candidateCount = 0;
        for (int i = 0; i < count; i++) {
            addCandidates(edges[i]);
        }
        Arrays.sort(candidates, 0, candidateCount);
        for (int i = candidateCount - 1; i >= 0; i--) {
            int error = (int) candidates[i];
            if (isFree(error)) {
                sum -= savings[error];
                for (int k = 0; k < errors.edgeCountOf(error); k++) {
                    used[errors.edge(error, k)] = true;
                }
            }
        }
        for (int i = 0; i < count; i++) {
            inSet[edges[i]] = false;
            used[edges[i]] = false;
        }
        return sum;
    }

    /** Lists the errors that save something, whose edges are all in the set and of which this edge is the first. */
    private void addCandidates(int edge) {
        for (int i = 0; i < errors.errorCountOf(edge); i++) {
            int error = errors.error(edge, i);
            if (savings[error] > 0 && errors.edge(error, 0) == edge && isInSet(error)) {
                if (candidateCount == candidates.length) {
                    candidates = Arrays.copyOf(candidates, 2 * candidateCount);
                }
                candidates[candidateCount++] = ((long) savings[error] << 32) | error;
            }
        }
    }

    private boolean isInSet(int error) {
        for (int i = 0; i < errors.edgeCountOf(error); i++) {
            if (!inSet[errors.edge(error, i)]) {
                return false;
            }
        }
        return true;
    }

    /** Whether no edge of an error is taken, nor twice in it. */
    private boolean isFree(int error) {
        for (int i = 0; i < errors.edgeCountOf(error); i++) {
            int edge = errors.edge(error, i);
            if (used[edge]) {
                return false;
            }
            for (int k = 0; k < i; k++) {
                if (errors.edge(error, k) == edge) {
                    return false;
                }
            }
        }
        return true;
    }
}
