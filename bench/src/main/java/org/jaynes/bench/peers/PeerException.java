package org.jaynes.bench.peers;

/** Another program could not be installed or started, or did not do what it was asked for; the message has its words. */
public final class PeerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what was wanted, and what happened instead */
    public PeerException(String message) {
        super(message);
    }

    /**
     * With a cause.
     *
     * @param message what was wanted, and what happened instead
     */
    public PeerException(String message, Throwable cause) {
        super(message, cause);
    }
}
