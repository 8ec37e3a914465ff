package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jaynes.circuit.Channel;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;
import org.jaynes.execution.DeviceInfo;
import org.jaynes.execution.Devices;
import org.jaynes.plan.Precision;
import org.jaynes.plan.SliceCountException;
import org.junit.jupiter.api.Test;

/** What a simulator says of circuits is the same, to the bit, in however many slices the states are. */
class SlicesTest {
    private static final int PROGRAMS = Integer.getInteger("jaynes.test.sliced", 100) / 10;
    private static final int QUBITS = 6;
    private static final List<PauliSum> OBSERVABLES =
            List.of(PauliSum.parse("Z0 + 0.7*X1 Y2 - 1.3*Y0 Z3 + 0.2*X0 X1 X2 X3 X4 X5"), PauliSum.parse("Y5 - Z4"));

    /** A simulator for each device here and each number of slices; the first has states in one piece. */
    private static List<List<Simulator>> simulators() {
        List<List<Simulator>> all = new ArrayList<>();
        for (DeviceInfo device : Devices.list()) {
            boolean another = device.kind().equals("cuda") && !device.name().equals("cuda:0");
            if (device.usable() && !another) {
                List<Simulator> ofDevice = new ArrayList<>();
                for (int slices = 1; slices <= 8; slices *= 2) {
                    SimulatorOptions options = new SimulatorOptions(device.kind()).withThreads(2);
                    ofDevice.add(Simulator.open(options.withSlices(slices)));
                }
                all.add(ofDevice);
            }
        }
        return all;
    }

    /** What a simulator says, to be compared with {@code equals}. */
    private interface Question {
        Object answer(Simulator simulator);
    }

    private static void compare(List<List<Simulator>> all, String what, Question question) {
        for (List<Simulator> ofDevice : all) {
            Object expected = question.answer(ofDevice.getFirst());
            for (Simulator simulator : ofDevice.subList(1, ofDevice.size())) {
                assertEquals(
                        expected,
                        question.answer(simulator),
                        () -> what + " with simulator " + ofDevice.indexOf(simulator) + " of device "
                                + all.indexOf(ofDevice));
            }
        }
    }

    @Test
    void dynamic_circuits_have_the_same_outcomes_and_distributions() {
        List<List<Simulator>> all = simulators();
        for (int seed = 0; seed < PROGRAMS; seed++) {
            Circuit circuit = RandomPrograms.program(new SplittableRandom(seed), QUBITS);
            RunOptions options = RunOptions.shots(20).withSeed(seed).withMinProbability(1e-3);
            compare(
                    all,
                    "counts of program " + seed,
                    s -> s.run(circuit, options).counts());
            compare(
                    all,
                    "distribution of program " + seed,
                    s -> s.distribution(circuit, options).probabilities());
        }
        all.forEach(ofDevice -> ofDevice.forEach(Simulator::close));
    }

    private static Circuit ansatz(SplittableRandom random, boolean noisy) {
        CircuitBuilder builder = Circuit.builder(QUBITS, QUBITS);
        List<Expression> parameters = List.of(builder.parameter("a"), builder.parameter("b"));
        for (int i = 0; i < 25; i++) {
            int q = random.nextInt(QUBITS);
            int other = (q + 1 + random.nextInt(QUBITS - 1)) % QUBITS;
            switch (random.nextInt(noisy ? 6 : 5)) {
                case 0 -> builder.h(q);
                case 1 -> builder.cx(q, other);
                case 2 -> builder.cz(q, other);
                case 3 -> builder.swap(q, other);
                case 4 -> {
                    Expression angle = parameters.get(random.nextInt(2)).times(1.5);
                    boolean one = random.nextBoolean();
                    int[] targets = one ? new int[] {q} : new int[] {q, other};
                    builder.add(new Gate(one ? StandardGate.RX : StandardGate.RZZ, List.of(angle), targets, 0, 0));
                }
                default ->
                    builder.noise(random.nextBoolean() ? Channel.depolarizing(0.1) : Channel.amplitudeDamping(0.2), q);
            }
        }
        return builder.measureAll().build();
    }

