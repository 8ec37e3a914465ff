package org.jaynes.statevector;

import org.jaynes.plan.Precision;

/**
 * Expectation values.
 *
 * @param values one row for each row of parameters, in it one value for each observable
 * @param device where it ran, and why there
 * @param precision format of the amplitudes
 * @param passes how often a state was read and written by gates, for one row
 * @param seconds where the time went
 */
public record Expectations(double[][] values, DeviceChoice device, Precision precision, long passes, Timing seconds) {
    /** The value of the first observable for the first row. */
    public double value() {
        return values[0][0];
    }
}
