package org.jaynes.decoder;

/** A decoder that there is not, or a parameter that it does not have or allow. The message says what there is. */
public final class DecoderParameterException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** @param message what was given and what is allowed */
    public DecoderParameterException(String message) {
        super(message);
    }
}
