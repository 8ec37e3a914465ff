package org.jaynes.statevector;

import org.jaynes.plan.Precision;

/**
 * Expectation values averaged over shots, each with the outcomes and errors that it has drawn. What a shot adds is the
 * exact expectation in its final state, so that the deviation is that of the trajectories alone.
 *
 * @param means one for each observable
 * @param standardErrors of the means: the standard deviation between shots divided by the root of their number
 * @param shots how many there were
 * @param seed key of all random numbers
 * @param device where it ran, and why there
 * @param precision format of the amplitudes
 * @param passes how often a state was read and written by gates
 * @param seconds where the time went
 */
public record SampledExpectations(
        double[] means,
        double[] standardErrors,
        int shots,
        long seed,
        DeviceChoice device,
        Precision precision,
        long passes,
        Timing seconds) {

    /** @param values for each observable a value for each shot */
    static SampledExpectations of(
            double[][] values, int shots, long seed, DeviceChoice device, Precision precision, Meter meter) {
        double[] means = new double[values.length];
        double[] errors = new double[values.length];
        for (int o = 0; o < values.length; o++) {
            for (double value : values[o]) {
                means[o] += value / shots;
            }
            double squares = 0;
            for (double value : values[o]) {
                squares += (value - means[o]) * (value - means[o]);
            }
            errors[o] = Math.sqrt(squares / Math.max(1, shots - 1) / shots);
        }
        return new SampledExpectations(means, errors, shots, seed, device, precision, meter.passes, meter.timing());
    }
}
