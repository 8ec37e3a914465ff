package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.circuit.ParameterRows;
import org.jaynes.execution.Executor;
import org.jaynes.execution.InsufficientMemoryException;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Plan;
import org.jaynes.plan.RowBinder;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan for rows of parameters: small states in batches, several threads with a batch each where the
 * host does the work.
 */
final class RowBatches {
    /** Coefficients that a batch may have for each of its amplitudes, as a power of two. */
    private static final int COEFFICIENTS_PER_AMPLITUDE_BITS = 4;

    private static final int BATCHES_PER_THREAD = 8;

    /** Rows of a batch from which on they are worth a call. */
    private static final int LEAST_SHARE = 16;

    private final Executor executor;
    private final Plan plan;
    private final ParameterRows rows;
    private final RunOptions options;

    /** @param options where runs begin, and who is told of passes; without an initial state qubits may be anywhere */
    RowBatches(Executor executor, Plan plan, ParameterRows rows, RunOptions options) {
        this.options = options;
        this.executor = executor;
        this.plan = plan;
        this.rows = rows;
    }

    /** What is done with final states. */
    interface Reader {
        /**
         * Reads the states of the rows from {@code first} on. Called by several threads, each for other rows; when memory
         * runs out, all rows come once more.
         *
         * @param states row i is row {@code first + i}; rows beyond the last one mean nothing
         */
        void read(StateBuffer states, int first);
    }

    /** @throws InsufficientMemoryException if there is no memory for one state */
    void run(Reader reader) {
        int batch = batchRows(executor, plan.indexBits(), plan.coefficientCount(), rows.rowCount());
        while (true) {
            try {
                run(batch, reader);
                return;
            } catch (InsufficientMemoryException e) {
                if (batch == 1) {
                    throw e;
                }
                batch = (batch + 1) / 2;
            }
        }
    }

    /**
     * How many rows of states, each with coefficients of its own, a device works on best at a time.
     *
     * @param coefficients of one row, in reals
     * @param rows how many there are in all
     */
    static int batchRows(Executor executor, int indexBits, long coefficients, int rows) {
        int amplitudeBits = Math.max(0, executor.batchBits() - indexBits);
        int coefficientBits = executor.batchBits() + COEFFICIENTS_PER_AMPLITUDE_BITS;
        long byCoefficients = (1L << coefficientBits) / Math.max(1, coefficients);
        long most = Math.clamp(Math.min(1L << amplitudeBits, byCoefficients), 1, Math.max(1, rows));
        // Threads that share few rows are to end together.
        int share = Math.max(LEAST_SHARE, Math.ceilDiv(rows, executor.hostThreads() * BATCHES_PER_THREAD));
        return (int) (executor.hostThreads() == 1 ? most : Math.min(most, share));
    }

    private void run(int batch, Reader reader) {
        int batches = Math.ceilDiv(rows.rowCount(), batch);
        try (Lanes lanes = new Lanes(batch)) {
            if (batches == 1) {
                lanes.of(0).run(0, reader);
            } else {
                executor.forEach(
                        batches, (thread, item) -> lanes.of(thread).run(Math.toIntExact(item * batch), reader));
            }
        }
    }

    /** A lane for each thread that takes part. */
    private final class Lanes implements AutoCloseable {
        private final int batch;
        private final @Nullable Lane[] lanes = new Lane[executor.hostThreads()];

        Lanes(int batch) {
            this.batch = batch;
        }

        /** Only that thread calls this. */
        Lane of(int thread) {
            Lane lane = lanes[thread];
            if (lane == null) {
                lane = new Lane(batch);
                lanes[thread] = lane;
            }
            return lane;
        }

        @Override
        public void close() {
            List<Runnable> closings = new ArrayList<>();
            for (Lane lane : lanes) {
                if (lane != null) {
                    closings.add(lane.states::close);
                    closings.add(lane.binder::close);
                }
            }
            Closing.all(closings);
        }
    }

    /** What one thread needs for a batch. */
    private final class Lane {
        private final RowBinder binder;
        private final StateBuffer states;
        private boolean used;

        Lane(int batch) {
            this.binder = new RowBinder(plan, rows, batch);
            this.states = executor.allocate(plan.indexBits(), batch, plan.precision()); // last: it must be closed
        }

        void run(int first, Reader reader) {
            InitialState start = options.initialState().orElse(null);
            if (start != null) {
                for (int row = 0; row < states.rows(); row++) {
                    start.write(states, row);
                }
            } else if (used) {
                states.initialize(0);
            }
            used = true;
            states.apply(plan, binder.bind(first), options.observer().orElse(null));
            reader.read(states, first);
        }
    }
}
