package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Precision;
import org.jspecify.annotations.Nullable;

/**
 * A batch of states ("rows") of equal size on one device. Bits and indices here are index bits of the device's memory
 * (see {@link Plan#layout()} for where a circuit's qubits are), and every operation is the one that
 * {@code jaynes_plan.h} defines, so results have the same bits on every device. Not thread-safe; close it to free the
 * memory.
 *
 * <p>Every method throws {@link DeviceFailedException} when the device fails; on a GPU also for what was queued before.
 * Methods that need memory throw {@link InsufficientMemoryException} when the device has none. A caller that is
 * interrupted gets a {@link java.util.concurrent.CancellationException}, between two passes or pieces of work at the
 * latest, and the state is undefined then; a GPU still does what was queued. Closing is not interrupted.
 */
public interface StateBuffer extends AutoCloseable {
    int indexBits();

    int rows();

    Precision precision();

    /** Sets every row to the basis state |index>. */
    void initialize(long index);

    /** Runs the passes of a plan; row r uses row r of the coefficients, or row 0 if there is only one. */
    default void apply(Plan plan, Coefficients coefficients) {
        apply(plan, coefficients, null);
    }

    /** As {@link #apply(Plan, Coefficients)}, and tells the observer, if there is one, of each pass. */
    void apply(Plan plan, Coefficients coefficients, @Nullable PassObserver observer);

    /**
     * As {@link #apply(Plan, Coefficients, PassObserver)}, and tells what the plan's probes have added up. Every row is a
     * pair of states, see {@link org.jaynes.plan.Planner#planPair}; the terms of a sum are rounded to integers, so the bra
     * has to be multiplied by a power of two for which the product of the two norms is at most {@link
     * org.jaynes.plan.Probe#SUM_BITS} bits large, and should not be much smaller.
     *
     * @return {@code rows * plan.probeCount()} sums, row after row
     */
    long[] probe(Plan plan, Coefficients coefficients, @Nullable PassObserver observer);

    /**
     * Marginal probabilities, not normalised.
     *
     * @param bits ascending index bits; empty for the squared norm
     * @return rows * 2^bits.length sums, row after row; bit j of the position within a row is index bit {@code bits[j]}
     */
    double[] marginals(int[] bits);

    /** As {@link #sample(int, int, long, long, int, int)} with the random numbers of the row itself. */
    default long[] sample(int row, long seed, long firstShot, int shots, int purpose) {
        return sample(row, row, seed, firstShot, shots, purpose);
    }

    /**
     * Draws basis states of one row with the probabilities |amplitude|^2 / norm^2.
     *
     * @param randomRow the row that the random numbers are those of: where states that belong to different shots lie in
     *     one batch, the outcome of a shot must not depend on its place there
     * @param purpose what the random numbers are for, see {@code philox.h}
     * @return amplitude indices, one per shot from {@code firstShot}
     */
    long[] sample(int row, int randomRow, long seed, long firstShot, int shots, int purpose);

    /**
     * Expectation of one X-mask group of Pauli products in every row (not divided by the norm).
     *
     * @return one value per row
     */
    double[] expectation(PauliGroup group);

    /** Keeps the amplitudes whose index bit has the value, times {@code scale}, and zeroes the others, in every row. */
    void collapse(int bit, int value, double scale);

    /**
     * Lets every row draw one of several operators, and applies it. On a GPU this is only queued: neither weights nor
     * outcomes come to the host.
     *
     * @param firstShot the shot of row 0; row r is the shot after r others
     * @param events for each row what its random number is for, as {@link Philox#purposeAndEvent} says, or {@link
     *     OperatorChoice#NONE} where nothing is drawn and the state stays as it is
     */
    void choose(OperatorChoice choice, long seed, long firstShot, int[] events);

    /**
     * Runs a plan whose numbers depend on what rows have drawn: bit b of the table's row that a row takes is 1 if it drew
     * operator 1, the one of a measurement that finds a one, in draw {@code draws[b]}. On a GPU this is only queued: the
     * host learns nothing of the outcomes.
     *
     * @param table 2^draws.length rows of coefficients that are never changed
     * @param draws numbers of the calls of {@link #choose} since the last {@link #takeChoices}, from 0; 1 to {@link
     *     OperatorChoice#MAX_SELECTING} of them
     */
    void applySelected(Plan plan, Coefficients table, int[] draws, @Nullable PassObserver observer);

    /**
     * What rows have drawn since the last call, and forgets it.
     *
     * @return for each {@link #choose} the operator of each row, or {@link OperatorChoice#NONE}
     * @throws IllegalStateException if a row could draw nothing because its state is 0 or not finite
     */
    List<int[]> takeChoices();

    /** Copies all rows of another buffer of the same executor, size and precision. */
    void copyFrom(StateBuffer source);

    /**
     * Copies amplitudes of one row to host memory.
     *
     * @param target interleaved (re, im) in the state's precision; its size gives the number of amplitudes
     */
    void read(int row, long firstIndex, MemorySegment target);

    /** Copies amplitudes from host memory into one row; the reverse of {@link #read}. */
    void write(int row, long firstIndex, MemorySegment source);

    @Override
    void close();
}
