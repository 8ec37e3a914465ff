package org.jaynes.qasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.circuit.Circuit;
import org.jaynes.execution.DeviceUnavailableException;
import org.jaynes.plan.Precision;
import org.jaynes.statevector.Distribution;
import org.jaynes.statevector.RunOptions;
import org.jaynes.statevector.Simulator;
import org.jaynes.statevector.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The programs of {@code ../shared/data} and what its README says of each: amplitudes and distributions on every device that is
 * here, the emulated GPU included, in both precisions. The build runs it twice: through Panama and through JCuda. Skipped, and reported so, when the data are not beside the repository.
 */
class SharedDataTest {
    /** The plain reference takes only circuits of so many qubits, to keep the test short. */
    private static final int REFERENCE_QUBITS = 12;

    /** So does the emulated GPU, which the module's tests run with. */
    private static final int EMULATED_QUBITS = 15;

    private static final List<String> PARSED_ONLY = List.of("arrays.qasm", "cphase.qasm", "dd.qasm", "vqe.qasm");

    private static Path data() {
        Path folder = SharedData.folder();
        if (folder == null) {
            System.out.println("SharedDataTest did not run: there is no ../shared/data");
            return Assumptions.abort("there is no ../shared/data");
        }
        return folder;
    }

    private static List<Path> files(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(data().resolve(folder))) {
            return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    }

    @Test
    void theInvalidProgramIsRefusedAtItsLine() {
        Path file = data().resolve("qasm/qasmbench/vqe_uccsd_n4.qasm");
        QasmException fault = assertThrows(QasmException.class, () -> OpenQasm.parse(file));
        assertEquals(225, fault.line());
        assertEquals(
                "'q' is not declared",
                fault.getMessage().substring(fault.getMessage().indexOf("'q'")));
    }

