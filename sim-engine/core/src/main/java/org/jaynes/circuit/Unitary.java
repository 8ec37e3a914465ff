package org.jaynes.circuit;

/** What a {@link Gate} applies to its targets: a named gate of the standard libraries, or a given matrix. */
public sealed interface Unitary permits StandardGate, MatrixUnitary {
    /** Number of targets. */
    int targetCount();

    /** Number of angles. */
    int angleCount();
}
