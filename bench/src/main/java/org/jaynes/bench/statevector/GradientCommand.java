package org.jaynes.bench.statevector;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jaynes.bench.Machine;
import org.jaynes.bench.peers.PeerException;
import org.jaynes.bench.peers.PeerProcess;
import org.jaynes.bench.peers.PythonEnvironment;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.plan.Precision;
import org.jaynes.statevector.Gradients;
import org.jaynes.statevector.RunOptions;
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

/** {@code jaynes bench gradient}. */
@Command(
        name = "gradient",
        description = {
            "Times the expectation value of a sum of Z Z on neighbours behind a hardware-efficient ansatz, and its"
                    + " derivatives by all angles by the adjoint method.",
            "With --peers, Lightning does the same in both precisions, in turns with Jaynes; the derivatives must agree."
        },
        mixinStandardHelpOptions = true)
public final class GradientCommand implements Callable<Integer> {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Derivatives of some dozens of terms, each of some hundred gates, in single precision. */
    private static final double SINGLE_TOLERANCE = 1e-3;

    private static final double DOUBLE_TOLERANCE = 1e-9;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--ansatz",
            split = ",",
            paramLabel = "QUBITSxLAYERS",
            description = "Sizes; a layer has two angles for each qubit (default: ${DEFAULT-VALUE}).")
    private List<String> sizes = List.of("16x10", "20x5");

    @Option(names = "--runs", description = "Turns, of which the best counts (default: ${DEFAULT-VALUE}).")
    private int runs = 5;

    @Option(names = "--device", description = "Where Jaynes runs (default: ${DEFAULT-VALUE}).")
    private String device = "cpu";

    @Option(names = "--threads", description = "Threads of each (default: ${DEFAULT-VALUE}).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--peers", description = "Compare with Lightning.")
    private boolean peers;

    @Option(names = "--out", description = "Folder for the report (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("bench", "results");

    GradientCommand() {}

    /** Best times in seconds, and the last derivatives. */
    private static final class Best {
        double forward = Double.POSITIVE_INFINITY;
        double gradient = Double.POSITIVE_INFINITY;
        double[] derivatives = {};

        void add(double forwardSeconds, double gradientSeconds, double[] found) {
            forward = Math.min(forward, forwardSeconds);
            gradient = Math.min(gradient, gradientSeconds);
            derivatives = found;
        }
    }

    @Override
    public Integer call() throws IOException {
        if (runs < 1 || threads < 1) {
            throw new InputException("--runs is %d, --threads %d; expected at least 1".formatted(runs, threads));
        }
        List<Ansatz> cases = sizes.stream().map(Ansatz::parse).toList();
        Files.createDirectories(out);
        List<String> table = new ArrayList<>();
        List<Map<String, Object>> results = new ArrayList<>();
        print(
                table,
                "%-6s %-7s %12s %12s %7s %14s %14s %7s"
                        .formatted(
                                "qubits",
                                "format",
                                "forward ms",
                                "gradient ms",
                                "ratio",
                                "lightning fwd",
                                "lightning grad",
                                "faster"));
        try (Simulator simulator = Simulator.open(new SimulatorOptions(device).withThreads(threads));
                PeerProcess lightning = peers ? startLightning() : null) {
            for (Ansatz ansatz : cases) {
                for (Precision precision : Precision.values()) {
                    measure(simulator, lightning, ansatz, precision, results, table);
                }
            }
        } catch (PeerException e) {
            throw new InputException("--peers: " + e.getMessage());
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("schema", "jaynes.bench.gradient/1");
        report.put("machine", Machine.describe());
        report.put("threads", threads);
        report.put("results", results);
        JSON.writeValue(out.resolve("gradient.json"), report);
        Files.write(out.resolve("gradient.txt"), table);
        return ExitCode.DONE;
    }

    private PeerProcess startLightning() throws IOException {
        Path folder = Path.of("target", "peers");
        Files.createDirectories(folder);
        PythonEnvironment python =
                PythonEnvironment.prepare(folder.resolve("python"), Peers.class, "peers-requirements.txt");
        Path script = Files.writeString(
                folder.resolve("lightning_gradient.py"),
                PythonEnvironment.resource(Peers.class, "lightning_gradient.py"));
        return PeerProcess.start(
                "lightning",
                python,
                script,
                List.of(),
                Map.of("OMP_NUM_THREADS", Integer.toString(threads)),
                folder.resolve("lightning-gradient.log"));
    }

    private void measure(
            Simulator simulator,
            @Nullable PeerProcess lightning,
            Ansatz ansatz,
            Precision precision,
            List<Map<String, Object>> results,
            List<String> table) {
        RunOptions options = new RunOptions().withPrecision(precision);
        var circuit = ansatz.circuit();
        double[] values = new SplittableRandom(ansatz.qubits())
                .doubles(circuit.parameters().size(), 0, 2 * Math.PI)
                .toArray();
        Map<String, Double> row = new LinkedHashMap<>();
        for (int p = 0; p < values.length; p++) {
            row.put(circuit.parameters().get(p), values[p]);
        }
        var observables = List.of(ansatz.observable());
        String format = precision == Precision.SINGLE ? "single" : "double";
        if (lightning != null) {
            lightning.ask(Map.of("qubits", ansatz.qubits(), "gates", ansatz.gates(), "precision", format));
        }
        Best ours = new Best();
        Best theirs = new Best();
        for (int run = 0; run <= runs; run++) { // the first is to warm up
            Timed<?> forward = timed(() -> simulator.expectations(circuit, observables, List.of(row), options));
            Timed<Gradients> gradient = timed(() -> simulator.gradients(circuit, observables, List.of(row), options));
            if (run > 0) {
                ours.add(forward.seconds, gradient.seconds, gradient.result.jacobians()[0][0]);
            }
            if (lightning != null && run > 0) {
                JsonNode answer = lightning.ask(Map.of("values", values));
                theirs.add(
                        answer.get("forward").asDouble(),
                        answer.get("gradient").asDouble(),
                        answer.get("derivatives")
                                .valueStream()
                                .mapToDouble(JsonNode::asDouble)
                                .toArray());
            }
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("qubits", ansatz.qubits());
        result.put("angles", values.length);
        result.put("precision", format);
        result.put("forward_seconds", ours.forward);
        result.put("gradient_seconds", ours.gradient);
        result.put("gradient_over_forward", ours.gradient / ours.forward);
        String line = "%-6d %-7s %12.2f %12.2f %7.2f"
                .formatted(
                        ansatz.qubits(), format, ours.forward * 1e3, ours.gradient * 1e3, ours.gradient / ours.forward);
        if (lightning != null) {
            requireAgreement(ours.derivatives, theirs.derivatives, precision);
            result.put("lightning_forward_seconds", theirs.forward);
            result.put("lightning_gradient_seconds", theirs.gradient);
            result.put("lightning_over_jaynes", theirs.gradient / ours.gradient);
            line += " %14.2f %14.2f %7.2f"
                    .formatted(theirs.forward * 1e3, theirs.gradient * 1e3, theirs.gradient / ours.gradient);
        }
        results.add(result);
        print(table, line);
    }

    private static void requireAgreement(double[] ours, double[] theirs, Precision precision) {
        double tolerance = precision == Precision.SINGLE ? SINGLE_TOLERANCE : DOUBLE_TOLERANCE;
        double[] differences = new double[ours.length];
        Arrays.setAll(differences, p -> Math.abs(ours[p] - theirs[p]));
        double most = Arrays.stream(differences).max().orElse(0);
        if (!(most < tolerance)) {
            throw new IllegalStateException(
                    "a derivative differs from Lightning's by %s; expected less than %s".formatted(most, tolerance));
        }
    }

    private record Timed<T>(T result, double seconds) {}

    private static <T> Timed<T> timed(Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        return new Timed<>(result, (System.nanoTime() - start) * 1e-9);
    }

    private void print(List<String> table, String line) {
        table.add(line.stripTrailing());
        PrintWriter writer = spec.commandLine().getOut();
        writer.println(line.stripTrailing());
        writer.flush();
    }
}
