package org.jaynes.bench.photonics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jaynes.bench.photonics.Contest.Result;
import org.jaynes.bench.photonics.Contest.Row;

/** What a comparison showed: ratios above 1 mean that Jaynes took less time in its fastest run than the other. */
record ContestReport(List<Row> rows, Map<String, String> versions, int threads, List<Map<String, Object>> machine) {
    static final String SCHEMA = "jaynes.bench.photonics/1";

    static boolean agrees(Workload workload, Result result) {
        return result.distance() <= workload.tolerance();
    }

    /** How often as long as Jaynes a contender took; NaN for Jaynes itself and failures. */
    static double ratio(Row row, Result result) {
        Result own = row.results().getFirst();
        return result.contender().equals(own.contender())
                        || !result.failure().isEmpty()
                        || !own.failure().isEmpty()
                ? Double.NaN
                : result.minimum() / own.minimum();
    }

    /** The results that are wrong or missing, for a last line. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (Row row : rows) {
            for (Result result : row.results()) {
                String who = row.workload().name() + ", " + result.contender() + ": ";
                if (!result.failure().isEmpty()) {
                    complaints.add(who + "failed: " + result.failure());
                } else if (!agrees(row.workload(), result)) {
                    complaints.add("%sother numbers: %.3g, %s; expected at most %.3g"
                            .formatted(
                                    who,
                                    result.distance(),
                                    row.workload().measure(),
                                    row.workload().tolerance()));
                }
            }
        }
        return complaints;
    }

    static String header() {
        return String.format(
                "%-24s %-15s %12s %12s %8s %6s  %-14s %9s  %s",
                "workload", "contender", "min us", "median us", "ratio", "goal", "a", "distance", "setting");
    }

    static List<String> lines(Row row) {
        List<String> lines = new ArrayList<>();
        for (Result result : row.results()) {
            String who = String.format("%-24s %-15s", row.workload().name(), result.contender());
            if (!result.failure().isEmpty()) {
                lines.add(who + " failed");
                continue;
            }
            double ratio = ratio(row, result);
            Double goal = row.workload().goals().get(result.contender());
            lines.add(String.format(
                    Locale.ROOT,
                    "%s %12.2f %12.2f %8s %6s  %-14s %9.1e  %s",
                    who,
                    result.minimum() * 1e6,
                    result.median() * 1e6,
                    Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.2f", ratio),
                    goal == null ? "" : String.format(Locale.ROOT, "%.0f", goal),
                    row.workload().item(),
                    result.distance(),
                    result.setting()));
        }
        return lines;
    }

    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("Microseconds an item; ratio: how often as long as Jaynes, fastest run against fastest run");
        lines.add("%d threads; machine before and after: %s".formatted(threads, machine));
        lines.add(header());
        rows.forEach(row -> lines.addAll(lines(row)));
        lines.add("");
        versions.forEach((name, version) -> lines.add("%-15s %s".formatted(name, version)));
        rows.forEach(row -> lines.add("distance of %s: %s"
                .formatted(row.workload().name(), row.workload().measure())));
        complaints().forEach(complaint -> lines.add("NOT EQUAL OR FAILED: " + complaint));
        return lines;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("threads", threads);
        json.put("machine", machine);
        json.put("contenders", versions);
        json.put("workloads", rows.stream().map(ContestReport::toJson).toList());
        json.put("complaints", complaints());
        return json;
    }

    private static Map<String, Object> toJson(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("workload", row.workload().name());
        json.put("item", row.workload().item());
        json.put("items", row.workload().items());
        json.put("distance", row.workload().measure());
        json.put("tolerance", row.workload().tolerance());
        json.put(
                "results",
                row.results().stream().map(result -> toJson(row, result)).toList());
        return json;
    }

    private static Map<String, Object> toJson(Row row, Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("contender", result.contender());
        if (!result.failure().isEmpty()) {
            json.put("failure", result.failure());
            return json;
        }
        json.put("setting", result.setting());
        json.put("tried", result.tried());
        json.put("seconds", result.seconds());
        double ratio = ratio(row, result);
        if (!Double.isNaN(ratio)) {
            json.put("ratio", ratio);
        }
        Double goal = row.workload().goals().get(result.contender());
        if (goal != null) {
            json.put("goal", goal);
        }
        json.put("distance", result.distance());
        return json;
    }
}
