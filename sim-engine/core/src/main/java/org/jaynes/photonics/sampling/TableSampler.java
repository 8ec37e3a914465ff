package org.jaynes.photonics.sampling;

import org.jaynes.photonics.fock.FockDistribution;

/**
 * Draws from a distribution that is known as a whole: an outcome is the first whose cumulative probability exceeds the
 * draw. A guide, which tells for each of as many equal parts of [0, 1) where to start looking, makes that one or two
 * steps (H.-C. Chen, Y. Asau, AIIE Transactions 6 (1974) 163). Thread-safe.
 */
final class TableSampler {
    private final FockDistribution distribution;
    private final double[] cumulative;
    private final int[] guide;

    TableSampler(FockDistribution distribution) {
        this.distribution = distribution;
        this.cumulative = new double[distribution.size()];
        double sum = 0;
        for (int i = 0; i < cumulative.length; i++) {
            sum += distribution.probability(i);
            cumulative[i] = sum;
        }
        this.guide = new int[cumulative.length];
        int at = 0;
        for (int part = 0; part < guide.length; part++) {
            while (at < cumulative.length - 1 && cumulative[at] <= sum * part / guide.length) {
                at++;
            }
            guide[part] = at;
        }
    }

    /** Writes the outcome that belongs to a draw from [0, 1). */
    void sample(double u, int[] counts) {
        double threshold = u * cumulative[cumulative.length - 1];
        int at = guide[(int) (u * guide.length)];
        while (at > 0 && cumulative[at - 1] > threshold) {
            at--; // rounding may put the guide one too far
        }
        while (at < cumulative.length - 1 && cumulative[at] <= threshold) {
            at++;
        }
        distribution.outcomes().read(at, counts);
    }
}
