package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jaynes.bindings.cuda.Binding;
import org.jaynes.bindings.cuda.CudaContext;
import org.jaynes.bindings.cuda.CudaDriver;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;
import org.jaynes.plan.RandomGates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** States larger than a device, on two emulated ones of 10 MiB each, and on the host where these have no room. */
class SlicedMemoryTest {
    private static final int OUT_OF_MEMORY = 2;
    private static final int LAUNCH_FAILED = 719;
    /** 16 MiB in single precision. */
    private static final int QUBITS = 21;

    private final CudaDriver driver = TestDevices.cudaDriver(Binding.PANAMA);

    @BeforeEach
    void smallDevices() throws Throwable {
        EmulatedDriver.configure("JAYNES_EMULATOR_MEMORY", "10M");
        EmulatedDriver.restart();
    }

    @AfterEach
    void restart() throws Throwable {
        EmulatedDriver.configure("JAYNES_EMULATOR_FAIL", "");
        EmulatedDriver.configure("JAYNES_EMULATOR_MEMORY", "");
        EmulatedDriver.restart();
    }

    private List<Executor> gpus() {
        return List.of(CudaExecutor.open(driver, 0), CudaExecutor.open(driver, 1));
    }

    private static Plan plan(int qubits) {
        List<org.jaynes.circuit.Gate> gates = new RandomGates(new SplittableRandom(7), qubits, 2).circuit(40);
        return Planner.plan(gates, qubits, Precision.SINGLE, DeviceProfile.cuda());
    }

    /** Amplitudes and norm after a plan, and where the slices were. */
    private static long[] run(Executor executor, int qubits, List<String> devices) {
        Plan plan = plan(qubits);
        Coefficients coefficients = plan.bind(RandomGates.parameters(new SplittableRandom(8)));
        try (StateBuffer state = executor.allocate(qubits, 1, Precision.SINGLE);
                Arena arena = Arena.ofConfined()) {
            state.apply(plan, coefficients, new PassObserver() {
                @Override
                public void passed(Plan all, int pass, int rows, double share, long nanoseconds) {}

                @Override
                public void sliced(Plan all, List<String> names) {
                    devices.addAll(names);
                }
            });
            MemorySegment all = arena.allocate(8L << qubits, 64);
            state.read(0, 0, all);
            assertEquals(1, state.marginals(new int[0])[0], 1e-5);
            return all.toArray(ValueLayout.JAVA_LONG);
        }
    }

    @Test
    void two_devices_hold_a_state_that_one_cannot() {
        try (Executor one = CudaExecutor.open(driver, 0);
                SlicedExecutor two = new SlicedExecutor(gpus(), null, 2);
                Executor reference = Executors.reference()) {
            assertThrows(InsufficientMemoryException.class, () -> run(one, QUBITS, new ArrayList<>()));
            List<String> devices = new ArrayList<>();
            long[] bits = run(two, QUBITS, devices);
            assertEquals(List.of("cuda:0", "cuda:1"), devices);
            assertArrayEquals(run(reference, QUBITS, new ArrayList<>()), bits);
        }
    }

    @Test
    void slices_beyond_the_memory_of_the_devices_are_on_the_host() {
        try (SlicedExecutor eight = new SlicedExecutor(gpus(), Executors.reference(), 8);
                Executor reference = Executors.reference()) {
            List<String> devices = new ArrayList<>();
            long[] bits = run(eight, QUBITS + 1, devices);
            assertEquals(8, devices.size());
            assertEquals(List.of("cuda:0", "cuda:1"), devices.subList(0, 2));
            assertEquals("reference", devices.getLast());
            assertArrayEquals(run(reference, QUBITS + 1, new ArrayList<>()), bits);
        }
    }

    @Test
    void a_slice_that_fits_nowhere_is_named_and_all_others_are_freed() {
        try (CudaContext first = driver.devices().get(0).openPrimaryContext();
                CudaContext second = driver.devices().get(1).openPrimaryContext();
                SlicedExecutor four = new SlicedExecutor(gpus(), null, 4)) {
            long[] before = {first.freeMemory(), second.freeMemory()};
            InsufficientMemoryException refusal = assertThrows(
                    InsufficientMemoryException.class, () -> four.allocate(QUBITS + 1, 1, Precision.SINGLE));
            assertEquals((8 << 20) + (8 << 14) + (1 << 20), refusal.neededBytes(), "the slice, and room to work");
            assertTrue(
                    refusal.toString()
                            .contains("slice 2 of 4 of a state of 22 qubits in single precision needs 9,568,256"),
                    refusal::toString);
            refusal = assertThrows(
                    InsufficientMemoryException.class, () -> four.allocate(QUBITS + 2, 1, Precision.SINGLE));
            assertTrue(refusal.toString().contains("slice 0 of 4"), refusal::toString);
            assertArrayEquals(before, new long[] {first.freeMemory(), second.freeMemory()});
        }
    }

    @Test
    void a_failure_of_the_second_device_frees_both() throws Throwable {
        try (CudaContext first = driver.devices().get(0).openPrimaryContext();
                CudaContext second = driver.devices().get(1).openPrimaryContext()) {
            long[] before = {first.freeMemory(), second.freeMemory()};
            Plan plan = plan(10);
            SlicedExecutor two = new SlicedExecutor(gpus(), null, 2);
            StateBuffer state = two.allocate(10, 1, Precision.SINGLE);
            // The first upload of coefficients is the first device's.
            EmulatedDriver.configure("JAYNES_EMULATOR_FAIL", "cuMemAlloc:" + OUT_OF_MEMORY + "@3+");
            Coefficients coefficients = plan.bind(RandomGates.parameters(new SplittableRandom(8)));
            InsufficientMemoryException refusal =
                    assertThrows(InsufficientMemoryException.class, () -> state.apply(plan, coefficients));
            assertTrue(refusal.toString().contains("cuda:1"), refusal::toString);
            state.close();
            two.close();
            assertArrayEquals(before, new long[] {first.freeMemory(), second.freeMemory()});
        }
    }

    @Test
    void a_launch_that_fails_on_the_second_device_is_its_failure() throws Throwable {
        SlicedExecutor two = new SlicedExecutor(gpus(), null, 2);
        StateBuffer state = two.allocate(10, 1, Precision.SINGLE);
        Plan plan = plan(10);
        Coefficients coefficients = plan.bind(RandomGates.parameters(new SplittableRandom(8)));
        EmulatedDriver.configure("JAYNES_EMULATOR_FAIL", "cuLaunchKernel:" + LAUNCH_FAILED + "@4");
        DeviceFailedException failure = assertThrows(DeviceFailedException.class, () -> {
            state.apply(plan, coefficients);
            var _ = state.marginals(new int[0]);
        });
        assertEquals("cuda:1", failure.device());
        assertThrows(DeviceFailedException.class, state::close);
        assertThrows(DeviceFailedException.class, two::close);
    }
}
