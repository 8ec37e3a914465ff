package org.jaynes.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.NoiseModel;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.qasm.OpenQasm;
import org.jaynes.qasm.QasmException;
import org.jaynes.qasm.QasmOptions;
import org.jaynes.qasm.QsimFormat;
import org.jaynes.statevector.InitialState;
import org.jaynes.statevector.RunOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The program and the values of its inputs. */
final class ProgramOptions {
    @Parameters(paramLabel = "FILE", description = "An OpenQASM 2 or 3 program, or a circuit in qsim's text format.")
    private Path file = Path.of("");

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = {
                "Value of an input of the program; may be repeated.",
                "A number (of an angle: radians), true or false, or bits in double quotes."
            })
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--plan-for",
            paramLabel = "PROFILE",
            description = {
                "Plan for cpu or cuda, whatever does the work (default: for the device).",
                "One plan gives the same bits and, by seed, the same samples on every device."
            })
    private @Nullable String planFor;

    @Option(
            names = "--noise",
            paramLabel = "FILE",
            description = "A noise model in JSON: channels behind gates, misread bits.")
    private @Nullable Path noise;

    @Option(
            names = "--initial-state",
            paramLabel = "FILE.npy",
            description = "Amplitudes to begin with in place of |0...0>, as --output amplitudes --out writes them.")
    private @Nullable Path initialState;

    /**
     * Options of a run in which the program is planned, and begins, as the user asks.
     *
     * @throws InputException if there is no such profile, or the initial state is none for the circuit
     */
    RunOptions runOptions(Circuit circuit) {
        RunOptions options = new RunOptions();
        if (planFor != null) {
            try {
                options = options.withPlanFor(DeviceProfile.of(planFor));
            } catch (IllegalArgumentException e) {
                throw new InputException("--plan-for: " + Failure.message(e));
            }
        }
        return initialState == null ? options : options.withInitialState(readState(initialState, circuit));
    }

    private InitialState readState(Path npy, Circuit circuit) {
        InitialState state;
        try {
            state = InitialState.readNpy(npy);
        } catch (NoSuchFileException e) {
            throw new InputException(npy, "there is no such file");
        } catch (IOException e) {
            throw InputException.unreadable(npy, e);
        } catch (IllegalArgumentException e) {
            throw new InputException(npy, Failure.message(e));
        }
        if (state.qubitCount() != circuit.qubitCount()) {
            throw new InputException(
                    npy,
                    "holds the amplitudes of %d qubits; %s has %d"
                            .formatted(state.qubitCount(), file, circuit.qubitCount()));
        }
        return state;
    }

    Path file() {
        return file;
    }

    /**
     * A program that was read.
     *
     * @param values of its parameters, as far as {@code --set} gives them
     */
    record Program(Circuit circuit, Map<String, Double> values, double parseSeconds) {
        Program with(Circuit other) {
            return new Program(other, values, parseSeconds);
        }
    }

    /**
     * Reads the program. Inputs that are floats or angles stay parameters, so that there are gradients by them, unless
     * the program also has inputs of other types: then all values become constants while it is read.
     */
    Program read() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file, Files.exists(file) ? "is not a file" : "there is no such file");
        }
        Map<String, Object> inputs = new LinkedHashMap<>();
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (String setting : settings) {
            int sign = setting.indexOf('=');
            if (sign < 1) {
                throw new InputException("--set " + setting + ": expected NAME=VALUE");
            }
            String name = setting.substring(0, sign);
            Object value = value(name, setting.substring(sign + 1));
            if (inputs.put(name, value) != null) {
                throw new InputException("--set " + name + ": given more than once");
            }
            if (value instanceof Number number) {
                numbers.put(name, number.doubleValue());
            }
        }
        long start = System.nanoTime();
        if (isQsim()) {
            Circuit circuit = QsimFormat.read(file);
            requireInputs(circuit, inputs.keySet());
            return new Program(circuit, Map.of(), (System.nanoTime() - start) * 1e-9);
        }
        Map<String, Object> others = new LinkedHashMap<>(inputs);
        others.keySet().removeAll(numbers.keySet());
        try {
            Circuit circuit = OpenQasm.parse(file, QasmOptions.standard().withInputs(others));
            requireInputs(circuit, numbers.keySet());
            return new Program(circuit, numbers, (System.nanoTime() - start) * 1e-9);
        } catch (QasmException e) {
            if (numbers.isEmpty()) {
                throw e;
            }
        }
        Circuit circuit = OpenQasm.parse(file, QasmOptions.standard().withInputs(inputs));
        return new Program(circuit, Map.of(), (System.nanoTime() - start) * 1e-9);
    }

    /**
     * The program with the noise of {@code --noise}, if there is any. A rule that applies to nothing is named.
     *
     * @throws InputException with the place of what is wrong in the model
     */
    Program withNoise(Program read, PrintWriter err) throws IOException {
        if (noise == null) {
            return read;
        }
        Circuit circuit = read.circuit();
        NoiseFile.Located located = NoiseFile.read(noise, circuit.qubitCount());
        for (int i = 0; i < located.places().size(); i++) {
            if (!NoiseModel.isUsed(located.model().rules().get(i), circuit)) {
                JsonTree.Value place = located.places().get(i);
                err.println("jaynes: %s:%d:%d: this rule applies to nothing in %s"
                        .formatted(noise, place.line(), place.column(), file));
            }
        }
        return read.with(located.model().apply(circuit));
    }

    /** A qsim circuit begins with a line that is its number of qubits; no OpenQASM program does. */
    private boolean isQsim() throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            String head = new String(input.readNBytes(32), StandardCharsets.ISO_8859_1);
            return head.matches("(?s)\\s*\\d+[ \\t\\r]*\\n.*");
        }
    }

    /**
     * Refuses a circuit with an input that has no value.
     *
     * @param names of the inputs that have one
     * @param how to give a value, with {@code %s} for the name
     */
    void requireValues(Circuit circuit, Set<String> names, String how) {
        for (String name : circuit.parameters()) {
            if (!names.contains(name)) {
                throw new InputException(
                        file, "the program's input '" + name + "' has no value; give it with " + how.formatted(name));
            }
        }
    }

    private static void requireInputs(Circuit circuit, Set<String> names) {
        for (String name : names) {
            if (!circuit.parameters().contains(name)) {
                throw new InputException("--set " + name + ": the program has no such input; it has "
                        + (circuit.parameters().isEmpty() ? "none" : String.join(", ", circuit.parameters())));
            }
        }
    }

    private static Object value(String name, String text) {
        if (text.matches("true|false")) {
            return Boolean.valueOf(text);
        }
        if (text.matches("\"[01]+\"")) {
            return text.substring(1, text.length() - 1);
        }
        try {
            if (text.matches("[+-]?\\d+")) {
                return Long.valueOf(text);
            }
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below, as a number that is not finite is.
        }
        throw new InputException("--set " + name + ": found '" + text
                + "'; expected a finite number, true, false, or bits in double quotes such as '\"0101\"'");
    }
}
