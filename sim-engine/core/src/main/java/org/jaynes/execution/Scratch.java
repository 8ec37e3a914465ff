package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import org.jaynes.bindings.cpu.HostMemory;
import org.jspecify.annotations.Nullable;

/** Scratch memory of one thread, which grows when a pass needs more. Contents are lost when it grows. */
final class Scratch implements AutoCloseable {
    private @Nullable HostMemory memory;

    /**
     * Scratch memory of at least so many bytes, valid until the next call.
     *
     * @throws InsufficientMemoryException if the system refuses it; a later call may ask again
     */
    MemorySegment atLeast(long bytes) {
        HostMemory known = memory;
        if (known == null || known.byteSize() < bytes) {
            close();
            known = HostStates.memory(CpuExecutor.NAME, Math.max(1, bytes), "the scratch memory of a thread");
            memory = known;
        }
        return known.segment();
    }

    @Override
    public void close() {
        HostMemory known = memory;
        memory = null;
        if (known != null) {
            known.close();
        }
    }
}
