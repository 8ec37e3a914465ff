package org.jaynes.plan;

/**
 * Number format of amplitudes. Norms, probabilities and expectations are always accumulated in double. The words are the
 * command line's; the wire format, the kernels and NumPy say complex64 and complex128.
 */
public enum Precision {
    /** complex64: two floats, 8 bytes an amplitude. */
    SINGLE,
    /** complex128: two doubles, 16 bytes an amplitude. */
    DOUBLE;

    /** Bytes of one real number. */
    public int realBytes() {
        return this == SINGLE ? 4 : 8;
    }

    /** Bytes of one amplitude. */
    public int amplitudeBytes() {
        return 2 * realBytes();
    }
}
