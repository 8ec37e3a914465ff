package org.jaynes.decoder;

import org.jspecify.annotations.Nullable;

/**
 * A circuit that is well formed but cannot be run or analysed: it looks back beyond the first measurement, uses a
 * classical bit as a target, or has no detector error model under the given options. The message names the instruction,
 * and begins with its place where the circuit was read from a text.
 */
public final class CircuitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean located;

    /** @param message what was found and what was expected */
    public CircuitException(String message) {
        this(message, false);
    }

    private CircuitException(String message, boolean located) {
        super(message);
        this.located = located;
    }

    /**
     * The same fault, with an instruction that it was found in; of a loop and an instruction of its body, the latter comes
     * first.
     *
     * @param place of the instruction, if it has one
     * @param instruction its number and name
     */
    public CircuitException at(@Nullable TextPlace place, String instruction) {
        return new CircuitException(prefixed(place) + "\n    at " + instruction, located || place != null);
    }

    /** The same fault, of a circuit that was read from a text of this name, as a whole. */
    public CircuitException in(@Nullable String source) {
        return new CircuitException(prefixed(source), located || source != null);
    }

    private String prefixed(@Nullable Object place) {
        return located || place == null ? String.valueOf(getMessage()) : place + ": " + getMessage();
    }
}
