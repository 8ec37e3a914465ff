package org.jaynes.execution;

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
}