    @Test
    void states_expectations_gradients_and_noise_have_the_same_bits() {
        List<List<Simulator>> all = simulators();
        List<Map<String, Double>> rows = List.of(Map.of("a", 0.4, "b", -1.1), Map.of("a", 2.0, "b", 0.3));
        for (int seed = 0; seed < PROGRAMS; seed++) {
            Circuit pure = ansatz(new SplittableRandom(seed), false);
            Circuit noisy = ansatz(new SplittableRandom(~seed), true);
            Precision precision = seed % 2 == 0 ? Precision.SINGLE : Precision.DOUBLE;
            RunOptions options =
                    RunOptions.shots(10).withSeed(seed).withPrecision(precision).withParameters(rows.getFirst());
            compare(all, "amplitudes of circuit " + seed, s -> {
                try (State state = s.state(pure, options)) {
                    return doubles(state.amplitudes());
                }
            });
            compare(
                    all,
                    "expectations of circuit " + seed,
                    s -> doubles(
                            s.expectations(pure, OBSERVABLES, rows, options).values()));
            compare(
                    all,
                    "gradients of circuit " + seed,
                    s -> doubles(s.gradients(pure, OBSERVABLES, rows, options).jacobians()[1]));
            compare(
                    all,
                    "noisy counts of circuit " + seed,
                    s -> s.run(noisy, options).counts());
            compare(
                    all,
                    "noisy distribution of circuit " + seed,
                    s -> s.distribution(noisy, options).probabilities());
        }
        all.forEach(ofDevice -> ofDevice.forEach(Simulator::close));
    }

    private static List<Double> doubles(double[]... rows) {
        List<Double> all = new ArrayList<>();
        for (double[] row : rows) {
            for (double value : row) {
                all.add(value);
            }
        }
        return all;
    }

    @Test
    void the_result_says_where_the_slices_are() {
        Circuit circuit = Circuit.builder(5).h(0).build().measured();
        try (Simulator simulator = Simulator.open(new SimulatorOptions("reference").withSlices(4))) {
            RunResult result = simulator.run(circuit, RunOptions.shots(4));
            assertEquals(new DeviceChoice("reference", "asked for by name; in 4 slices"), result.device());
            CircuitPlan plan = simulator.explain(circuit, new RunOptions());
            assertEquals(plan.plans().size(), plan.sliced().size());
        }
    }

    @Test
    void more_slices_than_a_gate_has_room_for_are_refused_before_any_work() {
        Circuit circuit = Circuit.builder(5)
                .h(0)
                .add(Gate.controlled(StandardGate.X, 4, new int[] {0, 1, 2, 3, 4}))
                .swap(1, 2)
                .build()
                .measured();
        for (int slices : new int[] {1, 2, 4, 8}) {
            try (Simulator simulator = Simulator.open(new SimulatorOptions("reference").withSlices(slices))) {
                assertEquals(
                        4, simulator.run(circuit, RunOptions.shots(4)).samples().shots());
            }
        }
        try (Simulator simulator = Simulator.open(new SimulatorOptions("reference").withSlices(16))) {
            SliceCountException refusal =
                    assertThrows(SliceCountException.class, () -> simulator.run(circuit, RunOptions.shots(4)));
            assertTrue(refusal.toString().contains("16 slices of a state of 5 qubits"), refusal::toString);
        }
        for (int slices : new int[] {0, -2, 3, 12, 2048}) {
            assertThrows(IllegalArgumentException.class, () -> new SimulatorOptions("reference").withSlices(slices));
        }
        assertArrayEquals(new int[] {1, 8}, new int[] {
            new SimulatorOptions().slices(),
            new SimulatorOptions().withSlices(8).slices()
        });
    }
}
