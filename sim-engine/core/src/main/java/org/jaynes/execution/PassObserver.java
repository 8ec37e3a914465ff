package org.jaynes.execution;

import java.util.List;
import org.jaynes.plan.Plan;

/** Is told how long passes take. A device that works on its own is waited for after each pass, so runs take longer. */
@FunctionalInterface
public interface PassObserver {
    /**
     * A pass has been done. Called by the threads that run plans, several at a time.
     *
     * @param plan whose pass it is
     * @param pass its number, from 0; a device of small memory may do more passes than the plan has
     * @param rows how many states it has worked on
     * @param share which part of their amplitudes it has read and written: 1, or less where tiles were known to be zeros
     * @param nanoseconds how long it took
     */
    void passed(Plan plan, int pass, int rows, double share, long nanoseconds);

    /**
     * A plan has been run on a state in slices.
     *
     * @param devices names of the devices of the slices, in order
     */
    default void sliced(Plan plan, List<String> devices) {}

    /**
     * Index bits have been exchanged between the slices of a state.
     *
     * @param bits how many at once
     * @param bytes that went from one slice to another
     */
    default void exchanged(Plan plan, int bits, long bytes, long nanoseconds) {}
}
