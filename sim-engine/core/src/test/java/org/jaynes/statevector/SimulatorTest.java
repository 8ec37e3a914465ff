package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Expression;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.Test;

/** Circuits whose results are known in closed form. */
class SimulatorTest {
    private static final RunOptions EXACT = new RunOptions().withPrecision(Precision.DOUBLE);

    private static Simulator reference() {
        return Simulator.open("reference");
    }

    @Test
    void resets_at_the_beginning_do_nothing() {
        CircuitBuilder plain = Circuit.builder(3, 3);
        CircuitBuilder reset = Circuit.builder(3, 3).reset(0).reset(1);
        for (CircuitBuilder circuit : List.of(plain, reset)) {
            circuit.h(0).rx(circuit.parameter("a"), 1);
        }
        reset.reset(2);
        Circuit expected = plain.cx(1, 2).measureAll().build();
        Circuit actual = reset.cx(1, 2).measureAll().build();
        List<Map<String, Double>> rows = List.of(Map.of("a", 0.5), Map.of("a", 1.5));
        List<PauliSum> observables = List.of(PauliSum.parse("Z1 Z2 + Y1 X0 + Z2"));
        try (Simulator simulator = reference()) {
            assertFalse(actual.isDynamic());
            assertFalse(simulator.explain(actual, EXACT).dynamic());
            assertArrayEquals(
                    simulator.expectations(expected, observables, rows, EXACT).values(),
                    simulator.expectations(actual, observables, rows, EXACT).values());
            RunOptions options = RunOptions.shots(100).withSeed(3).withParameters(rows.getFirst());
            assertEquals(
                    simulator.run(expected, options).counts(),
                    simulator.run(actual, options).counts());
        }
    }

    @Test
    void a_distribution_over_more_outcomes_than_a_map_can_hold_is_refused() {
        CircuitBuilder circuit = Circuit.builder(23, 23);
        for (int q = 0; q < 23; q++) {
            circuit.h(q);
        }
        Circuit measured = circuit.measureAll().build();
        try (Simulator simulator = Simulator.open("cpu")) {
            LimitExceededException refusal = assertThrows(
                    LimitExceededException.class, () -> simulator.distribution(measured, new RunOptions()));
            assertTrue(refusal.toString().contains("8,388,608 outcomes"), refusal::toString);
        }
    }

    @Test
    void a_bell_pair_gives_equal_bits() {
        Circuit bell = Circuit.builder(2, 2).h(0).cx(0, 1).measureAll().build();
        try (Simulator simulator = reference()) {
            RunResult result = simulator.run(bell, RunOptions.shots(1000).withSeed(7));
            assertEquals(Set.of("00", "11"), result.counts().keySet());
            assertEquals(
                    1000, result.counts().values().stream().mapToInt(n -> n).sum());
            assertEquals(7, result.seed());
            assertEquals("reference", result.device().device());
            Map<String, Double> exact = simulator.distribution(bell, EXACT).probabilities();
            assertEquals(Set.of("00", "11"), exact.keySet());
            assertEquals(0.5, exact.getOrDefault("00", Double.NaN), 1e-15);
        }
    }

    @Test
    void the_fourier_transform_of_a_basis_state_is_a_plane_wave() {
        int n = 5;
        try (Simulator simulator = reference()) {
            for (int basis = 0; basis < 1 << n; basis++) {
                CircuitBuilder builder = Circuit.builder(n);
                for (int q = 0; q < n; q++) {
                    if ((basis >> q & 1) == 1) {
                        builder.x(q);
                    }
                }
                try (State state = simulator.state(fourier(builder, n).build(), EXACT)) {
                    assertArrayEquals(planeWave(basis, n), state.amplitudes(), 1e-14, "basis state " + basis);
                }
            }
        }
    }

    private static CircuitBuilder fourier(CircuitBuilder builder, int n) {
        for (int q = n - 1; q >= 0; q--) {
            builder.h(q);
            for (int k = 0; k < q; k++) {
                builder.cp(Math.PI / (1 << (q - k)), k, q);
            }
        }
        for (int q = 0; q < n / 2; q++) {
            builder.swap(q, n - 1 - q);
        }
        return builder;
    }

    private static double[] planeWave(int basis, int n) {
        int size = 1 << n;
        double[] wave = new double[2 * size];
        for (int i = 0; i < size; i++) {
            double angle = 2 * Math.PI * (basis * i % size) / size;
            wave[2 * i] = Math.cos(angle) / Math.sqrt(size);
            wave[2 * i + 1] = Math.sin(angle) / Math.sqrt(size);
        }
        return wave;
    }

