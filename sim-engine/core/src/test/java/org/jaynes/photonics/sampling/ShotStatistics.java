package org.jaynes.photonics.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.fock.FockDistribution;

/** Pearson's test of shots against a distribution, at a false-alarm rate of 10^-6 for each test. */
final class ShotStatistics {
    /** Outcomes that are expected less often are put together. */
    private static final double MIN_EXPECTED = 5;

    /** Quantile of the normal distribution at 1 - 10^-6. */
    private static final double NORMAL_QUANTILE = 4.7534;

    private ShotStatistics() {}

    static void assertFit(FockDistribution distribution, PhotonSamples samples, String what) {
        Map<FockState, Double> exact = new HashMap<>();
        distribution.forEach((counts, p) -> exact.put(FockState.of(counts), p));
        assertFit(exact, samples, what);
    }

    static void assertFit(Map<FockState, Double> exact, PhotonSamples samples, String what) {
        Map<FockState, Integer> seen = samples.histogram();
        Map<FockState, Integer> left = new HashMap<>(seen);
        double[] sums = new double[3]; // statistic, rare expected, rare seen
        int[] bins = {0};
        exact.forEach((outcome, p) -> {
            if (p <= 0) {
                return;
            }
            left.remove(outcome);
            double expected = p * samples.shots();
            int found = seen.getOrDefault(outcome, 0);
            if (expected < MIN_EXPECTED) {
                sums[1] += expected;
                sums[2] += found;
            } else {
                sums[0] += (found - expected) * (found - expected) / expected;
                bins[0]++;
            }
        });
        assertEquals(Map.of(), left, what + ": outcomes that cannot be");
        if (sums[1] >= MIN_EXPECTED) {
            sums[0] += (sums[2] - sums[1]) * (sums[2] - sums[1]) / sums[1];
            bins[0]++;
        }
        double limit = quantile(Math.max(1, bins[0] - 1));
        assertTrue(sums[0] <= limit, () -> "%s: chi-square %.1f, limit %.1f".formatted(what, sums[0], limit));
    }

    /** E. B. Wilson and M. M. Hilferty, PNAS 17, 684 (1931), doi:10.1073/pnas.17.12.684. */
    private static double quantile(int degrees) {
        double v = 2.0 / (9 * degrees);
        return degrees * Math.pow(1 - v + NORMAL_QUANTILE * Math.sqrt(v), 3);
    }
}
