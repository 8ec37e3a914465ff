package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jaynes.circuit.Channel;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.NoiseModel;
import org.jaynes.circuit.StandardGate;
import org.jaynes.execution.DeviceInfo;
import org.jaynes.execution.Devices;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels: closed forms, trajectories against exact density matrices, and what is refused. */
class NoiseTest {
    private static final RunOptions DOUBLE = new RunOptions().withPrecision(Precision.DOUBLE);
    private static final int QUBITS = 3;

    private static Channel random(SplittableRandom random, boolean two) {
        double p = random.nextDouble(0.05, 0.5);
        if (two) {
            return random.nextBoolean() ? Channel.depolarizing2(p) : correlatedDecay(p);
        }
        return switch (random.nextInt(6)) {
            case 0 -> Channel.pauli(p / 2, p / 3, p / 6);
            case 1 -> Channel.depolarizing(p);
            case 2 -> Channel.amplitudeDamping(p);
            case 3 -> Channel.phaseDamping(p);
            case 4 -> Channel.thermalRelaxation(50, 70, 60 * p, 0.2);
            default -> Channel.reset();
        };
    }

    /** |11> goes to |00>: Kraus operators on two qubits that are no product. */
    private static Channel correlatedDecay(double p) {
        double[] stay = new double[32];
        double[] jump = new double[32];
        for (int i = 0; i < 4; i++) {
            stay[2 * (i * 4 + i)] = i == 3 ? Math.sqrt(1 - p) : 1;
        }
        jump[2 * 3] = Math.sqrt(p);
        return Channel.kraus("decay of pairs", List.of(stay, jump));
    }

    private static Circuit circuit(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CircuitBuilder builder = Circuit.builder(QUBITS, QUBITS);
        for (int i = 0; i < 14; i++) {
            int a = random.nextInt(QUBITS);
            int b = (a + 1 + random.nextInt(QUBITS - 1)) % QUBITS;
            switch (random.nextInt(5)) {
                case 0 ->
                    builder.add(Gate.of(
                            StandardGate.U,
                            new int[] {a},
                            random.nextDouble(3),
                            random.nextDouble(3),
                            random.nextDouble(3)));
                case 1 -> builder.cx(a, b);
                case 2 -> builder.add(Gate.controlled(StandardGate.SY, 1, new int[] {a, b}));
                case 3 -> builder.noise(random(random, false), a);
                default -> builder.noise(random(random, true), a, b);
            }
        }
        return builder.build();
    }

    private static Circuit measured(Circuit circuit, boolean misread) {
        CircuitBuilder builder = circuit.toBuilder();
        for (int q = 0; q < QUBITS; q++) {
            builder.measure(q, q);
            if (misread) {
                builder.readoutError(q, 0.1 * q, 0.2);
            }
        }
        return builder.build();
    }

    private static Map<String, Double> diagonal(Simulator simulator, Circuit circuit, RunOptions options) {
        Map<String, Double> result = new TreeMap<>();
        try (DensityMatrix rho = simulator.densityMatrix(circuit, options)) {
            double[] probabilities = rho.probabilities();
            for (int i = 0; i < probabilities.length; i++) {
                result.put(Integer.toBinaryString(i | 1 << QUBITS).substring(1), Math.max(0, probabilities[i]));
            }
        }
        return result;
    }

