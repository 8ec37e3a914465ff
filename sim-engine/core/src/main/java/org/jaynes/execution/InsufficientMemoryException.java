package org.jaynes.execution;

/** A state does not fit on its device. Thrown before anything is allocated. */
public final class InsufficientMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long neededBytes;
    private final long limitBytes;

    /**
     * @param what what was asked for, such as "a state of 40 qubits in single precision"
     * @param device name of the device
     */
    public InsufficientMemoryException(String what, String device, long neededBytes, long limitBytes) {
        super("%s needs %,d bytes; %s has %,d bytes for states".formatted(what, neededBytes, device, limitBytes));
        this.neededBytes = neededBytes;
        this.limitBytes = limitBytes;
    }

    public long neededBytes() {
        return neededBytes;
    }

    public long limitBytes() {
        return limitBytes;
    }
}
