package org.jaynes.decoder.shots;

/** A number of shots that a format cannot hold. */
public final class ShotCountException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    ShotCountException(String message) {
        super(message);
    }
}
