package org.jaynes.execution;

import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;

/**
 * A device that holds states and runs plans on them. Thread-safe; closing it closes nothing that it made.
 *
 * <p>What a driver or a native library reports comes out of an executor and of its buffers as {@link
 * DeviceFailedException}, or as {@link InsufficientMemoryException} where an allocation was refused; nothing of {@code
 * org.jaynes.bindings} does.
 */
public interface Executor extends AutoCloseable {
    /** The name as on the command line: {@code reference}, {@code cpu}, {@code cuda:0}. */
    String name();

    /** What the planner must know of this device to plan for it. */
    DeviceProfile profile();

    /**
     * Makes a batch of states, all |0...0>.
     *
     * @param indexBits number of qubits
     * @param rows number of states, at least 1
     * @throws InsufficientMemoryException with need and limit in bytes, before any allocation where they can be known
     * @throws DeviceFailedException if the device fails
     * @throws IllegalStateException if the executor has been closed
     */
    StateBuffer allocate(int indexBits, int rows, Precision precision);

    /**
     * Amplitudes, as a power of two, of the batches that small states are best run in: so many that the device is busy, so
     * few that they stay in its caches.
     */
    default int batchBits() {
        return 22;
    }

    /** Into how many slices it cuts a state; 1 where states are in one piece. */
    default int slices() {
        return 1;
    }

    /** How many threads of the host {@link #forEach} uses. */
    default int hostThreads() {
        return 1;
    }

    /**
     * Calls a task for the items 0 to {@code items - 1}, on several threads where the host does the work.
     *
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; some items are done then
     */
    default void forEach(long items, HostTask task) {
        for (long item = 0; item < items; item++) {
            Interruption.check();
            task.run(0, item);
        }
    }

    /** What {@link #forEach} calls. */
    interface HostTask {
        /**
         * Does one item.
         *
         * @param thread below {@link #hostThreads}; no two threads have the same at a time
         */
        void run(int thread, long item);
    }

    @Override
    void close();
}
