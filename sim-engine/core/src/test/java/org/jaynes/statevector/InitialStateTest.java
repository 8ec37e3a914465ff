package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jaynes.circuit.Channel;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.execution.DeviceInfo;
import org.jaynes.execution.Devices;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A circuit cut in two, the second half applied to what the first has left, is the circuit. */
class InitialStateTest {
    private static final RunOptions DOUBLE = new RunOptions().withPrecision(Precision.DOUBLE);
    private static final double TOLERANCE = 1e-12;

    @TempDir
    private Path folder;

    private static CircuitBuilder first(int qubits) {
        CircuitBuilder builder = Circuit.builder(qubits, qubits);
        for (int q = 0; q < qubits; q++) {
            builder.ry(0.4 + q, q).swap(q, (q + 1) % qubits).rz(0.3 * q, q);
        }
        return builder.cx(0, qubits - 1);
    }

    private static CircuitBuilder second(CircuitBuilder builder) {
        builder.h(0).cp(0.7, 0, 2).cx(1, 2).rx(builder.parameter("a").times(2), 1);
        return builder.swap(0, 1).t(2);
    }

    private static InitialState amplitudes(Simulator simulator, int qubits) {
        try (State state = simulator.state(first(qubits).build(), DOUBLE)) {
            return InitialState.of(state.amplitudes());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 12})
    void the_halves_are_the_whole(int qubits) {
        RunOptions options = DOUBLE.withParameters(Map.of("a", 0.3));
        Circuit whole = second(first(qubits)).build();
        Circuit half = second(Circuit.builder(qubits, qubits)).build();
        PauliSum sum = PauliSum.parse("X0 Y1 - 0.5*Z2 + 0.25*Y0 Z2");
        try (Simulator simulator = Simulator.open("reference")) {
            RunOptions given = options.withInitialState(amplitudes(simulator, qubits));
            try (State expected = simulator.state(whole, options);
                    State found = simulator.state(half, given)) {
                assertArrayEquals(expected.amplitudes(), found.amplitudes(), TOLERANCE);
            }
            List<Map<String, Double>> rows = List.of(Map.of("a", 0.3), Map.of("a", 1.1), Map.of("a", -0.4));
            Gradients gradients = simulator.gradients(whole, List.of(sum), rows, options);
            Gradients ofHalf = simulator.gradients(half, List.of(sum), rows, given);
            Expectations values = simulator.expectations(half, List.of(sum), rows, given);
            for (int row = 0; row < rows.size(); row++) {
                assertEquals(gradients.values()[row][0], values.values()[row][0], TOLERANCE);
                assertEquals(gradients.jacobians()[row][0][0], ofHalf.jacobians()[row][0][0], TOLERANCE);
            }
        }
    }

    /** Resets and measurements of qubits that no gate has touched, and channels, which all differ for |0>. */
    @Test
    void untouched_qubits_are_not_taken_for_zero() {
        CircuitBuilder builder = Circuit.builder(3, 3).reset(1).measure(0, 0).h(0);
        Circuit dynamic = builder.measureAll().build();
        Circuit noisy = Circuit.builder(3, 3)
                .noise(Channel.depolarizing(0.2), 0)
                .t(0)
                .h(1)
                .noise(Channel.amplitudeDamping(0.3), 1)
                .measureAll()
                .build();
        Circuit framed = Circuit.builder(3, 3)
                .noise(Channel.depolarizing(0.2), 0)
                .ry(0.4, 0)
                .measureAll()
                .build();
        try (Simulator simulator = Simulator.open("reference")) {
            RunOptions given = DOUBLE.withInitialState(amplitudes(simulator, 3));
            for (Circuit half : List.of(dynamic, noisy, framed)) {
                CircuitBuilder whole = first(3);
                half.instructions().forEach(whole::add);
                Map<String, Double> expected =
                        simulator.distribution(whole.build(), DOUBLE).probabilities();
                Map<String, Double> found = simulator.distribution(half, given).probabilities();
                assertEquals(expected.keySet(), found.keySet());
                expected.forEach((outcome, p) -> assertEquals(p, found.getOrDefault(outcome, 0.0), TOLERANCE, outcome));
                ChiSquare.assertFits(
                        expected,
                        simulator.run(half, given.withShots(3000).withSeed(4)).counts(),
                        half.toString());
            }
        }
    }

