package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jaynes.bindings.cuda.Binding;
import org.jaynes.bindings.cuda.CudaContext;
import org.jaynes.bindings.cuda.CudaDriver;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Failures of the driver, which the emulated one can be told to have, come out as exceptions of this package, with the
 * call and CUDA's name for them.
 */
class InjectedFailureTest {
    private static final int INVALID_VALUE = 1;
    private static final int OUT_OF_MEMORY = 2;
    private static final int NO_BINARY_FOR_GPU = 209;
    private static final int LAUNCH_FAILED = 719;

    private final CudaDriver driver = TestDevices.cudaDriver(Binding.PANAMA);

    /** A failed kernel spoils the context for the rest of the process; the emulated device can be started again. */
    @AfterEach
    void restart() throws Throwable {
        fail("");
        EmulatedDriver.restart();
    }

    private static void fail(String what) throws Throwable {
        EmulatedDriver.configure("JAYNES_EMULATOR_FAIL", what);
    }

    @Test
    void out_of_memory_although_the_driver_said_there_is_some() throws Throwable {
        try (Executor executor = CudaExecutor.open(driver, 0)) {
            fail("cuMemAlloc:" + OUT_OF_MEMORY);
            InsufficientMemoryException refusal =
                    assertThrows(InsufficientMemoryException.class, () -> executor.allocate(10, 1, Precision.SINGLE));
            assertEquals(8 << 10, refusal.neededBytes());
            assertTrue(refusal.limitBytes() > refusal.neededBytes());
            for (String part : List.of(
                    "a state of 10 qubits in single precision needs 8,192 bytes",
                    "cuda:0 reports %,d bytes left".formatted(refusal.limitBytes()),
                    "cuMemAlloc of 8192 bytes",
                    "CUDA_ERROR_OUT_OF_MEMORY (2)")) {
                assertTrue(refusal.toString().contains(part), () -> "'" + part + "' is not in " + refusal);
            }
        }
    }

    @Test
    void no_memory_for_what_a_state_needs_while_it_works() throws Throwable {
        try (Executor executor = CudaExecutor.open(driver, 0);
                StateBuffer state = executor.allocate(3, 1, Precision.SINGLE)) {
            Plan plan = hadamard(Precision.SINGLE);
            fail("cuMemAlloc:" + OUT_OF_MEMORY);
            InsufficientMemoryException refusal = assertThrows(
                    InsufficientMemoryException.class, () -> state.apply(plan, plan.bind(Environment.EMPTY)));
            assertTrue(refusal.toString().contains("a plan needs"), refusal::toString);
            refusal = assertThrows(InsufficientMemoryException.class, () -> state.marginals(new int[0]));
            assertEquals(2 * Double.BYTES, refusal.neededBytes(), "the sum, and room to fold it");
        }
    }

    @Test
    void a_refusal_stays_one_when_the_driver_cannot_say_what_is_left() throws Throwable {
        try (Executor executor = CudaExecutor.open(driver, 0);
                StateBuffer state = executor.allocate(3, 1, Precision.SINGLE)) {
            fail("cuMemAlloc:" + OUT_OF_MEMORY + ",cuMemGetInfo:" + INVALID_VALUE);
            InsufficientMemoryException refusal =
                    assertThrows(InsufficientMemoryException.class, () -> state.marginals(new int[0]));
            assertEquals(0, refusal.limitBytes());
            assertTrue(refusal.toString().contains("CUDA_ERROR_OUT_OF_MEMORY"), refusal::toString);
        }
    }

    @Test
    void a_plan_that_does_not_get_there_takes_no_memory() throws Throwable {
        try (CudaContext context = driver.devices().getFirst().openPrimaryContext();
                Executor executor = CudaExecutor.open(driver, 0);
                StateBuffer state = executor.allocate(3, 1, Precision.SINGLE)) {
            Plan plan = hadamard(Precision.SINGLE);
            long before = context.freeMemory();
            fail("cuMemcpyHtoDAsync:" + INVALID_VALUE);
            DeviceFailedException failure =
                    assertThrows(DeviceFailedException.class, () -> state.apply(plan, plan.bind(Environment.EMPTY)));
            assertEquals("cuMemcpyHtoDAsync", failure.call());
            fail("");
            assertEquals(before, context.freeMemory());
            state.apply(plan, plan.bind(Environment.EMPTY));
        }
    }

    @Test
    void kernels_that_are_refused() throws Throwable {
        fail("cuModuleLoadData:" + NO_BINARY_FOR_GPU);
        DeviceUnavailableException refusal =
                assertThrows(DeviceUnavailableException.class, () -> CudaExecutor.open(driver, 0));
        assertTrue(refusal.toString().contains("CUDA_ERROR_NO_BINARY_FOR_GPU"), refusal::toString);
    }

    @Test
    void a_launch_that_fails() throws Throwable {
        Plan plan = hadamard(Precision.DOUBLE);
        Executor executor = CudaExecutor.open(driver, 0);
        StateBuffer state = executor.allocate(3, 1, Precision.DOUBLE);
        fail("cuLaunchKernel:" + LAUNCH_FAILED);
        DeviceFailedException failure =
                assertThrows(DeviceFailedException.class, () -> state.apply(plan, plan.bind(Environment.EMPTY)));
        assertEquals("cuda:0", failure.device());
        assertEquals("cuLaunchKernel", failure.call());
        assertEquals(LAUNCH_FAILED, failure.code());
        assertTrue(failure.toString().contains("jaynes_pass_c128"), failure::toString);
        assertTrue(failure.toString().contains("CUDA_ERROR_LAUNCH_FAILED"), failure::toString);
        List<Executable> calls = List.of(
                () -> state.marginals(new int[0]),
                () -> state.initialize(0),
                () -> state.expectation(new PauliGroup(1, new long[] {0}, new double[] {1}, 1)),
                () -> state.sample(0, 1, 0, 1, 0),
                () -> state.collapse(0, 0, 1),
                () -> state.read(0, 0, MemorySegment.ofArray(new double[2])),
                () -> state.write(0, 0, MemorySegment.ofArray(new double[2])),
                () -> executor.allocate(3, 1, Precision.DOUBLE),
                state::close);
        for (Executable call : calls) {
            DeviceFailedException later = assertThrows(DeviceFailedException.class, call);
            assertEquals(LAUNCH_FAILED, later.code(), "the device stays unusable");
        }
    }

    private static Plan hadamard(Precision precision) {
        return Planner.plan(List.of(Gate.of(StandardGate.H, new int[] {0})), 3, precision, DeviceProfile.cpu());
    }
}
