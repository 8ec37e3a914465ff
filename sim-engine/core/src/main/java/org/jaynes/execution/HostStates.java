package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import org.jaynes.bindings.cpu.HostMemory;
import org.jaynes.plan.Precision;

/** Allocates states on the host. */
final class HostStates {
    /** States smaller than this are allocated without asking the operating system what is left. */
    private static final double UNCHECKED_BYTES = 1 << 20;

    private HostStates() {}

    /**
     * Allocates rows of states, contents undefined.
     *
     * @param device name of the device, for the message
     * @throws InsufficientMemoryException before any allocation if the host has not as much memory left
     */
    static HostMemory allocate(String device, int indexBits, int rows, Precision precision) {
        double needed = StateSize.bytes(indexBits, rows, precision);
        if (needed > UNCHECKED_BYTES) {
            StateSize.requireFits(device, indexBits, rows, precision, HostMemory.availableBytes());
        }
        return memory(device, (long) needed, StateSize.describe(indexBits, rows, precision));
    }

    /** Room for {@code 2^bits} amplitudes on the Java heap, all 0: few enough to be copied through. */
    static MemorySegment onHeap(Precision precision, int bits) {
        return MemorySegment.ofArray(new long[(precision.amplitudeBytes() / Long.BYTES) << bits]);
    }

    /**
     * Memory of the host.
     *
     * @param what what it is for, for the message when there is none
     * @throws InsufficientMemoryException if the system refuses it
     */
    static HostMemory memory(String device, long bytes, String what) {
        try {
            return HostMemory.allocate(bytes);
        } catch (OutOfMemoryError e) {
            throw new InsufficientMemoryException(what, device, bytes, HostMemory.availableBytes(), e);
        }
    }
}
