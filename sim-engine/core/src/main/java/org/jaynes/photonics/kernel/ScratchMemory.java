package org.jaynes.photonics.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.SoftReference;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Native memory that is used again: to get some megabytes anew, page by page, takes longer than to compute in them. Blocks
 * lie in a list until the garbage collector needs room.
 */
public final class ScratchMemory implements AutoCloseable {
    private static final ConcurrentLinkedDeque<SoftReference<MemorySegment>> FREE = new ConcurrentLinkedDeque<>();
    private static final int ALIGNMENT = 64;

    private final MemorySegment segment;

    private ScratchMemory(MemorySegment segment) {
        this.segment = segment;
    }

    /** Memory with any content, aligned to 64 bytes; nobody else uses it until it is closed. */
    public static ScratchMemory allocate(long bytes) {
        for (SoftReference<MemorySegment> reference = FREE.pollFirst();
                reference != null;
                reference = FREE.pollFirst()) {
            @Nullable MemorySegment found = reference.get();
            if (found != null && found.byteSize() >= bytes) {
                return new ScratchMemory(found);
            }
        }
        return new ScratchMemory(Arena.ofAuto().allocate(Math.max(bytes, 1), ALIGNMENT));
    }

    /** The memory, at least as large as was asked for. */
    public MemorySegment segment() {
        return segment;
    }

    /** Gives it back. */
    @Override
    public void close() {
        FREE.addFirst(new SoftReference<>(segment));
    }
}
