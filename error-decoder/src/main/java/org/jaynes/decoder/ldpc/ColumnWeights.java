package org.jaynes.decoder.ldpc;

/**
 * Priors as whole numbers, so that sums are exact in any order and equal solutions compare equal: multiples
 * of a power of two, as fine as sums over a solution of all rows and a few more columns allow.
 */
final class ColumnWeights {
    /** Columns of a solution that are no pivots, at most. */
    private static final int EXTRA = 32;

    private static final int FINEST = 20;

    private final int[] weights;

    ColumnWeights(double[] priors, int rowCount) {
        double largest = 1;
        for (double prior : priors) {
            largest = Math.max(largest, Math.abs(prior));
        }
        // A candidate differs from another by twice a solution at most.
        int bits = Math.getExponent(largest * 2 * (rowCount + (double) EXTRA)) + 1;
        int scale = Math.min(FINEST, Integer.SIZE - 1 - bits);
        this.weights = new int[priors.length];
        for (int column = 0; column < weights.length; column++) {
            weights[column] = (int) Math.rint(Math.scalb(priors[column], scale));
        }
    }

    int of(int column) {
        return weights[column];
    }

    /** All of them; not to be changed. */
    int[] all() {
        return weights;
    }
}
