package org.jaynes.photonics.permanent;

/** In which numbers a sum is computed. */
public enum Arithmetic {
    /** 53 bits. Loses about a digit for every two or three rows. */
    DOUBLE,
    /** Pairs of doubles, 106 bits; some twenty times slower. */
    DOUBLE_DOUBLE
}
