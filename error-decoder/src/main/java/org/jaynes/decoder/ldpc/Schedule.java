package org.jaynes.decoder.ldpc;

/** In which order messages are updated. */
public enum Schedule {
    /** All checks, then all columns: parallel, and independent of the order of the checks. */
    FLOODING,
    /** One check after the other, each with what those before it have found: serial, in about half the iterations. */
    LAYERED
}
