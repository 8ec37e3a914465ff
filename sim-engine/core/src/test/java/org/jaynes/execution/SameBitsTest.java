package org.jaynes.execution;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cpu.InstructionSet;
import org.jaynes.bindings.cuda.Binding;
import org.junit.jupiter.api.Test;

/**
 * One plan gives the same bits on every executor, with any number of threads and any batch: states, marginals,
 * expectations, samples, states after a collapse.
 *
 * <p>The number of circuits is the system property {@code jaynes.test.circuits}; a failure names its circuit, and {@code
 * jaynes.test.circuit} runs that one alone.
 */
class SameBitsTest {
    private static final int CIRCUITS = Integer.getInteger("jaynes.test.circuits", 10_000);
    private static final Integer ONLY = Integer.getInteger("jaynes.test.circuit");

    @Test
    void one_plan_gives_the_same_bits_everywhere() {
        CpuLibrary library = TestDevices.cpuLibrary();
        List<Executor> executors = new ArrayList<>();
        for (InstructionSet set : InstructionSet.values()) {
            if (set.compareTo(library.bestInstructionSet()) <= 0) {
                executors.add(new CpuExecutor(library, set, 1));
            }
        }
        executors.add(new CpuExecutor(library, library.bestInstructionSet(), 2, 0));
        executors.add(CudaExecutor.open(TestDevices.cudaDriver(Binding.PANAMA), 0));
        compare(CIRCUITS, executors);
    }

    @Test
    void cuda_through_jcuda_gives_the_same_bits() {
        compare(CIRCUITS / 20, List.of(CudaExecutor.open(TestDevices.cudaDriver(Binding.JCUDA), 0)));
    }

    private static void compare(int circuits, List<Executor> executors) {
        try (Executor reference = Executors.reference()) {
            int first = ONLY == null ? 0 : ONLY;
            int end = ONLY == null ? circuits : ONLY + 1;
            for (int number = first; number < end; number++) {
                new RandomCase(number).compare(reference, executors);
            }
        } finally {
            executors.forEach(Executor::close);
        }
    }
}
