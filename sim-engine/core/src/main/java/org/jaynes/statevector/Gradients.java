package org.jaynes.statevector;

import java.util.List;
import org.jaynes.plan.Precision;

/**
 * Expectation values and their derivatives.
 *
 * @param values one row for each row of parameters, in it one value for each observable
 * @param jacobians for each row of parameters and each observable the derivatives by all parameters
 * @param parameters the parameters' names, in the order of the derivatives
 * @param device where it ran, and why there
 * @param precision format of the amplitudes
 * @param passes how often a state, or a pair of states for each observable, was read and written by gates, for all rows
 * @param seconds where the time went
 */
public record Gradients(
        double[][] values,
        double[][][] jacobians,
        List<String> parameters,
        DeviceChoice device,
        Precision precision,
        long passes,
        Timing seconds) {
    /** The derivatives of the first observable in the first row. */
    public double[] gradient() {
        return jacobians[0][0];
    }
}
