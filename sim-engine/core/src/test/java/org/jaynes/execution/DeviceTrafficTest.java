package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.jaynes.bindings.cuda.Binding;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;
import org.jaynes.statevector.RunOptions;
import org.jaynes.statevector.Simulator;
import org.jaynes.statevector.SimulatorOptions;
import org.junit.jupiter.api.Test;

/** What comes back from a GPU, by the emulated driver's count of copies to the host, each of 1 MiB at most. */
class DeviceTrafficTest {
    private static long copiesToTheHost() {
        return EmulatedDriver.count("cuMemcpyDtoHAsync");
    }

    private static StateBuffer uniform(Executor executor, int qubits, int rows) {
        List<Gate> gates = IntStream.range(0, qubits)
                .mapToObj(q -> Gate.of(StandardGate.H, new int[] {q}))
                .toList();
        Plan plan = Planner.plan(gates, qubits, Precision.SINGLE, DeviceProfile.cuda());
        StateBuffer state = executor.allocate(qubits, rows, Precision.SINGLE);
        state.apply(plan, plan.bind(Environment.EMPTY));
        return state;
    }

    @Test
    void rows_draw_their_operators_without_the_host() {
        double[] zero = {1, 0, 0, 0, 0, 0, 0, 0};
        double[] one = {0, 0, 0, 0, 0, 0, 1, 0};
        int rows = 50;
        int[] events = new int[rows];
        try (Executor executor = CudaExecutor.open(TestDevices.cudaDriver(Binding.PANAMA), 0);
                StateBuffer state = uniform(executor, 12, rows)) {
            var choice =
                    new OperatorChoice(List.of(zero, one), new int[] {5}, 12, Precision.SINGLE, DeviceProfile.cuda());
            long before = copiesToTheHost();
            for (int draw = 0; draw < 20; draw++) {
                state.choose(choice, 3, 0, events);
            }
            assertEquals(before, copiesToTheHost(), "copies of 20 draws");
            List<int[]> drawn = state.takeChoices();
            assertEquals(before + 1, copiesToTheHost(), "one copy of all rows and draws");
            assertEquals(2, IntStream.of(drawn.getFirst()).distinct().count(), "outcomes of 50 rows");
            drawn.forEach(outcomes -> assertEquals(List.of(), differences(drawn.getFirst(), outcomes)));
        }
    }

    /** Copies to the host of a run with so many measurements, after each of which gates depend on it and the one before. */
    private static long copiesOfFeedForward(Simulator simulator, int rounds) {
        CircuitBuilder builder = Circuit.builder(3, 4);
        for (int i = 0; i < rounds; i++) {
            int bit = i % 4;
            builder.h(i % 3).measure(i % 3, bit);
            builder.ifElse(
                    Expression.bit(bit).and(Expression.bit((bit + 3) % 4)),
                    yes -> yes.rx(0.3, bit % 3).cx(0, 1),
                    no -> no.h((bit + 1) % 3));
        }
        Circuit circuit = builder.h(0).measure(0, 0).build();
        long before = copiesToTheHost();
        assertEquals(
                200,
                simulator.run(circuit, RunOptions.shots(200).withSeed(4)).counts().values().stream()
                        .mapToInt(count -> count)
                        .sum());
        return copiesToTheHost() - before;
    }

    @Test
    void conditions_on_outcomes_are_decided_where_the_states_are() {
        assertTrue(TestDevices.cudaDriver(Binding.PANAMA).devices().size() > 0);
        try (Simulator simulator = Simulator.open(new SimulatorOptions("cuda:0"))) {
            long selected = EmulatedDriver.count("jaynes_select");
            long few = copiesOfFeedForward(simulator, 20);
            assertEquals(selected + 20, EmulatedDriver.count("jaynes_select"), "one for each condition");
            assertEquals(few, copiesOfFeedForward(simulator, 60), "copies of 20 and of 60 rounds");
            assertTrue(few <= 4, few + " copies");
        }
    }

    private static List<Integer> differences(int[] expected, int[] found) {
        return IntStream.range(0, expected.length)
                .filter(i -> expected[i] != found[i])
                .boxed()
                .toList();
    }

    @Test
    void a_state_of_nothing_is_told_when_outcomes_are_asked_for() {
        double[] one = {0, 0, 0, 0, 0, 0, 1, 0};
        for (Executor executor :
                List.of(Executors.reference(), CudaExecutor.open(TestDevices.cudaDriver(Binding.PANAMA), 0))) {
            try (executor;
                    StateBuffer state = executor.allocate(2, 1, Precision.DOUBLE)) {
                state.choose(
                        new OperatorChoice(List.of(one), new int[] {0}, 2, Precision.DOUBLE, executor.profile()),
                        1,
                        0,
                        new int[1]);
                assertThrows(IllegalStateException.class, state::takeChoices, executor.name());
            }
        }
    }

    /** 8 MiB of amplitudes: the sums of chunks, and the outcomes, are all that is fetched. */
    @Test
    void samples_do_not_fetch_the_state() {
        int shots = 100_000;
        try (Executor executor = CudaExecutor.open(TestDevices.cudaDriver(Binding.PANAMA), 0);
                StateBuffer state = uniform(executor, 20, 1)) {
            long before = copiesToTheHost();
            assertEquals(shots, state.sample(0, 1, 0, shots, Philox.PURPOSE_SAMPLE << 24).length);
            long copies = copiesToTheHost() - before;
            assertTrue(copies <= 2, copies + " copies of at most 1 MiB each, for 8 KiB of sums and 800 kB of outcomes");
        }
    }
}