    /** False alarms: 10^-6 for each of the 10 seeds, which are fixed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void trajectories_fit_the_density_matrix(long seed) {
        Circuit circuit = measured(circuit(seed), false);
        try (Simulator simulator = Simulator.open("reference")) {
            Map<String, Double> exact = diagonal(simulator, circuit, DOUBLE);
            RunResult run = simulator.run(circuit, DOUBLE.withShots(3000).withSeed(seed));
            exact.values().removeIf(p -> p < 1e-13);
            ChiSquare.assertFits(exact, run.counts(), "seed " + seed);
        }
    }

    @Test
    void following_every_branch_gives_the_density_matrix() {
        Circuit circuit = Circuit.builder(3)
                .h(0)
                .cx(0, 1)
                .noise(Channel.amplitudeDamping(0.3), 0)
                .add(Gate.of(StandardGate.U, new int[] {2}, 1.1, 0.4, 2.2))
                .noise(correlatedDecay(0.4), 2, 0)
                .cx(1, 2)
                .noise(Channel.depolarizing2(0.2), 1, 2)
                .noise(Channel.thermalRelaxation(5, 8, 2, 0.3), 2)
                .add(Gate.of(StandardGate.U, new int[] {1}, 0.7, 1.3, 0.1))
                .build();
        PauliSum observable = PauliSum.parse("Z0 + 0.5*X1 Y2 - 0.7*Y0 Y1 Z2 + 0.3*Y1 + 2");
        try (Simulator simulator = Simulator.open("reference");
                DensityMatrix rho = simulator.densityMatrix(circuit, DOUBLE)) {
            // A branch without effect makes the circuit one for which branches are followed.
            Circuit branching = circuit.toBuilder()
                    .ifThen(Expression.of(true), body -> body.x(0).x(0))
                    .build();
            double average = simulator
                    .expectations(branching, List.of(observable), List.of(Map.of()), DOUBLE.withMinProbability(0))
                    .value();
            assertEquals(rho.expectation(observable), average, 1e-12);
            double exact = simulator
                    .expectations(circuit, List.of(observable), List.of(Map.of()), DOUBLE)
                    .value();
            assertEquals(average, exact, 1e-12);
            assertEquals(1, rho.trace(), 1e-12);
        }
    }

    @Test
    void channels_have_their_closed_forms() {
        double x = 0.6;
        double y = 0.48;
        double z = 0.64;
        double p = 0.3;
        double s = Math.sqrt(1 - p);
        check(Channel.bitFlip(p), x, y * (1 - 2 * p), z * (1 - 2 * p));
        check(Channel.phaseFlip(p), x * (1 - 2 * p), y * (1 - 2 * p), z);
        check(Channel.depolarizing(p), x * (1 - 4 * p / 3), y * (1 - 4 * p / 3), z * (1 - 4 * p / 3));
        check(Channel.amplitudeDamping(p), x * s, y * s, z * (1 - p) + p);
        check(Channel.phaseDamping(p), x * s, y * s, z);
        check(Channel.reset(), 0, 0, 1);
        double decay = Math.exp(-20 / 50.0);
        double phase = Math.exp(-20 / 70.0);
        check(Channel.thermalRelaxation(50, 70, 20, 0.1), x * phase, y * phase, z * decay + (1 - decay) * 0.8);
        check(
                Channel.thermalRelaxation(50, 30, 20, 0),
                x * Math.exp(-2 / 3.0),
                y * Math.exp(-2 / 3.0),
                z * decay + 1 - decay);
    }

    /** What a channel makes of the pure state with Bloch vector (0.6, 0.48, 0.64). */
    private static void check(Channel channel, double... bloch) {
        Circuit circuit = Circuit.builder(1)
                .add(Gate.of(StandardGate.U, new int[] {0}, Math.acos(0.64), Math.atan2(0.48, 0.6), 0))
                .noise(channel, 0)
                .build();
        try (Simulator simulator = Simulator.open("reference");
                DensityMatrix rho = simulator.densityMatrix(circuit, DOUBLE)) {
            double[] found = {
                rho.expectation(PauliSum.parse("X0")),
                rho.expectation(PauliSum.parse("Y0")),
                rho.expectation(PauliSum.parse("Z0"))
            };
            assertArrayEquals(bloch, found, 1e-12, channel.toString());
        }
    }

