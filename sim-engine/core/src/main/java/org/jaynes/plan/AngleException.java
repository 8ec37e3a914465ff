package org.jaynes.plan;

/** The angle of a gate is not finite for the given values of the parameters; the message has the expression. */
public final class AngleException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    AngleException(String message) {
        super(message);
    }
}
