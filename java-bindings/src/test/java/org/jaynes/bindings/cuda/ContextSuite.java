package org.jaynes.bindings.cuda;

import static org.jaynes.bindings.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jaynes.bindings.Availability.Unavailable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Driver, devices, contexts, streams, events: what they say, how they are ordered and closed. */
abstract class ContextSuite extends EmulatedDriverSuite {
    ContextSuite(Binding binding) {
        super(binding);
    }

    @Test
    void the_driver_and_its_devices_describe_themselves() {
        assertEquals(binding(), driver().binding());
        assertTrue(driver().version() >= 12000, "version " + driver().version());
        assertEquals("libcuda-emulated.so", String.valueOf(driver().library().getFileName()));
        List<CudaDevice> devices = driver().devices();
        assertEquals(2, devices.size());
        assertNotEquals(devices.get(0).uuid(), devices.get(1).uuid());
        for (int i = 0; i < 2; i++) {
            CudaDevice device = devices.get(i);
            assertEquals(i, device.ordinal());
            assertFalse(device.name().isBlank());
            assertEquals("cuda:" + i + " (" + device.name() + ")", device.toString());
            assertEquals(DEVICE_BYTES, device.totalMemory());
            assertEquals(new ComputeCapability(9, 0), device.computeCapability());
            assertEquals(32, device.attribute(DeviceAttribute.WARP_SIZE));
            assertTrue(device.attribute(DeviceAttribute.MAX_SHARED_MEMORY_PER_BLOCK_OPTIN) > 48 << 10);
            assertTrue(device.attribute(DeviceAttribute.MULTIPROCESSOR_COUNT) >= 1);
        }
    }

    @Test
    void a_context_is_current_while_entered_and_what_was_before_comes_back() {
        DriverCalls calls = context().driver();
        assertEquals(0, current(calls));
        try (CudaContext other = device(1).openPrimaryContext()) {
            try (CudaContext.Scope _ = context().enter()) {
                assertEquals(context().handle(), current(calls));
                try (CudaContext.Scope _ = other.enter()) {
                    assertEquals(other.handle(), current(calls));
                    allocate(16).close();
                    assertEquals(other.handle(), current(calls), "an operation restores the context");
                }
                try (CudaContext.Scope _ = context().enter()) {
                    assertEquals(context().handle(), current(calls));
                }
                assertEquals(context().handle(), current(calls));
            }
        }
        assertEquals(0, current(calls));
    }

    private static long current(DriverCalls calls) {
        long[] handle = new long[1];
        assertEquals(0, calls.contextGetCurrent(handle));
        return handle[0];
    }

    @Test
    void scopes_belong_to_their_thread_and_to_platform_threads() throws InterruptedException {
        try (CudaContext.Scope scope = context().enter()) {
            inThread(
                    Thread.ofPlatform(),
                    () -> assertFails(
                            IllegalStateException.class, scope::close, "was entered by", "cannot be left by"));
        }
        inThread(
                Thread.ofVirtual(),
                () -> assertFails(IllegalStateException.class, () -> context().enter(), "virtual thread"));
        inThread(Thread.ofVirtual(), () -> allocate(64).close());
    }

