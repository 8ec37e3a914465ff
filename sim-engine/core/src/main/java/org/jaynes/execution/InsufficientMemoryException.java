package org.jaynes.execution;

/**
 * Something does not fit on its device. States are refused before anything is allocated; where an allocation is refused
 * although there seemed to be enough, the message has the call and its status, and the cause is what reported them.
 */
public final class InsufficientMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long neededBytes;
    private final long limitBytes;

    /**
     * @param what what was asked for, such as "a state of 40 qubits in single precision"
     * @param device name of the device
     */
    public InsufficientMemoryException(String what, String device, long neededBytes, long limitBytes) {
        super("%s needs %,d bytes; %s has %,d bytes left".formatted(what, neededBytes, device, limitBytes));
        this.neededBytes = neededBytes;
        this.limitBytes = limitBytes;
    }

    /**
     * An allocation that was refused although the device says it has the memory: it may not be in one piece.
     *
     * @param what what the memory was for
     * @param device name of the device
     * @param refusal names the call and its status
     */
    public InsufficientMemoryException(
            String what, String device, long neededBytes, long limitBytes, Throwable refusal) {
        super(
                "%s needs %,d bytes; %s reports %,d bytes left, but %s"
                        .formatted(what, neededBytes, device, limitBytes, refusal.getMessage()),
                refusal);
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
