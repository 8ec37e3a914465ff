package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Gate;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;
import org.jaynes.plan.RandomGates;

/** A random plan, and what is asked of its states: a function of a number. */
final class RandomCase {
    private static final int BATCH = 7;
    /** One case in so many has states of several chunks, whose sums are folded in two levels. */
    private static final int CASES_PER_LARGE = 200;
    /** One case in so many has matrices on 5 or 6 qubits. */
    private static final int CASES_PER_WIDE = 8;

    /** One case in so many goes on with a plan whose numbers the draws select. */
    private static final int CASES_PER_SELECTION = 4;

    private static final int SHOTS = 5;

    private final int number;
    private final int qubits;
    private final Precision precision;
    private final List<Gate> gates;
    private final Plan plan;
    private final int rows;
    private final Coefficients coefficients;
    private final long basisState;
    private final int[] marginalBits;
    private final PauliGroup group;
    private final long seed;
    private final int measuredBit;
    private final int outcome;
    private final OperatorChoice choice;
    private final int[] events;
    /** For each of the four cases that two draws can have. */
    private final Coefficients table;

    RandomCase(int number) {
        SplittableRandom random = new SplittableRandom(number);
        this.number = number;
        boolean large = number % CASES_PER_LARGE == 0;
        qubits = large ? 11 + random.nextInt(4) : 1 + random.nextInt(10);
        precision = random.nextBoolean() ? Precision.SINGLE : Precision.DOUBLE;
        DeviceProfile profile = profile(random);
        int room = profile.tileBits(precision) - profile.lowBits();
        gates = new RandomGates(random, qubits, Math.min(room, random.nextInt(CASES_PER_WIDE) == 0 ? 6 : 4))
                .circuit(random.nextInt(30));
        plan = Planner.plan(gates, qubits, precision, profile);
        rows = random.nextBoolean() ? 1 : large ? 2 : BATCH;
        int boundRows = random.nextInt(4) == 0 ? 1 : rows;
        Environment[] parameters = new Environment[boundRows];
        Arrays.setAll(parameters, row -> RandomGates.parameters(random));
        coefficients = plan.bind(List.of(parameters));
        basisState = random.nextLong(1L << qubits);
        marginalBits = random.ints(0, qubits).limit(3).distinct().sorted().toArray();
        group = group(random);
        seed = random.nextLong();
        measuredBit = random.nextInt(qubits);
        outcome = random.nextInt(2);
        choice = choice(random, profile);
        events = new int[rows];
        Arrays.setAll(
                events,
                row -> random.nextInt(4) == 0
                        ? OperatorChoice.NONE
                        : Philox.purposeAndEvent(Philox.PURPOSE_NOISE, random.nextInt(100)));
        Environment[] cases = new Environment[4];
        Arrays.setAll(cases, _ -> RandomGates.parameters(random));
        table = plan.bind(List.of(cases));
    }

    /** Any matrices, or those of a measurement; a state is never 0 after them. */
    private OperatorChoice choice(SplittableRandom random, DeviceProfile profile) {
        int[] bits = random.ints(0, qubits).limit(3).distinct().limit(2).toArray();
        List<double[]> operators = new ArrayList<>();
        if (bits.length == 1 && random.nextBoolean()) {
            operators.add(new double[] {1, 0, 0, 0, 0, 0, 0, 0});
            operators.add(new double[] {0, 0, 0, 0, 0, 0, 1, 0});
        } else {
            int count = 1 + random.nextInt(4);
            for (int j = 0; j < count; j++) {
                operators.add(random.doubles(2L << (2 * bits.length), -1, 1).toArray());
            }
        }
        return new OperatorChoice(operators, bits, qubits, precision, profile);
    }

