package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jaynes.circuit.BinaryOperator;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;
import org.jaynes.execution.Executor;
import org.jaynes.execution.Executors;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.Test;

/** Circuits with mid-circuit measurement, reset and control flow, random ones against {@link NaiveInterpreter}. */
class DynamicCircuitTest {
    private static final int EXCHANGED = 7;
    private static final int ROUNDS = 600;
    private static final int[] DIVISORS = {3, 7};

    private static final RunOptions EXACT =
            new RunOptions().withPrecision(Precision.DOUBLE).withMinProbability(0);

    private static void assertClose(Map<String, Double> expected, Map<String, Double> actual, String what) {
        expected.forEach((outcome, p) -> assertEquals(p, actual.getOrDefault(outcome, 0.0), 1e-9, what));
        actual.forEach((outcome, p) -> assertEquals(expected.getOrDefault(outcome, 0.0), p, 1e-9, what));
    }

    @Test
    void distributions_agree_with_the_definition() {
        int dynamic = 0;
        try (Simulator simulator = Simulator.open("reference")) {
            for (long seed = 0; seed < 400; seed++) {
                Circuit circuit = RandomPrograms.program(new SplittableRandom(seed));
                dynamic += circuit.isDynamic() ? 1 : 0;
                assertEquals(
                        circuit.isDynamic(),
                        new PreparedCircuit(circuit, Precision.SINGLE, DeviceProfile.cpu()).isDynamic(),
                        "seed " + seed);
                Distribution distribution = simulator.distribution(circuit, EXACT);
                assertClose(NaiveInterpreter.distribution(circuit), distribution.probabilities(), "seed " + seed);
            }
        }
        assertTrue(dynamic > 300, dynamic + " of the random circuits are dynamic");
    }

    /**
     * Counts against the exact distribution, single precision. A correct simulator fails for one seed in 10^6 a circuit:
     * for the seeds here it does not.
     */
    @Test
    void sampled_counts_fit_the_exact_distribution() {
        try (Simulator simulator = Simulator.open("reference")) {
            for (long seed = 0; seed < 60; seed++) {
                Circuit circuit = RandomPrograms.program(new SplittableRandom(seed));
                int shots = 4000;
                RunResult result =
                        simulator.run(circuit, RunOptions.shots(shots).withSeed(seed));
                assertEquals(
                        shots,
                        result.counts().values().stream().mapToInt(n -> n).sum());
                ChiSquare.assertFits(NaiveInterpreter.distribution(circuit), result.counts(), "seed " + seed);
            }
        }
    }

    @Test
    void a_shot_does_not_depend_on_the_other_shots() {
        try (Simulator simulator = Simulator.open("reference")) {
            for (long seed = 0; seed < 30; seed++) {
                Circuit circuit = RandomPrograms.program(new SplittableRandom(seed));
                Samples many = simulator
                        .run(circuit, RunOptions.shots(200).withSeed(5))
                        .samples();
                Samples few =
                        simulator.run(circuit, RunOptions.shots(20).withSeed(5)).samples();
                for (int shot = 0; shot < 20; shot++) {
                    assertEquals(many.outcome(shot), few.outcome(shot), "seed " + seed + ", shot " + shot);
                }
            }
        }
    }

    /** Where there is memory for one state only, branches run again from the start, with the same bits. */
    @Test
    void memory_for_one_state_gives_the_same_outcomes() {
        try (Simulator roomy = Simulator.open("reference");
                Simulator narrow = new Simulator(new DevicePool(
                        new SimulatorOptions("reference"),
                        (device, threads) -> new FaultyExecutor(Executors.reference(), "reference").withStates(1)))) {
            for (long seed = 0; seed < 60; seed++) {
                Circuit circuit = RandomPrograms.program(new SplittableRandom(seed));
                RunOptions options = RunOptions.shots(300).withSeed(seed);
                Samples first = roomy.run(circuit, options).samples();
                Samples second = narrow.run(circuit, options).samples();
                for (int shot = 0; shot < 300; shot++) {
                    assertEquals(first.outcome(shot), second.outcome(shot), "seed " + seed + ", shot " + shot);
                }
                assertEquals(
                        roomy.distribution(circuit, EXACT).probabilities(),
                        narrow.distribution(circuit, EXACT).probabilities(),
                        "seed " + seed);
            }
        }
    }

