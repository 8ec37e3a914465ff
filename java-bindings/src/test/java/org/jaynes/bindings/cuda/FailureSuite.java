package org.jaynes.bindings.cuda;

import static org.jaynes.bindings.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import org.jaynes.bindings.Failures.Action;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every call of the driver that can fail, made to fail: it comes out with its name, CUDA's words and what was asked. */
abstract class FailureSuite extends EmulatedDriverSuite {
    FailureSuite(Binding binding) {
        super(binding);
    }

    /** A call that fails, and what the message must say of it. */
    private record Case(String call, int code, String name, Action action, String attempted) {}

    /** What the calls are made on. */
    private record Things(
            CudaStream stream,
            CudaEvent event,
            CudaEvent end,
            DeviceMemory memory,
            CudaContext other,
            DeviceMemory there,
            MemorySegment host,
            CudaGraph graph) {}

    private Things things() {
        CudaStream stream = CudaStream.create(context());
        CudaEvent event = CudaEvent.create(context());
        CudaEvent end = CudaEvent.create(context());
        event.record(stream);
        end.record(stream);
        DeviceMemory memory = allocate(64);
        CudaContext other = device(1).openPrimaryContext();
        DeviceMemory there = DeviceMemory.allocate(other, 64);
        var host = bytes(16, 0);
        CudaGraph graph = CudaGraph.capture(stream, () -> memory.fillAsync((byte) 1, stream));
        return new Things(stream, event, end, memory, other, there, host, graph);
    }

    @TestFactory
    Stream<DynamicTest> each_call_that_fails_is_decoded() {
        Things its = things();
        return Stream.of(devices(its), streamsAndEvents(its), memory(its), kernelsAndGraphs(its))
                .flatMap(List::stream)
                .map(c -> DynamicTest.dynamicTest(c.call(), () -> assertDecoded(c)));
    }

    /** Devices and contexts. */
    private List<Case> devices(Things its) {
        return List.of(
                new Case("cuDriverGetVersion", 999, "CUDA_ERROR_UNKNOWN", driver()::version, "libcuda-emulated.so"),
                new Case("cuDeviceGetCount", 3, "CUDA_ERROR_NOT_INITIALIZED", driver()::devices, "libcuda-emulated.so"),
                new Case("cuDeviceGet", 101, "CUDA_ERROR_INVALID_DEVICE", driver()::devices, "ordinal 0"),
                new Case("cuDeviceGetName", 101, "CUDA_ERROR_INVALID_DEVICE", driver()::devices, "cuda:0"),
                new Case("cuDeviceTotalMem", 101, "CUDA_ERROR_INVALID_DEVICE", driver()::devices, "cuda:0"),
                new Case("cuDeviceGetUuid", 101, "CUDA_ERROR_INVALID_DEVICE", driver()::devices, "cuda:0"),
                new Case(
                        "cuDeviceGetAttribute",
                        1,
                        "CUDA_ERROR_INVALID_VALUE",
                        () -> device(0).attribute(DeviceAttribute.WARP_SIZE),
                        "compute capability"),
                new Case(
                        "cuDeviceCanAccessPeer",
                        101,
                        "CUDA_ERROR_INVALID_DEVICE",
                        () -> context().device().canAccess(its.other().device()),
                        "to cuda:1"),
                new Case(
                        "cuDevicePrimaryCtxRetain",
                        2,
                        "CUDA_ERROR_OUT_OF_MEMORY",
                        () -> device(0).openPrimaryContext(),
                        "of cuda:0"),
                new Case(
                        "cuCtxPushCurrent",
                        201,
                        "CUDA_ERROR_INVALID_CONTEXT",
                        () -> its.memory().fill((byte) 0),
                        "cuda:0"),
                new Case(
                        "cuCtxGetCurrent",
                        4,
                        "CUDA_ERROR_DEINITIALIZED",
                        () -> its.memory().fill((byte) 0),
                        "cuda:0"),
                new Case("cuCtxSynchronize", 304, "CUDA_ERROR_OPERATING_SYSTEM", context()::synchronize, "cuda:0"),
                new Case(
                        "cuCtxEnablePeerAccess",
                        217,
                        "CUDA_ERROR_PEER_ACCESS_UNSUPPORTED",
                        () -> context().enablePeerAccess(its.other()),
                        "to context of cuda:1"),
                new Case("cuMemGetInfo", 46, "CUDA_ERROR_DEVICE_UNAVAILABLE", context()::freeMemory, "cuda:0"));
    }

