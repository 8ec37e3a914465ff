package org.jaynes.bindings.cuda;

import org.jaynes.bindings.generated.cuda.Cuda;

/**
 * A call of the CUDA driver failed. The message has the call, what was attempted, and CUDA's own code, name and text:
 * {@code cuMemAlloc of 1099511627776 bytes on cuda:0 (NVIDIA H200) failed: CUDA_ERROR_OUT_OF_MEMORY (2), out of memory}.
 */
public final class CudaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final String attempted;
    private final int code;
    private final String name;

    /**
     * @param call the driver's function, without version suffix: {@code cuMemAlloc}
     * @param attempted what was asked for: bytes, grid, device
     * @param code the driver's status
     * @param name CUDA's name of the status: {@code CUDA_ERROR_OUT_OF_MEMORY}
     * @param text CUDA's text for the status: {@code out of memory}
     */
    public CudaException(String call, String attempted, int code, String name, String text) {
        super("%s %s failed: %s (%d), %s"
                .formatted(call, attempted, name, code, text)
                .replace("  ", " "));
        this.call = call;
        this.attempted = attempted;
        this.code = code;
        this.name = name;
    }

    /** The driver's function that failed, without version suffix. */
    public String call() {
        return call;
    }

    /** What was asked for. */
    public String attempted() {
        return attempted;
    }

    /** The driver's status, a {@code CUresult}. */
    public int code() {
        return code;
    }

    /** Whether memory of the device (or pinned memory) ran out. */
    public boolean isOutOfMemory() {
        return code == Cuda.CUDA_ERROR_OUT_OF_MEMORY();
    }

    /** CUDA's name of the status. */
    public String name() {
        return name;
    }
}