    @Test
    void depolarizing_two_qubits_of_a_bell_pair() {
        Circuit circuit = Circuit.builder(2)
                .h(0)
                .cx(0, 1)
                .noise(Channel.depolarizing2(0.15), 0, 1)
                .build();
        try (Simulator simulator = Simulator.open("reference");
                DensityMatrix rho = simulator.densityMatrix(circuit, DOUBLE)) {
            double left = 1 - 16 * 0.15 / 15;
            assertEquals(left, rho.expectation(PauliSum.parse("X0 X1")), 1e-12);
            assertEquals(-left, rho.expectation(PauliSum.parse("Y0 Y1")), 1e-12);
            assertEquals((1 + 3 * left * left) / 4, rho.purity(), 1e-12);
            assertArrayEquals(new double[] {left / 2, 0}, rho.entry(0, 3), 1e-12);
        }
    }

    @Test
    void misread_bits_are_exact_in_distributions_and_fit_in_shots() {
        CircuitBuilder builder = Circuit.builder(2, 2).x(1).measure(0, 0).measure(1, 1);
        Circuit circuit =
                builder.readoutError(0, 0.25, 0).readoutError(1, 0, 0.125).build();
        Map<String, Double> expected = Map.of("00", 0.09375, "01", 0.03125, "10", 0.65625, "11", 0.21875);
        try (Simulator simulator = Simulator.open("reference")) {
            Map<String, Double> found = simulator.distribution(circuit, DOUBLE).probabilities();
            assertEquals(expected.keySet(), found.keySet());
            expected.forEach((outcome, p) -> assertEquals(p, found.getOrDefault(outcome, 0.0), 1e-12, outcome));
            ChiSquare.assertFits(
                    expected,
                    simulator.run(circuit, DOUBLE.withShots(4000).withSeed(5)).counts(),
                    "misread at the end");
            // The same when the circuit goes on, so that the bits are misread in its middle.
            Circuit goesOn = circuit.toBuilder().x(0).x(1).build();
            ChiSquare.assertFits(
                    expected,
                    simulator.run(goesOn, DOUBLE.withShots(4000).withSeed(6)).counts(),
                    "misread in the middle");
        }
    }

    @Test
    void every_device_draws_the_same_shots_and_has_the_same_bits() {
        Circuit circuit = measured(circuit(77), true);
        RunOptions options = new RunOptions().withShots(400).withSeed(9).withPlanFor(DeviceProfile.cuda());
        List<String> compared = new ArrayList<>();
        try (Simulator reference = Simulator.open("reference")) {
            Map<String, Integer> counts = reference.run(circuit, options).counts();
            Map<String, Double> exact = diagonal(reference, circuit, options);
            for (DeviceInfo device : Devices.list()) {
                if (device.usable()) {
                    try (Simulator simulator = Simulator.open(device.name())) {
                        assertEquals(counts, simulator.run(circuit, options).counts(), device.name());
                        assertEquals(exact, diagonal(simulator, circuit, options), device.name());
                        compared.add(device.name());
                    }
                }
            }
        }
        assertTrue(compared.contains("reference"), compared.toString());
    }

