package org.jaynes.bindings.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jaynes.bindings.generated.cuda.Cuda;
import org.jaynes.bindings.internal.NativeMemory;

/**
 * Memory of the host that the operating system cannot move or page out, so that devices copy from and to it on their own.
 * It is pinned for all devices. A scarce resource: keep it for staging buffers. Thread-safe as far as the memory itself is.
 */
public final class PinnedMemory extends ContextResource {
    private final Arena arena;
    private final MemorySegment segment;

    private PinnedMemory(CudaContext context, long address, long bytes) {
        super(context, address, true);
        this.arena = Arena.ofShared();
        this.segment = NativeMemory.view(address, bytes, arena);
    }

    /** Allocates pinned memory; contents are undefined. */
    public static PinnedMemory allocate(CudaContext context, long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("pinned memory has at least 1 byte; asked for " + bytes);
        }
        DriverCalls driver = context.driver();
        long[] address = new long[1];
        context.call(
                "cuMemHostAlloc",
                () -> driver.memHostAlloc(address, bytes, Cuda.CU_MEMHOSTALLOC_PORTABLE()),
                () -> "of %d bytes for %s".formatted(bytes, context.device()));
        PinnedMemory memory = new PinnedMemory(context, address[0], bytes);
        memory.register();
        return memory;
    }

    /** The memory, usable by any thread until this is closed. */
    public MemorySegment segment() {
        return segment;
    }

    public long byteSize() {
        return segment.byteSize();
    }

    /** Frees it; accesses to the segment throw from then on. */
    @Override
    public void close() {
        if (segment.scope().isAlive()) {
            arena.close();
        }
        super.close();
    }

    @Override
    String freeCall() {
        return "cuMemFreeHost";
    }

    @Override
    int free(long handle) {
        return driver().memFreeHost(handle);
    }

    @Override
    public String toString() {
        return "pinned memory of %d bytes for %s"
                .formatted(segment.byteSize(), context().device());
    }
}
