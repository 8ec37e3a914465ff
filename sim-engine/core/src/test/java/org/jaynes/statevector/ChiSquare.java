package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

/** Pearson's test of counts against a distribution, at a false-alarm rate of 10^-6. */
final class ChiSquare {
    /** Outcomes expected less often than this are put together. */
    private static final double MIN_EXPECTED = 5;

    /** Quantile of the normal distribution at 1 - 10^-6. */
    private static final double NORMAL_QUANTILE = 4.7534;

    private ChiSquare() {}

    static void assertFits(Map<String, Double> distribution, Map<String, Integer> counts, String what) {
        int total = counts.values().stream().mapToInt(n -> n).sum();
        double statistic = 0;
        double rareExpected = 0;
        double rareSeen = 0;
        int bins = 0;
        for (var entry : distribution.entrySet()) {
            double expected = entry.getValue() * total;
            int seen = counts.getOrDefault(entry.getKey(), 0);
            if (expected < MIN_EXPECTED) {
                rareExpected += expected;
                rareSeen += seen;
            } else {
                statistic += (seen - expected) * (seen - expected) / expected;
                bins++;
            }
        }
        int known = counts.entrySet().stream()
                .filter(e -> distribution.getOrDefault(e.getKey(), 0.0) > 0)
                .mapToInt(Map.Entry::getValue)
                .sum();
        assertEquals(total, known, what + ": outcomes that cannot be");
        if (rareExpected >= MIN_EXPECTED) {
            statistic += (rareSeen - rareExpected) * (rareSeen - rareExpected) / rareExpected;
            bins++;
        }
        double limit = quantile(Math.max(1, bins - 1));
        assertTrue(statistic <= limit, what + ": chi-square " + statistic + ", limit " + limit);
    }

    /** E. B. Wilson and M. M. Hilferty, PNAS 17, 684 (1931), doi:10.1073/pnas.17.12.684. */
    private static double quantile(int degrees) {
        double v = 2.0 / (9 * degrees);
        return degrees * Math.pow(1 - v + NORMAL_QUANTILE * Math.sqrt(v), 3);
    }
}
