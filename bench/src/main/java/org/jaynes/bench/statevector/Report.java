package org.jaynes.bench.statevector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jaynes.plan.Precision;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The report of a run: a JSON file, a table and a plot with the same stem. */
record Report(
        List<Measurement> measurements, Map<String, Object> machine, String device, int threads, Precision precision) {

    static String header() {
        return "circuit  qubits  gates  passes    plan ms     min ms  median ms     GB/s";
    }

    static String line(Measurement measured, Precision precision) {
        return String.format(
                Locale.ROOT,
                "%-8s %6d %6d %7d %10.3f %10.3f %10.3f %8.1f",
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
        List<Path> files = new ArrayList<>();
        Path json = folder.resolve(stem + ".json");
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        mapper.writeValue(json, toJson());
        files.add(json);
        Path table = folder.resolve(stem + ".txt");
        List<String> lines = new ArrayList<>();
        lines.add("device %s, %s precision, %d threads, %s".formatted(device, precision, threads, machine));
        lines.add(header());
        measurements.forEach(measured -> lines.add(line(measured, precision)));
        Files.write(table, lines);
        files.add(table);
        Plot.write(folder.resolve(stem + ".png"), measurements).ifPresent(files::add);
        return files;
    }

    private Map<String, Object> toJson() {
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
