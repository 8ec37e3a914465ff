package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Supplier;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cuda.Binding;
import org.jaynes.bindings.cuda.CudaDriver;
import org.junit.jupiter.api.Test;

/**
 * A state in 2, 4 or 8 slices has the bits of the state in one piece: amplitudes, norms, marginals, probabilities, expectations,
 * samples, states after a collapse.
 *
 * <p>The number of cases is the system property {@code jaynes.test.sliced}; a failure names its case, and {@code
 * jaynes.test.case} runs that one alone.
 */
class SlicedStatesTest {
    private static final int CASES = Integer.getInteger("jaynes.test.sliced", 60);
    private static final Integer ONLY = Integer.getInteger("jaynes.test.case");

    @Test
    void slices_of_the_reference_have_the_bits_of_one_state() {
        compare(CASES, () -> List.of(Executors.reference()));
    }

    @Test
    void slices_on_the_cpu_have_the_bits_of_one_state() {
        CpuLibrary library = TestDevices.cpuLibrary();
        compare(CASES, () -> List.of(new CpuExecutor(library, library.bestInstructionSet(), 2, 0)));
    }

    @Test
    void slices_on_two_gpus_have_the_bits_of_one_state() {
        CudaDriver driver = TestDevices.cudaDriver(Binding.PANAMA);
        assertEquals(2, driver.devices().size(), "emulated devices");
        compare(CASES, () -> List.of(CudaExecutor.open(driver, 0), CudaExecutor.open(driver, 1)));
    }

    @Test
    void slices_through_jcuda_have_the_bits_of_one_state() {
        CudaDriver driver = TestDevices.cudaDriver(Binding.JCUDA);
        compare(CASES / 10, () -> List.of(CudaExecutor.open(driver, 0), CudaExecutor.open(driver, 1)));
    }

    @Test
    void slices_on_devices_of_all_kinds_have_the_bits_of_one_state() {
        CpuLibrary library = TestDevices.cpuLibrary();
        CudaDriver driver = TestDevices.cudaDriver(Binding.PANAMA);
        compare(
                CASES / 2,
                () -> List.of(
                        CudaExecutor.open(driver, 1),
                        new CpuExecutor(library, library.bestInstructionSet(), 1),
                        Executors.reference()));
    }

    private static void compare(int cases, Supplier<List<Executor>> devices) {
        try (Executor reference = Executors.reference();
                SlicedExecutor two = new SlicedExecutor(devices.get(), null, 2);
                SlicedExecutor four = new SlicedExecutor(devices.get(), null, 4);
                SlicedExecutor eight = new SlicedExecutor(devices.get(), null, 8)) {
            List<SlicedExecutor> executors = List.of(two, four, eight);
            int first = ONLY == null ? 0 : ONLY;
            int end = ONLY == null ? cases : ONLY + 1;
            for (int number = first; number < end; number++) {
                SlicedCase script = new SlicedCase(number);
                List<SlicedCase.Result> expected = script.run(reference);
                for (int k = 1; k <= Math.min(3, script.maxSliceBits()); k++) {
                    List<SlicedCase.Result> actual = script.run(executors.get(k - 1));
                    assertEquals(expected.size(), actual.size());
                    for (int i = 0; i < expected.size(); i++) {
                        String message = "step %d, %s, of %s in %d slices on %s"
                                .formatted(
                                        i,
                                        expected.get(i).what(),
                                        script,
                                        1 << k,
                                        executors.get(k - 1).name());
                        assertArrayEquals(expected.get(i).bits(), actual.get(i).bits(), message);
                    }
                }
            }
        }
    }
}
