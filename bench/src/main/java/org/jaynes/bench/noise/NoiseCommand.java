package org.jaynes.bench.noise;

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
import org.jaynes.bench.circuits.BenchmarkCircuit;
import org.jaynes.bench.peers.PeerProcess;
import org.jaynes.bench.peers.PythonEnvironment;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Gate;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.statevector.RunOptions;
import org.jaynes.statevector.RunResult;
import org.jaynes.statevector.Simulator;
import org.jaynes.statevector.SimulatorOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code jaynes bench noise}. */
@Command(
        name = "noise",
        description = {
            "Times shots of a circuit with a depolarizing error behind every gate, each shot a trajectory of its own.",
            "With --peers, Aer runs the same in single precision with as many threads, in each of several settings, in"
                    + " turns with Jaynes; the best run of its best setting counts. The means of all qubits and of"
                    + " neighbours' products must agree within six standard deviations. Aer is installed once into"
                    + " target/peers/aer."
        },
        mixinStandardHelpOptions = true)
public final class NoiseCommand implements Callable<Integer> {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--circuit", description = "Family (default: ${DEFAULT-VALUE}).")
    private String family = "random";

    @Option(names = "--qubits", split = ",", description = "Qubits (default: ${DEFAULT-VALUE}).")
    private List<Integer> qubits = List.of(16);

    @Option(names = "--p1", description = "Error behind gates on one qubit (default: ${DEFAULT-VALUE}).")
    private double p1 = 0.001;

    @Option(names = "--p2", description = "Error behind gates on two qubits (default: ${DEFAULT-VALUE}).")
    private double p2 = 0.01;

    @Option(names = "--shots", description = "Shots of Jaynes (default: ${DEFAULT-VALUE}).")
    private int shots = 1000;

    @Option(
            names = "--peer-shots",
            description = "Shots of Aer, whose time is in proportion to them (default: ${DEFAULT-VALUE}).")
    private int peerShots = 200;

    @Option(names = "--runs", description = "Runs of each, of which the best counts (default: ${DEFAULT-VALUE}).")
    private int runs = 3;

    @Option(names = "--device", description = "Where Jaynes runs (default: ${DEFAULT-VALUE}).")
    private String device = "cpu";

    @Option(names = "--threads", description = "Threads of each (default: ${DEFAULT-VALUE}).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--peers", description = "Compare with Aer.")
    private boolean peers;

    @Option(names = "--out", description = "Folder for the report (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("bench", "results");

    NoiseCommand() {}

    @Override
    public Integer call() throws IOException {
        for (int number : new int[] {runs, shots, peerShots, threads}) {
            if (number < 1) {
                throw new InputException(
                        "--runs, --shots, --peer-shots and --threads: found " + number + "; expected at least 1");
            }
        }
        Files.createDirectories(out);
        List<String> table = new ArrayList<>();
        List<Map<String, Object>> results = new ArrayList<>();
        print(
                table,
                "%-12s %6s %16s %16s %8s  %s"
                        .formatted("circuit", "qubits", "jaynes us/shot", "aer us/shot", "ratio", ""));
        try (PeerProcess aer = peers ? startAer() : null) {
            for (int count : qubits) {
                measure(count, aer, results, table);
            }
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("schema", "jaynes.bench.noise/1");
        report.put("machine", Machine.describe());
        report.put("threads", threads);
        report.put("p1", p1);
        report.put("p2", p2);
        report.put("results", results);
        JSON.writeValue(out.resolve("noise.json"), report);
        Files.write(out.resolve("noise.txt"), table);
        return ExitCode.DONE;
    }

    private static PeerProcess startAer() throws IOException {
        Path folder = Path.of("target", "peers", "aer");
        PythonEnvironment python = PythonEnvironment.prepare(folder, NoiseCommand.class, "noise-requirements.txt");
        Path script = Files.writeString(
                folder.resolve("aer_noise.py"), PythonEnvironment.resource(NoiseCommand.class, "aer_noise.py"));
        return PeerProcess.start("aer", python, script, List.of(), Map.of(), folder.resolve("aer.log"));
    }

    private void measure(int count, @Nullable PeerProcess aer, List<Map<String, Object>> results, List<String> table) {
        Circuit plain = BenchmarkCircuit.named(family).build(count);
        Circuit noisy = Depolarized.behindEveryGate(plain, p1, p2).measured();
        List<String> settings = new ArrayList<>();
        if (aer != null) {
            JsonNode loaded = aer.ask(request(plain));
            loaded.get("settings").forEach(setting -> settings.add(setting.asString()));
        }
        double ours = Double.POSITIVE_INFINITY;
        double theirs = Double.POSITIVE_INFINITY;
        String best = "";
        OutcomeMeans ourMeans = new OutcomeMeans(count);
        OutcomeMeans theirMeans = new OutcomeMeans(count);
        try (Simulator simulator = Simulator.open(new SimulatorOptions(device).withThreads(threads))) {
            for (int run = 0; run <= runs; run++) { // the first is to warm up
                long start = System.nanoTime();
                RunResult result = simulator.run(noisy, RunOptions.shots(shots).withSeed(run));
                double seconds = (System.nanoTime() - start) * 1e-9 / shots;
                ours = run == 0 ? ours : Math.min(ours, seconds);
                result.counts().forEach(ourMeans::add);
                if (aer == null || run == 0) {
                    continue;
                }
                for (String setting : settings) {
                    JsonNode answer = aer.ask(Map.of("setting", setting, "shots", peerShots, "seed", run));
                    double peerSeconds = answer.get("seconds").asDouble() / peerShots;
                    best = peerSeconds < theirs ? setting : best;
                    theirs = Math.min(theirs, peerSeconds);
                    answer.get("counts")
                            .properties()
                            .forEach(
                                    e -> theirMeans.add(e.getKey(), e.getValue().asInt()));
                }
            }
        }
        if (aer != null) {
            ourMeans.requireAgreement(theirMeans);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("circuit", family);
        result.put("qubits", count);
        result.put("jaynes_us_per_shot", ours * 1e6);
        if (aer != null) {
            result.put("aer_us_per_shot", theirs * 1e6);
            result.put("aer_setting", best);
            result.put("ratio", theirs / ours);
        }
        results.add(result);
        print(
                table,
                aer == null
                        ? "%-12s %6d %16.1f".formatted(family, count, ours * 1e6)
                        : "%-12s %6d %16.1f %16.1f %8.1f  %s"
                                .formatted(family, count, ours * 1e6, theirs * 1e6, theirs / ours, best));
    }

    private Map<String, Object> request(Circuit plain) {
        List<List<Object>> gates = new ArrayList<>();
        plain.instructions().forEach(instruction -> {
            if (instruction instanceof Gate gate) {
                gates.add(List.of(gate.name(), gate.angleValues(Environment.EMPTY), gate.qubits()));
            }
        });
        return Map.of("qubits", plain.qubitCount(), "gates", gates, "p1", p1, "p2", p2, "threads", threads);
    }

    private void print(List<String> table, String line) {
        table.add(line.stripTrailing());
        PrintWriter writer = spec.commandLine().getOut();
        writer.println(line.stripTrailing());
        writer.flush();
    }
}
