package org.jaynes.execution;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.generated.plan.JaynesSelectArguments;
import org.jaynes.plan.Coefficients;
import org.jspecify.annotations.Nullable;

/**
 * Memory of a device in which the rows of a batch take coefficients by what they have drawn: tables of all that they may
 * take, and what they took. Not thread-safe.
 */
final class CudaSelections implements AutoCloseable {
    /** Tables of the stretches of a program come again with every batch; beyond this the oldest go. */
    private static final long MAX_BYTES = 64L << 20;

    private final CudaExecutor executor;
    private final CudaStates states;
    /** Coefficients are equal only to themselves; least recently used first. */
    private final LinkedHashMap<Coefficients, DeviceMemory> tables = new LinkedHashMap<>(16, 0.75f, true);

    private long tableBytes;
    private @Nullable DeviceMemory taken;

    CudaSelections(CudaExecutor executor, CudaStates states) {
        this.executor = executor;
        this.states = states;
    }

    /**
     * Queues that each row takes its coefficients.
     *
     * @param table what rows may take, never changed after it was bound
     * @param outcomes addresses of the outcomes that are the bits of a row of the table
     * @return address of the coefficients of row 0
     */
    long select(Coefficients table, long[] outcomes) {
        long setBytes = table.values().byteSize() / table.rows();
        DeviceMemory known = tables.get(table);
        if (known == null) {
            known = uploaded(table);
        }
        DeviceMemory target = atLeast(Math.max(Long.BYTES, states.rows() * setBytes));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = JaynesSelectArguments.allocate(arena);
            JaynesSelectArguments.table(arguments, known.address());
            JaynesSelectArguments.coefficients(arguments, target.address());
            JaynesSelectArguments.row_count(arguments, states.rows());
            JaynesSelectArguments.word_count(arguments, setBytes / Long.BYTES);
            for (int b = 0; b < outcomes.length; b++) {
                JaynesSelectArguments.outcomes(arguments, b, outcomes[b]);
            }
            JaynesSelectArguments.bit_count(arguments, outcomes.length);
            executor.kernels(states.precision())
                    .select(executor.stream(), arguments, states.rows() * (setBytes / Long.BYTES));
        }
        return target.address();
    }

    private DeviceMemory uploaded(Coefficients table) {
        long bytes = Math.max(Long.BYTES, table.values().byteSize()); // a plan may need no numbers
        makeRoom(bytes);
        DeviceMemory memory = executor.memory(bytes, "the coefficients that rows choose from");
        tables.put(table, memory);
        tableBytes += bytes;
        try {
            executor.transfers().upload(table.values(), memory, 0);
        } catch (RuntimeException | Error e) {
            tables.remove(table);
            tableBytes -= bytes;
            try (DeviceMemory _ = memory) {
                throw e;
            }
        }
        return memory;
    }

    private void makeRoom(long bytes) {
        if (tables.isEmpty() || tableBytes + bytes <= MAX_BYTES) {
            return;
        }
        executor.stream().synchronize(); // kernels that are queued may still read what goes
        Iterator<DeviceMemory> oldest = tables.values().iterator();
        while (oldest.hasNext() && tableBytes + bytes > MAX_BYTES) {
            DeviceMemory table = oldest.next();
            oldest.remove(); // first, for what fails to close must not be used again
            tableBytes -= table.byteSize();
            table.close();
        }
    }

    private DeviceMemory atLeast(long bytes) {
        DeviceMemory known = taken;
        if (known == null || known.byteSize() < bytes) {
            if (known != null) {
                executor.stream().synchronize();
                taken = null;
                known.close();
            }
            known = executor.memory(bytes, "the coefficients that rows have chosen");
            taken = known;
        }
        return known;
    }

    @Override
    public void close() {
        DeviceMemory last = taken;
        taken = null;
        try (DeviceMemory _ = last) {
            while (!tables.isEmpty()) {
                tables.pollFirstEntry().getValue().close();
            }
        }
    }
}
