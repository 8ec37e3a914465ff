package org.jaynes.photonics.fock;

import org.jaynes.execution.InsufficientMemoryException;

/** Asks before large arrays are made. */
public final class HeapMemory {
    private HeapMemory() {}

    /**
     * Refuses what would not fit.
     *
     * @param what what needs the memory
     * @throws InsufficientMemoryException if the Java heap cannot hold so many bytes
     */
    public static void require(String what, double bytes) {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
        if (bytes > free) {
            throw new InsufficientMemoryException(what, "the Java heap", (long) bytes, free);
        }
    }
}
