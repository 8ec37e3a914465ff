package org.jaynes.plan;

import org.jaynes.bindings.generated.plan.JaynesPlan;

/** Kinds of micro-ops, with their {@code JAYNES_OP_...} codes of {@code jaynes_plan.h}. */
public enum OpKind {
    /** Dense complex matrix on 1 to 6 targets. */
    MATRIX(JaynesPlan.JAYNES_OP_MATRIX()),
    /** Real 2x2 matrix. */
    REAL(JaynesPlan.JAYNES_OP_REAL()),
    /** 2x2 matrix with a real diagonal and imaginary off-diagonal elements. */
    CROSS(JaynesPlan.JAYNES_OP_CROSS()),
    /** X: exchanges two amplitudes. */
    FLIP(JaynesPlan.JAYNES_OP_FLIP()),
    /** Hadamard without its factor. */
    SUM_DIFFERENCE(JaynesPlan.JAYNES_OP_SUM_DIFFERENCE()),
    /** A table of factors, one for each value of some index bits; with no bits, one factor. */
    DIAGONAL(JaynesPlan.JAYNES_OP_DIAGONAL()),
    /** Adds up what bra and ket tell about X on a target: see {@link Probe}. */
    PROBE_X(JaynesPlan.JAYNES_OP_PROBE_X()),
    /** The same for Y. */
    PROBE_Y(JaynesPlan.JAYNES_OP_PROBE_Y()),
    /** The same for Z on any number of bits. */
    PROBE_Z(JaynesPlan.JAYNES_OP_PROBE_Z());

    private final int code;

    OpKind(int code) {
        this.code = code;
    }

    /** Code in the wire format. */
    public int code() {
        return code;
    }

    /** Whether it changes no amplitude and adds something up instead. */
    public boolean isProbe() {
        return this == PROBE_X || this == PROBE_Y || this == PROBE_Z;
    }

    /** How many of the {@code bitCount} bits of an op of this kind must lie in the tile: the first ones. */
    int tileBitCount(int bitCount) {
        return switch (this) {
            case DIAGONAL -> 0;
            case PROBE_Z -> 1;
            default -> bitCount;
        };
    }

    /** Number of reals that an op of this kind with {@code bitCount} bits takes from the coefficients. */
    public int coefficientCount(int bitCount) {
        return switch (this) {
            case MATRIX -> 2 << (2 * bitCount);
            case REAL, CROSS -> 4;
            case FLIP, SUM_DIFFERENCE, PROBE_X, PROBE_Y, PROBE_Z -> 0;
            case DIAGONAL -> 2 << bitCount;
        };
    }

    /**
     * Multiply-add slots that an op of this kind costs per amplitude it touches, as the planner counts them: 4 for a
     * complex multiplication, 1 for an addition or for a move of one of the two components.
     */
    double slotsPerAmplitude(int bitCount) {
        return switch (this) {
            case MATRIX -> 4 << bitCount;
            case REAL, CROSS, DIAGONAL -> 4;
            case FLIP, SUM_DIFFERENCE, PROBE_X, PROBE_Y, PROBE_Z -> 2;
        };
    }
}
