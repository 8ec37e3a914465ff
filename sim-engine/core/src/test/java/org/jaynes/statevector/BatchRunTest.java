package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.BinaryOperator;
import org.jaynes.circuit.Channel;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.StandardGate;
import org.jaynes.execution.DeviceInfo;
import org.jaynes.execution.Devices;
import org.jaynes.execution.Executor;
import org.jaynes.execution.Executors;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shots of dynamic circuits as rows of a batch have the outcomes that each has by itself. */
class BatchRunTest {
    private static final int QUBITS = 4;
    private static final int BITS = 6;

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("jaynes.batch.cases", 60));
    }

    static IntStream loopSeeds() {
        return seeds().limit(Integer.getInteger("jaynes.batch.cases", 60) / 3);
    }

    private static void gate(CircuitBuilder builder, SplittableRandom random, Expression variable) {
        int a = random.nextInt(QUBITS);
        int b = (a + 1 + random.nextInt(QUBITS - 1)) % QUBITS;
        switch (random.nextInt(7)) {
            case 0 -> builder.ry(random.nextDouble(3), a);
            case 1 -> builder.cx(a, b);
            case 2 -> builder.swap(a, b);
            case 3 -> builder.rz(Expression.parameter("p").times(2), a);
            case 4 -> builder.cp(0.8, a, b);
            case 5 -> builder.rx(variable, b);
            default -> builder.h(a).t(a);
        }
    }

    /** Gates, measurements, resets, branches in branches, assignments, misread bits and angles that depend on outcomes. */
    private static Circuit circuit(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CircuitBuilder builder = Circuit.builder(QUBITS, BITS);
        builder.parameter("p");
        Expression.Variable angle = builder.variable("angle", ClassicalType.FLOAT);
        for (int q = 0; q < QUBITS; q++) {
            builder.ry(0.5 + q, q);
        }
        for (int i = 0; i < 14; i++) {
            gate(builder, random, angle);
            gate(builder, random, angle);
            int bit = random.nextInt(BITS);
            int qubit = random.nextInt(QUBITS);
            switch (random.nextInt(5)) {
                case 0 -> builder.reset(qubit);
                case 1 -> builder.measure(qubit, bit).readoutError(bit, 0.1, 0.3);
                case 2 ->
                    builder.ifElse(
                            Expression.bit(bit),
                            yes -> {
                                gate(yes, random, angle);
                                yes.ifThen(Expression.bit((bit + 1) % BITS), inner -> gate(inner, random, angle));
                                yes.add(new Assignment(
                                        new Assignment.ToVariable(angle), angle.plus(random.nextDouble(1))));
                            },
                            no -> {
                                gate(no, random, angle);
                                no.gate(StandardGate.GPHASE, List.of(Expression.of(0.3)));
                                no.gate(StandardGate.ISWAP, List.of(), 0, 2);
                            });
                default -> builder.measure(qubit, bit);
            }
        }
        return builder.h(0).measure(0, 0).measure(2, 1).build();
    }

    /** As above, with channels, events in branches, loops in loops, and ways out of them. */
    private static Circuit looping(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CircuitBuilder builder = Circuit.builder(QUBITS, BITS);
        builder.parameter("p");
        Expression.Variable angle = builder.variable("angle", ClassicalType.FLOAT);
        Expression.Variable round = builder.variable("round", ClassicalType.integer(8));
        builder.ry(0.5, 0).ry(1.2, 1);
        for (int i = 0; i < 6; i++) {
            gate(builder, random, angle);
            anything(builder, random, angle, false, 2);
            Expression goesOn = Expression.binary(BinaryOperator.LESS, round, integer(1 + random.nextInt(4)));
            Expression next = Expression.binary(BinaryOperator.ADD, round, integer(1));
            builder.assign(round, integer(0));
            builder.whileLoop(goesOn, body -> {
                body.assign(round, next);
                anything(body, random, angle, true, 2);
                gate(body, random, angle);
                anything(body, random, angle, true, 2);
            });
            builder.assign(round, integer(0));
            builder.whileLoop(goesOn.and(Expression.bit(random.nextInt(BITS))), body -> {
                body.assign(round, next);
                anything(body, random, angle, true, 1);
                for (int bit = 0; bit < BITS; bit++) {
                    int qubit = random.nextInt(QUBITS);
                    body.h(qubit).measure(qubit, bit);
                }
            });
        }
        return builder.h(0).measure(0, 0).measure(2, 1).build();
    }

    /** Branches on bits of which most have just been measured, with gates in them, and now and then an event. */
    private static Circuit feedForward(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CircuitBuilder builder = Circuit.builder(QUBITS, BITS);
        builder.parameter("p");
        Expression constant = Expression.of(0.7);
        builder.ry(0.5, 0).ry(1.2, 1);
        for (int i = 0; i < 20; i++) {
            gate(builder, random, constant);
            int bit = random.nextInt(BITS);
            int qubit = random.nextInt(QUBITS);
            switch (random.nextInt(8)) {
                case 0 -> builder.reset(qubit);
                case 1 -> builder.noise(Channel.amplitudeDamping(0.3), qubit);
                case 2 ->
                    builder.ifThen(Expression.bit(bit), yes -> yes.h(qubit).measure(qubit, bit));
                case 3 -> builder.measure(qubit, bit).readoutError(bit, 0.1, 0.3);
                default -> builder.measure(qubit, bit);
            }
            Expression other = Expression.bit(random.nextInt(BITS));
            Expression condition = switch (random.nextInt(3)) {
                case 0 -> Expression.bit(bit);
                case 1 -> Expression.bit(bit).and(other);
                default -> Expression.binary(BinaryOperator.NOT_EQUAL, Expression.bit(bit), other);
            };
            builder.ifElse(
                    condition,
                    yes -> {
                        gate(yes, random, constant);
                        yes.ifThen(other, inner -> gate(inner, random, constant));
                    },
                    no -> gate(no, random, constant));
        }
        return builder.h(0).measure(0, 0).measure(2, 1).build();
    }

    private static Expression integer(int value) {
        return Expression.of(ClassicalType.integer(8), value);
    }

    private static void anything(
            CircuitBuilder builder, SplittableRandom random, Expression variable, boolean inLoop, int depth) {
        int bit = random.nextInt(BITS);
        int qubit = random.nextInt(QUBITS);
        switch (random.nextInt(depth > 0 ? 10 : 6)) {
            case 0 -> builder.reset(qubit);
            case 1 -> builder.measure(qubit, bit).readoutError(bit, 0.1, 0.3);
            case 2 -> builder.noise(Channel.amplitudeDamping(0.3), qubit);
            case 3 -> builder.noise(Channel.depolarizing2(0.2), qubit, (qubit + 1) % QUBITS);
            case 4 -> builder.noise(Channel.thermalRelaxation(50, 30, 20, 0.2), qubit);
            case 5 -> builder.measure(qubit, bit);
            default ->
                builder.ifElse(
                        Expression.bit(bit),
                        yes -> {
                            anything(yes, random, variable, inLoop, depth - 1);
                            gate(yes, random, variable);
                            leave(yes, random, inLoop);
                        },
                        no -> {
                            gate(no, random, variable);
                            anything(no, random, variable, inLoop, depth - 1);
                        });
        }
    }

    private static void leave(CircuitBuilder builder, SplittableRandom random, boolean inLoop) {
        switch (random.nextInt(inLoop ? 8 : 24)) {
            case 0 -> builder.end();
            case 1, 2 -> {
                if (inLoop) {
                    builder.breakLoop();
                }
            }
            case 3, 4 -> {
                if (inLoop) {
                    builder.continueLoop();
                }
            }
            default -> {}
        }
    }

    private static Samples run(Executor executor, Circuit circuit, RunOptions options, boolean batched) {
        PreparedCircuit prepared = new PreparedCircuit(
                circuit, options.precision(), options.planFor().orElseThrow());
        long seed = options.seed().orElseThrow();
        ShotSampler sampler = new ShotSampler(prepared, options.shots(), seed, new Meter());
        if (batched) {
            BatchProgram program = prepared.batch().orElseThrow();
            new BatchRun(executor, prepared, program, options, seed).run(sampler);
        } else {
            try (Execution execution = new Execution(executor, prepared, options, new Meter())) {
                sampler.follow(execution, IntStream.range(0, options.shots()).toArray());
            }
        }
        return sampler.samples(options.shots());
    }

    /** In double precision an outcome differs only if a random number lies within 10^-15 of a probability. */
    @ParameterizedTest
    @MethodSource("seeds")
    void outcomes_are_those_of_single_trajectories(int seed) {
        compareWithTrajectories(circuit(seed), seed, 60);
    }

    private static void compareWithTrajectories(Circuit circuit, int seed, int shots) {
        RunOptions options = new RunOptions()
                .withPrecision(Precision.DOUBLE)
                .withParameters(Map.of("p", 0.6))
                .withShots(shots)
                .withSeed(seed)
                .withPlanFor(DeviceProfile.cpu());
        try (Executor reference = Executors.reference()) {
            Samples expected = run(reference, circuit, options, false);
            Samples found = run(reference, circuit, options, true);
            for (int shot = 0; shot < options.shots(); shot++) {
                assertEquals(expected.outcome(shot), found.outcome(shot), "case " + seed + ", shot " + shot);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void conditions_on_outcomes_are_those_of_single_trajectories(int seed) {
        compareWithTrajectories(feedForward(seed), seed, 60);
    }

    @ParameterizedTest
    @MethodSource("loopSeeds")
    void loops_and_channels_are_those_of_single_trajectories(int seed) {
        compareWithTrajectories(looping(seed), seed, 40);
    }

    @Test
    void every_device_draws_the_same_shots() {
        everyDeviceDraws(circuit(99), 500);
        everyDeviceDraws(looping(7), 500);
        everyDeviceDraws(looping(8), 500);
        everyDeviceDraws(feedForward(3), 100);
    }

    private static void everyDeviceDraws(Circuit beginning, int shots) {
        CircuitBuilder builder = beginning.toBuilder();
        for (int i = 0; i < 16; i++) {
            builder.h(i % QUBITS).measure(i % QUBITS, i % BITS).cx(i % QUBITS, (i + 1) % QUBITS);
        }
        Circuit circuit = builder.build();
        assertTrue(isBatched(circuit));
        RunOptions options = new RunOptions()
                .withParameters(Map.of("p", 0.6))
                .withShots(shots)
                .withSeed(5)
                .withPlanFor(DeviceProfile.cuda());
        List<String> compared = new ArrayList<>();
        Map<String, Integer> expected = null;
        for (DeviceInfo device : Devices.list()) {
            if (!device.usable()) {
                continue;
            }
            for (int threads : new int[] {1, 3}) {
                try (Simulator simulator = Simulator.open(new SimulatorOptions(device.name()).withThreads(threads))) {
                    Map<String, Integer> counts =
                            simulator.run(circuit, options).counts();
                    expected = expected == null ? counts : expected;
                    assertEquals(expected, counts, device.name() + ", " + threads + " threads");
                }
            }
            compared.add(device.name());
        }
        assertTrue(compared.contains("reference"), compared.toString());
    }

    @Test
    void few_events_and_large_states_are_shared_instead() {
        CircuitBuilder few =
                Circuit.builder(3, 3).h(0).measure(0, 0).h(0).measure(0, 1).h(0);
        CircuitBuilder many = Circuit.builder(3, 3);
        CircuitBuilder large = Circuit.builder(11, 1);
        CircuitBuilder loop = Circuit.builder(1, 1);
        for (int i = 0; i < 16; i++) {
            many.h(0).measure(0, 0);
            large.h(0).measure(0, 0);
            loop.h(0).measure(0, 0);
        }
        loop.whileLoop(Expression.bit(0), body -> body.h(0).measure(0, 0));
        assertEquals(false, isBatched(few.build()));
        assertEquals(true, isBatched(many.h(0).build()));
        assertEquals(false, isBatched(large.h(0).build()));
        assertEquals(true, isBatched(loop.h(0).build()));
    }

    private static boolean isBatched(Circuit circuit) {
        return BatchRun.isBetter(new PreparedCircuit(circuit, Precision.SINGLE, DeviceProfile.cpu()));
    }
}
