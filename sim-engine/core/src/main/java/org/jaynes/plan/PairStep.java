package org.jaynes.plan;

import org.jaynes.circuit.Gate;

/** What is done with a pair of states, one after the other: see {@link Planner#planPair}. */
public sealed interface PairStep permits PairStep.Apply, Probe {
    /** A gate is applied to both. */
    record Apply(Gate gate) implements PairStep {}
}
