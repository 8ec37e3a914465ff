package org.jaynes.bindings.cuda;

import static org.jaynes.bindings.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.jaynes.bindings.Availability;
import org.jaynes.bindings.Availability.Unavailable;
import org.jaynes.bindings.generated.plan.JaynesInitializeArguments;
import org.jaynes.bindings.generated.plan.JaynesPassArguments;
import org.junit.jupiter.api.Test;

/** Modules, kernels and launches, with a kernel of {@code kernels/src/statevector}. */
abstract class KernelSuite extends EmulatedDriverSuite {
    private static final int BITS = 10;
    private static final long STATE_BYTES = 8L << BITS;
    private static final LaunchConfiguration LAUNCH = LaunchConfiguration.of(4, 128);

    KernelSuite(Binding binding) {
        super(binding);
    }

    private CudaModule module() {
        return KernelImages.load(context(), "statevector").orElseThrow();
    }

    private static CudaKernel initialize(CudaModule module) {
        return module.kernel("jaynes_initialize_c64", JaynesInitializeArguments.layout());
    }

    private static MemorySegment arguments(Arena arena, DeviceMemory state, long index) {
        MemorySegment arguments = JaynesInitializeArguments.allocate(arena);
        JaynesInitializeArguments.states(arguments, state.address());
        JaynesInitializeArguments.basis_index(arguments, index);
        JaynesInitializeArguments.row_count(arguments, 1);
        JaynesInitializeArguments.index_bits(arguments, BITS);
        return arguments;
    }

    private void assertBasisState(DeviceMemory state, long index) {
        MemorySegment host = zeros(state.byteSize());
        state.read(0, host);
        for (long i = 0; i < 2L << BITS; i++) {
            assertEquals(i == 2 * index ? 1f : 0f, host.getAtIndex(ValueLayout.JAVA_FLOAT, i), "real " + i);
        }
    }

    @Test
    void a_kernel_gets_its_arguments_and_runs_in_its_stream() {
        try (CudaModule module = module();
                CudaStream stream = CudaStream.create(context());
                DeviceMemory state = allocate(STATE_BYTES)) {
            CudaKernel kernel = initialize(module);
            assertEquals("jaynes_initialize_c64", kernel.name());
            for (long index : new long[] {0, 1, 517, 1023}) {
                try (Arena arena = Arena.ofConfined()) {
                    kernel.launch(stream, LAUNCH, arguments(arena, state, index));
                }
                assertBasisState(state, index);
            }
        }
    }

    @Test
    void a_kernel_tells_what_it_needs() {
        try (CudaModule module = module()) {
            CudaKernel kernel = initialize(module);
            assertTrue(kernel.maxThreadsPerBlock() >= 128);
            assertTrue(kernel.registers() >= 0 && kernel.localBytes() >= 0 && kernel.staticSharedBytes() >= 0);
            assertTrue(kernel.blocksPerMultiprocessor(128, 0) >= 1);
        }
    }

    @Test
    void more_shared_memory_than_usual_must_be_allowed_first() {
        int limit = device(0).attribute(DeviceAttribute.MAX_SHARED_MEMORY_PER_BLOCK_OPTIN);
        try (CudaModule module = module();
                Arena arena = Arena.ofConfined();
                DeviceMemory state = allocate(STATE_BYTES)) {
            CudaKernel kernel = initialize(module);
            MemorySegment arguments = arguments(arena, state, 3);
            LaunchConfiguration large = LAUNCH.withSharedBytes(100 << 10);
            CudaStream stream = context().defaultStream();
            assertFails(
                    CudaException.class,
                    () -> kernel.launch(stream, large, arguments),
                    "cuLaunchKernel of jaynes_initialize_c64 (grid 4 x 1 x 1, block 128 x 1 x 1, 102400 bytes of"
                            + " shared memory) on cuda:0",
                    "CUDA_ERROR_INVALID_VALUE (1)");
            kernel.allowSharedMemory(100 << 10);
            kernel.launch(stream, large, arguments);
            assertBasisState(state, 3);
            assertFails(
                    CudaException.class,
                    () -> kernel.allowSharedMemory(limit + 1),
                    "cuFuncSetAttribute of " + (limit + 1) + " bytes");
        }
    }

    @Test
    void a_launch_outside_the_limits_says_what_was_asked() {
        try (CudaModule module = module();
                Arena arena = Arena.ofConfined();
                DeviceMemory state = allocate(STATE_BYTES)) {
            CudaKernel kernel = initialize(module);
            MemorySegment arguments = arguments(arena, state, 0);
            CudaStream stream = context().defaultStream();
            assertFails(
                    CudaException.class,
                    () -> kernel.launch(stream, LaunchConfiguration.of(0, 128), arguments),
                    "grid 0 x 1 x 1");
            assertFails(
                    CudaException.class,
                    () -> kernel.launch(stream, LaunchConfiguration.of(1, 2048), arguments),
                    "block 2048 x 1 x 1");
            assertFails(
                    IllegalArgumentException.class,
                    () -> kernel.launch(stream, LAUNCH, arguments.asSlice(0, 31)),
                    "takes an argument of 32 bytes; got 31");
            assertFails(
                    IllegalArgumentException.class,
                    () -> kernel.launch(stream, LAUNCH, MemorySegment.ofArray(new byte[32])),
                    "array on the heap");
        }
    }

