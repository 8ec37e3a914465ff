package org.jaynes.photonics.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.photonics.kernel.GpuKernels;
import org.jspecify.annotations.Nullable;

/**
 * Amplitudes of a window on a GPU. Its shot only notes what is to be done with them; {@link WindowBatches} does it before
 * the next kernel reads them.
 */
final class DeviceVector extends WindowVector {
    private @Nullable DeviceMemory memory;
    private int capacity;
    private int wanted;
    /** Amplitudes that are to be set to 1, 0, 0, ...; 0 when there is nothing to set. */
    private int ones;

    private int scaled;
    private double factor;

    DeviceVector(boolean real) {
        super(real);
    }

    @Override
    void reserve(int size) {
        wanted = size;
    }

    @Override
    void setToOne(int size) {
        wanted = size;
        ones = size;
        scaled = 0;
    }

    @Override
    void scale(int count, double by) {
        scaled = count;
        factor = by;
    }

    /** Makes the room that was asked for; what was there is lost if there was too little. */
    void allocate(GpuKernels.Work work) {
        if (memory == null || capacity < wanted) {
            close();
            capacity = Math.max(wanted, (int) Math.min(2L * capacity, Integer.MAX_VALUE));
            memory = work.allocate(
                    (isReal() ? 8L : 16L) * capacity, "the window of a shot, %,d amplitudes".formatted(capacity));
        }
    }

    /** Queues the copy of the first state, if one is to be set. */
    void upload(GpuKernels.Work work, Arena arena) {
        if (ones == 0) {
            return;
        }
        allocate(work);
        MemorySegment re = arena.allocate(ValueLayout.JAVA_DOUBLE, ones);
        re.setAtIndex(ValueLayout.JAVA_DOUBLE, 0, 1);
        DeviceMemory target = Objects.requireNonNull(memory);
        work.upload(re, target, 0);
        if (!isReal()) {
            work.upload(arena.allocate(ValueLayout.JAVA_DOUBLE, ones), target, 8L * capacity);
        }
        ones = 0;
    }

    /** How many amplitudes are to be scaled; from then on none are. */
    int takeScaled() {
        int count = scaled;
        scaled = 0;
        return count;
    }

    double factor() {
        return factor;
    }

    @Override
    long reAddress() {
        return memory == null ? 0 : memory.address();
    }

    @Override
    long imAddress() {
        return isReal() || memory == null ? 0 : memory.address() + 8L * capacity;
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
            memory = null;
        }
    }
}
