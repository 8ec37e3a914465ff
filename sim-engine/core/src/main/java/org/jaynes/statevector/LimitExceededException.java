package org.jaynes.statevector;

/** A run would exceed, or exceeded, one of the limits of {@link RunOptions} or of the simulator; the message names it. */
public final class LimitExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LimitExceededException(String message) {
        super(message);
    }
}
