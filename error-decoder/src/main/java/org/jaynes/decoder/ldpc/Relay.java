package org.jaynes.decoder.ldpc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How belief propagation goes on after its first leg: in further legs, each with memory strengths of its own, until enough
 * solutions are found, of which the lightest is taken (T. Müller et al., arXiv:2506.01779). Immutable.
 *
 * @param legs the most legs after the first
 * @param iterations the most iterations of each of them
 * @param lowest smallest memory strength that is drawn, more than -1
 * @param highest largest memory strength that is drawn, less than 1
 * @param solutions enough is so many solutions, at least 1
 * @param seed of the memory strengths
 * @param strengths memory strengths in (-1, 1) for each leg and column, instead of drawn ones; or null
 */
public record Relay(
        int legs,
        int iterations,
        double lowest,
        double highest,
        int solutions,
        long seed,
        float @Nullable [][] strengths) {
    public Relay {
        if (legs < 0 || iterations < 1 || solutions < 1) {
            throw new IllegalArgumentException(
                    "%d legs of %d iterations until %d solutions; expected at least 0, 1 and 1"
                            .formatted(legs, iterations, solutions));
        }
        if (!(lowest > -1 && lowest <= highest && highest < 1)) {
            throw new IllegalArgumentException(
                    "memory strengths from %s to %s; expected an interval between -1 and 1".formatted(lowest, highest));
        }
        if (strengths != null) {
            strengths = copyChecked(strengths, legs);
        }
    }

    private static float[][] copyChecked(float[][] strengths, int legs) {
        if (strengths.length != legs) {
            throw new IllegalArgumentException(
                    "memory strengths of %d legs for %d legs".formatted(strengths.length, legs));
        }
        float[][] copy = new float[legs][];
        for (int leg = 0; leg < legs; leg++) {
            copy[leg] = strengths[leg].clone();
            for (float strength : copy[leg]) {
                if (!(Math.abs(strength) < 1)) {
                    throw new IllegalArgumentException(
                            "memory strength %s in leg %d; expected between -1 and 1".formatted(strength, leg + 1));
                }
            }
        }
        return copy;
    }

    /** No legs after the first. */
    static Relay none() {
        return new Relay(0, 1, 0, 0, 1, 0, null);
    }

    /** Drawn strengths. */
    public static Relay drawn(int legs, int iterations, double lowest, double highest, int solutions, long seed) {
        return new Relay(legs, iterations, lowest, highest, solutions, seed, null);
    }

    /** Given strengths, by leg and column. */
    public static Relay explicit(float[][] strengths, int iterations, int solutions) {
        return new Relay(strengths.length, iterations, 0, 0, solutions, 0, strengths);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Relay relay
                && legs == relay.legs
                && iterations == relay.iterations
                && lowest == relay.lowest
                && highest == relay.highest
                && solutions == relay.solutions
                && seed == relay.seed
                && Arrays.deepEquals(strengths, relay.strengths);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(new Object[] {legs, iterations, lowest, highest, solutions, seed, strengths});
    }
}
