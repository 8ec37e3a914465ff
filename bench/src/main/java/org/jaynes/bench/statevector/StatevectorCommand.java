package org.jaynes.bench.statevector;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jaynes.bench.Machine;
import org.jaynes.bench.ReportFiles;
import org.jaynes.cli.CommonOptions;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.plan.Precision;
import org.jaynes.statevector.RunOptions;
import org.jaynes.statevector.Simulator;
import org.jaynes.statevector.SimulatorOptions;
import org.jaynes.statevector.State;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code jaynes bench statevector}. */
@Command(
        name = "statevector",
        description = {
            "Times whole simulations, from |0...0> to the final state, and writes JSON, a table and a plot.",
            "With --peers, other simulators run the same circuits in turns with Jaynes, each in its fastest setting,"
                    + " and the final states are compared. They are installed once into target/peers, at fixed versions."
        },
        mixinStandardHelpOptions = true)
public final class StatevectorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--device",
            description = "auto, cuda, cuda:i, cpu or reference (default: JAYNES_DEVICE, else auto).")
    private @Nullable String device;

    @Option(
            names = "--precision",
            description = "single or double (default: ${DEFAULT-VALUE}); with --peers, both are run.")
    private String precision = "single";

    @Option(
            names = "--threads",
            description = "Threads of the device cpu (default: JAYNES_THREADS, else all processors).")
    private @Nullable Integer threads;

    @Option(
            names = "--circuits",
            split = ",",
            description =
                    "qft, qaoa, random, ansatz, ghz; with --peers also volume (Qiskit's quantum volume, depth 10);"
                            + " or files in OpenQASM or qsim's format (default: all families).")
    private @Nullable List<String> circuits;

    @Option(
            names = "--qubits",
            split = ",",
            description = "Numbers of qubits of the families (default: ${DEFAULT-VALUE}).")
    private List<Integer> qubits = List.of(16, 20, 24);

    @Option(names = "--runs", description = "Runs of each circuit that are timed (default: ${DEFAULT-VALUE}).")
    private int runs = 5;

    @Option(
            names = "--peers",
            arity = "0..1",
            split = ",",
            fallbackValue = "qsim,aer,qulacs,scaluq,lightning",
            description =
                    "Compare with qsim, aer, qulacs, scaluq, lightning, or with those that are named; strange (to 20"
                            + " qubits, where it takes minutes) only if it is named.")
    private @Nullable List<String> peers;

    @Option(
            names = "--peer-seconds",
            description =
                    "With --peers: a simulator has no further runs of a circuit after so many seconds, but at least"
                            + " two (default: ${DEFAULT-VALUE}).")
    private double peerSeconds = 20;

    @Option(names = "--out", description = "Folder for the report (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("bench", "results");

    @Option(names = "--json", description = "Print the report as one JSON object; the table goes to standard error.")
    private boolean json;

    StatevectorCommand() {}

    @Override
    public Integer call() throws IOException {
        Precision format = format();
        check(runs > 0, "--runs is %d; expected at least 1".formatted(runs));
        check(peerSeconds > 0, "--peer-seconds is %s; expected more than 0".formatted(peerSeconds));
        qubits.forEach(n -> check(n >= 2 && n <= 48, "--qubits has %d; expected 2 to 48".formatted(n)));
        Files.createDirectories(out);
        try (Simulator simulator = Simulator.open(options())) {
            return peers == null ? alone(simulator, format) : withPeers(simulator, peers);
        }
    }

    private int threads() {
        return CommonOptions.threads(threads);
    }

    private SimulatorOptions options() {
        try {
            return new SimulatorOptions(CommonOptions.deviceName(device).toString()).withThreads(threads());
        } catch (IllegalArgumentException e) {
            throw new InputException(String.valueOf(e.getMessage()));
        }
    }

    private int alone(Simulator simulator, Precision format) throws IOException {
        Workloads workloads = new Workloads(circuits == null ? Workloads.FAMILIES : circuits, qubits);
        PrintWriter print = progress();
        List<Measurement> measurements = new ArrayList<>();
        Map<String, Object> machine = Machine.describe();
        String usedDevice = "";
        List<Workload> chosen = workloads.read(null);
        print.println(Report.header());
        for (Workload workload : chosen) {
            Timed timed = measure(simulator, workload, format);
            usedDevice = timed.device();
            measurements.add(timed.measurement());
            print.println(Report.line(timed.measurement(), format));
            print.flush();
        }
        Report report = new Report(measurements, machine, usedDevice, threads(), format);
        finish(report.write(out), report.toJson());
        return ExitCode.DONE;
    }

    private int withPeers(Simulator simulator, List<String> names) throws IOException {
        Workloads workloads = new Workloads(circuits == null ? Workloads.ALL : circuits, qubits);
        PrintWriter print = progress();
        ComparisonReport report;
        List<Path> files;
        try (Peers started = Peers.start(Path.of("target", "peers"), names, threads(), print)) {
            List<Contender> contenders = new ArrayList<>();
            Jaynes exact = new Jaynes(simulator, Precision.DOUBLE);
            contenders.add(new Jaynes(simulator, Precision.SINGLE));
            contenders.add(exact);
            contenders.addAll(started.all());
            Comparison comparison = new Comparison(runs, peerSeconds, Comparison.PAUSE_MILLIS);
            List<Comparison.Row> rows = new ArrayList<>();
            Map<String, Object> before = Machine.describe();
            for (Workload workload : workloads.read(started)) {
                rows.add(comparison.compare(workload, exact, contenders, started.folder()));
                print.println(ComparisonReport.line(rows.getLast()));
                print.flush();
            }
            report = new ComparisonReport(rows, contenders, threads(), List.of(before, Machine.describe()));
            files = ReportFiles.write(
                    out, "statevector-peers", report.toJson(), report.table(), o -> Plot.timeByContender(o, report));
        }
        if (!json) {
            report.table().forEach(print::println);
        }
        finish(files, report.toJson());
        return report.complaints().isEmpty() ? ExitCode.DONE : ExitCode.ENGINE_FAILED;
    }

    /** Where people read along: standard error when standard output is for the JSON. */
    private PrintWriter progress() {
        return json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    }

    private void finish(List<Path> files, Map<String, Object> report) {
        PrintWriter print = progress();
        files.forEach(file -> print.println("written: " + file));
        print.flush();
        if (json) {
            PrintWriter result = spec.commandLine().getOut();
            result.println(JsonMapper.shared().writeValueAsString(report));
            result.flush();
        }
    }

    private record Timed(Measurement measurement, String device) {}

    /** One run that is not counted: it plans, compiles and touches the memory. */
    private Timed measure(Simulator simulator, Workload workload, Precision format) {
        RunOptions options = new RunOptions().withPrecision(format);
        double planSeconds;
        try (State first = simulator.state(workload.circuit(), options)) {
            planSeconds = first.seconds().plan();
        }
        double[] seconds = new double[runs];
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            try (State state = simulator.state(workload.circuit(), options)) {
                // A device may still be at work when it hands out the state; reading an amplitude waits for it.
                state.amplitudes(0, 1);
                seconds[run] = (System.nanoTime() - start) * 1e-9;
                if (run == runs - 1) {
                    return new Timed(
                            new Measurement(
                                    workload.name(),
                                    workload.qubits(),
                                    workload.gates(),
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

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new InputException(message);
        }
    }
}
