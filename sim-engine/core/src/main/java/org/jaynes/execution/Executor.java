package org.jaynes.execution;

import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;

/** A device that holds states and runs plans on them. Thread-safe; closing it closes nothing that it made. */
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
     * @throws InsufficientMemoryException before any allocation, with need and limit in bytes
     */
    StateBuffer allocate(int indexBits, int rows, Precision precision);

    @Override
    void close();
}
