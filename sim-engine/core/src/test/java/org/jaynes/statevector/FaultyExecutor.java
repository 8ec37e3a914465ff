package org.jaynes.statevector;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jaynes.bindings.cuda.CudaException;
import org.jaynes.execution.DeviceFailedException;
import org.jaynes.execution.Executor;
import org.jaynes.execution.InsufficientMemoryException;
import org.jaynes.execution.OperatorChoice;
import org.jaynes.execution.PassObserver;
import org.jaynes.execution.PauliGroup;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Precision;
import org.jspecify.annotations.Nullable;

/**
 * An executor with the troubles of a GPU: room for few states, small batches, launches that fail, reductions for which
 * there is no memory. Counts the states that are open.
 */
final class FaultyExecutor implements Executor {
    private final Executor executor;
    private final String name;
    private int states = Integer.MAX_VALUE;
    private int launches = Integer.MAX_VALUE;
    private int refusedReduction = Integer.MAX_VALUE;
    private int batchBits;
    private int hostThreads = 1;
    private int open;

    FaultyExecutor(Executor executor, String name) {
        this.executor = executor;
        this.name = name;
        this.batchBits = executor.batchBits();
    }

    /** With room for so many states. */
    FaultyExecutor withStates(int number) {
        states = number;
        return this;
    }

    /** Every launch after so many fails. */
    FaultyExecutor withLaunches(int number) {
        launches = number;
        return this;
    }

    /** After so many reductions there is no memory for one, and then there is again. */
    FaultyExecutor withRefusedReduction(int number) {
        refusedReduction = number;
        return this;
    }

    FaultyExecutor withBatchBits(int bits) {
        batchBits = bits;
        return this;
    }

    /** Items of {@link #forEach} come as if from so many threads, one after the other. */
    FaultyExecutor withHostThreads(int number) {
        hostThreads = number;
        return this;
    }

    int open() {
        return open;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DeviceProfile profile() {
        return executor.profile();
    }

    @Override
    public int batchBits() {
        return batchBits;
    }

    @Override
    public int hostThreads() {
        return hostThreads;
    }

    @Override
    public void forEach(long items, HostTask task) {
        for (long item = 0; item < items; item++) {
            task.run((int) (item % hostThreads), item);
        }
    }

    @Override
    public StateBuffer allocate(int indexBits, int rows, Precision precision) {
        if (open >= states) {
            throw new InsufficientMemoryException("a state too many", name, 1, 0);
        }
        open++;
        return new Buffer(executor.allocate(indexBits, rows, precision));
    }

    @Override
    public void close() {
        executor.close();
    }

    private final class Buffer implements StateBuffer {
        private final StateBuffer buffer;

        Buffer(StateBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public int indexBits() {
            return buffer.indexBits();
        }

        @Override
        public int rows() {
            return buffer.rows();
        }

        @Override
        public Precision precision() {
            return buffer.precision();
        }

        @Override
        public void initialize(long index) {
            buffer.initialize(index);
        }

        @Override
        public void apply(Plan plan, Coefficients coefficients, @Nullable PassObserver observer) {
            if (launches-- <= 0) {
                String call = "cuLaunchKernel";
                throw new DeviceFailedException(
                        name,
                        call,
                        719,
                        new CudaException(call, "of tile_pass", 719, "CUDA_ERROR_LAUNCH_FAILED", "bad"));
            }
            buffer.apply(plan, coefficients, observer);
        }

        @Override
        public long[] probe(Plan plan, Coefficients coefficients, @Nullable PassObserver observer) {
            return buffer.probe(plan, coefficients, observer);
        }

        @Override
        public double[] marginals(int[] bits) {
            return buffer.marginals(bits);
        }

        @Override
        public long[] sample(int row, int randomRow, long seed, long firstShot, int shots, int purpose) {
            return buffer.sample(row, randomRow, seed, firstShot, shots, purpose);
        }

        @Override
        public double[] expectation(PauliGroup group) {
            if (refusedReduction-- == 0) {
                throw new InsufficientMemoryException("a reduction", name, 1, 0);
            }
            return buffer.expectation(group);
        }

        @Override
        public void collapse(int bit, int value, double scale) {
            buffer.collapse(bit, value, scale);
        }

        @Override
        public void choose(OperatorChoice choice, long seed, long firstShot, int[] events) {
            buffer.choose(choice, seed, firstShot, events);
        }

        @Override
        public void applySelected(Plan plan, Coefficients table, int[] draws, @Nullable PassObserver observer) {
            buffer.applySelected(plan, table, draws, observer);
        }

        @Override
        public List<int[]> takeChoices() {
            return buffer.takeChoices();
        }

        @Override
        public void copyFrom(StateBuffer source) {
            buffer.copyFrom(((Buffer) source).buffer);
        }

        @Override
        public void read(int row, long firstIndex, MemorySegment target) {
            buffer.read(row, firstIndex, target);
        }

        @Override
        public void write(int row, long firstIndex, MemorySegment source) {
            buffer.write(row, firstIndex, source);
        }

        @Override
        public void close() {
            open--;
            buffer.close();
            if (launches < 0) {
                throw new DeviceFailedException(
                        name, "cuMemFree", 719, new IllegalStateException("the device is lost"));
            }
        }
    }
}
