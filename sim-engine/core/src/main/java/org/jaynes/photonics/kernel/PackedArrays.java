package org.jaynes.photonics.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Arrays one after the other in native memory: kernels of the CPU read them there, kernels of a GPU read a copy. Every
 * array begins at a multiple of 64 bytes.
 */
public final class PackedArrays {
    private static final int ALIGNMENT = 64;

    private final MemorySegment segment;
    private long end;

    /**
     * Room for arrays.
     *
     * @param bytes the sum of {@link #size} of all arrays
     */
    public PackedArrays(Arena arena, long bytes) {
        this.segment = arena.allocate(Math.max(ALIGNMENT, bytes), ALIGNMENT);
    }

    /** What an array takes, in bytes. */
    public static long size(long bytes) {
        return Math.ceilDiv(bytes, (long) ALIGNMENT) * ALIGNMENT;
    }

    /** A piece for the caller to fill. */
    public MemorySegment reserve(long bytes) {
        MemorySegment piece = segment.asSlice(end, bytes);
        end += size(bytes);
        return piece;
    }

    /** Appends an array; returns where it begins, in bytes. */
    public long add(double[] values) {
        long offset = end;
        MemorySegment.copy(values, 0, reserve(8L * values.length), ValueLayout.JAVA_DOUBLE, 0, values.length);
        return offset;
    }

    /** Appends an array; returns where it begins, in bytes. */
    public long add(int[] values) {
        long offset = end;
        MemorySegment.copy(values, 0, reserve(4L * values.length), ValueLayout.JAVA_INT, 0, values.length);
        return offset;
    }

    /** Where the next array begins, in bytes. */
    public long end() {
        return end;
    }

    /** All of it. */
    public MemorySegment segment() {
        return segment;
    }
}
