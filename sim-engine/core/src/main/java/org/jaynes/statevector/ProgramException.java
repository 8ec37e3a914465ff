package org.jaynes.statevector;

/** A circuit did something while it ran that has no meaning: divided by zero, or indexed a bit that is not there. */
public final class ProgramException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProgramException(String message, Throwable cause) {
        super(message, cause);
    }
}
