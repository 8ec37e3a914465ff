package org.jaynes.bench.statevector;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jaynes.bench.circuits.BenchmarkCircuit;
import org.jaynes.circuit.Circuit;
import org.jaynes.plan.Precision;
import org.jaynes.statevector.RunOptions;
import org.jaynes.statevector.Simulator;
import org.jaynes.statevector.SimulatorOptions;
import org.jaynes.statevector.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jaynes bench statevector}. */
@Command(
        name = "statevector",
        description = "Times whole simulations, from |0...0> to the final state.",
        mixinStandardHelpOptions = true)
public final class StatevectorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--device", description = "auto, cuda, cuda:i, cpu or reference (default: ${DEFAULT-VALUE}).")
    private String device = "auto";

    @Option(names = "--precision", description = "single or double (default: ${DEFAULT-VALUE}).")
    private String precision = "single";

    @Option(names = "--threads", description = "Threads of the device cpu (default: all processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--circuits", split = ",", description = "Families (default: ${DEFAULT-VALUE}).")
    private List<String> circuits = List.of("qft", "qaoa", "random", "ansatz", "ghz");

    @Option(names = "--qubits", split = ",", description = "Numbers of qubits (default: ${DEFAULT-VALUE}).")
    private List<Integer> qubits = List.of(16, 20, 24);

    @Option(names = "--runs", description = "Runs of each circuit that are timed (default: ${DEFAULT-VALUE}).")
    private int runs = 5;

    @Option(names = "--out", description = "Folder for the report (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("bench", "results");

    StatevectorCommand() {}

    @Override
    public Integer call() throws IOException {
        Precision format = format();
        check(runs > 0, "--runs is %d; expected at least 1".formatted(runs));
        qubits.forEach(n -> check(n >= 2 && n <= 48, "--qubits has %d; expected 2 to 48".formatted(n)));
        List<BenchmarkCircuit> families = families();
        Files.createDirectories(out);
        PrintWriter print = spec.commandLine().getOut();
        List<Measurement> measurements = new ArrayList<>();
        Map<String, Object> machine = Machine.describe();
        String usedDevice = "";
        try (Simulator simulator = Simulator.open(new SimulatorOptions(device).withThreads(threads))) {
            print.println(Report.header());
            for (int n : qubits) {
                for (BenchmarkCircuit family : families) {
                    Circuit circuit = family.build(n);
                    Timed timed = measure(simulator, circuit, family.label(), format);
                    usedDevice = timed.device();
                    measurements.add(timed.measurement());
                    print.println(Report.line(timed.measurement(), format));
                    print.flush();
                }
            }
        }
        Report report = new Report(measurements, machine, usedDevice, threads, format);
        report.write(out).forEach(file -> print.println("written: " + file));
        print.flush();
        return 0;
    }

    private record Timed(Measurement measurement, String device) {}

    /** One run that is not counted: it plans, compiles and touches the memory. */
    private Timed measure(Simulator simulator, Circuit circuit, String family, Precision format) {
        RunOptions options = new RunOptions().withPrecision(format);
        double planSeconds;
        try (State first = simulator.state(circuit, options)) {
            planSeconds = first.seconds().plan();
        }
        double[] seconds = new double[runs];
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            try (State state = simulator.state(circuit, options)) {
                // A device may still be at work when it hands out the state; reading an amplitude waits for it.
                state.amplitudes(0, 1);
                seconds[run] = (System.nanoTime() - start) * 1e-9;
                if (run == runs - 1) {
                    int gates = circuit.instructions().size();
                    return new Timed(
                            new Measurement(
                                    family,
                                    circuit.qubitCount(),
                                    gates,
                                    state.passes(),
                                    planSeconds,
                                    seconds,
                                    state.squaredNorm()),
                            state.device().device());
                }
            }
        }
        throw new IllegalStateException("no run");
    }

    private Precision format() {
        check(
                precision.equals("single") || precision.equals("double"),
                "--precision is '%s'; expected single or double".formatted(precision));
        return precision.equals("single") ? Precision.SINGLE : Precision.DOUBLE;
    }

    private List<BenchmarkCircuit> families() {
        try {
            return circuits.stream().map(BenchmarkCircuit::named).toList();
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), String.valueOf(unknown.getMessage()), unknown);
        }
    }

    private void check(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
