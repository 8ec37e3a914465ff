package org.jaynes.execution;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jaynes.bindings.cuda.CudaStream;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.plan.Plan;

/** Micro-ops of the plans that were used last, on a device. Closing the context frees them. Not thread-safe. */
final class CudaPlans {
    /** A circuit with a channel behind every gate has as many plans, and making room waits for the device. */
    private static final int MAX_PLANS = 1024;

    private static final long MAX_BYTES = 256L << 20;

    /** Where memory comes from. */
    interface Memory {
        /**
         * Allocates memory of the device.
         *
         * @param what what it is for, for the message when there is none
         */
        DeviceMemory allocate(long bytes, String what);
    }

    /**
     * A plan on the device.
     *
     * @param plan the plan, in tiles that the device can hold
     * @param ops memory with all its ops
     */
    record Entry(Plan plan, DeviceMemory ops) {}

    /** Plans are equal only to themselves, so this is by identity; least recently used first. */
    private final LinkedHashMap<Plan, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private final Memory memory;
    private final CudaStream stream;
    private final CudaTransfers transfers;
    private long bytes;

    CudaPlans(Memory memory, CudaStream stream, CudaTransfers transfers) {
        this.memory = memory;
        this.stream = stream;
        this.transfers = transfers;
    }

    /** The plan on the device; queues its upload if it is not there. */
    Entry get(Plan plan, int maxTileBits) {
        Entry known = entries.get(plan);
        if (known != null) {
            return known;
        }
        Plan fitting = plan.withTiles(maxTileBits, plan.profile().lowBits());
        long size = Math.max(1, fitting.kernelPlan().ops().byteSize());
        makeRoom(size);
        DeviceMemory ops = memory.allocate(size, "a plan");
        try {
            transfers.upload(fitting.kernelPlan().ops(), ops, 0);
        } catch (RuntimeException | Error e) {
            closeAfter(e, ops);
            throw e;
        }
        Entry entry = new Entry(fitting, ops);
        entries.put(plan, entry);
        bytes += size;
        return entry;
    }

    private static void closeAfter(Throwable failure, DeviceMemory memory) {
        try {
            memory.close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void makeRoom(long size) {
        if ((entries.size() < MAX_PLANS && bytes + size <= MAX_BYTES) || entries.isEmpty()) {
            return;
        }
        // Kernels that are queued may still read what goes.
        stream.synchronize();
        Iterator<Map.Entry<Plan, Entry>> oldest = entries.entrySet().iterator();
        while (oldest.hasNext() && (entries.size() >= MAX_PLANS || bytes + size > MAX_BYTES)) {
            DeviceMemory ops = oldest.next().getValue().ops;
            oldest.remove(); // first, for what fails to close must not be handed out again
            bytes -= ops.byteSize();
            ops.close();
        }
    }
}
