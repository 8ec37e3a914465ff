package org.jaynes.photonics.sampling;

import org.jaynes.photonics.fock.FockDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Draws from a distribution that is known as a whole: an outcome is the first whose cumulative probability exceeds the
 * draw. A guide, which tells for each of as many equal parts of [0, 1) where to start looking, makes that one or two
 * steps (H.-C. Chen, Y. Asau, AIIE Transactions 6 (1974) 163). Thread-safe.
 */
final class TableSampler {
    /** Counts of all outcomes together, up to which they are listed. */
    private static final int LARGEST_LIST = 1 << 16;

    private final FockDistribution distribution;
    private final double[] cumulative;
    private final int[] guide;
    /** The counts of every outcome, unless there are too many. */
    private final short @Nullable [] outcomes;

    TableSampler(FockDistribution distribution) {
        this.distribution = distribution;
        this.cumulative = new double[distribution.size()];
        double sum = 0;
        for (int i = 0; i < cumulative.length; i++) {
            sum += distribution.probability(i);
            cumulative[i] = sum;
        }
        this.outcomes = outcomes(distribution);
        this.guide = new int[cumulative.length];
        int at = 0;
        for (int part = 0; part < guide.length; part++) {
            while (at < cumulative.length - 1 && cumulative[at] <= sum * part / guide.length) {
                at++;
            }
            guide[part] = at;
        }
    }

    private static short @Nullable [] outcomes(FockDistribution distribution) {
        if ((long) distribution.size() * distribution.modes() > LARGEST_LIST) {
            return null;
        }
        short[] list = new short[distribution.size() * distribution.modes()];
        int[] at = {0};
        distribution.forEach((counts, _) -> {
            for (int count : counts) {
                list[at[0]++] = (short) count;
            }
        });
        return list;
    }

    /** Writes the outcome that belongs to a draw from [0, 1) behind an offset. */
    void sample(double u, short[] counts, int offset) {
        double threshold = u * cumulative[cumulative.length - 1];
        int at = guide[(int) (u * guide.length)];
        while (at > 0 && cumulative[at - 1] > threshold) {
            at--; // rounding may put the guide one too far
        }
        while (at < cumulative.length - 1 && cumulative[at] <= threshold) {
            at++;
        }
        int modes = distribution.modes();
        if (outcomes != null) {
            System.arraycopy(outcomes, at * modes, counts, offset, modes);
            return;
        }
        int[] outcome = new int[modes];
        distribution.outcomes().read(at, outcome);
        for (int mode = 0; mode < modes; mode++) {
            counts[offset + mode] = (short) outcome[mode];
        }
    }
}