    /** Small tiles, so that there are many passes and outer bits, or those of a device. */
    private static DeviceProfile profile(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> DeviceProfile.cpu();
            case 1 -> DeviceProfile.cuda("sm_90", 1e12, 1e12, 224 << 10);
            default -> {
                int low = random.nextInt(5);
                int tileBits = low + 2 + random.nextInt(3);
                yield new DeviceProfile("small", tileBits, tileBits, low, 1e9, 1e9);
            }
        };
    }

    private PauliGroup group(SplittableRandom random) {
        long all = 1L << qubits;
        long xMask = random.nextInt(3) == 0 ? 0 : random.nextLong(all);
        int terms = 1 + random.nextInt(4);
        long[] zMasks = random.longs(terms, 0, all).toArray();
        double[] weights = random.doubles(terms, -2, 2).toArray();
        return new PauliGroup(xMask, zMasks, weights, random.nextInt(terms + 1));
    }

    /** All that is compared, as bits. */
    private record Results(
            long[] states,
            long[] marginals,
            long[] norms,
            long[] probabilities,
            long[] expectations,
            long[] samples,
            long[] choices,
            long[] chosen,
            long[] selected,
            long[] collapsed) {}

    void compare(Executor reference, List<Executor> executors) {
        Results expected = run(reference);
        for (Executor executor : executors) {
            String message = "circuit %d on %s: %d qubits, %s, %d rows, %s, %s"
                    .formatted(number, executor.name(), qubits, precision, rows, plan.profile(), gates);
            Results actual = run(executor);
            assertArrayEquals(expected.states, actual.states, () -> "states of " + message);
            assertArrayEquals(expected.marginals, actual.marginals, () -> "marginals of " + message);
            assertArrayEquals(expected.norms, actual.norms, () -> "norms of " + message);
            assertArrayEquals(expected.probabilities, actual.probabilities, () -> "probabilities of " + message);
            assertArrayEquals(expected.expectations, actual.expectations, () -> "expectations of " + message);
            assertArrayEquals(expected.samples, actual.samples, () -> "samples of " + message);
            assertArrayEquals(expected.choices, actual.choices, () -> "drawn operators of " + message);
            assertArrayEquals(expected.chosen, actual.chosen, () -> "states after drawn operators of " + message);
            assertArrayEquals(expected.selected, actual.selected, () -> "states after a selected plan of " + message);
            assertArrayEquals(expected.collapsed, actual.collapsed, () -> "collapsed states of " + message);
        }
    }

    private Results run(Executor executor) {
        try (StateBuffer state = executor.allocate(qubits, rows, precision)) {
            state.initialize(basisState);
            state.apply(plan, coefficients);
            long[] states = bits(state);
            long[] marginals = bits(state.marginals(marginalBits));
            long[] norms = bits(state.marginals(new int[0]));
            long[] probabilities =
                    bits(state.marginals(IntStream.range(0, qubits).toArray()));
            long[] expectations = bits(state.expectation(group));
            long[] samples = state.sample(rows - 1, seed, 1000L * number, SHOTS, Philox.PURPOSE_SAMPLE << 24);
            state.choose(choice, seed, number, events);
            state.choose(choice, seed + 1, number, events);
            long[] chosen = bits(state);
            long[] selected = new long[0];
            if (number % CASES_PER_SELECTION == 0) {
                state.applySelected(plan, table, new int[] {1, 0}, null);
                selected = bits(state);
            }
            long[] choices = state.takeChoices().stream()
                    .flatMapToInt(Arrays::stream)
                    .asLongStream()
                    .toArray();
            state.collapse(measuredBit, outcome, 1.25);
            return new Results(
                    states,
                    marginals,
                    norms,
                    probabilities,
                    expectations,
                    samples,
                    choices,
                    chosen,
                    selected,
                    bits(state));
        }
    }

    private long[] bits(StateBuffer state) {
        try (Arena arena = Arena.ofConfined()) {
            long rowBytes = (long) precision.amplitudeBytes() << qubits;
            MemorySegment all = arena.allocate(rows * rowBytes, 64);
            for (int row = 0; row < rows; row++) {
                state.read(row, 0, all.asSlice(row * rowBytes, rowBytes));
            }
            return all.toArray(ValueLayout.JAVA_LONG);
        }
    }

    private static long[] bits(double[] numbers) {
        return Arrays.stream(numbers).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