    @Test
    void a_kernel_that_fails_comes_out_of_the_next_wait() throws Throwable {
        try (CudaModule module = module();
                CudaStream stream = CudaStream.create(context());
                Arena arena = Arena.ofConfined();
                DeviceMemory state = allocate(STATE_BYTES)) {
            CudaKernel kernel = initialize(module);
            Emulator.fail("jaynes_initialize_c64", 700);
            kernel.launch(stream, LAUNCH, arguments(arena, state, 0));
            assertFails(
                    CudaException.class,
                    stream::synchronize,
                    "cuStreamSynchronize of stream on cuda:0",
                    "CUDA_ERROR_ILLEGAL_ADDRESS (700)");
        } catch (CudaException e) {
            // A broken context frees nothing, and says so when it is closed.
            assertEquals(700, e.code());
        }
    }

    @Test
    void a_missing_kernel_and_a_closed_module_are_named() {
        CudaModule module = module();
        assertFails(
                CudaException.class,
                () -> module.kernel("no_such_kernel", JaynesPassArguments.layout()),
                "cuModuleGetFunction of no_such_kernel in META-INF/jaynes/kernels/statevector/",
                "CUDA_ERROR_NOT_FOUND (500)");
        CudaKernel kernel = initialize(module);
        module.close();
        try (Arena arena = Arena.ofConfined();
                DeviceMemory state = allocate(STATE_BYTES)) {
            assertFails(
                    IllegalStateException.class,
                    () -> kernel.launch(context().defaultStream(), LAUNCH, arguments(arena, state, 0)),
                    "module META-INF/jaynes/kernels/statevector/",
                    "is closed");
        }
    }

    @Test
    void a_graph_of_kernels_replays() {
        try (CudaModule module = module();
                CudaStream stream = CudaStream.create(context());
                Arena arena = Arena.ofConfined();
                DeviceMemory state = allocate(STATE_BYTES)) {
            CudaKernel kernel = initialize(module);
            try (CudaGraph graph =
                    CudaGraph.capture(stream, () -> kernel.launch(stream, LAUNCH, arguments(arena, state, 9)))) {
                for (int i = 0; i < 3; i++) {
                    state.fill((byte) 5);
                    graph.launch(stream);
                    assertBasisState(state, 9);
                }
            }
        }
    }

    @Test
    void both_devices_work_at_once_from_many_threads() {
        try (CudaContext other = device(1).openPrimaryContext();
                CudaModule here = module();
                CudaModule there = KernelImages.load(other, "statevector").orElseThrow()) {
            List<CudaKernel> kernels = List.of(initialize(here), initialize(there));
            IntStream.range(0, 64).parallel().forEach(i -> {
                CudaContext on = i % 2 == 0 ? context() : other;
                try (CudaStream stream = CudaStream.create(on);
                        Arena arena = Arena.ofConfined();
                        DeviceMemory state = DeviceMemory.allocate(on, STATE_BYTES)) {
                    kernels.get(i % 2).launch(stream, LAUNCH, arguments(arena, state, i));
                    stream.synchronize();
                    assertBasisState(state, i);
                }
            });
        }
    }

    @Test
    void thousands_of_launches_leave_the_memory_as_it_was() {
        long free;
        try (CudaModule module = module();
                CudaStream stream = CudaStream.create(context())) {
            free = context().freeMemory();
            CudaKernel kernel = initialize(module);
            for (int i = 0; i < 5_000; i++) {
                try (Arena arena = Arena.ofConfined();
                        DeviceMemory state = allocate(STATE_BYTES)) {
                    kernel.launch(stream, LaunchConfiguration.of(1, 32), arguments(arena, state, i & 1023));
                    stream.synchronize();
                }
            }
            assertEquals(free, context().freeMemory());
        }
    }

    @Test
    void images_are_tried_from_the_best_to_the_emulators() {
        assertEquals(
                List.of("sm_90.cubin", "compute_75.ptx", "emulated.image"),
                KernelImages.candidates(new ComputeCapability(9, 0)));
        assertEquals(
                List.of(
                        "sm_89.cubin",
                        "sm_88.cubin",
                        "sm_87.cubin",
                        "sm_86.cubin",
                        "sm_85.cubin",
                        "sm_84.cubin",
                        "sm_83.cubin",
                        "sm_82.cubin",
                        "sm_81.cubin",
                        "sm_80.cubin",
                        "compute_75.ptx",
                        "emulated.image"),
                KernelImages.candidates(new ComputeCapability(8, 9)));
        assertEquals(
                List.of("sm_121.cubin", "sm_120.cubin", "compute_75.ptx", "emulated.image"),
                KernelImages.candidates(new ComputeCapability(12, 1)));
        assertEquals(List.of("sm_70.cubin", "emulated.image"), KernelImages.candidates(new ComputeCapability(7, 0)));
    }

    @Test
    void a_module_that_this_build_lacks_says_what_it_takes() {
        assertReason(KernelImages.load(context(), "nothing"), "no kernels 'nothing'", "9.0", "kernels/get-nvcc");
    }

    @Test
    void every_image_that_is_refused_is_reported() throws Throwable {
        Emulator.fail("cuModuleLoadData", 209);
        assertReason(
                KernelImages.load(context(), "statevector"),
                "META-INF/jaynes/kernels/statevector/emulated.image",
                "CUDA_ERROR_NO_BINARY_FOR_GPU (209)");
        Emulator.fail("cuModuleLoadData", 2);
        assertFails(CudaException.class, this::module, "CUDA_ERROR_OUT_OF_MEMORY (2)");
    }

    @Test
    void what_is_no_image_is_refused() {
        byte[] text = "no image\0".getBytes(StandardCharsets.UTF_8);
        assertFails(CudaException.class, () -> CudaModule.load(context(), text, "a test"), "of a test (9 bytes)");
    }

    private static void assertReason(Availability<CudaModule> module, String... parts) {
        Unavailable<?> missing = assertInstanceOf(Unavailable.class, module);
        for (String part : parts) {
            assertTrue(missing.reason().contains(part), () -> "'" + part + "' is not in: " + missing.reason());
        }
    }
}
