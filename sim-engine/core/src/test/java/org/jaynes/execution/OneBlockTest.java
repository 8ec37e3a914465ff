package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import org.jaynes.bindings.cuda.Binding;
import org.jaynes.bindings.cuda.CudaDriver;
import org.jaynes.bindings.cuda.DeviceAttribute;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.Explanation;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;
import org.jaynes.plan.RandomGates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Up to 14 qubits are one tile of one block, where a block of the device has as much shared memory. */
class OneBlockTest {
    private static final int GATES = 60;

    private final CudaDriver driver = TestDevices.cudaDriver(Binding.PANAMA);

    @AfterEach
    void restart() throws Throwable {
        EmulatedDriver.configure("JAYNES_EMULATOR_COMPUTE_CAPABILITY", "");
        EmulatedDriver.restart();
    }

    @ParameterizedTest
    @CsvSource({"8.0, 14, 13", "8.6, 13, 12", "8.9, 13, 12", "9.0, 14, 13", "10.0, 14, 13", "12.0, 13, 12"})
    void the_device_decides_what_fits_and_the_bits_are_the_same(String capability, int single, int twice)
            throws Throwable {
        EmulatedDriver.configure("JAYNES_EMULATOR_COMPUTE_CAPABILITY", capability);
        EmulatedDriver.restart();
        try (CudaExecutor cuda = CudaExecutor.open(driver, 0);
                Executor reference = Executors.reference()) {
            int shared = cuda.context().device().attribute(DeviceAttribute.MAX_SHARED_MEMORY_PER_BLOCK_OPTIN);
            for (Precision precision : Precision.values()) {
                int largest = precision == Precision.SINGLE ? single : twice;
                String message =
                        "%s precision, compute capability %s, %d bytes".formatted(precision, capability, shared);
                assertEquals(largest, cuda.kernels(precision).maxTileBits(), message);
                assertEquals(largest, cuda.profile().largestTileBits(precision), message);
                int qubits = cuda.profile().oneTileBits(precision);
                assertEquals(precision == Precision.SINGLE ? 14 : 13, qubits, message);
                Plan plan = plan(qubits, precision, cuda);
                assertEquals(1, plan.passes().size(), message);
                Coefficients numbers = plan.bind(RandomGates.parameters(new SplittableRandom(2)));
                long before = EmulatedDriver.count("cuLaunchKernel");
                byte[] actual = amplitudes(cuda, plan, numbers);
                long passes = EmulatedDriver.count("cuLaunchKernel") - before - 1;
                assertEquals(largest == qubits, passes == 1, message + ": passes " + passes);
                assertArrayEquals(amplitudes(reference, plan, numbers), actual, message);

                Explanation explanation = plan.explain();
                assertEquals(passes, explanation.passes(), message);
                assertEquals(largest, explanation.tileBits(), message);
                String text = "tiles of 2^%d amplitudes; up to %d qubits are one tile of one block"
                        .formatted(largest, largest);
                assertTrue(explanation.text().contains(text), explanation::text);
            }
        }
    }

    /** A qubit more is cut into the tiles that keep a multiprocessor busy. */
    @ParameterizedTest
    @CsvSource({"SINGLE, 15, 13", "DOUBLE, 14, 12"})
    void larger_states_are_cut_as_before(Precision precision, int qubits, int tileBits) {
        try (CudaExecutor cuda = CudaExecutor.open(driver, 0)) {
            Plan plan = plan(qubits, precision, cuda);
            assertTrue(plan.passes().size() > 1);
            plan.passes().forEach(pass -> assertEquals(tileBits, pass.tileBits()));
        }
    }

    private static Plan plan(int qubits, Precision precision, Executor executor) {
        var gates = new RandomGates(new SplittableRandom(qubits), qubits, 4).circuit(GATES);
        return Planner.plan(List.copyOf(gates), qubits, precision, executor.profile());
    }

    private static byte[] amplitudes(Executor executor, Plan plan, Coefficients numbers) {
        try (StateBuffer state = executor.allocate(plan.indexBits(), 1, plan.precision())) {
            state.apply(plan, numbers);
            byte[] all = new byte[plan.precision().amplitudeBytes() << plan.indexBits()];
            state.read(0, 0, MemorySegment.ofArray(all));
            return all;
        }
    }
}
