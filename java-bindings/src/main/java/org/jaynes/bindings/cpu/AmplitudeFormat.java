package org.jaynes.bindings.cpu;

import org.jaynes.bindings.generated.plan.JaynesPlan;

/** Number formats of amplitudes as {@code jaynes_plan.h} numbers them. */
public enum AmplitudeFormat {
    /** Two floats, 8 bytes an amplitude. */
    COMPLEX64(JaynesPlan.JAYNES_COMPLEX64()),
    /** Two doubles, 16 bytes an amplitude. */
    COMPLEX128(JaynesPlan.JAYNES_COMPLEX128());

    final int code;

    AmplitudeFormat(int code) {
        this.code = code;
    }
}