    @Test
    void what_is_not_physical_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> Channel.depolarizing(1.1));
        assertThrows(IllegalArgumentException.class, () -> Channel.bitFlip(-0.1));
        assertThrows(IllegalArgumentException.class, () -> Channel.bitFlip(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Channel.pauli(0.5, 0.5, 0.5));
        assertThrows(IllegalArgumentException.class, () -> Channel.amplitudeDamping(2));
        assertThrows(IllegalArgumentException.class, () -> Channel.thermalRelaxation(10, 21, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> Channel.kraus("none", List.of()));
        double[] half = {0.5, 0, 0, 0, 0, 0, 0.5, 0};
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Channel.kraus("half", List.of(half)));
        assertTrue(e.toString().contains("half: the sum of K†K differs from the identity"), e.toString());
        CircuitBuilder builder = Circuit.builder(2, 1);
        assertThrows(IllegalArgumentException.class, () -> builder.noise(Channel.bitFlip(0.1), 2));
        assertThrows(IllegalArgumentException.class, () -> builder.noise(Channel.depolarizing2(0.1), 1, 1));
        assertThrows(IllegalArgumentException.class, () -> builder.noise(Channel.depolarizing2(0.1), 1));
        assertThrows(IllegalArgumentException.class, () -> builder.readoutError(1, 0.1, 0.1));
        assertThrows(IllegalArgumentException.class, () -> builder.readoutError(0, 0.1, 1.5));
    }

    @Test
    void models_put_channels_behind_gates_and_before_measurements() {
        Channel one = Channel.bitFlip(0.1);
        Channel two = Channel.depolarizing2(0.2);
        NoiseModel model = new NoiseModel(
                List.of(
                        new NoiseModel.Rule(Set.of(), Set.of(), 1, one),
                        new NoiseModel.Rule(Set.of("cx"), Set.of(List.of(0, 1)), 0, two),
                        new NoiseModel.Rule(Set.of("cx"), Set.of(), 0, Channel.phaseFlip(0.3)),
                        new NoiseModel.Rule(Set.of(NoiseModel.MEASURE, NoiseModel.RESET), Set.of(), 0, one)),
                List.of(new NoiseModel.Readout(Set.of(1), 0.1, 0.2)));
        Circuit circuit = Circuit.builder(2, 2)
                .h(0)
                .cx(0, 1)
                .cx(1, 0)
                .reset(0)
                .measure(0, 0)
                .measure(1, 1)
                .build();
        Circuit expected = Circuit.builder(2, 2)
                .h(0)
                .noise(one, 0)
                .cx(0, 1)
                .noise(two, 0, 1)
                .noise(Channel.phaseFlip(0.3), 0)
                .noise(Channel.phaseFlip(0.3), 1)
                .cx(1, 0)
                .noise(Channel.phaseFlip(0.3), 1)
                .noise(Channel.phaseFlip(0.3), 0)
                .reset(0)
                .noise(one, 0)
                .noise(one, 0)
                .measure(0, 0)
                .noise(one, 1)
                .measure(1, 1)
                .readoutError(1, 0.1, 0.2)
                .build();
        assertEquals(expected, model.apply(circuit));
        assertThrows(
                IllegalArgumentException.class,
                () -> model.apply(Circuit.builder(1).h(0).build()));
        try (Simulator simulator = Simulator.open("reference")) {
            // All measurements are sampled from one final state, for none is touched by what follows it.
            Distribution exact = simulator.distribution(expected, DOUBLE);
            assertEquals(1, exact.branches());
            ChiSquare.assertFits(
                    exact.probabilities(),
                    simulator.run(expected, DOUBLE.withShots(4000).withSeed(8)).counts(),
                    "noise model");
        }
    }

    @Test
    void density_matrices_of_dynamic_circuits_are_refused() {
        Circuit circuit = Circuit.builder(1, 1).h(0).measure(0, 0).h(0).build();
        try (Simulator simulator = Simulator.open("reference")) {
            assertThrows(ProgramException.class, () -> simulator.densityMatrix(circuit, DOUBLE));
        }
    }

    @Test
    void resetsBehindChannelsAreNotIdle() {
        Circuit undone = Circuit.builder(1, 1)
                .noise(Channel.pauli(1, 0, 0), 0)
                .reset(0)
                .measure(0, 0)
                .build();
        Circuit twice = Circuit.builder(1, 1)
                .reset(0)
                .noise(Channel.pauli(0.1, 0, 0), 0)
                .reset(0)
                .noise(Channel.pauli(0.1, 0, 0), 0)
                .measure(0, 0)
                .build();
        try (Simulator simulator = Simulator.open("reference")) {
            assertEquals(
                    Map.of("0", 100),
                    simulator.run(undone, DOUBLE.withShots(100)).counts());
            assertEquals(
                    Map.of("0", 1.0), simulator.distribution(undone, DOUBLE).probabilities());
            assertEquals(
                    0.1, simulator.distribution(twice, DOUBLE).probabilities().getOrDefault("1", 0.0), 1e-12);
        }
    }
}
