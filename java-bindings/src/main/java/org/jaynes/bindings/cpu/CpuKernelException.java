package org.jaynes.bindings.cpu;

import org.jaynes.bindings.generated.cpu.JaynesCpu;

/** A function of libjaynes_cpu refused its arguments; nothing was written. */
public final class CpuKernelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final int status;

    CpuKernelException(String call, String attempted, int status) {
        super("%s refused: %s (%s)".formatted(call, meaning(status), attempted));
        this.call = call;
        this.status = status;
    }

    /** The function that refused. */
    public String call() {
        return call;
    }

    /** The status, one of {@code JAYNES_CPU_...} in {@code jaynes_cpu.h}. */
    public int status() {
        return status;
    }

    private static String meaning(int status) {
        if (status == JaynesCpu.JAYNES_CPU_INVALID_ARGUMENT()) {
            return "JAYNES_CPU_INVALID_ARGUMENT, an argument is outside the limits of jaynes_plan.h";
        }
        if (status == JaynesCpu.JAYNES_CPU_UNSUPPORTED_INSTRUCTIONS()) {
            return "JAYNES_CPU_UNSUPPORTED_INSTRUCTIONS, this CPU lacks the instruction set that was asked for";
        }
        return "status " + status + ", which jaynes_cpu.h does not know";
    }
}
