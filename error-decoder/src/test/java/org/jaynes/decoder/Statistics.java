package org.jaynes.decoder;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of hypotheses with a false alarm rate of one in 10^9 if seeds were not fixed. */
public final class Statistics {
    /** Two-sided normal quantile of 1e-9. */
    private static final double SIGMAS = 6.11;

    private Statistics() {}

    /** A number of successes is that of a probability. */
    public static void assertRate(double probability, long successes, long trials, Object what) {
        double sigma = Math.sqrt(trials * probability * (1 - probability));
        double deviation = successes - trials * probability;
        assertTrue(
                Math.abs(deviation) <= SIGMAS * sigma + 1e-6,
                () -> "%s: %d of %d, expected rate %.6g (%.1f sigma)"
                        .formatted(what, successes, trials, probability, deviation / sigma));
    }

    /** Counts are those of probabilities: chi-square, its quantile by the cube-root approximation. */
    public static void assertDistribution(double[] probabilities, long[] counts, Object what) {
        long trials = 0;
        for (long count : counts) {
            trials += count;
        }
        double chiSquare = 0;
        int cells = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = trials * probabilities[i];
            if (expected == 0) {
                int impossible = i;
                assertTrue(counts[i] == 0, () -> "%s: case %d is impossible".formatted(what, impossible));
            } else {
                chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
                cells++;
            }
        }
        double freedom = cells - 1;
        double spread = 2 / (9 * freedom);
        double limit = freedom * Math.pow(1 - spread + SIGMAS * Math.sqrt(spread), 3);
        double found = chiSquare;
        assertTrue(
                freedom == 0 || found <= limit,
                () -> "%s: chi-square %.1f with %.0f degrees of freedom; the limit is %.1f"
                        .formatted(what, found, freedom, limit));
    }
}
