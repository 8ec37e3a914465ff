package org.jaynes.photonics.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Amplitudes in native memory that grows; when all are real, there are no imaginary parts. Not thread-safe. */
class WindowVector {
    private static final long ALIGNMENT = 64;

    private final boolean real;
    private MemorySegment re = MemorySegment.NULL;
    private MemorySegment im = MemorySegment.NULL;

    WindowVector(boolean real) {
        this.real = real;
    }

    /** Makes room for so many amplitudes; what was there may be lost. */
    void reserve(int size) {
        if (re.byteSize() < 8L * size) {
            long bytes = Math.max(8L * size, 2 * re.byteSize());
            re = Arena.ofAuto().allocate(bytes, ALIGNMENT);
            im = real ? MemorySegment.NULL : Arena.ofAuto().allocate(bytes, ALIGNMENT);
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
}
