package org.jaynes.photonics.sampling;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.photonics.kernel.GpuKernels;
import org.jaynes.photonics.kernel.PackedArrays;

/** Copies of {@link WindowTables}' arrays on a GPU, made when they are first used. */
final class DeviceTables implements AutoCloseable {
    private static final long CHUNK_BYTES = 1L << 24;

    /** Beyond this all copies are dropped. */
    private static final long KEPT_BYTES = 1L << 30;

    private final GpuKernels.Work work;
    private final List<DeviceMemory> chunks = new ArrayList<>();
    /** By the object that owns the arrays: the address of each. */
    private final IdentityHashMap<Object, long[]> addresses = new IdentityHashMap<>();

    private long used;
    private long bytes;

    DeviceTables(GpuKernels.Work work) {
        this.work = work;
    }

    /** To be called between two batches: nobody uses the copies then. */
    void trim() {
        if (bytes > KEPT_BYTES) {
            close();
        }
    }

    /**
     * Addresses of the copies of some arrays.
     *
     * @param owner an object that stands for them
     */
    long[] addresses(Object owner, MemorySegment... arrays) {
        long[] known = addresses.get(owner);
        if (known == null) {
            known = new long[arrays.length];
            for (int i = 0; i < known.length; i++) {
                known[i] = arrays[i].byteSize() == 0 ? 0 : copy(arrays[i]);
            }
            addresses.put(owner, known);
        }
        return known;
    }

    private long copy(MemorySegment array) {
        long size = PackedArrays.size(array.byteSize());
        if (chunks.isEmpty() || used + size > chunks.getLast().byteSize()) {
            long chunk = Math.max(size, CHUNK_BYTES);
            chunks.add(work.allocate(chunk, "tables of the loops' states"));
            bytes += chunk;
            used = 0;
        }
        work.upload(array, chunks.getLast(), used);
        long address = chunks.getLast().address() + used;
        used += size;
        return address;
    }

    @Override
    public void close() {
        chunks.forEach(DeviceMemory::close);
        chunks.clear();
        addresses.clear();
        used = 0;
        bytes = 0;
    }
}
