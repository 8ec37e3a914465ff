package org.jaynes.statevector;

import java.util.Map;
import org.jaynes.plan.Precision;

/**
 * Probabilities of the outcomes of a circuit.
 *
 * @param probabilities by outcome, written as in {@link Samples#counts}, in alphabetical order; outcomes of probability
 *     0 are left out. They come from the amplitudes and add up to 1 to the precision of these.
 * @param notFollowed probability of the sequences of outcomes that were too improbable to be followed, see {@link
 *     RunOptions#minProbability}; not part of {@code probabilities}
 * @param branches how many sequences of mid-circuit outcomes were followed; 1 for a circuit without
 * @param device where it ran, and why there
 * @param precision format of the amplitudes
 * @param passes how often a state was read and written by gates
 * @param seconds where the time went
 */
public record Distribution(
        Map<String, Double> probabilities,
        double notFollowed,
        int branches,
        DeviceChoice device,
        Precision precision,
        long passes,
        Timing seconds) {}
