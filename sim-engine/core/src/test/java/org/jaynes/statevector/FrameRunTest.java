package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jaynes.circuit.Channel;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.MatrixUnitary;
import org.jaynes.circuit.Noise;
import org.jaynes.circuit.StandardGate;
import org.jaynes.execution.DeviceInfo;
import org.jaynes.execution.Devices;
import org.jaynes.execution.Philox;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trajectories as Pauli frames: the state of each is the one with the errors written into the circuit. */
class FrameRunTest {
    private static final RunOptions DOUBLE = new RunOptions().withPrecision(Precision.DOUBLE);
    private static final int QUBITS = 4;
    private static final double ANGLE = 0.37;

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("jaynes.frame.cases", 150));
    }

    /** Every gate that there is, with and without controls, and channels between them. */
    private static Circuit circuit(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CircuitBuilder builder = Circuit.builder(QUBITS);
        Expression parameter = builder.parameter("a");
        StandardGate[] gates = StandardGate.values();
        for (int q = 0; q < QUBITS; q++) {
            builder.ry(0.3 + q, q);
        }
        for (int i = 0; i < 25; i++) {
            int[] qubits = qubits(random, QUBITS);
            StandardGate gate = gates[random.nextInt(gates.length)];
            int controls = random.nextInt(Math.min(3, QUBITS - gate.targetCount() + 1));
            List<Expression> angles = new ArrayList<>();
            for (int a = 0; a < gate.angleCount(); a++) {
                angles.add(random.nextInt(3) == 0 ? parameter.times(2) : Expression.of(random.nextDouble(-3, 3)));
            }
            int[] on = java.util.Arrays.copyOf(qubits, controls + gate.targetCount());
            builder.add(new Gate(gate, angles, on, controls, random.nextLong(1L << controls)));
            switch (random.nextInt(4)) {
                case 0 -> builder.noise(Channel.depolarizing(0.7), qubits[0]);
                case 1 -> builder.noise(Channel.depolarizing2(0.8), qubits[1], qubits[0]);
                case 2 -> builder.noise(Channel.phaseFlip(0.5), qubits[2]);
                default -> builder.unitary(hadamardLike(random), qubits[0]);
            }
        }
        return builder.build();
    }

    /** Clifford or not, by chance. */
    private static MatrixUnitary hadamardLike(SplittableRandom random) {
        double[] matrix = random.nextBoolean()
                ? StandardGate.H.matrix()
                : StandardGate.U.matrix(random.nextInt(3) * Math.PI / 2, random.nextDouble(6), 1.2);
        return new MatrixUnitary("given", matrix);
    }

    private static int[] qubits(SplittableRandom random, int count) {
        int[] qubits = IntStream.range(0, count).toArray();
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = qubits[i];
            qubits[i] = qubits[j];
            qubits[j] = swapped;
        }
        return qubits;
    }

    /** The circuit with the errors that a shot draws written into it. */
    private static Circuit withErrors(Circuit circuit, long seed, int shot) {
        CircuitBuilder builder = Circuit.builder(QUBITS);
        builder.parameter("a");
        int event = 0;
        for (Instruction instruction : circuit.instructions()) {
            if (!(instruction instanceof Noise(Channel channel, int[] qubits))) {
                builder.add(instruction);
                continue;
            }
            double number = Philox.uniform(seed, shot, 0, Philox.purposeAndEvent(Philox.PURPOSE_NOISE, event++));
            double[] probabilities = channel.probabilities();
            int chosen = 0;
            for (double sum = probabilities[0]; number >= sum && chosen < probabilities.length - 1; ) {
                sum += probabilities[++chosen];
            }
            builder.unitary((MatrixUnitary) channel.operator(chosen), qubits);
        }
        return builder.build();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_frame_and_its_state_are_the_state_with_the_errors(int seed) {
        Circuit circuit = circuit(seed);
        int shot = 5;
        try (Simulator simulator = Simulator.open("reference")) {
            PreparedCircuit prepared = new PreparedCircuit(circuit.measured(), Precision.DOUBLE, DeviceProfile.cpu());
            FrameRun run = prepared.frames().orElseThrow();
            FrameRun.Frame frame = run.frame(seed, shot);
            Map<String, Double> values = run.values(frame, Map.of("a", ANGLE));
            CircuitBuilder simulated = Circuit.builder(QUBITS);
            values.keySet().forEach(simulated::parameter);
            run.program().gates().forEach(simulated::add);
            double[] expected;
            try (State state =
                    simulator.state(withErrors(circuit, seed, shot), DOUBLE.withParameters(Map.of("a", ANGLE)))) {
                expected = state.probabilities();
            }
            try (State state = simulator.state(simulated.build(), DOUBLE.withParameters(values))) {
                double[] found = state.probabilities();
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(
                            expected[i], found[i ^ (int) frame.flips()], 1e-12, "case " + seed + ", probability " + i);
                }
            }
        }
    }

    @Test
    void clifford_circuits_are_simulated_once() {
        CircuitBuilder builder = Circuit.builder(3, 3).h(0).noise(Channel.depolarizing(0.3), 0);
        builder.cx(0, 1).noise(Channel.depolarizing2(0.3), 0, 1).cx(1, 2).noise(Channel.bitFlip(0.2), 2);
        Circuit circuit = builder.s(1).h(2).measureAll().build();
        try (Simulator simulator = Simulator.open("reference")) {
            RunResult result = simulator.run(circuit, DOUBLE.withShots(5000).withSeed(3));
            assertEquals(1, result.passes());
            ChiSquare.assertFits(
                    simulator.distribution(circuit, DOUBLE).probabilities(), result.counts(), "clifford circuit");
        }
    }

    @Test
    void shots_have_the_exact_distribution_with_readout_errors_and_parameters() {
        CircuitBuilder builder = Circuit.builder(3, 3);
        Expression a = builder.parameter("a");
        for (int q = 0; q < 3; q++) {
            builder.ry(a.times(q + 1), q).noise(Channel.depolarizing(0.1), q);
        }
        builder.cp(0.8, 0, 1)
                .noise(Channel.depolarizing2(0.2), 0, 1)
                .t(2)
                .noise(Channel.bitFlip(0.1), 2)
                .ccx(0, 1, 2)
                .noise(Channel.depolarizing(0.2), 2)
                .rx(0.4, 1)
                .measure(1, 0)
                .noise(Channel.bitFlip(0.3), 0)
                .h(0)
                .measure(0, 1)
                .readoutError(1, 0.2, 0.1)
                .measure(2, 2);
        Circuit circuit = builder.build();
        RunOptions options =
                DOUBLE.withParameters(Map.of("a", 0.7)).withShots(20_000).withSeed(12);
        try (Simulator simulator = Simulator.open("reference")) {
            ChiSquare.assertFits(
                    simulator.distribution(circuit, options).probabilities(),
                    simulator.run(circuit, options).counts(),
                    "frames");
        }
    }

    @Test
    void every_device_draws_the_same_shots() {
        Circuit circuit = circuit(4242).measured();
        RunOptions options = new RunOptions()
                .withParameters(Map.of("a", ANGLE))
                .withShots(300)
                .withSeed(9)
                .withPlanFor(DeviceProfile.cuda());
        List<String> compared = new ArrayList<>();
        try (Simulator reference = Simulator.open("reference")) {
            Map<String, Integer> counts = reference.run(circuit, options).counts();
            for (DeviceInfo device : Devices.list()) {
                if (device.usable()) {
                    for (int threads : new int[] {1, 3}) {
                        try (Simulator simulator =
                                Simulator.open(new SimulatorOptions(device.name()).withThreads(threads))) {
                            assertEquals(
                                    counts, simulator.run(circuit, options).counts(), device.name() + ", " + threads);
                        }
                    }
                    compared.add(device.name());
                }
            }
        }
        assertTrue(compared.contains("reference"), compared.toString());
    }
}
