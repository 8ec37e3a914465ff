package org.jaynes.decoder;

/**
 * A circuit that is well formed but cannot be run or analysed: it looks back beyond the first measurement, uses a
 * classical bit as a target, or has no detector error model under the given options. The message names the instruction.
 */
public final class CircuitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what was found and what was expected */
    public CircuitException(String message) {
        super(message);
    }

    /** The same fault, with the instruction that it was found at. */
    public CircuitException at(String place) {
        return new CircuitException(getMessage() + "\n    at " + place);
    }
}
