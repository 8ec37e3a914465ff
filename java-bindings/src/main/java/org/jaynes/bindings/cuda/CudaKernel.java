package org.jaynes.bindings.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import org.jaynes.bindings.generated.cuda.Cuda;

/** A kernel of a {@link CudaModule}, usable until that is closed. Thread-safe. */
public final class CudaKernel {
    private final CudaModule module;
    private final String name;
    private final long function;
    private final long parameterBytes;

    CudaKernel(CudaModule module, String name, long function, long parameterBytes) {
        this.module = module;
        this.name = name;
        this.function = function;
        this.parameterBytes = parameterBytes;
    }

    public String name() {
        return name;
    }

    /**
     * Queues the kernel. The launch copies the argument struct; what its addresses point to must live until the kernel
     * is done. Errors of the kernel itself come out of a later call that waits.
     *
     * @param argument the struct that the kernel takes by value
     * @throws IllegalArgumentException if the struct is smaller than the kernel's
     * @throws CudaException if the driver refuses the launch
     */
    public void launch(CudaStream stream, LaunchConfiguration configuration, MemorySegment argument) {
        if (argument.byteSize() < parameterBytes) {
            throw new IllegalArgumentException("kernel %s takes an argument of %d bytes; got %d"
                    .formatted(name, parameterBytes, argument.byteSize()));
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment parameters = arena.allocate(ValueLayout.ADDRESS);
            parameters.set(ValueLayout.ADDRESS, 0, HostSegments.requireNative(argument));
            module.call(
                    "cuLaunchKernel",
                    () -> module.driver().launchKernel(function, configuration, stream.use(), parameters.address()),
                    () -> "of %s (%s) on %s"
                            .formatted(name, configuration, module.context().device()));
        } finally {
            Reference.reachabilityFence(argument); // the driver sees its address only
        }
    }

    /**
     * Lets launches ask for up to this much dynamic shared memory; the device's limit is {@link
     * DeviceAttribute#MAX_SHARED_MEMORY_PER_BLOCK_OPTIN}, less what the kernel has statically.
     */
    public void allowSharedMemory(int bytes) {
        module.call(
                "cuFuncSetAttribute",
                () -> module.driver()
                        .funcSetAttribute(function, Cuda.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES(), bytes),
                () -> "of %d bytes of dynamic shared memory for %s on %s"
                        .formatted(bytes, name, module.context().device()));
    }

    /** 32-bit registers of a thread. */
    public int registers() {
        return attribute(Cuda.CU_FUNC_ATTRIBUTE_NUM_REGS());
    }

    /** Static shared memory of a block, in bytes. */
    public int staticSharedBytes() {
        return attribute(Cuda.CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES());
    }

    /** Memory that each thread spills to, in bytes. */
    public int localBytes() {
        return attribute(Cuda.CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES());
    }

    /** Most threads of a block that this kernel can be launched with. */
    public int maxThreadsPerBlock() {
        return attribute(Cuda.CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK());
    }

    private int attribute(int code) {
        int[] value = new int[1];
        module.call(
                "cuFuncGetAttribute",
                () -> module.driver().funcGetAttribute(value, code, function),
                () -> "%d of %s".formatted(code, name));
        return value[0];
    }

    /** How many blocks of this kernel a multiprocessor can hold at once. */
    public int blocksPerMultiprocessor(int threadsPerBlock, int sharedBytes) {
        int[] blocks = new int[1];
        module.call(
                "cuOccupancyMaxActiveBlocksPerMultiprocessor",
                () -> module.driver().occupancyMaxActiveBlocks(blocks, function, threadsPerBlock, sharedBytes),
                () -> "of %s with %d threads and %d bytes of shared memory"
                        .formatted(name, threadsPerBlock, sharedBytes));
        return blocks[0];
    }

    @Override
    public String toString() {
        return "kernel " + name + " of " + module;
    }
}
