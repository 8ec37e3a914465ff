package org.jaynes.decoder.ldpc;

import org.jspecify.annotations.Nullable;

/** Solves a shot on which belief propagation has not converged; one thread. */
interface ResidualSolver {
    /** What solves shots as the method says; null if nothing does. */
    static @Nullable ResidualSolver of(Postprocessing method, CheckMatrix matrix) {
        return switch (method) {
            case Postprocessing.None _ -> null;
            case OrderedStatistics ordered -> new OrderedStatisticsSolver(matrix, ordered);
            case LocalizedStatistics _ -> new LocalizedStatisticsSolver(matrix);
        };
    }

    /** What {@link #solve} returns if no errors of the matrix give the shot. */
    int UNSOLVABLE = -1;

    /**
     * Finds errors that explain a shot.
     *
     * @param shots the shot's row of detectors is at {@code offset}
     * @param weights of the columns, by which solutions are compared
     * @param posteriors of belief propagation
     * @param columns receives the columns with an error, ascending
     * @return how many there are, or {@link #UNSOLVABLE}
     */
    int solve(long[] shots, int offset, ColumnWeights weights, float[] posteriors, int[] columns);
}
