package org.jaynes.photonics.sampling;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jaynes.photonics.kernel.ScratchMemory;
import org.jspecify.annotations.Nullable;

/**
 * Amplitudes in native memory that grows; when all are real, there are no imaginary parts. Closing gives the memory back
 * to those that come next. Not thread-safe.
 */
class WindowVector implements AutoCloseable {

    private final boolean real;
    private @Nullable ScratchMemory memory;
    private MemorySegment re = MemorySegment.NULL;
    private MemorySegment im = MemorySegment.NULL;

    WindowVector(boolean real) {
        this.real = real;
    }

    /** Makes room for so many amplitudes; what was there may be lost. */
    void reserve(int size) {
        if (re.byteSize() < 8L * size) {
            long bytes = Math.max(8L * size, 2 * re.byteSize());
            close();
            memory = ScratchMemory.allocate(real ? bytes : 2 * (bytes + 64));
            // All that there is, which may be more: half of it for each, aligned as the whole.
            long part = real ? memory.segment().byteSize() : memory.segment().byteSize() / 128 * 64;
            re = memory.segment().asSlice(0, part);
            im = real ? MemorySegment.NULL : memory.segment().asSlice(part, part);
        }
    }

    boolean isReal() {
        return real;
    }

    double re(int index) {
        return re.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
    }

    double im(int index) {
        return real ? 0 : im.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
    }

    void set(int index, double a, double b) {
        re.setAtIndex(ValueLayout.JAVA_DOUBLE, index, a);
        if (!real) {
            im.setAtIndex(ValueLayout.JAVA_DOUBLE, index, b);
        }
    }

    /** Makes room for so many amplitudes: 1, 0, 0, ... */
    void setToOne(int size) {
        reserve(size);
        for (int i = 0; i < size; i++) {
            set(i, i == 0 ? 1 : 0, 0);
        }
    }

    /** Multiplies so many amplitudes, from the first one on, by a factor. */
    void scale(int count, double factor) {
        for (int i = 0; i < count; i++) {
            set(i, factor * re(i), factor * im(i));
        }
    }

    /** Address of the real parts. */
    long reAddress() {
        return re.address();
    }

    /** Address of the imaginary parts, or 0. */
    long imAddress() {
        return im.address();
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
            memory = null;
            re = MemorySegment.NULL;
            im = MemorySegment.NULL;
        }
    }
}
