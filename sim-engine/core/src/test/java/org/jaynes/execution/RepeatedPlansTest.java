package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jaynes.bindings.cuda.Binding;
import org.jaynes.bindings.cuda.CudaContext;
import org.jaynes.bindings.cuda.CudaDriver;
import org.jaynes.circuit.Environment;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;
import org.jaynes.plan.RandomGates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans that a GPU runs again and again are launched as graphs, whatever their parameters, and give the same bits. */
class RepeatedPlansTest {
    private static final int INVALID_VALUE = 1;
    private static final int OUT_OF_MEMORY = 2;
    private static final int LAUNCH_FAILED = 719;
    private static final int QUBITS = 7;

    /** Tiles so small that there are many passes. */
    private static final DeviceProfile SMALL_TILES = new DeviceProfile("small", 4, 4, 1, 1e9, 1e9);

    /** Calls are counted from here on; the driver must have been loaded. */
    @BeforeEach
    void begin() throws Throwable {
        var _ = TestDevices.cudaDriver(Binding.PANAMA);
        EmulatedDriver.restart();
    }

    @AfterEach
    void restart() throws Throwable {
        EmulatedDriver.configure("JAYNES_EMULATOR_FAIL", "");
        EmulatedDriver.restart();
    }

    private static CudaExecutor open(Binding binding) {
        return CudaExecutor.open(TestDevices.cudaDriver(binding), 0);
    }

    private static Plan plan(int number, int qubits, Precision precision) {
        var random = new SplittableRandom(number);
        return Planner.plan(new RandomGates(random, qubits, 3).circuit(40), qubits, precision, SMALL_TILES);
    }

    private static List<Environment> parameters(int number, int rows) {
        var random = new SplittableRandom(number);
        Environment[] all = new Environment[rows];
        Arrays.setAll(all, _ -> RandomGates.parameters(random));
        return List.of(all);
    }

    private static byte[] bytes(StateBuffer state) {
        int rowBytes = state.precision().amplitudeBytes() << state.indexBits();
        byte[] all = new byte[state.rows() * rowBytes];
        for (int row = 0; row < state.rows(); row++) {
            state.read(row, 0, MemorySegment.ofArray(all).asSlice((long) row * rowBytes, rowBytes));
        }
        return all;
    }

    private static byte[] run(StateBuffer state, Plan plan, int parameters) {
        state.initialize(0);
        state.apply(plan, plan.bind(parameters(parameters, state.rows())));
        return bytes(state);
    }

    /** From |0...0> and from what the run before has left, with parameters that change and with the same ones. */
    private static byte[][] runs(Executor executor, int number) {
        int qubits = 3 + number % 7;
        Precision precision = number % 2 == 0 ? Precision.SINGLE : Precision.DOUBLE;
        Plan plan = plan(number, qubits, precision);
        byte[][] results = new byte[9][];
        try (StateBuffer state = executor.allocate(qubits, 1 + number % 3, precision)) {
            for (int i = 0; i < results.length; i++) {
                if (i % 3 != 2) {
                    state.initialize(i % 3);
                }
                state.apply(plan, plan.bind(parameters(i / 2, state.rows())));
                results[i] = bytes(state);
            }
        }
        return results;
    }

    @Test
    void graphs_give_the_same_bits() {
        for (Binding binding : Binding.values()) {
            try (Executor cuda = open(binding);
                    Executor reference = Executors.reference()) {
                long launched = EmulatedDriver.count("cuGraphLaunch");
                int plans = 21;
                for (int number = 0; number < plans; number++) {
                    byte[][] expected = runs(reference, number);
                    byte[][] actual = runs(cuda, number);
                    for (int i = 0; i < expected.length; i++) {
                        assertArrayEquals(expected[i], actual[i], "plan %d, run %d, %s".formatted(number, i, binding));
                    }
                }
                launched = EmulatedDriver.count("cuGraphLaunch") - launched;
                assertTrue(launched > 3L * plans, launched + " launches of graphs for " + plans + " plans");
            }
        }
    }

    @Test
    void from_the_second_time_on_a_run_is_one_launch_whatever_its_parameters() {
        Plan plan = plan(3, QUBITS, Precision.SINGLE);
        int passes = plan.passes().size();
        assertTrue(passes > 4, passes + " passes");
        try (CudaExecutor cuda = open(Binding.PANAMA)) {
            long[] kernels = new long[5];
            for (int i = 0; i < kernels.length; i++) {
                long before = EmulatedDriver.count("cuLaunchKernel");
                try (StateBuffer state = cuda.allocate(QUBITS, 1, Precision.SINGLE)) {
                    assertEquals(before + 1, EmulatedDriver.count("cuLaunchKernel"), "the state becomes |0...0>");
                    state.apply(plan, plan.bind(parameters(i, 1)));
                    kernels[i] = EmulatedDriver.count("cuLaunchKernel") - before - 1;
                }
            }
            assertArrayEquals(new long[] {passes, passes, 0, 0, 0}, kernels, "launches, those of the recording too");
            assertEquals(1, EmulatedDriver.count("cuStreamBeginCapture"));
            assertEquals(kernels.length - 1, EmulatedDriver.count("cuGraphLaunch"));
            assertEquals((long) kernels.length * passes, EmulatedDriver.count("jaynes_pass_c64"), "kernels that ran");
        }
    }

