package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jaynes.bindings.cuda.Binding;
import org.jaynes.circuit.Environment;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;
import org.jaynes.plan.RandomGates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans whose numbers rows take by what they have drawn, beside plans that are bound when that is known. */
class SelectedPlansTest {
    private static final int QUBITS = 3;
    private static final DeviceProfile PROFILE = DeviceProfile.cuda();
    private static final OperatorChoice MEASUREMENT = new OperatorChoice(
            List.of(new double[] {1, 0, 0, 0, 0, 0, 0, 0}, new double[] {0, 0, 0, 0, 0, 0, 1, 0}),
            new int[] {1},
            QUBITS,
            Precision.DOUBLE,
            PROFILE);

    static Stream<Executor> executors() {
        return Stream.of(
                Executors.reference(),
                Executors.cpu(2),
                CudaExecutor.open(TestDevices.cudaDriver(Binding.PANAMA), 0),
                CudaExecutor.open(TestDevices.cudaDriver(Binding.JCUDA), 0),
                new SlicedExecutor(
                        List.of(CudaExecutor.open(TestDevices.cudaDriver(Binding.PANAMA), 0)),
                        Executors.reference(),
                        2));
    }

    private static Plan plan(int seed) {
        var random = new SplittableRandom(seed);
        return Planner.plan(new RandomGates(random, QUBITS, 2).circuit(20), QUBITS, Precision.DOUBLE, PROFILE);
    }

    private static List<Environment> parameters(int count) {
        var random = new SplittableRandom(11);
        return Stream.generate(() -> RandomGates.parameters(random))
                .limit(count)
                .toList();
    }

    /** All rows in an uneven superposition, drawn from so often, with gates between some of the draws. */
    private static void draw(StateBuffer state, int draws) {
        Plan mix = plan(5);
        Coefficients numbers = mix.bind(parameters(1));
        int[] events = new int[state.rows()];
        for (int draw = 0; draw < draws; draw++) {
            if (draw < 10) {
                state.apply(mix, numbers);
            }
            Arrays.fill(events, Philox.purposeAndEvent(Philox.PURPOSE_MEASURE, draw));
            state.choose(MEASUREMENT, 3, 0, events);
        }
    }

    private static byte[] bytes(StateBuffer state) {
        int rowBytes = 16 << QUBITS;
        byte[] all = new byte[state.rows() * rowBytes];
        for (int row = 0; row < state.rows(); row++) {
            state.read(row, 0, MemorySegment.ofArray(all).asSlice((long) row * rowBytes, rowBytes));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("executors")
    void rows_take_the_numbers_of_their_case(Executor executor) {
        try (executor) {
            int rows = 40;
            compare(executor, rows, 5, new int[] {4, 0, 2});
            compare(executor, rows, 9, new int[] {0, 1, 2, 3, 4, 5, 6, 7});
        }
    }

    /** In so many rows that a GPU has fetched the first of 65 draws to make room for others. */
    @Test
    void early_draws_count_as_well() {
        try (Executor cuda = CudaExecutor.open(TestDevices.cudaDriver(Binding.PANAMA), 0)) {
            compare(cuda, 1024, 65, new int[] {3, 64});
        }
    }

    private static void compare(Executor executor, int rows, int draws, int[] selecting) {
        Plan plan = plan(7);
        List<Environment> cases = parameters(1 << selecting.length);
        String message = "%s, draws %s".formatted(executor.name(), Arrays.toString(selecting));
        try (StateBuffer selected = executor.allocate(QUBITS, rows, Precision.DOUBLE);
                StateBuffer bound = executor.allocate(QUBITS, rows, Precision.DOUBLE)) {
            draw(selected, draws);
            selected.applySelected(plan, plan.bind(cases), selecting, null);
            List<int[]> outcomes = selected.takeChoices();
            assertEquals(draws, outcomes.size(), message);

            draw(bound, draws);
            List<Environment> ofRows = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                int number = 0;
                for (int b = 0; b < selecting.length; b++) {
                    number |= outcomes.get(selecting[b])[row] << b;
                }
                ofRows.add(cases.get(number));
            }
            bound.apply(plan, plan.bind(ofRows));
            assertArrayEquals(bytes(bound), bytes(selected), message);
            assertTrue(rows == 1 || ofRows.stream().distinct().count() > 2, message + ": cases that occur");
        }
    }

    /** Also on slices, where the host draws. */
    @ParameterizedTest
    @MethodSource("executors")
    void every_device_draws_the_same(Executor executor) {
        try (executor;
                Executor reference = Executors.reference();
                StateBuffer expected = reference.allocate(QUBITS, 7, Precision.DOUBLE);
                StateBuffer found = executor.allocate(QUBITS, 7, Precision.DOUBLE)) {
            draw(expected, 9);
            draw(found, 9);
            assertArrayEquals(bytes(expected), bytes(found), executor.name());
            assertArrayEquals(
                    expected.takeChoices().toArray(), found.takeChoices().toArray(), executor.name());
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void what_has_not_been_drawn_decides_nothing(Executor executor) {
        try (executor;
                StateBuffer state = executor.allocate(QUBITS, 1, Precision.DOUBLE)) {
            Plan plan = plan(7);
            Coefficients table = plan.bind(parameters(2));
            draw(state, 2);
            for (int[] draws : new int[][] {{2}, {-1}, {}, {0, 1}}) {
                IllegalArgumentException refusal = assertThrows(
                        IllegalArgumentException.class, () -> state.applySelected(plan, table, draws, null));
                assertTrue(String.valueOf(refusal.getMessage()).contains("table of 2 rows"), refusal::toString);
            }
            state.applySelected(plan, table, new int[] {1}, null);
            assertEquals(2, state.takeChoices().size());
            assertThrows(IllegalArgumentException.class, () -> state.applySelected(plan, table, new int[] {0}, null));
        }
    }
}