    @Test
    void expectations_are_averaged_over_outcomes() {
        Circuit circuit = Circuit.builder(2, 1)
                .ry(0.8, 0)
                .measure(0, 0)
                .ifThen(Expression.bit(0), then -> then.ry(0.3, 1))
                .build();
        double one = Math.pow(Math.sin(0.4), 2);
        try (Simulator simulator = Simulator.open("reference")) {
            double[] values = simulator.expectations(
                            circuit,
                            List.of(PauliSum.parse("Z1"), PauliSum.parse("X0"), PauliSum.parse("Z0")),
                            List.of(Map.of()),
                            EXACT)
                    .values()[0];
            assertEquals(1 - one + one * Math.cos(0.3), values[0], 1e-14);
            assertEquals(0, values[1], 1e-14);
            assertEquals(Math.cos(0.8), values[2], 1e-14);
        }
    }

    @Test
    void classical_instructions_without_outcomes_leave_a_single_state() {
        CircuitBuilder b = Circuit.builder(2, 2);
        Expression.Variable k = b.variable("k", ClassicalType.integer(8));
        b.assign(k, Expression.of(ClassicalType.integer(8), 3))
                .whileLoop(
                        k,
                        loop -> loop.assign(k, k.plus(Expression.of(ClassicalType.integer(8), -1)))
                                .rx(0.2, 0))
                .h(1)
                .reset(0)
                .measureAll();
        Circuit random = b.build();
        try (Simulator simulator = Simulator.open("reference")) {
            ProgramException e = assertThrows(ProgramException.class, () -> simulator.state(random, EXACT));
            assertTrue(e.toString().contains("number 1"), e.toString());
        }
        CircuitBuilder c = Circuit.builder(1, 1);
        Circuit certain = c.x(0).measure(0, 0)
                .ifThen(Expression.bit(0), then -> then.h(0))
                .build();
        try (Simulator simulator = Simulator.open("reference");
                State state = simulator.state(certain, EXACT)) {
            assertEquals(-Math.sqrt(0.5), state.amplitudes()[2], 1e-15);
        }
    }

    @Test
    void the_last_measurement_into_a_bit_counts() {
        Circuit circuit = Circuit.builder(2, 1).x(0).measure(0, 0).measure(1, 0).build();
        try (Simulator simulator = Simulator.open("reference")) {
            assertEquals(
                    Map.of("0", 10),
                    simulator.run(circuit, RunOptions.shots(10)).counts());
        }
    }

    @Test
    void what_has_no_meaning_at_run_time_is_reported() {
        CircuitBuilder b = Circuit.builder(1, 1);
        Expression one = Expression.of(ClassicalType.unsigned(8), 1);
        Expression quotient = Expression.binary(BinaryOperator.DIVIDE, one, Expression.bit(0));
        Circuit circuit = b.ifThen(quotient.equalTo(1), then -> then.x(0)).build();
        try (Simulator simulator = Simulator.open("reference")) {
            ProgramException e =
                    assertThrows(ProgramException.class, () -> simulator.run(circuit, RunOptions.shots(1)));
            assertTrue(e.toString().contains("by zero"), e.toString());
        }
    }

    @Test
    void a_loop_that_cannot_end_is_refused_after_a_round() {
        CircuitBuilder b = Circuit.builder(2, 1).x(0).measure(0, 0);
        Circuit endless = b.whileLoop(Expression.bit(0), loop -> loop.x(1).h(0)).build();
        try (Simulator simulator = Simulator.open("reference")) {
            RunOptions options = RunOptions.shots(1).withMaxLoopRounds(Long.MAX_VALUE);
            ProgramException e = assertThrows(ProgramException.class, () -> simulator.run(endless, options));
            assertTrue(e.toString().contains("never ends"), e.toString());
        }
    }

    /** In the first round nothing random happens and nothing classical changes, but a qubit is acted on. */
    @Test
    void a_loop_whose_first_round_prepares_a_measurement_ends() {
        CircuitBuilder b = Circuit.builder(1, 1);
        Circuit circuit = b.whileLoop(
                        Expression.bit(0).not(), loop -> loop.measure(0, 0).x(0))
                .build();
        try (Simulator simulator = Simulator.open("reference")) {
            assertEquals(
                    Map.of("1", 4), simulator.run(circuit, RunOptions.shots(4)).counts());
        }
    }

