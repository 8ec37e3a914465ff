package org.jaynes.execution;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jaynes.bindings.cuda.CudaContext;
import org.jaynes.bindings.cuda.CudaEvent;
import org.jaynes.bindings.cuda.CudaException;
import org.jaynes.bindings.cuda.CudaStream;
import org.jaynes.bindings.cuda.DeviceMemory;

/** Copies between the memories of a device and of others that it reaches, queued in the order of both. Thread-safe. */
final class CudaPeers {
    private final CudaExecutor own;
    /** Reached by {@link #own} when its work until now is done; recorded again for every wait. */
    private final CudaEvent done;

    private final Map<CudaExecutor, Boolean> reached = new ConcurrentHashMap<>();

    CudaPeers(CudaExecutor own) {
        this.own = own;
        this.done = CudaEvent.createUntimed(own.context());
    }

    /** Whether both devices can copy from each other without the host; asked, and allowed, once. */
    boolean reach(CudaExecutor other) {
        return own == other || reached.computeIfAbsent(other, this::connect);
    }

    private boolean connect(CudaExecutor other) {
        CudaContext here = own.context();
        CudaContext there = other.context();
        if (!here.device().canAccess(there.device()) || !there.device().canAccess(here.device())) {
            return false;
        }
        try {
            here.enablePeerAccess(there);
            there.enablePeerAccess(here);
            return true;
        } catch (CudaException e) {
            // A driver has room for a number of peers only. The way through the host is always there; if the device has
            // failed, the next call says so.
            return false;
        }
    }

    /**
     * Queues that two pieces of the same size change places, after all that either device has been given to do, and before
     * all that comes.
     *
     * @param piece of this device's memory
     * @param otherPiece of the other's, or of this one's
     */
    void swap(DeviceMemory piece, CudaExecutor other, DeviceMemory otherPiece) {
        if (own == other) {
            synchronized (own) {
                DeviceMemory kept = kept(piece);
                kept.copyFromAsync(piece, own.stream());
                piece.copyFromAsync(otherPiece, own.stream());
                otherPiece.copyFromAsync(kept, own.stream());
            }
            return;
        }
        // Always in the same order, for others may swap the other way round.
        boolean first = own.name().compareTo(other.name()) < 0;
        synchronized (first ? own : other) {
            synchronized (first ? other : own) {
                CudaStream there = other.stream();
                DeviceMemory kept = kept(piece);
                await(other, own);
                kept.copyFromAsync(piece, own.stream());
                piece.copyFromAsync(otherPiece, own.stream());
                await(own, other);
                otherPiece.copyFromAsync(kept, there);
                await(other, own); // before the kept piece is written again
            }
        }
    }

    /** Memory for a copy of a piece, on this device. */
    private DeviceMemory kept(DeviceMemory piece) {
        return own.results(piece.byteSize()).slice(0, piece.byteSize());
    }

    /** What {@code later} is given from now on waits until {@code earlier} has done what it has. */
    private static void await(CudaExecutor earlier, CudaExecutor later) {
        CudaEvent event = earlier.peers().done;
        event.record(earlier.stream());
        later.stream().waitFor(event);
    }
}
