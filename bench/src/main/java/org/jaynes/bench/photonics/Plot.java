package org.jaynes.bench.photonics;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jaynes.bench.photonics.Contest.Row;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;

/** The plot of a report, as PNG. */
final class Plot {
    private Plot() {}

    /** The time of an item by workload, a series for each contender, on a logarithmic scale. */
    static void timeByContender(OutputStream out, ContestReport report) throws IOException {
        List<String> names =
                report.rows().stream().map(row -> row.workload().name()).toList();
        CategoryChart chart = new CategoryChartBuilder()
                .width(Math.max(900, 130 * names.size()))
                .height(600)
                .title("Time of an item (fastest run)")
                .xAxisTitle("workload")
                .yAxisTitle("microseconds")
                .build();
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setXAxisLabelRotation(45);
        double bottom = report.rows().stream()
                        .flatMap(row -> row.results().stream())
                        .filter(result -> result.failure().isEmpty())
                        .mapToDouble(result -> result.minimum() * 1e6)
                        .min()
                        .orElse(1)
                / 2;
        chart.getStyler().setYAxisMin(bottom);
        for (String contender : report.versions().keySet()) {
            chart.addSeries(
                    contender,
                    names,
                    report.rows().stream()
                            .map(row -> microseconds(row, contender, bottom))
                            .toList());
        }
        ChartEncoder.saveChart(chart, out, "png");
    }

    /** A logarithmic axis has no zero: where there is no time, the bar ends at the bottom. */
    private static double microseconds(Row row, String contender, double otherwise) {
        return row.results().stream()
                .filter(result ->
                        result.contender().equals(contender) && result.failure().isEmpty())
                .mapToDouble(result -> result.minimum() * 1e6)
                .findFirst()
                .orElse(otherwise);
    }

    /** How often as long a shot takes with a noise, by sampler, a series for each noise. */
    static void noiseBySampler(OutputStream out, List<SamplerCosts.Row> rows) throws IOException {
        List<String> samplers =
                rows.stream().map(SamplerCosts.Row::name).distinct().toList();
        CategoryChart chart = new CategoryChartBuilder()
                .width(Math.max(900, 160 * samplers.size()))
                .height(600)
                .title("A shot with noise to one without")
                .xAxisTitle("sampler, modes/photons")
                .yAxisTitle("ratio")
                .build();
        for (String noise :
                rows.stream().map(SamplerCosts.Row::noise).distinct().toList()) {
            chart.addSeries(
                    noise,
                    samplers,
                    samplers.stream()
                            .map(sampler -> ratio(rows, sampler, noise))
                            .toList());
        }
        ChartEncoder.saveChart(chart, out, "png");
    }

    private static double ratio(List<SamplerCosts.Row> rows, String sampler, String noise) {
        return rows.stream()
                .filter(row -> row.name().equals(sampler) && row.noise().equals(noise))
                .mapToDouble(SamplerCosts.Row::ratio)
                .findFirst()
                .orElse(0);
    }
}