    @Test
    void large_states_short_plans_and_passes_that_are_timed_need_no_graph() {
        Plan plan = plan(3, QUBITS, Precision.SINGLE);
        DeviceProfile profile = DeviceProfile.cuda();
        assertTrue(profile.repeatsAsGraph(3, 1 << 20));
        assertEquals(false, profile.repeatsAsGraph(2, 1 << 20));
        assertEquals(false, profile.repeatsAsGraph(3, 1 << 30));
        assertEquals(false, DeviceProfile.cpu().repeatsAsGraph(3, 1 << 20));
        try (CudaExecutor cuda = open(Binding.PANAMA);
                StateBuffer state = cuda.allocate(QUBITS, 1, Precision.SINGLE)) {
            for (int i = 0; i < 4; i++) {
                state.initialize(0);
                state.apply(plan, plan.bind(parameters(i, 1)), (_, _, _, _, _) -> {});
            }
            assertEquals(0, EmulatedDriver.count("cuStreamBeginCapture"));
        }
    }

    @Test
    void graphs_that_have_not_come_for_long_are_freed() {
        long recorded;
        try (CudaExecutor cuda = open(Binding.PANAMA);
                StateBuffer state = cuda.allocate(QUBITS, 1, Precision.SINGLE)) {
            for (int number = 0; number < CudaGraphs.MOST + 8; number++) {
                Plan plan = plan(number, QUBITS, Precision.SINGLE);
                byte[] first = run(state, plan, 1);
                assertArrayEquals(first, run(state, plan, 1), "plan " + number);
            }
            recorded = EmulatedDriver.count("cuStreamBeginCapture");
            assertTrue(recorded > CudaGraphs.MOST, recorded + " graphs");
            assertEquals(recorded - CudaGraphs.MOST, EmulatedDriver.count("cuGraphExecDestroy"));
        }
        assertEquals(recorded, EmulatedDriver.count("cuGraphExecDestroy"), "the context frees the others");
    }

    @Test
    void without_memory_for_a_graph_the_kernels_are_launched_one_by_one() throws Throwable {
        Plan plan = plan(3, QUBITS, Precision.SINGLE);
        try (CudaExecutor cuda = open(Binding.PANAMA);
                StateBuffer state = cuda.allocate(QUBITS, 1, Precision.SINGLE)) {
            byte[] expected = run(state, plan, 1);
            EmulatedDriver.configure("JAYNES_EMULATOR_FAIL", "cuGraphInstantiateWithFlags:" + OUT_OF_MEMORY);
            assertArrayEquals(expected, run(state, plan, 1));
            EmulatedDriver.configure("JAYNES_EMULATOR_FAIL", "");
            assertArrayEquals(expected, run(state, plan, 1));
            assertEquals(1, EmulatedDriver.count("cuStreamBeginCapture"), "it is not tried again");
            assertEquals(0, EmulatedDriver.count("cuGraphLaunch"));
        }
    }

    @Test
    void failures_say_which_call_it_was() throws Throwable {
        for (String call : List.of("cuStreamBeginCapture", "cuGraphLaunch", "cuGraphInstantiateWithFlags")) {
            Plan plan = plan(3, QUBITS, Precision.SINGLE);
            try (CudaExecutor cuda = open(Binding.PANAMA);
                    StateBuffer state = cuda.allocate(QUBITS, 1, Precision.SINGLE)) {
                byte[] expected = run(state, plan, 1);
                EmulatedDriver.configure("JAYNES_EMULATOR_FAIL", call + ":" + INVALID_VALUE);
                DeviceFailedException failure =
                        assertThrows(DeviceFailedException.class, () -> run(state, plan, 1), call);
                assertEquals("cuda:0", failure.device());
                assertTrue(call.startsWith(failure.call()), failure::toString);
                EmulatedDriver.configure("JAYNES_EMULATOR_FAIL", "");
                assertArrayEquals(expected, run(state, plan, 1), "after " + call);
            }
        }
    }

    @Test
    void a_kernel_that_fails_in_a_graph_is_the_devices_failure() throws Throwable {
        Plan plan = plan(3, QUBITS, Precision.SINGLE);
        CudaExecutor cuda = open(Binding.PANAMA);
        StateBuffer state = cuda.allocate(QUBITS, 1, Precision.SINGLE);
        for (int i = 0; i < 3; i++) {
            byte[] _ = run(state, plan, i);
        }
        EmulatedDriver.configure("JAYNES_EMULATOR_FAIL", "jaynes_pass_c64:" + LAUNCH_FAILED + "@2");
        DeviceFailedException failure = assertThrows(DeviceFailedException.class, () -> run(state, plan, 1));
        assertEquals(LAUNCH_FAILED, failure.code());
        assertThrows(DeviceFailedException.class, state::close);
        assertThrows(DeviceFailedException.class, cuda::close);
    }

    @Test
    void memory_of_closed_states_makes_room_for_others() throws Throwable {
        CudaDriver driver = TestDevices.cudaDriver(Binding.PANAMA);
        EmulatedDriver.configure("JAYNES_EMULATOR_MEMORY", "256M");
        EmulatedDriver.restart();
        try (CudaContext context = driver.devices().getFirst().openPrimaryContext();
                CudaExecutor cuda = CudaExecutor.open(driver, 0)) {
            long before = context.freeMemory();
            cuda.allocate(16, 1, Precision.SINGLE).close();
            assertEquals(before - (8 << 16), context.freeMemory(), "it is kept");
            assertEquals(before, cuda.freeMemory(), "and counts as free");
            cuda.allocate(18, 1, Precision.SINGLE).close();
            assertEquals(before - (8 << 16), context.freeMemory(), "no more than a 256th of the device's is");
            EmulatedDriver.configure("JAYNES_EMULATOR_FAIL", "cuMemAlloc:" + OUT_OF_MEMORY + "@1");
            cuda.allocate(15, 1, Precision.SINGLE).close();
            assertEquals(before - (8 << 15), context.freeMemory(), "a refusal frees what is kept");
        } finally {
            EmulatedDriver.configure("JAYNES_EMULATOR_MEMORY", "");
        }
    }
}
