package org.jaynes.bench.decoder;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Times of single shots and of a batch of the same shots, in microseconds, and what came out.
 *
 * @param batchMean time of a batch by its shots; NaN if there was none
 * @param mean of the single shots
 * @param p50 median of the single shots
 * @param p99 99th percentile of the single shots
 * @param greatest of the single shots
 * @param failures shots that were not solved, or whose observables were predicted wrongly
 */
record Latencies(double batchMean, double mean, double p50, double p99, double greatest, int failures) {
    static Latencies of(double batchMean, double[] micros, int failures) {
        double[] sorted = micros.clone();
        Arrays.sort(sorted);
        return new Latencies(
                batchMean,
                Arrays.stream(sorted).average().orElse(Double.NaN),
                sorted[sorted.length / 2],
                sorted[(int) (0.99 * (sorted.length - 1))],
                sorted[sorted.length - 1],
                failures);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!Double.isNaN(batchMean)) {
            json.put("batch_mean_us", batchMean);
        }
        json.put("mean_us", mean);
        json.put("p50_us", p50);
        json.put("p99_us", p99);
        json.put("max_us", greatest);
        json.put("failures", failures);
        return json;
    }
}
