package org.jaynes.decoder.ldpc;

/** What is done about shots on which belief propagation does not converge. */
public sealed interface Postprocessing permits Postprocessing.None, OrderedStatistics, LocalizedStatistics {
    /** Nothing: the decision of the last iteration is the guess. */
    record None() implements Postprocessing {}
}