    @Test
    void everyLineOfTheInvalidFilesIsRefused() throws IOException {
        int lines = 0;
        for (Path file : files("qasm3/invalid", ".qasm")) {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank() && !line.startsWith("//")) {
                    assertThrows(QasmException.class, () -> OpenQasm.checkSyntax("line", line), line);
                    lines++;
                }
            }
        }
        assertEquals(82, lines, "statements");
    }

    @Test
    void allValidProgramsAreSyntax() throws IOException {
        List<Path> programs = new ArrayList<>(files("qasm3/examples", ".qasm"));
        programs.addAll(files("qasm3/own", ".qasm"));
        programs.addAll(files("qasm/qasmbench", ".qasm"));
        for (Path program : programs) {
            OpenQasm.checkSyntax(program.toString(), Files.readString(program));
        }
        assertEquals(39, programs.size());
    }

    @TestFactory
    Stream<DynamicTest> programs() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : files("qasm/qasmbench", ".qasm")) {
            if (!stem(file).equals("vqe_uccsd_n4")) {
                tests.add(test(file, "expected/" + stem(file)));
            }
        }
        for (Path file : files("circuits", ".qasm")) {
            tests.add(test(file, "expected/" + stem(file)));
        }
        for (Path file : files("qasm3/examples", ".qasm")) {
            if (!PARSED_ONLY.contains(String.valueOf(file.getFileName()))) {
                tests.add(test(file, "qasm3/expected/example_" + stem(file)));
            }
        }
        for (Path file : files("qasm3/own", ".qasm")) {
            tests.add(test(file, "qasm3/expected/" + stem(file)));
        }
        return tests.stream();
    }

    private static DynamicTest test(Path file, String expected) {
        return DynamicTest.dynamicTest(stem(file), () -> {
            Circuit circuit = OpenQasm.parse(file);
            Path state = data().resolve(expected + ".npy");
            Path distribution = data().resolve(expected + ".json");
            assertTrue(Files.exists(distribution), distribution.toString());
            onEachDevice(circuit, (simulator, options) -> {
                if (Files.exists(state)) {
                    compareState(simulator, circuit, options, state);
                }
                compareDistribution(simulator, circuit, options, Files.readString(distribution));
            });
            if (circuit.qubitCount() <= REFERENCE_QUBITS) {
                Circuit again = OpenQasm.parse("written", OpenQasm.write(circuit));
                onEachDevice(again, (simulator, options) -> {
                    if (Files.exists(state)) {
                        compareState(simulator, again, options, state);
                    }
                });
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> qsim() {
        return Stream.of("mixed_q8", "grid_q12")
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Circuit circuit = QsimFormat.read(data().resolve("qsim/" + name));
                    Path state = data().resolve("expected/qsim_" + name + ".npy");
                    onEachDevice(circuit, (simulator, options) -> compareState(simulator, circuit, options, state));
                }));
    }

    @Test
    void qsimCircuitsOf24And30QubitsAreRead() throws IOException {
        assertEquals(
                1257,
                QsimFormat.read(data().resolve("qsim/circuit_q24"))
                        .instructions()
                        .size());
        assertEquals(
                1617,
                QsimFormat.read(data().resolve("qsim/circuit_q30"))
                        .instructions()
                        .size());
    }

    @Test
    void amplitudesOf24Qubits() throws IOException {
        String json = Files.readString(data().resolve("expected/qsim_circuit_q24.json"));
        List<String> strings = Files.readAllLines(data().resolve("qsim/bitstrings_q24_s1_first200"));
        Matcher prefix = Pattern.compile("\"max_time\":\\s*(\\d+)").matcher(json);
        List<Integer> starts = new ArrayList<>();
        List<Integer> times = new ArrayList<>();
        while (prefix.find()) {
            starts.add(prefix.start());
            times.add(Integer.parseInt(prefix.group(1)));
        }
        assertEquals(List.of(16, 24), times);
        starts.add(json.length());
        for (int part = 0; part < times.size(); part++) {
            int time = times.get(part);
            Circuit circuit = QsimFormat.read(data().resolve("qsim/circuit_q24"), time);
            assertEquals(time <= 16 ? 216 : 315, circuit.instructions().size());
            Map<Long, double[]> expected = amplitudes(json.substring(starts.get(part), starts.get(part + 1)));
            for (String string : strings) {
                long index = Long.parseLong(new StringBuilder(string).reverse().toString(), 2);
                assertTrue(expected.containsKey(index), string);
            }
            try (Simulator simulator = openOrSkip("cpu");
                    State state = simulator.state(circuit, new RunOptions())) {
                double largest = 0;
                for (Map.Entry<Long, double[]> entry : expected.entrySet()) {
                    double[] actual = state.amplitudes(entry.getKey(), 1);
                    double[] wanted = entry.getValue();
                    largest = Math.max(largest, Math.hypot(actual[0] - wanted[0], actual[1] - wanted[1]));
                }
                assertEquals(1, state.squaredNorm(), 1e-6, "the squared norm, time " + time);
                // Amplitudes are about 2^-12; single precision leaves an error some 1e-6 of that.
                assertTrue(largest < 2e-9, "time " + time + ": error " + largest);
            }
        }
    }

    private static Map<Long, double[]> amplitudes(String json) {
        Map<Long, double[]> amplitudes = new HashMap<>();
        Matcher entry = Pattern.compile("\\[\\s*(\\d+),\\s*([-+.e\\d]+),\\s*([-+.e\\d]+)\\s*\\]")
                .matcher(json);
        while (entry.find()) {
            amplitudes.put(
                    Long.parseLong(entry.group(1)),
                    new double[] {Double.parseDouble(entry.group(2)), Double.parseDouble(entry.group(3))});
        }
        assertTrue(amplitudes.size() >= 200, amplitudes.size() + " amplitudes");
        return amplitudes;
    }

    private interface Check {
        void run(Simulator simulator, RunOptions options) throws IOException;
    }

    private static void onEachDevice(Circuit circuit, Check check) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String device : List.of("reference", "cpu", "cuda")) {
            int limit = Map.of("reference", REFERENCE_QUBITS, "cuda", EMULATED_QUBITS)
                    .getOrDefault(device, Integer.MAX_VALUE);
            if (circuit.qubitCount() > limit) {
                continue;
            }
            try (Simulator simulator = Simulator.open(device)) {
                for (Precision precision : Precision.values()) {
                    RunOptions options =
                            new RunOptions().withPrecision(precision).withMinProbability(1e-7);
                    check.run(simulator, options);
                }
            } catch (DeviceUnavailableException e) {
                missing.add(e.getMessage());
            }
        }
        if (!missing.isEmpty()) {
            System.out.println("SharedDataTest: without a device: " + missing);
        }
        // Where the native parts were built, every device is here: the tests have the emulated driver.
        assertTrue(missing.isEmpty() || !CpuLibrary.find().isAvailable(), missing.toString());
    }

    private static Simulator openOrSkip(String device) {
        try {
            return Simulator.open(device);
        } catch (DeviceUnavailableException e) {
            return Assumptions.abort(e.getMessage());
        }
    }

    private static void compareState(Simulator simulator, Circuit circuit, RunOptions options, Path file)
            throws IOException {
        double[] expected = npy(file);
        double[] actual;
        try (State state = simulator.state(circuit, options)) {
            actual = state.amplitudes();
        }
        assertEquals(expected.length, actual.length);
        double re = 0;
        double im = 0;
        for (int i = 0; i < expected.length; i += 2) {
            re += expected[i] * actual[i] + expected[i + 1] * actual[i + 1];
            im += expected[i] * actual[i + 1] - expected[i + 1] * actual[i];
        }
        double infidelity = Math.abs(1 - (re * re + im * im));
        assertTrue(infidelity < bound(options), options.precision() + ": 1 - fidelity = " + infidelity);
    }

    private static double bound(RunOptions options) {
        return options.precision() == Precision.DOUBLE ? 1e-12 : 1e-6;
    }

    /** The numbers of a one-dimensional complex128 .npy file, interleaved. */
    private static double[] npy(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = 10 + bytes.getShort(8);
        double[] values = new double[(bytes.capacity() - header) / Double.BYTES];
        bytes.position(header)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(values);
        return values;
    }

    private static void compareDistribution(Simulator simulator, Circuit circuit, RunOptions options, String json) {
        Map<String, Double> expected = probabilities(json);
        if (expected.isEmpty()) {
            compareLargest(simulator, circuit, options, json);
            return;
        }
        Distribution distribution = simulator.distribution(circuit, options);
        Map<String, Double> actual = new HashMap<>();
        // Here the last register and the highest bit come first, there the first register and bit 0.
        distribution
                .probabilities()
                .forEach((key, p) -> actual.merge(
                        key.replace(" ", "")
                                .transform(k -> new StringBuilder(k).reverse().toString()),
                        p,
                        Double::sum));
        double slack = number(json, "probability_of_longer_loops_not_enumerated") + distribution.notFollowed();
        double tolerance = (options.precision() == Precision.DOUBLE ? 1e-10 : 1e-5) + slack;
        double total = 0;
        for (Map.Entry<String, Double> outcome : expected.entrySet()) {
            // Other registers may stand between the named ones only in the same order.
            String key = outcome.getKey().replaceAll("\\w+=", "").replace(" ", "");
            double p = actual.getOrDefault(key, 0.0);
            assertEquals(outcome.getValue(), p, tolerance, circuit + ", " + options.precision() + ", outcome " + key);
            total += p;
        }
        assertEquals(1, total + distribution.notFollowed(), tolerance, "outcomes that are not expected: " + actual);
    }

    /** Where the outcomes are too many to be listed, the most probable basis states are. */
    private static void compareLargest(Simulator simulator, Circuit circuit, RunOptions options, String json) {
        Matcher entry = Pattern.compile("\\[\\s*(\\d+),\\s*([-+.e\\d]+)\\s*\\]")
                .matcher(json.substring(json.indexOf("\"largest_probabilities_before_measurement\"")));
        double[] actual;
        try (State state = simulator.state(circuit, options)) {
            actual = state.probabilities();
        }
        double tolerance = options.precision() == Precision.DOUBLE ? 1e-12 : 1e-4;
        int entries = 0;
        for (; entry.find(); entries++) {
            double expected = Double.parseDouble(entry.group(2));
            assertEquals(1, actual[Integer.parseInt(entry.group(1))] / expected, tolerance, entry.group(1));
        }
        assertEquals(16, entries);
    }

    private static Map<String, Double> probabilities(String json) {
        int start = json.indexOf("\"probabilities\"");
        if (start < 0) {
            return Map.of();
        }
        String block = json.substring(json.indexOf('{', start), json.indexOf('}', start));
        Map<String, Double> probabilities = new HashMap<>();
        Matcher entry = Pattern.compile("\"([^\"]+)\":\\s*([-+.e\\d]+)").matcher(block);
        while (entry.find()) {
            probabilities.put(entry.group(1), Double.parseDouble(entry.group(2)));
        }
        return probabilities;
    }

    private static double number(String json, String field) {
        @Nullable String found = null;
        Matcher entry = Pattern.compile("\"" + field + "\":\\s*([-+.e\\d]+)").matcher(json);
        if (entry.find()) {
            found = entry.group(1);
        }
        return found == null ? 0 : Double.parseDouble(found);
    }
}
