package org.jaynes.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.ClassicalRegister;
import org.jaynes.statevector.DensityMatrix;
import org.jaynes.statevector.DeviceChoice;
import org.jaynes.statevector.Distribution;
import org.jaynes.statevector.RunOptions;
import org.jaynes.statevector.RunResult;
import org.jaynes.statevector.Samples;
import org.jaynes.statevector.Simulator;
import org.jaynes.statevector.State;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jaynes run}: simulates a program. */
@Command(name = "run", description = "Simulates an OpenQASM 2 or 3 program.", mixinStandardHelpOptions = true)
final class RunCommand extends SimulationCommand {
    /** Amplitudes that are printed; more have to go into a file. */
    private static final long MAX_PRINTED_AMPLITUDES = 1 << 16;

    /** What is computed, as the option names it. */
    enum Output {
        counts,
        samples,
        probabilities,
        amplitudes,
        density_matrix
    }

    @Mixin
    private ProgramOptions program = new ProgramOptions();

    @Mixin
    private SlicesOption slices = new SlicesOption();

    @Mixin
    private ProfileOption profile = new ProfileOption();

    private static final int DEFAULT_SHOTS = 1024;

    @Option(
            names = "--shots",
            paramLabel = "N",
            description = "Number of shots of counts and samples (default: " + DEFAULT_SHOTS + ").")
    private @Nullable Integer askedShots;

    private int shots = DEFAULT_SHOTS;

    @Option(
            names = "--output",
            paramLabel = "WHAT",
            description = "counts (the default), samples, probabilities, amplitudes or density_matrix. With --out, "
                    + "samples, amplitudes and matrices go to a NumPy file.")
    private Output what = Output.counts;

    @Option(
            names = "--checksum",
            description = "With --output amplitudes --out FILE: the SHA-256 of the file into FILE.sha256.")
    private boolean checksum;

    @Override
    int execute() throws IOException {
        checkShots();
        if (checksum && (what != Output.amplitudes || output.file() == null)) {
            throw new InputException("--checksum goes with --output amplitudes and --out FILE");
        }
        ProgramOptions.Program read = program.read();
        program.requireValues(read.circuit(), read.values().keySet(), "--set %s=...");
        RunOptions options = program.runOptions(read.circuit())
                .withShots(shots)
                .withPrecision(common.precision())
                .withParameters(read.values());
        if (common.seed().isPresent()) {
            options = options.withSeed(common.seed().getAsLong());
        }
        options = profile.observed(options);
        try (Simulator simulator = Simulator.open(slices.in(common.simulatorOptions()))) {
            switch (what) {
                case counts -> counts(simulator, measured(read), options);
                case samples -> samples(simulator, measured(read), options);
                case probabilities -> probabilities(simulator, measured(read), options);
                case amplitudes -> amplitudes(simulator, program.withNoise(read, err()), options);
                case density_matrix -> densityMatrix(simulator, program.withNoise(read, err()), options);
            }
        }
        return ExitCode.DONE;
    }

    private void checkShots() {
        if (askedShots == null) {
            return;
        }
        shots = askedShots;
        if (shots < 0) {
            throw new InputException("--shots is %d; expected 0 or more".formatted(shots));
        }
        if (what != Output.counts && what != Output.samples) {
            throw new InputException("--shots says how many outcomes are drawn, and --output " + what
                    + " draws none; expected counts or samples");
        }
    }

    /** With its noise; a program that declares no classical bits is measured whole at its end, and that is said. */
    private ProgramOptions.Program measured(ProgramOptions.Program read) throws IOException {
        if (read.circuit().classicalRegisters().stream().anyMatch(ClassicalRegister::output)) {
            return program.withNoise(read, err());
        }
        if (read.circuit().qubitCount() == 0) {
            throw new InputException(program.file(), 1, 1, "the program declares no qubits and no bits");
        }
        err().println("jaynes: " + program.file() + " declares no classical bits; all qubits are measured at its end");
        return program.withNoise(read.with(read.circuit().measured()), err());
    }

    private void counts(Simulator simulator, ProgramOptions.Program read, RunOptions options) {
        RunResult result = run(simulator, read.circuit(), options);
        Map<String, Integer> counts = result.counts();
        Map<String, Object> json = head(result.device(), read.circuit(), result.passes());
        json.put("counts", counts);
        json.put("shots", shots);
        json.put("seed", result.seed());
        json.put("seconds", seconds(read.parseSeconds(), result.seconds()));
        output.print(out(), json, out -> counts.forEach((outcome, n) -> out.println(outcome + "  " + n)));
        summary(result.device(), read, result.passes(), result.seconds(), shots + " shots, seed " + result.seed());
    }

    private void samples(Simulator simulator, ProgramOptions.Program read, RunOptions options) {
        RunResult result = run(simulator, read.circuit(), options);
        Samples samples = result.samples();
        Map<String, Object> json = head(result.device(), read.circuit(), result.passes());
        json.put("shots", shots);
        json.put("seed", result.seed());
        json.put("seconds", seconds(read.parseSeconds(), result.seconds()));
        Path file = output.file();
        if (file != null) {
            OutputOptions.write(file, samples::writeNpy);
            printWritten(json, file);
        } else {
            List<String> outcomes = IntStream.range(0, samples.shots())
                    .mapToObj(samples::outcome)
                    .toList();
            json.put("samples", outcomes);
            output.print(out(), json, out -> outcomes.forEach(out::println));
        }
        summary(result.device(), read, result.passes(), result.seconds(), shots + " shots, seed " + result.seed());
    }

