package org.jaynes.execution;

import org.jaynes.bindings.cpu.CpuKernelException;
import org.jaynes.bindings.cuda.CudaException;

/**
 * A device failed while it worked: the one exception for what a driver or a native library reports once the device is
 * open. The message has the call, what was attempted and the status by number and name; the cause is the exception of
 * {@code org.jaynes.bindings}. What the device held is undefined, and after most failures of a GPU it works no more.
 */
public final class DeviceFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String device;
    private final String call;
    private final int code;

    /**
     * @param device name of the device, such as {@code cuda:0}
     * @param call the function that failed, such as {@code cuLaunchKernel}
     * @param code its status: a {@code CUresult}, or one of {@code JAYNES_CPU_...}
     * @param cause what was reported
     */
    public DeviceFailedException(String device, String call, int code, RuntimeException cause) {
        super(device + " failed: " + cause.getMessage(), cause);
        this.device = device;
        this.call = call;
        this.code = code;
    }

    /** What the bindings report, as an exception of this package; other exceptions as they are. */
    static RuntimeException translated(String device, RuntimeException thrown) {
        return switch (thrown) {
            case CudaException e -> new DeviceFailedException(device, e.call(), e.code(), e);
            case CpuKernelException e -> new DeviceFailedException(device, e.call(), e.status(), e);
            default -> thrown;
        };
    }

    /** Name of the device. */
    public String device() {
        return device;
    }

    /** The function that failed. */
    public String call() {
        return call;
    }

    /** The status that it returned. */
    public int code() {
        return code;
    }

    /** Whether memory of the device, or memory that it shares with the host, ran out. */
    public boolean isOutOfMemory() {
        return getCause() instanceof CudaException e && e.isOutOfMemory();
    }
}
