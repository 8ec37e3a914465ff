package org.jaynes.statevector;

import org.jaynes.plan.Precision;

/**
 * Expectation values.
 *
 * @param values one row for each row of parameters, in it one value for each observable
 * @param notFollowed for each row of parameters the probability of the sequences of mid-circuit outcomes that were too
 *     improbable to be followed, see {@link RunOptions#minProbability}: they are missing from the averages; 0 for a
 *     circuit without mid-circuit measurement
 * @param device where it ran, and why there
 * @param precision format of the amplitudes
 * @param passes how often a state was read and written by gates: for one row, but with mid-circuit measurements for all
 *     rows and sequences of outcomes together
 * @param seconds where the time went
 */
public record Expectations(
        double[][] values,
        double[] notFollowed,
        DeviceChoice device,
        Precision precision,
        long passes,
        Timing seconds) {
    /** The value of the first observable for the first row. */
    public double value() {
        return values[0][0];
    }
}