    private RunResult run(Simulator simulator, Circuit circuit, RunOptions options) {
        try (var _ = progress()) {
            return simulator.run(circuit, options);
        }
    }

    private void probabilities(Simulator simulator, ProgramOptions.Program read, RunOptions options) {
        Distribution result;
        try (var _ = progress()) {
            result = simulator.distribution(read.circuit(), options);
        }
        Map<String, Object> json = head(result.device(), read.circuit(), result.passes());
        json.put("probabilities", result.probabilities());
        json.put("not_followed", result.notFollowed());
        json.put("branches", result.branches());
        json.put("seconds", seconds(read.parseSeconds(), result.seconds()));
        output.print(
                out(), json, out -> result.probabilities().forEach((outcome, p) -> out.println(outcome + "  " + p)));
        summary(result.device(), read, result.passes(), result.seconds(), result.branches() + " branches");
    }

    private void amplitudes(Simulator simulator, ProgramOptions.Program read, RunOptions options) {
        Path file = output.file();
        long count = printable("amplitudes", read.circuit().qubitCount());
        try (State state = state(simulator, read.circuit(), options)) {
            Map<String, Object> json = head(state.device(), read.circuit(), state.passes());
            json.put("seconds", seconds(read.parseSeconds(), state.seconds()));
            if (file != null) {
                OutputOptions.write(file, checksum ? state::save : state::writeNpy);
                printWritten(json, file);
            } else {
                double[] amplitudes = state.amplitudes();
                json.put("amplitudes", pairs(amplitudes));
                output.print(out(), json, out -> printAmplitudes(out, amplitudes, state.qubitCount()));
            }
            summary(state.device(), read, state.passes(), state.seconds(), count + " amplitudes");
        }
    }

    private void densityMatrix(Simulator simulator, ProgramOptions.Program read, RunOptions options) {
        Path file = output.file();
        long count = printable("entries", 2 * read.circuit().qubitCount());
        DensityMatrix matrix;
        try (var _ = progress()) {
            matrix = simulator.densityMatrix(read.circuit(), options);
        }
        try (matrix) {
            Map<String, Object> json = head(matrix.device(), read.circuit(), matrix.passes());
            json.put("seconds", seconds(read.parseSeconds(), matrix.seconds()));
            if (file != null) {
                OutputOptions.write(file, matrix::writeNpy);
                printWritten(json, file);
            } else {
                List<List<double[]>> rows = rows(matrix);
                json.put("density_matrix", rows);
                output.print(
                        out(),
                        json,
                        out -> rows.forEach(row -> out.println(row.stream()
                                .map(entry -> entry[0] + " " + entry[1])
                                .collect(Collectors.joining("  ")))));
            }
            summary(matrix.device(), read, matrix.passes(), matrix.seconds(), count + " entries");
        }
    }

    private static List<List<double[]>> rows(DensityMatrix matrix) {
        int size = 1 << matrix.qubitCount();
        return IntStream.range(0, size)
                .mapToObj(row -> IntStream.range(0, size)
                        .mapToObj(column -> matrix.entry(row, column))
                        .toList())
                .toList();
    }

    /** How many numbers there are, 2^bits, if they go into a file or are few enough to print. */
    private long printable(String what, int bits) {
        long count = bits < Long.SIZE - 1 ? 1L << bits : Long.MAX_VALUE;
        if (output.file() == null && count > MAX_PRINTED_AMPLITUDES) {
            throw new InputException("%,d %s are too many to print (limit %,d); write them with --out FILE.npy"
                    .formatted(count, what, MAX_PRINTED_AMPLITUDES));
        }
        return count;
    }

    private State state(Simulator simulator, Circuit circuit, RunOptions options) {
        try (var _ = progress()) {
            return simulator.state(circuit, options);
        }
    }

    private Progress progress() {
        return Progress.start(err(), "simulating " + program.file());
    }

    private static List<double[]> pairs(double[] amplitudes) {
        List<double[]> pairs = new ArrayList<>();
        for (int i = 0; i < amplitudes.length; i += 2) {
            pairs.add(new double[] {amplitudes[i], amplitudes[i + 1]});
        }
        return pairs;
    }

    private static void printAmplitudes(PrintWriter out, double[] amplitudes, int qubits) {
        for (int i = 0; 2 * i < amplitudes.length; i++) {
            String bits = Integer.toBinaryString(i | 1 << qubits).substring(1);
            out.println(bits + "  " + amplitudes[2 * i] + "  " + amplitudes[2 * i + 1]);
        }
    }

    private Map<String, Object> head(DeviceChoice device, Circuit circuit, long passes) {
        Map<String, Object> json = result("run", device, common.precision());
        json.put("qubits", circuit.qubitCount());
        json.put(
                "clbits",
                circuit.classicalRegisters().stream()
                        .filter(ClassicalRegister::output)
                        .mapToInt(ClassicalRegister::size)
                        .sum());
        json.put("passes", passes);
        profile.report(json, device, common, output.json(), err());
        return json;
    }

    private void printWritten(Map<String, Object> json, Path file) {
        json.put("file", file.toString());
        output.printTo(out(), json, out -> out.println("wrote " + file));
    }
}
