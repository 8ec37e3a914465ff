package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Gate;
import org.jaynes.plan.NaiveState;
import org.jaynes.plan.Precision;
import org.jaynes.plan.RandomGates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {
    private static final RunOptions EXACT = new RunOptions().withPrecision(Precision.DOUBLE);

    /** A random circuit that ends with swaps, so that qubits lie in memory in another order. */
    private static List<Gate> gates(SplittableRandom random, int n) {
        CircuitBuilder swaps = Circuit.builder(n);
        for (int q = 0; q + 1 < n; q++) {
            swaps.swap(q, random.nextInt(q + 1, n));
        }
        List<Gate> all = new java.util.ArrayList<>(new RandomGates(random, n, 2)
                .circuit(40).stream().filter(Gate::isConstant).toList());
        swaps.build().instructions().forEach(i -> all.add((Gate) i));
        return all;
    }

    private static Circuit circuit(List<Gate> gates, int n) {
        CircuitBuilder builder = Circuit.builder(n);
        gates.forEach(builder::add);
        return builder.build();
    }

    private static double[] expected(List<Gate> gates, int n) {
        NaiveState state = new NaiveState(n, 0);
        state.apply(gates, Environment.EMPTY);
        double[] amplitudes = new double[2 << n];
        for (int i = 0; i < 1 << n; i++) {
            amplitudes[2 * i] = state.re(i);
            amplitudes[2 * i + 1] = state.im(i);
        }
        return amplitudes;
    }

    @Test
    void amplitudes_are_in_the_order_of_the_qubits() {
        try (Simulator simulator = Simulator.open("reference")) {
            for (long seed = 0; seed < 12; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                int n = new int[] {1, 3, 6, 12}[(int) (seed % 4)];
                List<Gate> gates = gates(random, n);
                double[] expected = expected(gates, n);
                try (State state = simulator.state(circuit(gates, n), EXACT)) {
                    assertArrayEquals(expected, state.amplitudes(), 1e-12, "seed " + seed);
                    int first = random.nextInt(1 << n);
                    int count = random.nextInt((1 << n) - first) + 1;
                    assertArrayEquals(
                            Arrays.copyOfRange(expected, 2 * first, 2 * (first + count)),
                            state.amplitudes(first, count),
                            1e-12,
                            "seed " + seed);
                    assertEquals(1, state.squaredNorm(), 1e-12);
                    assertThrows(IndexOutOfBoundsException.class, () -> state.amplitudes(first, (1 << n) + 1));
                    assertThrows(IndexOutOfBoundsException.class, () -> state.amplitudes(first, -1));
                }
            }
        }
    }

    @Test
    void marginals_come_in_the_order_asked_for() {
        try (Simulator simulator = Simulator.open("reference")) {
            for (long seed = 0; seed < 20; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                int n = 5;
                List<Gate> gates = gates(random, n);
                double[] amplitudes = expected(gates, n);
                int[] qubits = {random.nextInt(2, 5), 1, 0};
                double[] marginal = new double[8];
                for (int i = 0; i < 1 << n; i++) {
                    int value = (i >> qubits[0] & 1) | (i >> qubits[1] & 1) << 1 | (i >> qubits[2] & 1) << 2;
                    marginal[value] +=
                            amplitudes[2 * i] * amplitudes[2 * i] + amplitudes[2 * i + 1] * amplitudes[2 * i + 1];
                }
                try (State state = simulator.state(circuit(gates, n), EXACT)) {
                    assertArrayEquals(marginal, state.probabilities(qubits), 1e-12, "seed " + seed);
                    assertEquals(32, state.probabilities().length);
                    assertThrows(IllegalArgumentException.class, () -> state.probabilities(0, 0));
                    assertThrows(IllegalArgumentException.class, () -> state.probabilities(5));
                }
            }
        }
    }

    @Test
    void samples_are_indices_in_the_order_of_the_qubits() {
        Circuit circuit = Circuit.builder(3).x(0).h(1).swap(0, 2).build();
        try (Simulator simulator = Simulator.open("reference");
                State state = simulator.state(circuit, EXACT)) {
            long[] samples = state.sample(1000, 3);
            assertTrue(Arrays.stream(samples).allMatch(s -> s == 0b100 || s == 0b110));
            long ones = Arrays.stream(samples).filter(s -> s == 0b110).count();
            assertTrue(Math.abs(ones - 500) < 80, ones + " of 1000, five standard deviations are 79");
            assertArrayEquals(samples, state.sample(1000, 3));
        }
    }

    @Test
    void numpy_files_have_the_bytes_of_the_format(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("state.npy");
        try (Simulator simulator = Simulator.open("reference");
                State state = simulator.state(Circuit.builder(1).h(0).build(), new RunOptions())) {
            state.writeNpy(file);
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[8];
        bytes.get(magic);
        assertArrayEquals(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, magic);
        assertEquals(118, bytes.getShort());
        byte[] header = new byte[118];
        bytes.get(header);
        String text = new String(header, StandardCharsets.US_ASCII);
        assertEquals("{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }", text.strip());
        assertTrue(text.endsWith("\n"));
        assertEquals(16, bytes.remaining());
        assertEquals((float) Math.sqrt(0.5), bytes.getFloat(), 1e-7f);
        assertEquals(0, bytes.getFloat());
    }

    @Test
    void a_file_that_cannot_be_filled_leaves_an_older_one_as_it_was(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("state.npy"), "older");
        assertThrows(
                IllegalStateException.class,
                () -> NpyFile.write(file, "<c8", new long[] {4}, _ -> {
                    throw new IllegalStateException("the device is lost");
                }));
        assertEquals("older", Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList(), "parts left behind");
        }
        NpyFile.write(file, "|u1", new long[] {4}, bytes -> bytes.fill((byte) 7));
        byte[] written = Files.readAllBytes(file);
        assertEquals(7, written[written.length - 1]);
    }

    @Test
    void sample_tables_are_written_shot_by_shot(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("samples.npy");
        Circuit circuit = Circuit.builder(3, 3).x(0).x(2).measureAll().build();
        try (Simulator simulator = Simulator.open("reference")) {
            simulator.run(circuit, RunOptions.shots(2)).samples().writeNpy(file);
        }
        byte[] bytes = Files.readAllBytes(file);
        assertArrayEquals(new byte[] {1, 0, 1, 1, 0, 1}, Arrays.copyOfRange(bytes, bytes.length - 6, bytes.length));
        assertTrue(new String(bytes, StandardCharsets.ISO_8859_1).contains("'descr': '|u1'"));
        assertTrue(new String(bytes, StandardCharsets.ISO_8859_1).contains("(2, 3)"));
    }

    @Test
    void registers_print_as_qiskit_does() {
        CircuitBuilder b = Circuit.builder(3);
        b.bits("first", 2);
        b.bits("unseen", 70, false);
        b.bits("second", 1);
        Circuit circuit = b.x(0).measure(0, 0).measure(1, 1).measure(0, 72).build();
        try (Simulator simulator = Simulator.open("reference")) {
            RunResult result = simulator.run(circuit, RunOptions.shots(3));
            assertEquals(java.util.Map.of("1 01", 3), result.counts());
            assertEquals(3, result.samples().bits());
            assertTrue(result.samples().get(2, 0) && !result.samples().get(2, 1));
        }
    }

    @Test
    void wide_registers_are_counted() {
        CircuitBuilder b = Circuit.builder(2, 130);
        Circuit circuit =
                b.h(0).x(1).measure(0, 0).measure(0, 129).measure(1, 64).build();
        try (Simulator simulator = Simulator.open("reference")) {
            RunResult result = simulator.run(circuit, RunOptions.shots(100).withSeed(1));
            String zeros = "0".repeat(64);
            assertEquals(
                    java.util.Set.of("0" + zeros + "1" + zeros, "1" + zeros + "1" + "0".repeat(63) + "1"),
                    result.counts().keySet());
        }
    }

    @Test
    void input_that_makes_no_sense_is_refused() {
        CircuitBuilder b = Circuit.builder(1);
        Circuit circuit = b.rx(b.parameter("a"), 0).build();
        try (Simulator simulator = Simulator.open("reference")) {
            IllegalArgumentException missing =
                    assertThrows(IllegalArgumentException.class, () -> simulator.state(circuit, EXACT));
            assertTrue(missing.toString().contains("parameter a has no value"), missing.toString());
            IllegalArgumentException unknown = assertThrows(
                    IllegalArgumentException.class,
                    () -> simulator.state(circuit, EXACT.withParameters(java.util.Map.of("a", 1.0, "b", 2.0))));
            assertTrue(unknown.toString().contains("no parameter b"), unknown.toString());
            IllegalArgumentException noBits =
                    assertThrows(IllegalArgumentException.class, () -> simulator.run(circuit, EXACT));
            assertTrue(noBits.toString().contains("measured()"), noBits.toString());
            assertThrows(
                    LimitExceededException.class,
                    () -> simulator.state(Circuit.builder(60).h(0).build(), EXACT));
        }
    }

    @Test
    void a_seed_is_drawn_when_none_is_given() {
        Circuit circuit = Circuit.builder(8, 8).h(0).h(1).h(2).h(3).measureAll().build();
        try (Simulator simulator = Simulator.open("reference")) {
            RunResult first = simulator.run(circuit, RunOptions.shots(100));
            RunResult second = simulator.run(circuit, RunOptions.shots(100).withSeed(first.seed()));
            assertEquals(first.counts(), second.counts());
        }
    }

    @Test
    void the_global_phase_is_in_the_amplitudes() {
        Circuit circuit = Circuit.builder(1).gphase(0.4).build();
        try (Simulator simulator = Simulator.open("reference");
                State state = simulator.state(circuit, EXACT)) {
            assertArrayEquals(new double[] {Math.cos(0.4), Math.sin(0.4), 0, 0}, state.amplitudes(), 1e-15);
        }
    }
}
