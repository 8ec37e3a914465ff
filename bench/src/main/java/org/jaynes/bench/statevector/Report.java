package org.jaynes.bench.statevector;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jaynes.bench.ReportFiles;
import org.jaynes.plan.Precision;

/** The report of a run: a JSON file, a table and a plot with the same stem. */
record Report(
        List<Measurement> measurements, Map<String, Object> machine, String device, int threads, Precision precision) {

    static String header() {
        return "circuit      qubits  gates  passes    plan ms     min ms  median ms     GB/s";
    }

    static String line(Measurement measured, Precision precision) {
        return String.format(
                Locale.ROOT,
                "%-12s %6d %6d %7d %10.3f %10.3f %10.3f %8.1f",
                measured.circuit(),
                measured.qubits(),
                measured.gates(),
                measured.passes(),
                measured.planSeconds() * 1e3,
                measured.minimum() * 1e3,
                measured.median() * 1e3,
                measured.gigabytesPerSecond(precision.amplitudeBytes()));
    }

    /** Writes the files into a folder that exists and returns their paths. */
    List<Path> write(Path folder) throws IOException {
        String stem = "statevector-%s-%s"
                .formatted(device.replace(':', '-'), precision.name().toLowerCase(Locale.ROOT));
        List<String> table = new ArrayList<>();
        table.add("device %s, %s precision, %d threads, %s".formatted(device, precision, threads, machine));
        table.add(header());
        measurements.forEach(measured -> table.add(line(measured, precision)));
        return ReportFiles.write(folder, stem, toJson(), table, out -> Plot.timeOverQubits(out, measurements));
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "jaynes.bench.statevector/1");
        json.put("device", device);
        json.put("precision", precision.name().toLowerCase(Locale.ROOT));
        json.put("threads", threads);
        json.put("machine", machine);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Measurement measured : measurements) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("circuit", measured.circuit());
            row.put("qubits", measured.qubits());
            row.put("gates", measured.gates());
            row.put("passes", measured.passes());
            row.put("plan_seconds", measured.planSeconds());
            row.put("run_seconds", measured.runSeconds());
            row.put("gigabytes_per_second", measured.gigabytesPerSecond(precision.amplitudeBytes()));
            row.put("squared_norm", measured.squaredNorm());
            rows.add(row);
        }
        json.put("measurements", rows);
        return json;
    }
}
