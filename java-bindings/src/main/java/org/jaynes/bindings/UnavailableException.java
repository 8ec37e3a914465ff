package org.jaynes.bindings;

/** A native part that a caller insisted on cannot be used here; the message says why and what to do. */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String reason) {
        super(reason);
    }
}
