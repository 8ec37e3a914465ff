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
     */
    StateBuffer allocate(int indexBits, int rows, Precision precision);

    @Override
    void close();
}
