package org.jaynes.statevector;

/**
 * A circuit did something while it ran that has no meaning: divided by zero, indexed a bit that is not there, never ended, or left a
 * final state that depends on an outcome where one state was asked for.
 */
public final class ProgramException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProgramException(String message) {
        super(message);
    }

    ProgramException(String message, Throwable cause) {
        super(message, cause);
    }
}
