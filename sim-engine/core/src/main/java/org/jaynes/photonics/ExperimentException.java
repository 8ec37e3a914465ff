package org.jaynes.photonics;

/** An experiment, or what is asked of it, cannot be. The message names the part, what was found and what was expected. */
public final class ExperimentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, in words for the user. */
    public ExperimentException(String message) {
        super(message);
    }
}
