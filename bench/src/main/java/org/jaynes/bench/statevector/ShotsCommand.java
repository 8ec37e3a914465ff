package org.jaynes.bench.statevector;

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
import org.jaynes.circuit.Channel;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Expression;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.statevector.RunOptions;
import org.jaynes.statevector.Simulator;
import org.jaynes.statevector.SimulatorOptions;
import org.jaynes.statevector.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code jaynes bench shots}. */
@Command(
        name = "shots",
        description = {
            "Times shots of a random circuit beside the circuit itself, and those of circuits in which every"
                    + " shot goes its own way, through measurements and branches or through amplitude damping."
        },
        mixinStandardHelpOptions = true)
public final class ShotsCommand implements Callable<Integer> {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final int OWN_WAYS = 2000;
    private static final int EVENTS = 30;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--qubits", description = "Qubits of the random circuit (default: ${DEFAULT-VALUE}).")
    private int qubits = 24;

    @Option(names = "--shots", split = ",", description = "Shots of the random circuit (default: ${DEFAULT-VALUE}).")
    private List<Integer> shots = List.of(100_000, 10_000_000);

    @Option(names = "--runs", description = "Runs of each, of which the best counts (default: ${DEFAULT-VALUE}).")
    private int runs = 3;

    @Option(names = "--device", description = "Where it runs (default: ${DEFAULT-VALUE}).")
    private String device = "cpu";

    @Option(names = "--threads", description = "Threads of the device cpu (default: ${DEFAULT-VALUE}).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", description = "Folder for the report (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("bench", "results");

    private final List<String> table = new ArrayList<>();
    private final List<Map<String, Object>> results = new ArrayList<>();

    ShotsCommand() {}

    @Override
    public Integer call() throws IOException {
        if (runs < 1
                || threads < 1
                || qubits < 2
                || qubits > 31
                || shots.stream().anyMatch(count -> count < 1)) {
            throw new InputException(
                    "--runs is %d, --threads %d, --shots %s, --qubits %d; expected at least 1, and 2 to 31 qubits"
                            .formatted(runs, threads, shots, qubits));
        }
        Files.createDirectories(out);
        try (Simulator simulator = Simulator.open(new SimulatorOptions(device).withThreads(threads))) {
            shotsOfAState(simulator);
            for (int small : new int[] {3, 5, 10}) {
                double seconds = time(simulator, dynamic(small), OWN_WAYS);
                report(
                        "%d qubits, %d measurements with branches, us per shot".formatted(small, EVENTS),
                        seconds / OWN_WAYS * 1e6);
                double damped = time(simulator, damped(small), OWN_WAYS);
                report(
                        "%d qubits, amplitude damping behind 100 gates, us per shot".formatted(small),
                        damped / OWN_WAYS * 1e6);
            }
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("schema", "jaynes.bench.shots/1");
        report.put("machine", Machine.describe());
        report.put("threads", threads);
        report.put("results", results);
        JSON.writeValue(out.resolve("shots.json"), report);
        Files.write(out.resolve("shots.txt"), table);
        return ExitCode.DONE;
    }

    private void shotsOfAState(Simulator simulator) {
        Circuit circuit = BenchmarkCircuit.named("random").build(qubits);
        RunOptions options = new RunOptions();
        double state = best(() -> {
            try (State last = simulator.state(circuit, options)) {
                last.amplitudes(0, 1);
            }
        });
        Circuit measured = circuit.measured();
        double none = time(simulator, measured, 1);
        report("random circuit, %d qubits, ms".formatted(qubits), state * 1e3);
        for (int count : shots) {
            double seconds = time(simulator, measured, count) - none;
            report("%,d shots beside one, ms".formatted(count), seconds * 1e3);
            report("%,d shots over the circuit".formatted(count), seconds / state);
        }
    }

    private double time(Simulator simulator, Circuit circuit, int count) {
        return best(() -> simulator.run(circuit, RunOptions.shots(count).withSeed(1)));
    }

    private double best(Runnable work) {
        double least = Double.POSITIVE_INFINITY;
        for (int run = 0; run <= runs; run++) { // the first is to warm up
            long start = System.nanoTime();
            work.run();
            least = run == 0 ? least : Math.min(least, (System.nanoTime() - start) * 1e-9);
        }
        return least;
    }

    private static Circuit dynamic(int qubits) {
        CircuitBuilder circuit = Circuit.builder(qubits, qubits);
        for (int event = 0; event < EVENTS; event++) {
            int target = event % qubits;
            layer(circuit, qubits, event);
            circuit.measure(target, target).ifThen(Expression.bit(target), yes -> yes.x((target + 1) % qubits));
        }
        return circuit.measureAll().build();
    }

    private static Circuit damped(int qubits) {
        CircuitBuilder circuit = Circuit.builder(qubits, qubits);
        for (int gate = 0; gate < 100; gate++) {
            circuit.ry(0.3 + gate, gate % qubits).noise(Channel.amplitudeDamping(0.02), gate % qubits);
            if (gate % qubits == qubits - 1) {
                layer(circuit, qubits, gate);
            }
        }
        return circuit.measureAll().build();
    }

    private static void layer(CircuitBuilder circuit, int qubits, int number) {
        for (int q = 0; q < qubits; q++) {
            circuit.ry(0.3 + q + number, q);
        }
        for (int q = 0; q + 1 < qubits; q++) {
            circuit.cx(q, q + 1);
        }
    }

    private void report(String what, double number) {
        results.add(Map.of("work", what, "number", number));
        String line = "%-60s %12.3f".formatted(what, number);
        table.add(line);
        PrintWriter writer = spec.commandLine().getOut();
        writer.println(line);
        writer.flush();
    }
}
