package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An interrupted caller gets out of every operation of every device, and can still close. */
class InterruptionTest {
    @AfterEach
    void goOn() {
        var _ = Thread.interrupted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda", "cpu", "reference"})
    void operations_of_an_interrupted_caller_are_cancelled(String device) {
        try (Executor executor = open(device)) {
            StateBuffer state = executor.allocate(2, 1, Precision.DOUBLE);
            Plan plan = Planner.plan(
                    List.of(Gate.of(StandardGate.X, new int[] {1})), 2, Precision.DOUBLE, executor.profile());
            MemorySegment amplitude = MemorySegment.ofArray(new double[2]);
            List<Executable> operations = List.of(
                    () -> state.initialize(0),
                    () -> state.apply(plan, plan.bind(Environment.EMPTY)),
                    () -> state.marginals(new int[0]),
                    () -> state.sample(0, 1, 0, 1, 0),
                    () -> state.expectation(new PauliGroup(1, new long[] {0}, new double[] {1}, 1)),
                    () -> state.collapse(0, 0, 1),
                    () -> state.read(0, 0, amplitude),
                    () -> state.write(0, 0, amplitude),
                    () -> executor.forEach(1, (_, _) -> {}));
            Thread.currentThread().interrupt();
            for (int i = 0; i < operations.size(); i++) {
                assertThrows(CancellationException.class, operations.get(i), "operation " + i);
            }
            var _ = Thread.interrupted();
            state.initialize(1);
            assertArrayEquals(new double[] {0, 1}, state.marginals(new int[] {0}), "the device goes on");
            Thread.currentThread().interrupt();
            state.close();
        }
    }

    private static Executor open(String device) {
        try {
            return Executors.open(device, 2);
        } catch (DeviceUnavailableException e) {
            return Assumptions.abort(e.getMessage());
        }
    }
}
