package org.jaynes.photonics.marginal;

import java.util.Arrays;

/**
 * Arguments of a generating function: for each of some points, a complex weight of each mode.
 *
 * @param re re[point][mode], at least one point; likewise {@code im}
 */
record Weights(double[][] re, double[][] im) {
    /** One point with real weights. */
    static Weights of(double... weights) {
        return new Weights(new double[][] {weights}, new double[][] {new double[weights.length]});
    }

    int points() {
        return re.length;
    }

    /** All weights multiplied by a factor. */
    Weights times(double factor) {
        return new Weights(times(factor, re), times(factor, im));
    }

    private static double[][] times(double factor, double[][] rows) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(row).map(x -> factor * x).toArray())
                .toArray(double[][]::new);
    }
}
