package org.jaynes.statevector;

/** The device that was asked for failed while it worked; the message has the call and its code. */
public final class DeviceFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String device;

    DeviceFailedException(String device, RuntimeException cause) {
        super(device + " failed: " + cause.getMessage(), cause);
        this.device = device;
    }

    /** Name of the device. */
    public String device() {
        return device;
    }
}
