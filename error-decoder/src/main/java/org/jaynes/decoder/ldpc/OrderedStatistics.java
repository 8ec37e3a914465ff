package org.jaynes.decoder.ldpc;

/**
 * Ordered-statistics decoding of what belief propagation leaves unsolved: among the solutions that differ from the one on
 * the most suspect independent columns in few other columns, takes the lightest by the matrix's priors. Immutable.
 *
 * @param search which solutions are tried
 * @param order how many of the most suspect dependent columns are combined: ignored by {@link Search#ZERO}
 */
public record OrderedStatistics(Search search, int order) implements Postprocessing {
    /** Which solutions are tried, besides that of the independent columns alone. */
    public enum Search {
        /** None. */
        ZERO,
        /** All 2^order - 1 combinations of the first {@code order} dependent columns. */
        EXHAUSTIVE,
        /** Each dependent column alone, and each pair of the first {@code order}. */
        COMBINATION_SWEEP
    }

    static final int MOST_EXHAUSTIVE = 24;

    public OrderedStatistics {
        if (order < 0 || (search == Search.EXHAUSTIVE && order > MOST_EXHAUSTIVE)) {
            throw new IllegalArgumentException(
                    "order %d of ordered statistics; expected at least 0, at most %d if exhaustive"
                            .formatted(order, MOST_EXHAUSTIVE));
        }
    }

    /** The solution on the independent columns alone. */
    public static OrderedStatistics zero() {
        return new OrderedStatistics(Search.ZERO, 0);
    }

    /** A combination sweep. */
    public static OrderedStatistics combinationSweep(int order) {
        return new OrderedStatistics(Search.COMBINATION_SWEEP, order);
    }
}
