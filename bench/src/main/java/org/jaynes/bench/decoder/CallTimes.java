package org.jaynes.bench.decoder;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Times of single calls, in microseconds. */
record CallTimes(double mean, double p50, double p99, double p999, double greatest) {
    static CallTimes of(long[] nanoseconds) {
        long[] sorted = nanoseconds.clone();
        Arrays.sort(sorted);
        return new CallTimes(
                Arrays.stream(sorted).average().orElse(0) * 1e-3,
                at(sorted, 0.5),
                at(sorted, 0.99),
                at(sorted, 0.999),
                at(sorted, 1));
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))] * 1e-3;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mean", mean);
        json.put("p50", p50);
        json.put("p99", p99);
        json.put("p99_9", p999);
        json.put("max", greatest);
        return json;
    }
}