    private static void inThread(Thread.Builder builder, Runnable action) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = builder.unstarted(action);
        thread.setUncaughtExceptionHandler((where, e) -> failure.set(e));
        thread.start();
        thread.join();
        if (failure.get() != null) {
            Assertions.fail(failure.get());
        }
    }

    @Test
    void scopes_left_out_of_order_are_noticed() {
        try (CudaContext other = device(1).openPrimaryContext()) {
            CudaContext.Scope outer = context().enter();
            CudaContext.Scope inner = other.enter();
            assertFails(IllegalStateException.class, outer::close, "another context was current");
            assertFails(IllegalStateException.class, inner::close, "another context was current");
        }
    }

    @Test
    void closing_a_context_closes_what_is_open_in_it_newest_first(@TempDir Path folder) throws Throwable {
        DeviceMemory memory = allocate(64);
        PinnedMemory pinned = PinnedMemory.allocate(context(), 64);
        CudaStream stream = CudaStream.create(context());
        CudaEvent event = CudaEvent.createUntimed(context());
        CudaEvent.create(context()).close();
        Path log = folder.resolve("log");
        Emulator.configure("JAYNES_EMULATOR_LOG", log.toString());
        context().close();
        context().close();
        Emulator.configure("JAYNES_EMULATOR_LOG", "");
        assertEquals(
                List.of("cuEventDestroy", "cuStreamDestroy", "cuMemFreeHost", "cuMemFree", "cuDevicePrimaryCtxRelease"),
                Files.readAllLines(log).stream()
                        .map(line -> line.replaceFirst("(_v\\d)?:.*", ""))
                        .filter(call -> call.matches(".*(Destroy|Free|Release).*"))
                        .toList());
        assertFails(IllegalStateException.class, memory::address, "is closed");
        assertFails(IllegalStateException.class, stream::synchronize, "is closed");
        assertFails(IllegalStateException.class, event::synchronize, "is closed");
        assertFails(IllegalStateException.class, () -> allocate(64), "context of cuda:0", "is closed");
        List.of(memory, pinned, stream, event).forEach(ContextResource::close);
    }

    @Test
    void a_failure_while_closing_does_not_keep_the_rest_open() throws Throwable {
        CudaStream stream = CudaStream.create(context());
        allocate(64);
        allocate(64);
        Emulator.fail("cuMemFree", 304);
        CudaException failure = assertFails(CudaException.class, context()::close, "cuMemFree", "(304)");
        assertEquals(1, failure.getSuppressed().length);
        assertFails(IllegalStateException.class, stream::synchronize, "is closed");
        assertFails(IllegalStateException.class, context()::handle, "is closed");
    }

    @Test
    void two_contexts_of_a_device_are_one_primary_context() {
        try (CudaContext again = device(0).openPrimaryContext();
                DeviceMemory memory = allocate(16);
                DeviceMemory copy = DeviceMemory.allocate(again, 16)) {
            assertEquals(context().handle(), again.handle());
            memory.write(0, bytes(16, 3));
            copy.copyFrom(memory);
            assertEquals(3, contents(copy)[0]);
        }
        allocate(16).close();
    }

    @Test
    void a_wrapped_context_is_used_and_not_released() {
        try (CudaContext wrapped = CudaContext.wrap(device(0), context().handle())) {
            DeviceMemory.allocate(wrapped, 64);
        }
        allocate(64).close();
    }

    @Test
    void events_order_streams_and_take_the_time() throws Throwable {
        try (CudaStream first = CudaStream.createNonBlocking(context());
                CudaStream second = CudaStream.createNonBlocking(context());
                CudaEvent start = CudaEvent.create(context());
                CudaEvent end = CudaEvent.create(context());
                DeviceMemory memory = allocate(8 << 20)) {
            start.record(first);
            memory.fillAsync((byte) 1, first);
            end.record(first);
            second.waitFor(end);
            memory.fillAsync((byte) 2, second);
            second.synchronize();
            assertEquals(1, Emulator.count("cuStreamWaitEvent"));
            assertTrue(end.isReached());
            assertTrue(start.millisecondsUntil(end) >= 0);
            assertEquals(2, contents(memory)[(8 << 20) - 1]);
            context().synchronize();
        }
    }

    @Test
    void an_event_without_time_says_so() {
        try (CudaStream stream = CudaStream.create(context());
                CudaEvent start = CudaEvent.createUntimed(context());
                CudaEvent end = CudaEvent.create(context())) {
            start.record(stream);
            end.record(stream);
            stream.synchronize();
            assertFails(
                    CudaException.class,
                    () -> start.millisecondsUntil(end),
                    "cuEventElapsedTime between two events on cuda:0",
                    "CUDA_ERROR_INVALID_HANDLE (400)");
        }
    }

    @Test
    void a_stream_of_somebody_else_is_used_and_not_destroyed() {
        try (CudaStream theirs = CudaStream.create(context())) {
            CudaStream wrapped = CudaStream.wrap(context(), theirs.handle());
            wrapped.synchronize();
            wrapped.close();
            theirs.synchronize();
        }
    }

    @Test
    void the_default_stream_can_be_asked_for_any_number_of_times() {
        int before = context().openResources();
        for (int i = 0; i < 3; i++) {
            context().defaultStream().synchronize();
        }
        assertEquals(before, context().openResources(), "the context keeps them");
    }

    @Test
    void a_graph_replays_what_was_recorded_and_runs_nothing_while_recording() {
        try (CudaStream stream = CudaStream.create(context());
                DeviceMemory source = allocate(64);
                DeviceMemory target = allocate(64)) {
            target.fill((byte) 0);
            try (CudaGraph graph = CudaGraph.capture(stream, () -> target.copyFromAsync(source, stream))) {
                source.fill((byte) 1);
                assertEquals(0, contents(target)[0], "recording runs nothing");
                for (byte value = 1; value < 5; value++) {
                    source.fill(value);
                    graph.launch(stream);
                    stream.synchronize();
                    assertEquals(value, contents(target)[63]);
                }
            }
        }
    }

    @Test
    void a_failure_while_recording_leaves_the_stream_usable() {
        try (CudaStream stream = CudaStream.create(context());
                DeviceMemory memory = allocate(64)) {
            assertFails(
                    IllegalStateException.class,
                    () -> CudaGraph.capture(stream, () -> {
                        memory.fillAsync((byte) 1, stream);
                        throw new IllegalStateException("by intention");
                    }),
                    "by intention");
            memory.fillAsync((byte) 7, stream);
            stream.synchronize();
            assertEquals(7, contents(memory)[0]);
        }
    }

    @Test
    void a_driver_that_cannot_be_used_is_a_reason_with_a_remedy() throws Throwable {
        assertUnavailable("JAYNES_EMULATOR_DEVICES", "0", "sees no CUDA device", "CUDA_VISIBLE_DEVICES");
        assertUnavailable("JAYNES_EMULATOR_DRIVER_VERSION", "11080", "too old: it supports CUDA 11.8", "driver 525");
        assertUnavailable("JAYNES_EMULATOR_FAIL", "cuInit:999", "CUDA_ERROR_UNKNOWN (999)", "nvidia-smi");
        assertUnavailable("JAYNES_EMULATOR_FAIL", "cuInit:100", "sees no CUDA device");
        assertUnavailable("JAYNES_EMULATOR_FAIL", "cuDeviceGetCount:3", "CUDA_ERROR_NOT_INITIALIZED (3)");
    }

    private void assertUnavailable(String key, String value, String... parts) throws Throwable {
        Emulator.reset();
        Emulator.configure(key, value);
        Unavailable<?> driver = Assertions.assertInstanceOf(
                Unavailable.class, DriverLookup.connect(binding(), Emulator.library()), key + "=" + value);
        for (String part : parts) {
            assertTrue(driver.reason().contains(part), () -> "'" + part + "' is not in: " + driver.reason());
        }
    }
}
