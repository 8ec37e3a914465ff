package org.jaynes.decoder;

/** A detector error model that a decoder cannot use. The message says which error stands in the way and what to do. */
public final class DecoderModelException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what was found, what was expected and what to do
     */
    public DecoderModelException(String message) {
        super(message);
    }
}
