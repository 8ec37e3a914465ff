package org.jaynes.service.request;

/** A request that is not served. The message is for the client: which field, what was expected, what was found. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status the HTTP status that says what kind of refusal this is */
    public RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** A request that is wrong in itself: status 400. */
    public static RefusedException invalid(String message) {
        return new RefusedException(400, message);
    }

    public int status() {
        return status;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