    @Test
    void every_device_continues_with_the_same_bits() {
        Circuit half = second(Circuit.builder(3)).build();
        double[] expected = null;
        for (DeviceInfo device : Devices.list()) {
            if (device.usable()) {
                try (Simulator simulator = Simulator.open(device.name());
                        State state = simulator.state(
                                half,
                                new RunOptions()
                                        .withParameters(Map.of("a", 0.3))
                                        .withPlanFor(DeviceProfile.cuda())
                                        .withInitialState(InitialState.of(
                                                0.5, 0, 0, 0.5, 0, 0, 0.5, 0, 0, 0, 0, 0, 0, -0.5, 0, 0)))) {
                    expected = expected == null ? state.amplitudes() : expected;
                    assertArrayEquals(expected, state.amplitudes(), device.name());
                }
            }
        }
    }

    @Test
    void saved_states_are_read_and_checked() throws IOException {
        Path file = folder.resolve("state.npy");
        Circuit whole = second(first(12)).build();
        Circuit half = second(Circuit.builder(12)).build();
        RunOptions options = DOUBLE.withParameters(Map.of("a", 0.3));
        try (Simulator simulator = Simulator.open("reference")) {
            for (Precision precision : Precision.values()) {
                try (State state = simulator.state(first(12).build(), DOUBLE.withPrecision(precision))) {
                    state.save(file);
                }
                try (State expected = simulator.state(whole, options);
                        State found = simulator.state(half, options.withInitialState(InitialState.readNpy(file)))) {
                    double tolerance = precision == Precision.DOUBLE ? TOLERANCE : 1e-6;
                    assertArrayEquals(expected.amplitudes(), found.amplitudes(), tolerance);
                }
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> InitialState.readNpy(file));
        assertTrue(e.toString().contains("SHA-256"), e.toString());
    }

    @Test
    void files_that_are_no_states_are_refused() throws IOException {
        Path file = folder.resolve("bad.npy");
        for (byte[] bytes : List.of(
                new byte[0],
                "hello, this is text and not NumPy".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                withData(NpyFile.header("<c8", 3), 24),
                withData(NpyFile.header("<c8", 2, 2), 32),
                withData(NpyFile.header("<f8", 4), 32),
                withData(NpyFile.header("<c8", 4), 31),
                withData(NpyFile.header("<c8", 4), 32),
                withData(NpyFile.header("<c16", Long.MAX_VALUE), 32))) {
            Files.write(file, bytes);
            assertThrows(IllegalArgumentException.class, () -> InitialState.readNpy(file));
        }
        assertThrows(IllegalArgumentException.class, () -> InitialState.of(1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> InitialState.of(1, 0, 1, 0));
        try (Simulator simulator = Simulator.open("reference")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> simulator.state(
                            Circuit.builder(2).h(0).build(), DOUBLE.withInitialState(InitialState.of(1, 0, 0, 0))));
        }
    }

    private static byte[] withData(byte[] header, int count) {
        return java.util.Arrays.copyOf(header, header.length + count);
    }

    @Test
    void gradientsDoNotTakeResetsOfAGivenStateForNothing() {
        CircuitBuilder builder = Circuit.builder(1).reset(0);
        Circuit circuit = builder.ry(builder.parameter("t"), 0).build();
        RunOptions fromOne =
                DOUBLE.withInitialState(InitialState.of(0, 0, 1, 0)).withParameters(Map.of("t", 0.3));
        List<PauliSum> z = List.of(PauliSum.parse("Z0"));
        List<Map<String, Double>> row = List.of(Map.of("t", 0.3));
        try (Simulator simulator = Simulator.open("reference")) {
            assertEquals(
                    Math.cos(0.3),
                    simulator.expectations(circuit, z, row, fromOne).values()[0][0],
                    TOLERANCE);
            assertEquals(
                    Math.cos(0.3), simulator.gradients(circuit, z, row, DOUBLE).values()[0][0], TOLERANCE);
            assertThrows(ProgramException.class, () -> simulator.gradients(circuit, z, row, fromOne));
            assertThrows(ProgramException.class, () -> simulator.fisherInformation(circuit, fromOne));
        }
    }

    @Test
    void aChecksumDoesNotOutliveItsFile() throws IOException {
        Path file = folder.resolve("again.npy");
        Circuit one = Circuit.builder(1).x(0).build();
        try (Simulator simulator = Simulator.open("reference")) {
            try (State state = simulator.state(first(12).build(), DOUBLE)) {
                state.save(file);
            }
            try (State state = simulator.state(one, DOUBLE)) {
                state.writeNpy(file);
            }
            try (State found = simulator.state(one, DOUBLE.withInitialState(InitialState.readNpy(file)))) {
                assertArrayEquals(new double[] {1, 0, 0, 0}, found.amplitudes(), TOLERANCE);
            }
        }
    }
}
