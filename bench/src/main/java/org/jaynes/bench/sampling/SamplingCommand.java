package org.jaynes.bench.sampling;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jaynes.bench.Machine;
import org.jaynes.bench.peers.PeerProcess;
import org.jaynes.bench.peers.PythonEnvironment;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code jaynes bench sampling}. */
@Command(
        name = "sampling",
        description = {
            "Times, on one thread, the samplers of surface code circuits (rotated memory Z, as many rounds as the distance,"
                    + " all four noise strengths equal) and of their error models, and the extraction of the models.",
            "With --peers, stim does the same in turns with Jaynes; the best run of each counts, and both must find the"
                    + " same: error models of as many errors, detection events at rates that six standard deviations"
                    + " allow. stim is installed once into target/peers/stim, at a fixed version."
        },
        mixinStandardHelpOptions = true)
public final class SamplingCommand implements Callable<Integer> {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--distances", split = ",", description = "Distances (default: ${DEFAULT-VALUE}).")
    private List<Integer> distances = List.of(3, 5, 9, 13, 17);

    @Option(names = "--noise", split = ",", description = "Noise strengths (default: ${DEFAULT-VALUE}).")
    private List<Double> noises = List.of(0.001, 0.005);

    @Option(names = "--runs", description = "Runs of each, of which the best counts (default: ${DEFAULT-VALUE}).")
    private int runs = 7;

    @Option(names = "--peers", description = "Compare with stim.")
    private boolean peers;

    @Option(names = "--out", description = "Folder for the report (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("bench", "results");

    SamplingCommand() {}

    @Override
    public Integer call() throws IOException {
        if (runs < 1) {
            throw new InputException("--runs is %d; expected at least 1".formatted(runs));
        }
        Files.createDirectories(out);
        List<Map<String, Object>> results = new ArrayList<>();
        List<String> table = new ArrayList<>();
        print(table, "%-32s %-22s %14s %14s %8s".formatted("circuit", "work", "jaynes", "stim 1.16.0", "ratio"));
        try (PeerProcess stim = peers ? startStim() : null) {
            for (int distance : distances) {
                for (double noise : noises) {
                    measure(distance, noise, stim, results, table);
                }
            }
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("schema", "jaynes.bench.sampling/1");
        report.put("machine", Machine.describe());
        report.put("threads", 1);
        report.put("runs", runs);
        report.put("results", results);
        JSON.writeValue(out.resolve("sampling.json"), report);
        Files.write(out.resolve("sampling.txt"), table);
        return ExitCode.DONE;
    }

    private static PeerProcess startStim() throws IOException {
        Path folder = Path.of("target", "peers", "stim");
        PythonEnvironment python =
                PythonEnvironment.prepare(folder, SamplingCommand.class, "sampling-requirements.txt");
        Path script = Files.writeString(
                folder.resolve("stim_peer.py"), PythonEnvironment.resource(SamplingCommand.class, "stim_peer.py"));
        return PeerProcess.start("stim", python, script, List.of(), Map.of(), folder.resolve("stim.log"));
    }

    private void measure(
            int distance,
            double noise,
            @Nullable PeerProcess stim,
            List<Map<String, Object>> results,
            List<String> table)
            throws IOException {
        MemoryExperiment experiment = new MemoryExperiment(
                "surface_code", "rotated_memory_z", distance, distance, NoiseStrengths.uniform(noise));
        Task task = new Task(experiment);
        if (stim != null) {
            Path file = Files.createTempFile("jaynes", ".stim");
            try {
                Files.writeString(file, experiment.text());
                JsonNode loaded = stim.ask(Map.of("circuit", file.toString()));
                requireEqual(
                        "detectors",
                        task.detectorCount(),
                        loaded.get("detectors").asLong());
                requireEqual("errors", task.errorCount(), loaded.get("errors").asLong());
            } finally {
                Files.delete(file);
            }
        }
        // About a tenth of a second of work a run.
        int shots = Math.clamp(40_000_000L / distance / distance / distance / 1024 * 1024, 4096, 1 << 20);
        Row row = new Row("d=%d rounds=%d p=%s".formatted(distance, distance, noise), stim, results, table);
        row.time(
                "detect, us/shot",
                1e6 / shots,
                Map.of("do", "detect", "shots", shots),
                true,
                run -> task.detect(run, shots));
        row.time(
                "sample_dem, us/shot",
                1e6 / shots,
                Map.of("do", "sample_dem", "shots", shots),
                true,
                run -> task.sampleModel(run, shots));
        row.time("analyze, ms", 1e3, Map.of("do", "analyze", "decompose", false), false, _ -> task.analyze(false));
        row.time(
                "analyze decomposed, ms",
                1e3,
                Map.of("do", "analyze", "decompose", true),
                false,
                _ -> task.analyze(true));
    }

    private static void requireEqual(String what, long ours, long theirs) {
        if (ours != theirs) {
            throw new IllegalStateException("Jaynes finds %d %s, stim %d".formatted(ours, what, theirs));
        }
    }

    private void print(List<String> table, String line) {
        table.add(line);
        PrintWriter writer = spec.commandLine().getOut();
        writer.println(line);
        writer.flush();
    }

    private interface Work {
        Task.Done run(int number);
    }

    /** The lines of one circuit. */
    private final class Row {
        private final String circuit;
        private final @Nullable PeerProcess stim;
        private final List<Map<String, Object>> results;
        private final List<String> table;

        Row(String circuit, @Nullable PeerProcess stim, List<Map<String, Object>> results, List<String> table) {
            this.circuit = circuit;
            this.stim = stim;
            this.results = results;
            this.table = table;
        }

        /** Runs both in turns and takes the best run of each; random results are compared by their sums. */
        void time(String name, double scale, Map<String, Object> request, boolean random, Work work) {
            double ours = Double.POSITIVE_INFINITY;
            double theirs = Double.POSITIVE_INFINITY;
            long ourSum = 0;
            long theirSum = 0;
            for (int run = -1; run < runs; run++) {
                // The first run is to warm up.
                Task.Done done = work.run(run + 1);
                ours = run < 0 ? ours : Math.min(ours, done.seconds());
                ourSum += done.found();
                if (stim != null) {
                    JsonNode answer = stim.ask(request);
                    theirs = run < 0
                            ? theirs
                            : Math.min(theirs, answer.get("seconds").asDouble());
                    theirSum += answer.get(random ? "events" : "errors").asLong();
                }
            }
            if (stim != null) {
                compare(name, random, ourSum, theirSum);
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("circuit", circuit);
            result.put("work", name);
            result.put("jaynes", ours * scale);
            if (stim != null) {
                result.put("stim", theirs * scale);
                result.put("ratio", theirs / ours);
            }
            results.add(result);
            print(
                    table,
                    stim == null
                            ? "%-32s %-22s %14.4f".formatted(circuit, name, ours * scale)
                            : "%-32s %-22s %14.4f %14.4f %8.2f"
                                    .formatted(circuit, name, ours * scale, theirs * scale, theirs / ours));
        }

        /** Events of a shot are correlated, at most by the few that one error causes, hence the factor of the spread. */
        private void compare(String name, boolean random, long ours, long theirs) {
            double allowed = random ? 6 * Math.sqrt(4.0 * (ours + theirs)) : 0;
            if (Math.abs(ours - theirs) > allowed) {
                throw new IllegalStateException(
                        "%s, %s: Jaynes finds %d in all runs, stim %d; the difference allowed is %.0f"
                                .formatted(circuit, name, ours, theirs, allowed));
            }
        }
    }
}
