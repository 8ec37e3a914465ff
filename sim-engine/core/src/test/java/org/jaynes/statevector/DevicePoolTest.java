package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.Expression;
import org.jaynes.execution.DeviceFailedException;
import org.jaynes.execution.DeviceName;
import org.jaynes.execution.DeviceUnavailableException;
import org.jaynes.execution.Executors;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice of a device, and what happens when one fails; failing devices stand in the place of a GPU and of the CPU. */
class DevicePoolTest {
    private static final Circuit CIRCUIT = Circuit.builder(3, 3)
            .h(0)
            .cx(0, 1)
            .measure(0, 0)
            .ifThen(Expression.bit(0), then -> then.x(2))
            .h(1)
            .measure(1, 1)
            .measure(2, 2)
            .build();
    private static final RunOptions OPTIONS = RunOptions.shots(50).withSeed(1);

    private final List<FaultyExecutor> opened = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    /** CUDA with so many launches before it fails, negative for no CUDA at all; the CPU works if it says so. */
    private Simulator simulator(SimulatorOptions options, int cudaLaunches, boolean cpuWorks) {
        return new Simulator(new DevicePool(options, (device, threads) -> {
            asked.add(device.toString());
            return switch (device.kind()) {
                case CUDA -> {
                    if (cudaLaunches < 0) {
                        throw new DeviceUnavailableException("cuda:0", "there is no driver; install one");
                    }
                    yield remember(new FaultyExecutor(Executors.reference(), "cuda:0").withLaunches(cudaLaunches));
                }
                case CPU -> {
                    if (!cpuWorks) {
                        throw new DeviceUnavailableException("cpu", "the library is missing; build it");
                    }
                    yield remember(new FaultyExecutor(Executors.reference(), "cpu"));
                }
                default -> remember(new FaultyExecutor(Executors.reference(), "reference"));
            };
        }));
    }

    private FaultyExecutor remember(FaultyExecutor executor) {
        opened.add(executor);
        return executor;
    }

    private static SimulatorOptions auto() {
        return new SimulatorOptions("auto").withCudaFromQubits(1);
    }

    @Test
    void auto_takes_the_gpu_for_large_states() {
        try (Simulator simulator = simulator(auto(), Integer.MAX_VALUE, true)) {
            assertEquals("cuda:0", simulator.run(CIRCUIT, OPTIONS).device().device());
            assertEquals(List.of("cuda:0"), asked);
        }
    }

    @Test
    void auto_takes_the_cpu_for_small_states_and_does_not_touch_the_gpu() {
        try (Simulator simulator = simulator(new SimulatorOptions("auto"), Integer.MAX_VALUE, true)) {
            DeviceChoice choice = simulator.run(CIRCUIT, OPTIONS).device();
            assertEquals("cpu", choice.device());
            assertTrue(choice.reason().contains("from 18 qubits on, and these are 3"), choice.reason());
            assertEquals(List.of("cpu"), asked);
        }
    }

