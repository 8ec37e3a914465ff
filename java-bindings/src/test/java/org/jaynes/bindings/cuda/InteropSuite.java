package org.jaynes.bindings.cuda;

import static org.jaynes.bindings.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memory, streams and contexts shared with a program that uses JCuda itself, both ways and through both bindings. */
abstract class InteropSuite extends EmulatedDriverSuite {
    InteropSuite(Binding binding) {
        super(binding);
    }

    @BeforeEach
    void jcuda_is_usable() {
        assumeTrue(JCudaNatives.isOnClassPath(), "JCuda is not on the class path");
        DriverLookup.connect(Binding.JCUDA, Emulator.library()).orElseThrow();
    }

    private static void check(int status) {
        assertEquals(0, status, "status of JCuda's call");
    }

    @Test
    void their_memory_is_ours() {
        try (CudaContext.Scope _ = context().enter()) {
            CUdeviceptr theirs = new CUdeviceptr();
            check(JCudaDriver.cuMemAlloc(theirs, 64));
            DeviceMemory wrapped = JCudaInterop.wrap(context(), theirs, 64);
            MemorySegment source = bytes(64, 11);
            wrapped.write(0, source);
            byte[] back = new byte[64];
            check(JCudaDriver.cuMemcpyDtoH(Pointer.to(back), theirs, 64));
            assertArrayEquals(array(source), back);
            wrapped.close();
            check(JCudaDriver.cuMemFree(theirs));
        }
    }

    @Test
    void the_offset_of_their_pointer_counts() {
        try (CudaContext.Scope _ = context().enter()) {
            CUdeviceptr theirs = new CUdeviceptr();
            check(JCudaDriver.cuMemAlloc(theirs, 64));
            check(JCudaDriver.cuMemsetD8(theirs, (byte) 0, 64));
            try (DeviceMemory tail = JCudaInterop.wrap(context(), theirs.withByteOffset(60), 4)) {
                tail.fill((byte) 1);
            }
            byte[] back = new byte[64];
            check(JCudaDriver.cuMemcpyDtoH(Pointer.to(back), theirs, 64));
            byte[] expected = new byte[64];
            Arrays.fill(expected, 60, 64, (byte) 1);
            assertArrayEquals(expected, back);
            check(JCudaDriver.cuMemFree(theirs));
        }
    }

    @Test
    void our_memory_is_theirs() {
        try (DeviceMemory ours = allocate(32);
                CudaContext.Scope _ = context().enter()) {
            byte[] source = array(bytes(32, 77));
            check(JCudaDriver.cuMemcpyHtoD(JCudaInterop.pointer(ours), Pointer.to(source), 32));
            assertArrayEquals(source, contents(ours));
            check(JCudaDriver.cuMemsetD8(JCudaInterop.pointer(ours.slice(8, 8)), (byte) 5, 8));
            assertEquals(5, contents(ours)[15]);
            assertEquals(source[16], contents(ours)[16]);
        }
    }

    @Test
    void streams_go_both_ways() {
        try (DeviceMemory memory = allocate(16);
                CudaStream ours = CudaStream.create(context());
                CudaContext.Scope _ = context().enter()) {
            check(JCudaDriver.cuMemsetD8Async(JCudaInterop.pointer(memory), (byte) 4, 16, JCudaInterop.stream(ours)));
            ours.synchronize();
            assertEquals(4, contents(memory)[15]);

            CUstream theirs = new CUstream();
            check(JCudaDriver.cuStreamCreate(theirs, 0));
            try (CudaStream wrapped = JCudaInterop.wrap(context(), theirs)) {
                memory.fillAsync((byte) 6, wrapped);
                check(JCudaDriver.cuStreamSynchronize(theirs));
                assertEquals(6, contents(memory)[15]);
            }
            check(JCudaDriver.cuStreamDestroy(theirs));
        }
    }

    @Test
    void the_primary_context_is_the_same_on_both_sides() {
        CUdevice device = new CUdevice();
        check(JCudaDriver.cuDeviceGet(device, 0));
        CUcontext theirs = new CUcontext();
        check(JCudaDriver.cuDevicePrimaryCtxRetain(theirs, device));
        assertEquals(JCudaInterop.context(context()), theirs);
        try (CudaContext wrapped = JCudaInterop.wrap(device(0), theirs)) {
            assertEquals(context().handle(), wrapped.handle());
            DeviceMemory.allocate(wrapped, 8).close();
        }
        check(JCudaDriver.cuDevicePrimaryCtxRelease(device));
    }

    @Test
    void a_context_that_they_made_is_used_beside_the_primary_one() {
        CUdevice device = new CUdevice();
        check(JCudaDriver.cuDeviceGet(device, 0));
        CUcontext theirs = new CUcontext();
        check(JCudaDriver.cuCtxCreate(theirs, 0, device));
        try (CudaContext wrapped = JCudaInterop.wrap(device(0), theirs);
                DeviceMemory there = DeviceMemory.allocate(wrapped, 8);
                DeviceMemory here = allocate(8)) {
            there.fill((byte) 3);
            here.copyFrom(there);
            assertEquals(3, contents(here)[7]);
        }
        check(JCudaDriver.cuCtxDestroy(theirs));
    }

    @Test
    void a_user_who_wants_jcuda_to_throw_changes_nothing_here() {
        JCudaDriver.setExceptionsEnabled(true);
        try {
            CudaException failure =
                    assertFails(CudaException.class, () -> allocate(DEVICE_BYTES * 2), "CUDA_ERROR_OUT_OF_MEMORY (2)");
            assertEquals(2, failure.code());
        } finally {
            JCudaDriver.setExceptionsEnabled(false);
        }
    }
}