    /** Every round exchanges qubits, so that the loop begins with ever other layouts; only some plans may be kept. */
    @Test
    void a_loop_that_exchanges_qubits_keeps_few_plans() {
        CircuitBuilder b = Circuit.builder(EXCHANGED, EXCHANGED);
        ClassicalType type = ClassicalType.integer(32);
        Expression.Variable k = b.variable("k", type);
        b.x(0).whileLoop(Expression.binary(BinaryOperator.LESS, k, Expression.of(type, ROUNDS)), loop -> {
            for (int q = 0; q + 1 < EXCHANGED; q++) {
                loop.swap(q, q + 1);
            }
            loop.x(1);
            for (int divisor : DIVISORS) {
                Expression rest = Expression.binary(BinaryOperator.MODULO, k, Expression.of(type, divisor));
                loop.ifThen(
                        rest.equalTo(0), then -> then.swap(0, divisor - 1).h(2).h(2));
            }
            loop.assign(k, k.plus(1));
        });
        PreparedCircuit prepared = new PreparedCircuit(b.measureAll().build(), Precision.DOUBLE, DeviceProfile.cpu());
        Set<List<Integer>> layouts = new HashSet<>();
        String expected = expectedAfterExchanges(layouts);
        int places = 3 + DIVISORS.length;
        int most = places * PreparedCircuit.LAYOUTS_PER_PLACE;
        assertTrue(layouts.size() > most, layouts.size() + " layouts are too few for this test");
        try (Executor reference = Executors.reference();
                Execution execution = new Execution(reference, prepared, RunOptions.shots(1), new Meter())) {
            ShotSampler sampler = new ShotSampler(prepared, 1, 1, new Meter());
            sampler.follow(execution, new int[] {0});
            assertTrue(prepared.keptPlans() <= most, prepared.keptPlans() + " plans are kept");
            assertEquals(expected, sampler.samples(1).outcome(0));
        }
    }

    /** What {@link #a_loop_that_exchanges_qubits_keeps_few_plans} computes, on bits; and which layouts it comes through. */
    private static String expectedAfterExchanges(Set<List<Integer>> layouts) {
        boolean[] bits = new boolean[EXCHANGED];
        bits[0] = true;
        List<Integer> layout = IntStream.range(0, EXCHANGED).boxed().collect(Collectors.toCollection(ArrayList::new));
        for (int round = 0; round < ROUNDS; round++) {
            for (int q = 0; q + 1 < EXCHANGED; q++) {
                exchange(bits, layout, q, q + 1);
            }
            bits[1] = !bits[1];
            for (int divisor : DIVISORS) {
                if (round % divisor == 0) {
                    exchange(bits, layout, 0, divisor - 1);
                }
            }
            layouts.add(List.copyOf(layout));
        }
        StringBuilder text = new StringBuilder();
        for (int q = EXCHANGED - 1; q >= 0; q--) {
            text.append(bits[q] ? '1' : '0');
        }
        return text.toString();
    }

    private static void exchange(boolean[] bits, List<Integer> layout, int a, int b) {
        boolean bit = bits[a];
        bits[a] = bits[b];
        bits[b] = bit;
        Collections.swap(layout, a, b);
    }

    @Test
    void too_many_branches_name_the_limit() {
        CircuitBuilder b = Circuit.builder(1, 1);
        for (int i = 0; i < 8; i++) {
            b.h(0).measure(0, 0);
        }
        Circuit circuit = b.h(0).build();
        try (Simulator simulator = Simulator.open("reference")) {
            LimitExceededException e = assertThrows(
                    LimitExceededException.class, () -> simulator.distribution(circuit, EXACT.withMaxBranches(100)));
            assertTrue(e.toString().contains("maxBranches"), e.toString());
            assertEquals(256, simulator.distribution(circuit, EXACT).branches());
        }
    }

    /** Three outcomes of four go on: 3^k sequences of k rounds, so that the smallest probability has to be raised. */
    @Test
    void a_loop_that_ends_by_chance_is_followed_far_enough() {
        CircuitBuilder b = Circuit.builder(3, 2);
        b.assign(new Expression.BitRange(0, 2), Expression.of(ClassicalType.bits(2), 3));
        b.whileLoop(
                new Expression.BitRange(0, 2),
                loop -> loop.reset(0)
                        .reset(1)
                        .ry(0.6, 0)
                        .ry(0.4, 1)
                        .measure(0, 0)
                        .measure(1, 1));
        Circuit circuit = b.build();
        try (Simulator simulator = Simulator.open("reference")) {
            RunOptions options = EXACT.withMinProbability(1e-12).withMaxBranches(3000);
            Distribution distribution = simulator.distribution(circuit, options);
            double found = distribution.probabilities().getOrDefault("00", Double.NaN);
            assertEquals(1, distribution.probabilities().size());
            assertEquals(1, found + distribution.notFollowed(), 1e-9);
            assertTrue(distribution.notFollowed() > 0 && distribution.notFollowed() < 1e-2, distribution::toString);
            assertTrue(distribution.branches() <= 3000, distribution::toString);
            Expectations averages = simulator.expectations(
                    circuit, List.of(PauliSum.parse("1"), PauliSum.parse("Z0")), List.of(Map.of()), options);
            assertEquals(distribution.notFollowed(), averages.notFollowed()[0]);
            assertEquals(found, averages.values()[0][0], 1e-9, "of the identity, what was followed");
            assertEquals(found, averages.values()[0][1], 1e-9, "the loop ends with 0");
        }
    }
}
