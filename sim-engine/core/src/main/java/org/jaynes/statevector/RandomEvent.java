package org.jaynes.statevector;

import org.jaynes.circuit.Noise;
import org.jaynes.circuit.ReadoutError;

/** Something random that a trajectory has come to. */
sealed interface RandomEvent {
    /**
     * A qubit is measured.
     *
     * @param bit the classical bit that gets the outcome, or -1 for a reset
     */
    record Measured(int qubit, int bit) implements RandomEvent {}

    /** A channel applies one of its operators: the outcome is its number. */
    record Applied(Noise noise) implements RandomEvent {}

    /** A classical bit gets another value, perhaps: the outcome. */
    record Misread(ReadoutError error) implements RandomEvent {}
}
