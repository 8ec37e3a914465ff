package org.jaynes.bench.statevector;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jaynes.bench.statevector.Comparison.Row;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** The plots of the reports, as PNG. */
final class Plot {
    private static final int HEIGHT = 600;

    private Plot() {}

    /** Time over qubits, a line per circuit, on a logarithmic scale. */
    static void timeOverQubits(OutputStream out, List<Measurement> measurements) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(HEIGHT)
                .title("Time from |0...0> to the final state (fastest run)")
                .xAxisTitle("qubits")
                .yAxisTitle("milliseconds")
                .build();
        chart.getStyler().setYAxisLogarithmic(true);
        Map<String, List<Measurement>> byCircuit = measurements.stream()
                .collect(Collectors.groupingBy(Measurement::circuit, TreeMap::new, Collectors.toList()));
        byCircuit.forEach((circuit, line) -> chart.addSeries(
                circuit,
                line.stream().mapToDouble(Measurement::qubits).toArray(),
                line.stream().mapToDouble(measured -> measured.minimum() * 1e3).toArray()));
        ChartEncoder.saveChart(chart, out, "png");
    }

    /** Time of every contender on every circuit, as bars on a logarithmic scale; none where a contender failed. */
    static void timeByContender(OutputStream out, ComparisonReport report) throws IOException {
        List<String> circuits = report.rows().stream()
                .map(row -> row.workload().name() + " " + row.workload().qubits())
                .toList();
        CategoryChart chart = new CategoryChartBuilder()
                .width(Math.max(900, 120 * circuits.size()))
                .height(HEIGHT)
                .title("Time from |0...0> to the final state (fastest run)")
                .xAxisTitle("circuit, qubits")
                .yAxisTitle("milliseconds")
                .build();
        chart.getStyler().setYAxisLogarithmic(true);
        // A logarithmic axis has no zero: bars begin below the shortest time, and what failed ends there.
        double bottom = report.rows().stream()
                        .flatMap(row -> row.results().stream())
                        .filter(result -> result.failure().isEmpty())
                        .mapToDouble(result -> result.minimum() * 1e3)
                        .min()
                        .orElse(1)
                / 2;
        chart.getStyler().setYAxisMin(bottom);
        for (Contender contender : report.contenders()) {
            List<Double> times = report.rows().stream()
                    .map(row -> milliseconds(row, contender, bottom))
                    .toList();
            chart.addSeries(contender.name(), circuits, times);
        }
        ChartEncoder.saveChart(chart, out, "png");
    }

    private static double milliseconds(Row row, Contender contender, double otherwise) {
        return row.results().stream()
                .filter(result ->
                        result.contender().equals(contender) && result.failure().isEmpty())
                .mapToDouble(result -> result.minimum() * 1e3)
                .findFirst()
                .orElse(otherwise);
    }
}
