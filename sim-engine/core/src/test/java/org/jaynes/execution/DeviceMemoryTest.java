package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jaynes.bindings.cuda.Binding;
import org.jaynes.bindings.cuda.CudaContext;
import org.jaynes.bindings.cuda.CudaDriver;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.Test;

/** What a device and a host have is asked first, and given back. */
class DeviceMemoryTest {
    private static final int RUNS = Integer.getInteger("jaynes.test.runs", 20_000);

    /** More than an executor keeps. */
    private static final int PLANS = 1100;

    @Test
    void after_many_runs_the_device_has_as_much_memory_as_before() {
        CudaDriver driver = TestDevices.cudaDriver(Binding.PANAMA);
        try (CudaContext context = driver.devices().getFirst().openPrimaryContext()) {
            long before = context.freeMemory();
            try (Executor executor = CudaExecutor.open(driver, 0)) {
                long filled = runs(executor, context, PLANS, 1);
                assertEquals(filled, runs(executor, context, RUNS, RUNS / PLANS), "what the executor keeps grows");
            }
            assertEquals(before, context.freeMemory());
        }
    }

    /** Free memory after the runs, each with a state and angles of its own, and plans that come and go. */
    private static long runs(Executor executor, CudaContext context, int count, int runsPerPlan) {
        Plan plan = plan(0);
        for (int run = 0; run < count; run++) {
            if (run % runsPerPlan == 0) {
                plan = plan(run);
            }
            double angle = run;
            Environment row = name -> angle;
            try (StateBuffer state = executor.allocate(3, 1, Precision.SINGLE)) {
                state.apply(plan, plan.bind(row));
            }
        }
        return context.freeMemory();
    }

    private static Plan plan(int variant) {
        Expression angle = Expression.parameter("angle").plus(variant);
        List<Gate> gates = List.of(
                Gate.of(StandardGate.H, new int[] {0}),
                new Gate(StandardGate.RX, List.of(angle), new int[] {1}, 0, 0),
                Gate.controlled(StandardGate.X, 1, new int[] {1, 2}));
        return Planner.plan(gates, 3, Precision.SINGLE, DeviceProfile.cpu());
    }

    @Test
    void a_state_that_does_not_fit_is_refused_with_need_and_limit() {
        try (Executor cuda = CudaExecutor.open(TestDevices.cudaDriver(Binding.PANAMA), 0);
                Executor cpu = Executors.cpu(1);
                Executor reference = Executors.reference()) {
            for (Executor executor : List.of(cuda, cpu, reference)) {
                InsufficientMemoryException refusal = assertThrows(
                        InsufficientMemoryException.class, () -> executor.allocate(44, 1, Precision.DOUBLE));
                assertEquals(1L << 48, refusal.neededBytes());
                assertTrue(refusal.limitBytes() > 0 && refusal.limitBytes() < refusal.neededBytes());
                assertThrows(InsufficientMemoryException.class, () -> executor.allocate(63, 7, Precision.DOUBLE));
            }
        }
    }

    @Test
    void a_closed_executor_makes_no_states() {
        for (Executor executor : List.of(
                CudaExecutor.open(TestDevices.cudaDriver(Binding.PANAMA), 0),
                Executors.cpu(1),
                Executors.reference())) {
            executor.close();
            IllegalStateException refusal =
                    assertThrows(IllegalStateException.class, () -> executor.allocate(3, 1, Precision.SINGLE));
            assertEquals(executor.name() + " has been closed", refusal.getMessage());
        }
    }

    @Test
    void a_device_that_is_not_there_is_named_with_those_that_are() {
        CudaDriver driver = TestDevices.cudaDriver(Binding.PANAMA);
        DeviceUnavailableException refusal =
                assertThrows(DeviceUnavailableException.class, () -> CudaExecutor.open(driver, 99));
        assertEquals("cuda:99", refusal.device());
        assertTrue(refusal.toString().contains("cuda:0"), refusal::toString);
    }
}