    /** Streams and events. */
    private List<Case> streamsAndEvents(Things its) {
        return List.of(
                new Case("cuStreamCreate", 2, "CUDA_ERROR_OUT_OF_MEMORY", () -> CudaStream.create(context()), "cuda:0"),
                new Case(
                        "cuStreamSynchronize",
                        304,
                        "CUDA_ERROR_OPERATING_SYSTEM",
                        its.stream()::synchronize,
                        "stream on cuda:0"),
                new Case("cuStreamQuery", 304, "CUDA_ERROR_OPERATING_SYSTEM", its.stream()::isIdle, "stream on cuda:0"),
                new Case(
                        "cuStreamWaitEvent",
                        400,
                        "CUDA_ERROR_INVALID_HANDLE",
                        () -> its.stream().waitFor(its.event()),
                        "cuda:0"),
                new Case("cuEventCreate", 2, "CUDA_ERROR_OUT_OF_MEMORY", () -> CudaEvent.create(context()), "cuda:0"),
                new Case(
                        "cuEventRecord",
                        400,
                        "CUDA_ERROR_INVALID_HANDLE",
                        () -> its.event().record(its.stream()),
                        "cuda:0"),
                new Case(
                        "cuEventSynchronize",
                        304,
                        "CUDA_ERROR_OPERATING_SYSTEM",
                        its.event()::synchronize,
                        "event on cuda:0"),
                new Case("cuEventQuery", 304, "CUDA_ERROR_OPERATING_SYSTEM", its.event()::isReached, "event on cuda:0"),
                new Case(
                        "cuEventElapsedTime",
                        600,
                        "CUDA_ERROR_NOT_READY",
                        () -> its.event().millisecondsUntil(its.end()),
                        "two events on cuda:0"));
    }

    /** Allocation, copies and fills. */
    private List<Case> memory(Things its) {
        return List.of(
                new Case("cuMemAlloc", 2, "CUDA_ERROR_OUT_OF_MEMORY", () -> allocate(77), "of 77 bytes on cuda:0"),
                new Case(
                        "cuMemHostAlloc",
                        2,
                        "CUDA_ERROR_OUT_OF_MEMORY",
                        () -> PinnedMemory.allocate(context(), 78),
                        "of 78 bytes for cuda:0"),
                new Case(
                        "cuMemcpyHtoD",
                        1,
                        "CUDA_ERROR_INVALID_VALUE",
                        () -> its.memory().write(3, its.host()),
                        "16 bytes from the host, at offset 3"),
                new Case(
                        "cuMemcpyDtoH",
                        1,
                        "CUDA_ERROR_INVALID_VALUE",
                        () -> its.memory().read(3, its.host()),
                        "16 bytes to the host, at offset 3"),
                new Case(
                        "cuMemcpyHtoDAsync",
                        1,
                        "CUDA_ERROR_INVALID_VALUE",
                        () -> its.memory().writeAsync(3, its.host(), its.stream()),
                        "16 bytes"),
                new Case(
                        "cuMemcpyDtoHAsync",
                        1,
                        "CUDA_ERROR_INVALID_VALUE",
                        () -> its.memory().readAsync(3, its.host(), its.stream()),
                        "16 bytes"),
                new Case(
                        "cuMemcpyDtoD",
                        1,
                        "CUDA_ERROR_INVALID_VALUE",
                        () -> its.memory().copyFrom(its.memory()),
                        "64 bytes"),
                new Case(
                        "cuMemcpyDtoDAsync",
                        1,
                        "CUDA_ERROR_INVALID_VALUE",
                        () -> its.memory().copyFromAsync(its.memory(), its.stream()),
                        "64 bytes"),
                new Case(
                        "cuMemcpyPeer",
                        1,
                        "CUDA_ERROR_INVALID_VALUE",
                        () -> its.memory().copyFrom(its.there()),
                        "from cuda:1"),
                new Case(
                        "cuMemcpyPeerAsync",
                        1,
                        "CUDA_ERROR_INVALID_VALUE",
                        () -> its.memory().copyFromAsync(its.there(), its.stream()),
                        "from cuda:1"),
                new Case(
                        "cuMemsetD8",
                        1,
                        "CUDA_ERROR_INVALID_VALUE",
                        () -> its.memory().fill((byte) 0),
                        "64 bytes"),
                new Case(
                        "cuMemsetD32",
                        1,
                        "CUDA_ERROR_INVALID_VALUE",
                        () -> its.memory().fillInts(0),
                        "64 bytes"),
                new Case(
                        "cuMemsetD8Async",
                        1,
                        "CUDA_ERROR_INVALID_VALUE",
                        () -> its.memory().fillAsync((byte) 0, its.stream()),
                        "64 bytes"),
                new Case(
                        "cuMemsetD32Async",
                        1,
                        "CUDA_ERROR_INVALID_VALUE",
                        () -> its.memory().fillIntsAsync(0, its.stream()),
                        "64 bytes"));
    }

