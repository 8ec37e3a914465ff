package org.jaynes.bindings.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/**
 * Turns addresses that native code returned into memory segments. A wrong size here lets Java read and write anything,
 * so this is the only place of Jaynes that calls {@code reinterpret}. Thread-safe.
 */
public final class NativeMemory {
    private NativeMemory() {}

    /**
     * Memory that native code allocated, as a segment that lives as long as the arena.
     *
     * @param address start of at least {@code bytes} bytes that stay allocated until the arena is closed
     */
    public static MemorySegment view(long address, long bytes, Arena arena) {
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, null);
    }

    /**
     * As {@link #view}, and frees the memory when the arena is closed.
     *
     * @param free called once with a segment of the same address
     */
    public static MemorySegment owned(long address, long bytes, Arena arena, Consumer<MemorySegment> free) {
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, free);
    }

    /** Copies the NUL-terminated text at an address; {@code fallback} for address 0. */
    public static String text(long address, String fallback) {
        return address == 0
                ? fallback
                : MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** The address that is stored at an address. */
    public static long addressAt(long address) {
        return MemorySegment.ofAddress(address)
                .reinterpret(ValueLayout.ADDRESS.byteSize())
                .get(ValueLayout.ADDRESS, 0)
                .address();
    }
}
