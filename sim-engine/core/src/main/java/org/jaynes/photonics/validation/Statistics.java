package org.jaynes.photonics.validation;

import java.util.HashMap;
import java.util.Map;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.fock.FockDistribution;
import org.jaynes.photonics.sampling.PhotonSamples;

/** Statistics of shots, with limits that hold but for once in a million times. */
final class Statistics {
    /** Outcomes that are expected less often are put together. */
    private static final double LEAST_EXPECTED = 5;

    /** Quantile of the normal distribution at 1 - 10^-6. */
    private static final double NORMAL_QUANTILE = 4.7534;

    /** Both sides of some hundred normal numbers. */
    static final double LARGEST_DEVIATION = 5.8;

    private Statistics() {}

    /**
     * How far a share of shots is from its probability, in standard errors; a count that cannot be is infinitely far.
     *
     * @param probability clamped to 0 to 1, which rounding may leave
     */
    static double deviation(long seen, long shots, double probability) {
        double p = Math.clamp(probability, 0, 1);
        double variance = p * (1 - p) * shots;
        // Where hardly anything is expected, counts are Poisson and not normal: one count more is no deviation.
        double difference = Math.max(0, Math.abs(seen - p * shots) - 1);
        return difference == 0 ? 0 : difference / Math.sqrt(variance);
    }

    /**
     * Pearson's statistic with its limit, and the total variation distance with the one that is expected of that many
     * shots.
     */
    record Fit(double chiSquare, double limit, double distance, double expectedDistance) {}

    /** Compares shots with a distribution. Outcomes that the distribution does not have make the statistic infinite. */
    static Fit fit(FockDistribution distribution, PhotonSamples samples) {
        Map<FockState, Integer> left = new HashMap<>(samples.histogram());
        int shots = samples.shots();
        double[] sums = new double[5]; // statistic, rare expected, rare seen, distance, expected distance
        int[] bins = {0};
        distribution.forEach((counts, p) -> {
            if (p <= 0) {
                return;
            }
            Integer seen = left.remove(FockState.of(counts));
            double found = seen == null ? 0 : seen;
            double expected = p * shots;
            sums[3] += Math.abs(found - expected) / 2 / shots;
            sums[4] += Math.min(p, Math.sqrt(p * (1 - p) / (2 * Math.PI * shots)));
            if (expected < LEAST_EXPECTED) {
                sums[1] += expected;
                sums[2] += found;
            } else {
                sums[0] += (found - expected) * (found - expected) / expected;
                bins[0]++;
            }
        });
        if (sums[1] >= LEAST_EXPECTED) {
            sums[0] += (sums[2] - sums[1]) * (sums[2] - sums[1]) / sums[1];
            bins[0]++;
        }
        int impossible = left.values().stream().mapToInt(Integer::intValue).sum();
        return new Fit(
                impossible == 0 ? sums[0] : Double.POSITIVE_INFINITY,
                quantile(Math.max(1, bins[0] - 1)),
                sums[3] + impossible / 2.0 / shots,
                sums[4]);
    }

    /** E. B. Wilson and M. M. Hilferty, PNAS 17, 684 (1931), doi:10.1073/pnas.17.12.684. */
    private static double quantile(int degrees) {
        double v = 2.0 / (9 * degrees);
        return degrees * Math.pow(1 - v + NORMAL_QUANTILE * Math.sqrt(v), 3);
    }
}