    @Test
    void auto_goes_on_to_the_next_and_says_why() {
        try (Simulator simulator = simulator(auto(), -1, false)) {
            DeviceChoice choice = simulator.run(CIRCUIT, OPTIONS).device();
            assertEquals("reference", choice.device());
            assertTrue(choice.reason().contains("there is no driver; install one"), choice.reason());
            assertTrue(choice.reason().contains("the library is missing; build it"), choice.reason());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void auto_completes_on_the_cpu_what_a_gpu_began(int launches) {
        try (Simulator simulator = simulator(auto(), launches, true);
                Simulator expected = Simulator.open("reference")) {
            RunResult result = simulator.run(CIRCUIT, OPTIONS);
            assertEquals("cpu", result.device().device());
            assertTrue(
                    result.device()
                            .reason()
                            .contains("cuLaunchKernel of tile_pass failed: CUDA_ERROR_LAUNCH_FAILED (719)"),
                    result.device().reason());
            assertEquals(expected.run(CIRCUIT, OPTIONS).counts(), result.counts());
            assertEquals(0, opened.getFirst().open(), "states left open on the failed device");
            DeviceChoice again = simulator.run(CIRCUIT, OPTIONS).device();
            assertEquals("cpu", again.device());
            assertTrue(again.reason().contains("(719)"), again.reason());
            assertEquals(List.of("cuda:0", "cpu"), asked, "a failed device is not opened again");
        }
    }

    @Test
    void auto_leaves_a_gpu_that_is_too_small() {
        Simulator simulator = new Simulator(new DevicePool(
                auto(),
                (device, threads) -> new FaultyExecutor(Executors.reference(), device.toString())
                        .withStates(device.kind() == DeviceName.Kind.CUDA ? 0 : 10)));
        try (simulator) {
            DeviceChoice choice = simulator.run(CIRCUIT, OPTIONS).device();
            assertEquals("cpu", choice.device());
            assertTrue(choice.reason().contains("a state too many"), choice.reason());
        }
    }

    @Test
    void a_named_device_that_fails_is_an_error() {
        try (Simulator simulator = simulator(new SimulatorOptions("cuda"), 1, true)) {
            DeviceFailedException e = assertThrows(DeviceFailedException.class, () -> simulator.run(CIRCUIT, OPTIONS));
            assertEquals("cuda:0", e.device());
            assertTrue(e.toString().contains("cuLaunchKernel"), e.toString());
            assertEquals("cuLaunchKernel", e.call());
            assertEquals(719, e.code());
            assertTrue(e.toString().contains("719"), e.toString());
            assertEquals(0, opened.getFirst().open(), "every state is closed, although closing fails too");
        }
    }

    @Test
    void a_named_device_that_is_not_there_is_an_error() {
        try (Simulator simulator = simulator(new SimulatorOptions("cuda:0"), -1, true)) {
            DeviceUnavailableException e =
                    assertThrows(DeviceUnavailableException.class, () -> simulator.run(CIRCUIT, OPTIONS));
            assertEquals("cuda:0", e.device());
        }
    }

    @Test
    void no_run_leaves_a_state_behind() {
        try (Simulator simulator = simulator(auto(), Integer.MAX_VALUE, true)) {
            var _ = simulator.run(CIRCUIT, OPTIONS);
            var _ = simulator.distribution(CIRCUIT, OPTIONS);
            simulator.state(Circuit.builder(2).h(0).build(), OPTIONS).close();
            assertThrows(ProgramException.class, () -> simulator.state(CIRCUIT, OPTIONS));
            assertEquals(0, opened.getFirst().open());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "cuda:", "cuda:x", "cuda:-1", "CPU", ""})
    void unknown_names_are_refused(String name) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> new SimulatorOptions(name));
        assertTrue(e.toString().contains("expected auto, cuda"), e.toString());
    }

    @Test
    void work_on_a_device_that_another_thread_gave_up_goes_on_elsewhere() {
        DevicePool pool = new DevicePool(
                auto(), (device, threads) -> remember(new FaultyExecutor(Executors.reference(), device.toString())));
        List<String> tried = new ArrayList<>();
        String used = pool.use(3, (executor, choice) -> {
            tried.add(executor.name());
            if (tried.size() == 1) {
                giveUp(pool);
            }
            executor.allocate(3, 1, Precision.SINGLE).close();
            return choice.reason();
        });
        assertEquals(List.of("cuda:0", "cpu"), tried);
        assertTrue(used.contains("(719)"), used);
        pool.close();
    }

    /** As another thread does that sees the GPU fail. */
    private static void giveUp(DevicePool pool) {
        String used = pool.use(3, (executor, choice) -> {
            if (executor.name().equals("cuda:0")) {
                throw new DeviceFailedException(
                        "cuda:0", "cuLaunchKernel", 719, new IllegalStateException("CUDA_ERROR_LAUNCH_FAILED (719)"));
            }
            return executor.name();
        });
        assertEquals("cpu", used);
    }
}
