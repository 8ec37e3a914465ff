package org.jaynes.decoder.ldpc;

/** How a check answers its columns. */
public enum UpdateRule {
    /** By the smallest magnitude among the other columns, scaled. */
    MIN_SUM,
    /** Exactly for a tree: {@code 2 atanh(prod tanh(nu / 2))}. */
    SUM_PRODUCT
}
