package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cpu.InstructionSet;
import org.jaynes.bindings.cuda.Binding;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.Test;

/**
 * One plan gives the same bits on every executor, with any number of threads and any batch: states, marginals,
 * expectations, samples, states after a collapse.
 *
 * <p>The number of circuits is the system property {@code jaynes.test.circuits}; a failure names its circuit, and {@code
 * jaynes.test.circuit} runs that one alone.
 */
class SameBitsTest {
    private static final int CIRCUITS = Integer.getInteger("jaynes.test.circuits", 3_000);
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

    @Test
    void samples_of_what_is_no_state_are_the_same_too() {
        CpuLibrary library = TestDevices.cpuLibrary();
        List<Executor> executors = List.of(
                new CpuExecutor(library, library.bestInstructionSet(), 1),
                CudaExecutor.open(TestDevices.cudaDriver(Binding.PANAMA), 0));
        try (Executor reference = Executors.reference()) {
            for (int number = 0; number < CIRCUITS / 20; number++) {
                double[] amplitudes = oddAmplitudes(new SplittableRandom(number));
                long[] expected = samples(reference, amplitudes, number);
                for (Executor executor : executors) {
                    String message = "state %d on %s".formatted(number, executor.name());
                    assertArrayEquals(expected, samples(executor, amplitudes, number), message);
                }
            }
        } finally {
            executors.forEach(Executor::close);
        }
    }

    /** Amplitudes, most of them 0, whose probabilities are no numbers, infinite, or so small that half of one is 0. */
    private static double[] oddAmplitudes(SplittableRandom random) {
        double[] values = {Double.NaN, Double.POSITIVE_INFINITY, 2.3e-162, 1, -1e-200};
        double[] amplitudes = new double[2 << random.nextInt(1, 13)];
        for (int i = random.nextInt(8); i >= 0; i--) {
            amplitudes[random.nextInt(amplitudes.length)] = values[random.nextInt(values.length)];
        }
        return amplitudes;
    }

    private static long[] samples(Executor executor, double[] amplitudes, int seed) {
        int qubits = Integer.numberOfTrailingZeros(amplitudes.length) - 1;
        try (StateBuffer state = executor.allocate(qubits, 1, Precision.DOUBLE)) {
            state.write(0, 0, MemorySegment.ofArray(amplitudes));
            return state.sample(0, seed, 0, 20, Philox.PURPOSE_SAMPLE << 24);
        }
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
