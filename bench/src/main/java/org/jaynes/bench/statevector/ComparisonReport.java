package org.jaynes.bench.statevector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jaynes.bench.statevector.Comparison.Result;
import org.jaynes.bench.statevector.Comparison.Row;
import org.jaynes.plan.Precision;

/**
 * What a comparison showed: ratios above 1 mean that Jaynes took less time. A simulator is compared with Jaynes in its own
 * precision.
 */
record ComparisonReport(List<Row> rows, List<Contender> contenders, int threads, List<Map<String, Object>> machine) {
    /** More than this apart, the final states are not the same: the rounding of some thousand gates stays below. */
    static final double SINGLE_TOLERANCE = 1e-5;

    static final double DOUBLE_TOLERANCE = 1e-10;

    /** Whether a contender's state is the one that Jaynes has in double precision. */
    static boolean agrees(Result result) {
        double tolerance = result.contender().precision() == Precision.SINGLE ? SINGLE_TOLERANCE : DOUBLE_TOLERANCE;
        return result.agreement().infidelity() < tolerance
                && Math.abs(result.agreement().norm() - 1) < 1e-3;
    }

    /** The results that are wrong or missing, for a last line. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (Row row : rows) {
            for (Result result : row.results()) {
                String who = row.workload().name() + " on " + row.workload().qubits() + " qubits, "
                        + result.contender().name() + ": ";
                if (!result.failure().isEmpty()) {
                    complaints.add(who + "failed: " + result.failure());
                } else if (!agrees(result)) {
                    complaints.add(who + "another state: 1 - fidelity is "
                            + result.agreement().infidelity() + ", the squared norm "
                            + result.agreement().norm());
                }
            }
        }
        return complaints;
    }

    /** How often as long as Jaynes a contender took in its fastest run; NaN for Jaynes itself and failures. */
    static double ratio(Row row, Result result) {
        if (result.contender() instanceof Jaynes || !result.failure().isEmpty()) {
            return Double.NaN;
        }
        return row.results().stream()
                .filter(own -> own.contender() instanceof Jaynes
                        && own.contender().precision() == result.contender().precision())
                .mapToDouble(own -> result.minimum() / own.minimum())
                .findFirst()
                .orElse(Double.NaN);
    }

    /** The geometric mean of a contender's ratios over circuits. */
    double geometricMean(Contender contender, Predicate<Row> which) {
        double[] logarithms = rows.stream()
                .filter(which)
                .flatMap(row -> row.results().stream()
                        .filter(result -> result.contender().equals(contender))
                        .map(result -> ratio(row, result)))
                .filter(Double::isFinite)
                .mapToDouble(Math::log)
                .toArray();
        double sum = 0;
        for (double logarithm : logarithms) {
            sum += logarithm;
        }
        return logarithms.length == 0 ? Double.NaN : Math.exp(sum / logarithms.length);
    }

    /** Milliseconds of the fastest runs, and ratios; then settings, versions, agreement. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "Milliseconds from |0...0> to the final state, fastest run; in brackets how often as long as Jaynes of the"
                        + " same precision");
        lines.add("%d threads; machine before and after: %s".formatted(threads, machine));
        lines.add(header());
        rows.forEach(row -> lines.add(line(row)));
        Map<Integer, List<Row>> byQubits = rows.stream()
                .collect(Collectors.groupingBy(row -> row.workload().qubits(), TreeMap::new, Collectors.toList()));
        byQubits.forEach((qubits, some) -> lines.add(means(qubits, some)));
        lines.add("");
        for (Contender contender : contenders) {
            lines.add("%-14s %s, %s precision; settings and 1 - fidelity: %s"
                    .formatted(
                            contender.name(),
                            contender.version(),
                            name(contender.precision()),
                            rows.stream()
                                    .flatMap(row -> row.results().stream()
                                            .filter(result -> result.contender().equals(contender))
                                            .map(result -> settingOf(row, result)))
                                    .collect(Collectors.joining(", "))));
        }
        complaints().forEach(complaint -> lines.add("NOT EQUAL OR FAILED: " + complaint));
        return lines;
    }

    private static String settingOf(Row row, Result result) {
        return String.format(
                Locale.ROOT,
                "%s%d %s %.0e",
                row.workload().name(),
                row.workload().qubits(),
                result.setting(),
                result.agreement().infidelity());
    }

    private String header() {
        StringBuilder line = new StringBuilder("circuit      qubits  gates");
        for (Contender contender : contenders) {
            line.append(String.format("%20s", contender.name()));
        }
        return line.toString();
    }

    static String line(Row row) {
        StringBuilder line = new StringBuilder(String.format(
                "%-12s %6d %6d",
                row.workload().name(), row.workload().qubits(), row.workload().gates()));
        for (Result result : row.results()) {
            line.append(cell(result.failure().isEmpty() ? result.minimum() * 1e3 : Double.NaN, ratio(row, result)));
        }
        return line.toString();
    }

    private String means(int qubits, List<Row> some) {
        StringBuilder line = new StringBuilder(String.format("%-12s %6d %6s", "geom. mean", qubits, ""));
        for (Contender contender : contenders) {
            line.append(cell(Double.NaN, geometricMean(contender, some::contains)));
        }
        return line.toString();
    }

    private static String cell(double milliseconds, double ratio) {
        String time = Double.isFinite(milliseconds) ? String.format(Locale.ROOT, "%.3f", milliseconds) : "";
        String times = Double.isFinite(ratio) ? String.format(Locale.ROOT, " (%.2f)", ratio) : "";
        return String.format("%20s", time + times);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "jaynes.bench.statevector-peers/1");
        json.put("threads", threads);
        json.put("machine", machine);
        json.put("contenders", contenders.stream().map(this::toJson).toList());
        json.put("circuits", rows.stream().map(ComparisonReport::toJson).toList());
        json.put("complaints", complaints());
        return json;
    }

    private Map<String, Object> toJson(Contender contender) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", contender.name());
        json.put("version", contender.version());
        json.put("precision", name(contender.precision()));
        double mean = geometricMean(contender, _ -> true);
        if (Double.isFinite(mean)) {
            json.put("geometric_mean_of_ratios", mean);
        }
        return json;
    }

    private static Map<String, Object> toJson(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("circuit", row.workload().name());
        json.put("qubits", row.workload().qubits());
        json.put("gates", row.workload().gates());
        json.put(
                "results",
                row.results().stream().map(result -> toJson(row, result)).toList());
        return json;
    }

    private static Map<String, Object> toJson(Row row, Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("contender", result.contender().name());
        if (!result.failure().isEmpty()) {
            json.put("failure", result.failure());
            return json;
        }
        json.put("setting", result.setting());
        json.put("seconds", result.seconds());
        double ratio = ratio(row, result);
        if (Double.isFinite(ratio)) {
            json.put("ratio", ratio);
        }
        json.put("infidelity", result.agreement().infidelity());
        json.put("squared_norm", result.agreement().norm());
        json.put("compared", result.agreement().how());
        return json;
    }

    private static String name(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }
}