    /** Grover with k rounds on N items finds the marked one with probability sin^2((2k+1) asin(1/sqrt N)). */
    @Test
    void grover_finds_the_marked_item_as_often_as_it_should() {
        int n = 4;
        CircuitBuilder builder = Circuit.builder(n, n);
        for (int q = 0; q < n; q++) {
            builder.h(q);
        }
        int rounds = 2;
        for (int k = 0; k < rounds; k++) {
            phaseFlip(builder, 0b1010, n);
            for (int q = 0; q < n; q++) {
                builder.h(q);
            }
            phaseFlip(builder, 0, n);
            for (int q = 0; q < n; q++) {
                builder.h(q);
            }
        }
        double expected = Math.pow(Math.sin((2 * rounds + 1) * Math.asin(1 / Math.sqrt(1 << n))), 2);
        try (Simulator simulator = reference()) {
            Distribution found = simulator.distribution(builder.measureAll().build(), EXACT);
            assertEquals(expected, found.probabilities().getOrDefault("1010", Double.NaN), 1e-14);
        }
    }

    private static void phaseFlip(CircuitBuilder builder, long marked, int n) {
        int[] qubits = new int[n - 1];
        java.util.Arrays.setAll(qubits, q -> q + 1);
        if ((marked & 1) == 0) {
            builder.x(0);
        }
        builder.add(org.jaynes.circuit.Gate.of(org.jaynes.circuit.StandardGate.Z, new int[] {0})
                .controlledBy(marked >> 1, qubits));
        if ((marked & 1) == 0) {
            builder.x(0);
        }
    }

    @Test
    void teleportation_brings_the_state_across() {
        CircuitBuilder b = Circuit.builder(3, 3);
        b.ry(0.9, 0).rz(0.4, 0).h(1).cx(1, 2).cx(0, 1).h(0).measure(0, 0).measure(1, 1);
        b.ifThen(Expression.bit(1), then -> then.x(2)).ifThen(Expression.bit(0), then -> then.z(2));
        Circuit circuit = b.rz(-0.4, 2).ry(-0.9, 2).measure(2, 2).build();
        assertTrue(circuit.isDynamic());
        try (Simulator simulator = reference()) {
            RunResult result = simulator.run(circuit, RunOptions.shots(2000).withSeed(3));
            assertTrue(result.counts().keySet().stream().allMatch(k -> k.startsWith("0")), () -> "" + result.counts());
            assertEquals(4, result.counts().size());
            Distribution exact = simulator.distribution(circuit, EXACT);
            assertEquals(4, exact.branches());
            exact.probabilities().forEach((outcome, p) -> {
                if (outcome.startsWith("0")) {
                    assertEquals(0.25, p, 1e-14, outcome);
                } else {
                    assertEquals(0, p, 1e-14, outcome);
                }
            });
            assertThrows(ProgramException.class, () -> simulator.state(circuit, EXACT));
        }
    }

    @Test
    void repeat_until_success_ends_when_the_flag_is_0() {
        CircuitBuilder b = Circuit.builder(1, 1);
        Expression.Variable tries = b.variable("tries", org.jaynes.circuit.ClassicalType.unsigned(8));
        b.h(0).measure(0, 0);
        b.whileLoop(
                Expression.bit(0),
                loop -> loop.h(0)
                        .measure(0, 0)
                        .assign(tries, tries.plus(Expression.of(org.jaynes.circuit.ClassicalType.unsigned(8), 1))));
        Circuit circuit = b.build();
        try (Simulator simulator = reference()) {
            assertEquals(
                    Map.of("0", 500),
                    simulator.run(circuit, RunOptions.shots(500).withSeed(1)).counts());
            Distribution exact = simulator.distribution(circuit, EXACT.withMinProbability(1e-6));
            assertEquals(1, exact.probabilities().getOrDefault("0", Double.NaN) + exact.notFollowed(), 1e-12);
            assertTrue(exact.notFollowed() > 0 && exact.notFollowed() < 2e-6, () -> "" + exact.notFollowed());
        }
    }

    @Test
    void a_loop_that_never_ends_names_its_limit() {
        Circuit circuit = Circuit.builder(1, 1)
                .whileLoop(Expression.of(true), loop -> loop.x(0).measure(0, 0))
                .build();
        try (Simulator simulator = reference()) {
            LimitExceededException e = assertThrows(
                    LimitExceededException.class,
                    () -> simulator.run(circuit, RunOptions.shots(1).withMaxLoopRounds(100)));
            assertTrue(e.toString().contains("maxLoopRounds"), e.toString());
        }
    }

    @Test
    void expectations_come_for_rows_of_parameters() {
        CircuitBuilder b = Circuit.builder(2);
        Circuit circuit = b.ry(b.parameter("a"), 0).cx(0, 1).build();
        List<PauliSum> observables = List.of(PauliSum.parse("Z0"), PauliSum.parse("0.5*X0 X1 - 2 Y0 Y1"));
        List<Map<String, Double>> rows = List.of(Map.of("a", 0.3), Map.of("a", -1.2), Map.of("a", 2.0));
        try (Simulator simulator = reference()) {
            double[][] values =
                    simulator.expectations(circuit, observables, rows, EXACT).values();
            for (int row = 0; row < 3; row++) {
                double a = rows.get(row).getOrDefault("a", Double.NaN);
                assertEquals(Math.cos(a), values[row][0], 1e-14);
                assertEquals(2.5 * Math.sin(a), values[row][1], 1e-14);
            }
        }
    }
}
