package org.jaynes.decoder.ldpc;

/** Errors that a shot decodes to, and what they mean. Reused. */
final class Solution {
    private final CheckMatrix matrix;
    final int[] columns;
    final long[] observables;
    int columnCount;
    int iterations;
    boolean converged;
    double weight;

    Solution(CheckMatrix matrix) {
        this.matrix = matrix;
        this.columns = new int[matrix.columnCount()];
        this.observables = new long[matrix.observableWords()];
    }

    /** No solution yet. */
    void clear() {
        columnCount = 0;
        iterations = 0;
        converged = false;
        weight = Double.POSITIVE_INFINITY;
    }

    /** Sets everything that follows from {@link #columns}. */
    void complete(int count, boolean explainsShot, double[] priors) {
        columnCount = count;
        converged = explainsShot;
        weight = 0;
        matrix.startObservables(observables);
        for (int k = 0; k < count; k++) {
            weight += priors[columns[k]];
            matrix.flipObservables(columns[k], observables);
        }
    }

    void copyFrom(Solution other) {
        System.arraycopy(other.columns, 0, columns, 0, other.columnCount);
        System.arraycopy(other.observables, 0, observables, 0, observables.length);
        columnCount = other.columnCount;
        converged = other.converged;
        weight = other.weight;
    }
}