    /** Modules, kernels and graphs. */
    private List<Case> kernelsAndGraphs(Things its) {
        return List.of(
                new Case(
                        "cuModuleLoadData",
                        200,
                        "CUDA_ERROR_INVALID_IMAGE",
                        () -> CudaModule.load(context(), new byte[100], "nothing.cubin"),
                        "nothing.cubin (100 bytes) on cuda:0"),
                new Case(
                        "cuStreamBeginCapture",
                        900,
                        "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED",
                        () -> CudaGraph.capture(its.stream(), () -> {}),
                        "stream on cuda:0"),
                new Case(
                        "cuStreamEndCapture",
                        901,
                        "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED",
                        () -> CudaGraph.capture(CudaStream.create(context()), () -> {}),
                        "stream on cuda:0"),
                new Case(
                        "cuGraphLaunch",
                        304,
                        "CUDA_ERROR_OPERATING_SYSTEM",
                        () -> its.graph().launch(its.stream()),
                        "stream on cuda:0"));
    }

    private static void assertDecoded(Case c) throws Throwable {
        Emulator.fail(c.call(), c.code());
        try {
            CudaException failure = assertFails(
                    CudaException.class, c.action(), c.call() + " ", c.attempted(), c.name() + " (" + c.code() + "), ");
            assertEquals(c.call(), failure.call());
            assertEquals(c.code(), failure.code());
            assertEquals(c.name(), failure.name());
        } finally {
            Emulator.failNothing();
        }
    }

    /** Codes that break a context are tested apart: every later call fails with them. */
    @Test
    void after_a_kernel_has_failed_every_call_says_so_and_closing_still_closes() throws Throwable {
        CudaStream stream = CudaStream.create(context());
        DeviceMemory memory = allocate(64);
        Emulator.fail("cuStreamSynchronize", 719);
        assertFails(CudaException.class, stream::synchronize, "CUDA_ERROR_LAUNCH_FAILED (719), ");
        Emulator.failNothing();
        assertFails(CudaException.class, () -> memory.read(0, zeros(8)), "cuMemcpyDtoH", "CUDA_ERROR_LAUNCH_FAILED");
        assertFails(CudaException.class, memory::close, "CUDA_ERROR_LAUNCH_FAILED");
        memory.close();
        assertFails(IllegalStateException.class, memory::address, "is closed");
    }

    @Test
    void a_lost_device_says_so() throws Throwable {
        DeviceMemory memory = allocate(64);
        Emulator.configure("JAYNES_EMULATOR_FAIL", "cuMemcpyDtoH:46!");
        assertFails(CudaException.class, () -> memory.read(0, zeros(8)), "CUDA_ERROR_DEVICE_UNAVAILABLE (46)");
        Emulator.failNothing();
        assertFails(CudaException.class, () -> allocate(64), "cuMemAlloc of 64 bytes on cuda:0");
    }

    @Test
    void a_code_that_the_driver_does_not_know_is_still_an_error() throws Throwable {
        Emulator.fail("cuMemAlloc", 9001);
        assertFails(CudaException.class, () -> allocate(1), "cuMemAlloc of 1 bytes", "(9001)");
    }

    /** The symbol is {@code cuGraphInstantiateWithFlags}. */
    @Test
    void a_graph_that_is_refused_leaves_its_stream_in_order() throws Throwable {
        CudaStream stream = CudaStream.create(context());
        DeviceMemory memory = allocate(8);
        Emulator.fail("cuGraphInstantiateWithFlags", 2);
        CudaException refusal = assertFails(
                CudaException.class,
                () -> CudaGraph.capture(stream, () -> memory.fillAsync((byte) 7, stream)),
                "cuGraphInstantiate of what was recorded in stream on cuda:0",
                "CUDA_ERROR_OUT_OF_MEMORY (2)");
        assertEquals(true, refusal.isOutOfMemory());
        Emulator.failNothing();
        memory.fillAsync((byte) 3, stream);
        stream.synchronize();
        var found = zeros(8);
        memory.read(0, found);
        assertEquals((byte) 3, found.get(ValueLayout.JAVA_BYTE, 0));
        CudaGraph graph = CudaGraph.capture(stream, () -> memory.fillAsync((byte) 4, stream));
        Emulator.fail("cuGraphExecDestroy", 1);
        assertFails(
                CudaException.class, graph::close, "cuGraphExecDestroy of graph on", "CUDA_ERROR_INVALID_VALUE (1)");
    }

    @Test
    void freeing_that_fails_is_reported_once() throws Throwable {
        DeviceMemory memory = allocate(64);
        Emulator.fail("cuMemFree", 46);
        assertFails(CudaException.class, memory::close, "cuMemFree of device memory of 64 bytes on cuda:0", "(46)");
        memory.close();
    }
}
