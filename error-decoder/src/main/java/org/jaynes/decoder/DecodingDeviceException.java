package org.jaynes.decoder;

import org.jspecify.annotations.Nullable;

/** A device cannot be used for decoding, or failed at it. The message says which device, what was tried, and what to do. */
public final class DecodingDeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Fault {
        /** The device cannot be opened. */
        UNAVAILABLE,
        /** A {@link DecodingServer} has the device. */
        BUSY,
        /** Memory of the device ran out. */
        OUT_OF_MEMORY,
        /** A call of the driver or a kernel failed; what the device holds is undefined. */
        FAILED
    }

    private final Fault fault;

    /**
     * @param fault what is wrong
     * @param message which device, what was tried, what to do
     * @param cause what the driver reported, if it did
     */
    public DecodingDeviceException(Fault fault, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
