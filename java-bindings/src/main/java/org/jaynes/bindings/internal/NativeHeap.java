package org.jaynes.bindings.internal;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Memory of the C library. An arena writes zeros to all it allocates, from one thread; large states are initialised by a
 * kernel on many threads instead. Thread-safe.
 */
public final class NativeHeap {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle ALIGNED_ALLOC = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("aligned_alloc"),
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

    private NativeHeap() {}

    /**
     * Allocates memory with undefined contents.
     *
     * @param alignment a power of two
     * @return the address, to be freed with {@link #free}
     * @throws OutOfMemoryError if the system refuses
     */
    public static long allocate(long bytes, long alignment) {
        // C asks for a multiple of the alignment; near the largest long no multiple is left, and no memory either.
        long rounded = bytes > Long.MAX_VALUE - alignment ? bytes : (bytes + alignment - 1) / alignment * alignment;
        long address;
        try {
            address = (long) ALIGNED_ALLOC.invokeExact(alignment, rounded);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        if (address == 0) {
            throw new OutOfMemoryError("the system refuses " + bytes + " bytes of memory outside the Java heap");
        }
        return address;
    }

    /** Frees what {@link #allocate} returned. */
    public static void free(MemorySegment memory) {
        try {
            FREE.invokeExact(memory);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static AssertionError unexpected(Throwable e) {
        return new AssertionError("a call of the C library throws nothing", e);
    }
}
