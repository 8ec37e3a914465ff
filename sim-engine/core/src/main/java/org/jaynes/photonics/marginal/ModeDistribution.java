package org.jaynes.photonics.marginal;

import java.util.Arrays;
import org.jaynes.photonics.ExperimentException;

/** The joint distribution of the counts of a few modes. Immutable. */
public final class ModeDistribution {
    private final int[] modes;
    private final int radix;
    private final double[] probabilities;

    /** @param probabilities the count of the last mode changing fastest */
    ModeDistribution(int[] modes, int radix, double[] probabilities) {
        this.modes = modes.clone();
        this.radix = radix;
        this.probabilities = probabilities;
    }

    /** The modes, in the order of the counts. */
    public int[] modes() {
        return modes.clone();
    }

    /** One more than the highest count. */
    public int radix() {
        return radix;
    }

    /** The probability of a count for each of the modes; 0 for counts that are too high. */
    public double probability(int... counts) {
        if (counts.length != modes.length) {
            throw new ExperimentException(
                    "%d counts for the modes %s".formatted(counts.length, Arrays.toString(modes)));
        }
        int index = 0;
        for (int count : counts) {
            if (count < 0 || count >= radix) {
                return 0;
            }
            index = index * radix + count;
        }
        return probabilities[index];
    }

    /** All probabilities, the count of the last mode changing fastest; a copy. */
    public double[] probabilities() {
        return probabilities.clone();
    }
}
