package org.jaynes.decoder;

/** Work that would take more memory or time than there is; refused before it starts. */
public final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is needed, what the limit is and what to do */
    public TooLargeException(String message) {
        super(message);
    }
}
