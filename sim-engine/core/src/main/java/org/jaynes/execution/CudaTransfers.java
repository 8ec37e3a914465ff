package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import org.jaynes.bindings.cuda.CudaContext;
import org.jaynes.bindings.cuda.CudaEvent;
import org.jaynes.bindings.cuda.CudaStream;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.cuda.PinnedMemory;
import org.jspecify.annotations.Nullable;

/**
 * Copies between the heap or any native memory and a device, through pinned memory and in the order of a stream. Uploads
 * return as soon as the source has been read; several may be on their way. Closing the context frees what they take.
 * Not thread-safe.
 */
final class CudaTransfers {
    private static final long CHUNK_BYTES = 1 << 20;
    private static final int UPLOADS = 4;

    /** A pinned piece of memory, free again when its event is reached. */
    private record Slot(PinnedMemory memory, CudaEvent free) {}

    private final CudaContext context;
    private final CudaStream stream;
    private final Slot[] slots = new Slot[UPLOADS];
    private int nextSlot;
    private @Nullable PinnedMemory results;

    CudaTransfers(CudaContext context, CudaStream stream) {
        this.context = context;
        this.stream = stream;
        for (int i = 0; i < UPLOADS; i++) {
            slots[i] = new Slot(PinnedMemory.allocate(context, CHUNK_BYTES), CudaEvent.createUntimed(context));
        }
    }

    /** Queues a copy to the device. */
    void upload(MemorySegment source, DeviceMemory target, long offset) {
        for (long done = 0; done < source.byteSize(); done += CHUNK_BYTES) {
            Interruption.check();
            long size = Math.min(CHUNK_BYTES, source.byteSize() - done);
            Slot slot = slots[nextSlot];
            nextSlot = (nextSlot + 1) % UPLOADS;
            slot.free.synchronize();
            MemorySegment staged = slot.memory.segment().asSlice(0, size);
            staged.copyFrom(source.asSlice(done, size));
            target.writeAsync(offset + done, staged, stream);
            slot.free.record(stream);
        }
    }

    /** Copies from the device, after all that is queued. */
    void download(DeviceMemory source, long offset, MemorySegment target) {
        PinnedMemory pinned = results;
        if (pinned == null) {
            pinned = PinnedMemory.allocate(context, CHUNK_BYTES);
            results = pinned;
        }
        for (long done = 0; done < target.byteSize(); done += CHUNK_BYTES) {
            Interruption.check();
            long size = Math.min(CHUNK_BYTES, target.byteSize() - done);
            MemorySegment staged = pinned.segment().asSlice(0, size);
            source.readAsync(offset + done, staged, stream);
            stream.synchronize();
            target.asSlice(done, size).copyFrom(staged);
        }
    }
}
