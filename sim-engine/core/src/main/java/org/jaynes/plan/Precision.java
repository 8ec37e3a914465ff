package org.jaynes.plan;

import org.jaynes.bindings.generated.plan.JaynesPlan;

/**
 * Number format of amplitudes. Norms, probabilities and expectations are always accumulated in double. The words are the
 * command line's; the wire format, the kernels and NumPy say complex64 and complex128.
 */
public enum Precision {
    /** complex64: two floats, 8 bytes an amplitude. */
    SINGLE,
    /** complex128: two doubles, 16 bytes an amplitude. */
    DOUBLE;

    /** Bits of the largest sum that a probe may add up: see {@link Planner#planPair}. */
    public int probeBits() {
        return this == SINGLE ? JaynesPlan.JAYNES_PROBE_BITS_C64() : JaynesPlan.JAYNES_PROBE_BITS_C128();
    }

    /** Bytes of one real number. */
    public int realBytes() {
        return this == SINGLE ? 4 : 8;
    }

    /** Bytes of one amplitude. */
    public int amplitudeBytes() {
        return 2 * realBytes();
    }
}
