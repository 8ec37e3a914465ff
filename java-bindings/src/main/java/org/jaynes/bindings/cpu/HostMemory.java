package org.jaynes.bindings.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jaynes.bindings.Availability.Available;
import org.jaynes.bindings.internal.NativeHeap;
import org.jaynes.bindings.internal.NativeMemory;

/**
 * Memory for states on the host: off-heap, any size, aligned to 2 MiB (small ones to 64 bytes) with huge pages where the
 * operating system gives them, usable by all threads, freed when closed. Its contents are undefined until written: nothing
 * is zeroed here, so that the pages are first touched by the threads that will work on them. Thread-safe.
 *
 * <p>Linux promises more memory than there is, so an allocation that is too large succeeds and ends the process later,
 * when it is written: compare with {@link #availableBytes} first.
 */
public final class HostMemory implements AutoCloseable {
    private static final long HUGE_PAGE = 2L << 20;
    private static final long CACHE_LINE = 64;

    private final Arena arena;
    private final MemorySegment segment;

    private HostMemory(Arena arena, MemorySegment segment) {
        this.arena = arena;
        this.segment = segment;
    }

    /**
     * Allocates memory.
     *
     * @throws IllegalArgumentException unless {@code bytes} is positive
     * @throws OutOfMemoryError if the system refuses, with the number of bytes
     */
    public static HostMemory allocate(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("host memory has at least 1 byte; asked for " + bytes);
        }
        boolean large = bytes >= HUGE_PAGE;
        long address = NativeHeap.allocate(bytes, large ? HUGE_PAGE : CACHE_LINE);
        // Many threads work on a state, and it lives long: the 20 microseconds of closing a shared arena do not matter.
        Arena arena = Arena.ofShared();
        MemorySegment segment = NativeMemory.owned(address, bytes, arena, NativeHeap::free);
        if (large && CpuLibrary.find() instanceof Available<CpuLibrary>(CpuLibrary library)) {
            library.adviseHugePages(segment);
        }
        return new HostMemory(arena, segment);
    }

    /** The memory, usable by any thread until this is closed. */
    public MemorySegment segment() {
        return segment;
    }

    public long byteSize() {
        return segment.byteSize();
    }

    /**
     * Frees the memory; accesses to the segment throw from then on. Closing again does nothing.
     *
     * @throws IllegalStateException while a foreign call works on the memory; it stays open then
     */
    @Override
    public void close() {
        if (segment.scope().isAlive()) {
            arena.close();
        }
    }

    /**
     * Bytes that this process can still use without swapping or being ended: what the operating system has available,
     * and no more than the process's control groups (containers, batch jobs) have left. An estimate of this moment.
     */
    public static long availableBytes() {
        return AvailableMemory.ofThisProcess().bytes();
    }

    @Override
    public String toString() {
        return "host memory of %d bytes".formatted(segment.byteSize());
    }
}
