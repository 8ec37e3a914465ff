package org.jaynes.bench.jmh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What JMH measured, in short: its own report holds every iteration of every fork.
 *
 * @param machine before and after
 * @param quick whether the rounds were too short to be believed
 */
record JmhReport(Collection<RunResult> results, List<Map<String, Object>> machine, boolean quick) {

    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("JMH%s; machine before and after: %s".formatted(quick ? " (--quick: not figures)" : "", machine));
        lines.add(String.format("%-70s %14s %12s  %s", "benchmark", "score", "error", "unit"));
        for (RunResult result : results) {
            Result<?> primary = result.getPrimaryResult();
            lines.add(String.format(
                    Locale.ROOT,
                    "%-70s %14.3f %12.3f  %s",
                    name(result.getParams()) + " " + parameters(result.getParams()),
                    primary.getScore(),
                    primary.getScoreError(),
                    primary.getScoreUnit()));
        }
        return lines;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "jaynes.bench.jmh/1");
        json.put("quick", quick);
        json.put("machine", machine);
        json.put("results", results.stream().map(JmhReport::toJson).toList());
        return json;
    }

    private static Map<String, Object> toJson(RunResult result) {
        BenchmarkParams params = result.getParams();
        Result<?> primary = result.getPrimaryResult();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("benchmark", name(params));
        Map<String, String> values = new LinkedHashMap<>();
        params.getParamsKeys().forEach(key -> values.put(key, params.getParam(key)));
        json.put("parameters", values);
        json.put("mode", params.getMode().longLabel());
        json.put("forks", params.getForks());
        json.put("iterations", params.getMeasurement().getCount());
        json.put("score", primary.getScore());
        // With a single iteration there is no error to state, and NaN is no JSON.
        if (Double.isFinite(primary.getScoreError())) {
            json.put("error", primary.getScoreError());
        }
        json.put("unit", primary.getScoreUnit());
        return json;
    }

    /** Class and method, without the package. */
    private static String name(BenchmarkParams params) {
        String name = params.getBenchmark();
        return name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
    }

    private static String parameters(BenchmarkParams params) {
        return params.getParamsKeys().stream()
                .map(key -> key + "=" + params.getParam(key))
                .collect(Collectors.joining(" "));
    }
}
