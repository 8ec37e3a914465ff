package org.jaynes.photonics.sampling;

import org.jaynes.execution.Philox;

/** The random numbers of one purpose, shot by shot: draw e of a shot is event e of Philox. Not thread-safe. */
final class ShotRandom {
    private final long seed;
    private final int row;
    private final int purpose;
    private long shot;
    private int event;

    ShotRandom(long seed, int row, int purpose) {
        this.seed = seed;
        this.row = row;
        this.purpose = purpose;
    }

    /** Goes to a draw of a shot. */
    void start(long newShot, int newEvent) {
        shot = newShot;
        event = newEvent;
    }

    /** The number of the next draw. */
    int event() {
        return event;
    }

    /** A number in [0, 1). */
    double next() {
        return Philox.uniform(seed, shot, row, Philox.purposeAndEvent(purpose, event++));
    }

    /** A whole number in [0, bound). */
    int below(int bound) {
        return (int) (next() * bound);
    }

    /** How many of some things happen that each happen with a probability. */
    int binomial(int count, double probability) {
        int happened = 0;
        for (int i = 0; i < count; i++) {
            if (next() < probability) {
                happened++;
            }
        }
        return happened;
    }

    /** Four normally distributed numbers, from one draw; none is larger than 6.4 standard deviations. */
    void gaussians(double[] four) {
        Philox.uniforms(seed, shot, row, Philox.purposeAndEvent(purpose, event++), four);
        for (int i = 0; i < four.length; i++) {
            four[i] = NormalQuantile.at(four[i]);
        }
    }

    /**
     * The first index whose running sum of weights exceeds u times their sum; if rounding leaves none, the last one with
     * a weight above zero.
     */
    static int choose(double[] weights, int count, double u) {
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += weights[i];
        }
        double threshold = u * total;
        double sum = 0;
        int last = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[i];
            if (sum > threshold) {
                return i;
            }
            if (weights[i] > 0) {
                last = i;
            }
        }
        return last;
    }
}
