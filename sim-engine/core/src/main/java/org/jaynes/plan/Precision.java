package org.jaynes.plan;

/** Number format of amplitudes. Norms, probabilities and expectations are always accumulated in double. */
public enum Precision {
    /** complex64: two floats, 8 bytes an amplitude. */
    SINGLE,
    /** complex128: two doubles, 16 bytes an amplitude. */
    DOUBLE;

    /** Bytes of one amplitude. */
    public int amplitudeBytes() {
        return this == SINGLE ? 8 : 16;
    }
}
