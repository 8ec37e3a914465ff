package org.jaynes.decoder;

import java.util.Arrays;

/**
 * How error probabilities differ from the model in one shot: soft information, erasures, leakage. Errors are counted in
 * the order of the model, loops unrolled ({@link org.jaynes.decoder.dem.DetectorErrorModel#forEachError}), from 0. A
 * list that is filled again for each shot; not thread-safe.
 */
public final class ShotPriors {
    private int count;
    private int[] errors = new int[16];
    private double[] probabilities = new double[16];

    /** No changes. */
    public ShotPriors() {}

    /** Forgets all changes. */
    public ShotPriors clear() {
        count = 0;
        return this;
    }

    /**
     * Gives an error another probability in this shot. Of several changes of one error the last one holds.
     *
     * @param error its number in the model
     * @param probability in [0, 1]
     */
    public ShotPriors set(int error, double probability) {
        if (error < 0) {
            throw new IllegalArgumentException("error number %d; expected 0 or more".formatted(error));
        }
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability %s; expected 0 to 1".formatted(probability));
        }
        if (count == errors.length) {
            errors = Arrays.copyOf(errors, 2 * count);
            probabilities = Arrays.copyOf(probabilities, 2 * count);
        }
        errors[count] = error;
        probabilities[count++] = probability;
        return this;
    }

    /** Gives an error another weight {@code ln((1 - p) / p)} in this shot; the weight may be negative or infinite. */
    public ShotPriors setWeight(int error, double weight) {
        if (Double.isNaN(weight)) {
            throw new IllegalArgumentException("weight of error %d is not a number".formatted(error));
        }
        return set(error, 1 / (1 + Math.exp(weight)));
    }

    /** Makes an error as likely as not, which is what is known of an error at a place that was erased. */
    public ShotPriors erase(int error) {
        return set(error, 0.5);
    }

    /** The number of changes. */
    public int count() {
        return count;
    }

    /** The error of a change. */
    public int error(int change) {
        return errors[change];
    }

    /** The probability of a change. */
    public double probability(int change) {
        return probabilities[change];
    }
}
