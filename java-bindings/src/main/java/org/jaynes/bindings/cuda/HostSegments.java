package org.jaynes.bindings.cuda;

import java.lang.foreign.MemorySegment;

/** What the driver can read and write on the host: native memory that is alive and that this thread may access. */
final class HostSegments {
    private HostSegments() {}

    /** Returns the segment. */
    static MemorySegment requireNative(MemorySegment segment) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException(
                    "the driver needs native memory, got an array on the heap: use Arena.allocate or PinnedMemory");
        }
        if (!segment.scope().isAlive()) {
            throw new IllegalStateException("the host memory of %d bytes is closed".formatted(segment.byteSize()));
        }
        if (!segment.isAccessibleBy(Thread.currentThread())) {
            throw new WrongThreadException(
                    "the host memory of %d bytes belongs to another thread's arena".formatted(segment.byteSize()));
        }
        return segment;
    }
}
