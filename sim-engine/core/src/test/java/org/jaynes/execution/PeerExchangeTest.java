package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jaynes.bindings.cuda.Binding;
import org.jaynes.bindings.cuda.CudaDriver;
import org.jaynes.plan.Precision;
import org.jaynes.plan.SlicedPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Slices on GPUs that reach each other's memory change places without the host, beside slices of the reference. */
class PeerExchangeTest {
    private static final int INVALID_VALUE = 1;
    /** 256 KiB in single precision. */
    private static final int LOCAL_BITS = 15;

    private static final int ROWS = 2;

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

    private static List<Executor> gpus(Binding binding) {
        CudaDriver driver = TestDevices.cudaDriver(binding);
        assertEquals(2, driver.devices().size(), "emulated devices");
        return List.of(CudaExecutor.open(driver, 0), CudaExecutor.open(driver, 1));
    }

    private static SlicedPlan.Exchange exchange(int[] slices, int[] local) {
        return new SlicedPlan.Exchange(
                Arrays.stream(slices).map(bit -> LOCAL_BITS + bit).toArray(), local);
    }

    /** The slices after some exchanges, each of them filled with other numbers at first. */
    private static byte[][] exchanged(List<Executor> devices, int count, List<SlicedPlan.Exchange> exchanges) {
        AbstractStateBuffer[] slices = IntStream.range(0, count)
                .mapToObj(slice -> devices.get(slice % devices.size()).allocate(LOCAL_BITS, ROWS, Precision.SINGLE))
                .toArray(AbstractStateBuffer[]::new);
        int rowBytes = 8 << LOCAL_BITS;
        try {
            for (int slice = 0; slice < count; slice++) {
                for (int row = 0; row < ROWS; row++) {
                    byte[] bytes = new byte[rowBytes];
                    new SplittableRandom(10L * slice + row).nextBytes(bytes);
                    slices[slice].write(row, 0, MemorySegment.ofArray(bytes));
                }
            }
            SliceExchange mover = new SliceExchange(slices, devices.getFirst());
            exchanges.forEach(mover::run);
            byte[][] results = new byte[count * ROWS][rowBytes];
            for (int i = 0; i < results.length; i++) {
                slices[i / ROWS].read(i % ROWS, 0, MemorySegment.ofArray(results[i]));
            }
            return results;
        } finally {
            Arrays.stream(slices).forEach(StateBuffer::close);
        }
    }

    private static void compare(Binding binding, int slices, List<SlicedPlan.Exchange> exchanges) {
        byte[][] expected;
        try (Executor reference = Executors.reference()) {
            expected = exchanged(List.of(reference), slices, exchanges);
        }
        List<Executor> gpus = gpus(binding);
        byte[][] found = exchanged(gpus, slices, exchanges);
        gpus.forEach(Executor::close);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], found[i], "slice %d, row %d".formatted(i / ROWS, i % ROWS));
        }
    }

    /** Two to eight slices on two GPUs: some exchanges are between these, some within one of them. */
    @ParameterizedTest
    @EnumSource(Binding.class)
    void long_pieces_go_from_gpu_to_gpu(Binding binding) {
        long toHost = EmulatedDriver.count("cuMemcpyDtoHAsync");
        compare(binding, 2, List.of(exchange(new int[] {0}, new int[] {14})));
        compare(binding, 4, List.of(exchange(new int[] {0, 1}, new int[] {13, 14})));
        compare(
                binding,
                8,
                List.of(
                        exchange(new int[] {1}, new int[] {13}),
                        exchange(new int[] {0, 2}, new int[] {13, 14}),
                        exchange(new int[] {2}, new int[] {14})));
        assertTrue(EmulatedDriver.count("cuMemcpyPeerAsync") > 0, "copies between GPUs");
        assertTrue(EmulatedDriver.count("cuMemcpyDtoDAsync") > 0, "copies within a GPU");
        assertEquals((2 + 4 + 8) * ROWS, EmulatedDriver.count("cuMemcpyDtoHAsync") - toHost, "the results");
    }

    @Test
    void short_pieces_and_other_devices_go_through_the_host() {
        compare(Binding.PANAMA, 4, List.of(exchange(new int[] {0, 1}, new int[] {5, 14})));
        assertEquals(0, EmulatedDriver.count("cuMemcpyPeerAsync"));
        List<SlicedPlan.Exchange> exchanges = List.of(exchange(new int[] {0}, new int[] {14}));
        try (Executor reference = Executors.reference();
                Executor cuda = CudaExecutor.open(TestDevices.cudaDriver(Binding.PANAMA), 0)) {
            byte[][] expected = exchanged(List.of(reference), 2, exchanges);
            assertArrayEquals(expected, exchanged(List.of(reference, cuda), 2, exchanges));
        }
        assertEquals(0, EmulatedDriver.count("cuMemcpyPeerAsync"));
    }

    @ParameterizedTest
    @EnumSource(Binding.class)
    void calls_that_fail_are_named(Binding binding) throws Throwable {
        List<SlicedPlan.Exchange> exchanges = List.of(exchange(new int[] {0}, new int[] {14}));
        for (String call : List.of("cuMemcpyPeerAsync", "cuStreamWaitEvent", "cuMemcpyDtoDAsync")) {
            List<Executor> gpus = gpus(binding);
            EmulatedDriver.configure("JAYNES_EMULATOR_FAIL", call + ":" + INVALID_VALUE);
            DeviceFailedException failure =
                    assertThrows(DeviceFailedException.class, () -> exchanged(gpus, 2, exchanges), call);
            assertEquals(call, failure.call());
            assertEquals("cuda:0", failure.device());
            EmulatedDriver.configure("JAYNES_EMULATOR_FAIL", "");
            gpus.forEach(Executor::close);
        }
    }
}
