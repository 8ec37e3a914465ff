package org.jaynes.bench.statevector;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** Seconds over qubits, a line per circuit, on a logarithmic scale. */
final class Plot {
    private Plot() {}

    /** Draws the plot; empty where the Java runtime has no java.desktop, as that of the distribution. */
    static Optional<Path> write(Path file, List<Measurement> measurements) throws IOException {
        if (ModuleLayer.boot().findModule("java.desktop").isEmpty()) {
            return Optional.empty();
        }
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(600)
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
        try (OutputStream out = Files.newOutputStream(file)) {
            ChartEncoder.saveChart(chart, out, "png");
        }
        return Optional.of(file);
    }
}
