package org.jaynes.statevector;

import java.util.Map;
import org.jaynes.plan.Precision;

/**
 * Outcomes of a circuit's shots. With the same circuit, seed, shots, precision and planned-for device they are the same
 * on every device and for any number of threads.
 *
 * @param samples the outcome of each shot
 * @param seed the key of the random numbers, given or drawn
 * @param device where it ran, and why there
 * @param precision format of the amplitudes
 * @param passes how often a state was read and written by gates
 * @param seconds where the time went
 */
public record RunResult(
        Samples samples, long seed, DeviceChoice device, Precision precision, long passes, Timing seconds) {
    /** How often each outcome came, see {@link Samples#counts}. */
    public Map<String, Integer> counts() {
        return samples.counts();
    }
}
