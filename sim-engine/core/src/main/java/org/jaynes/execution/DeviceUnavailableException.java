package org.jaynes.execution;

/** A device that was asked for cannot be used. The message says why, and what to do about it. */
public final class DeviceUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String device;

    /**
     * @param device name of the device, such as {@code cuda:0}
     * @param reason why it cannot be used, and the remedy
     */
    public DeviceUnavailableException(String device, String reason) {
        super(device + " is not usable: " + reason);
        this.device = device;
    }

    /**
     * @param device name of the device, such as {@code cuda:0}
     * @param reason why it cannot be used, and the remedy
     * @param cause what the driver or the loader reported
     */
    public DeviceUnavailableException(String device, String reason, Throwable cause) {
        super(device + " is not usable: " + reason, cause);
        this.device = device;
    }

    /** Name of the device. */
    public String device() {
        return device;
    }
}
