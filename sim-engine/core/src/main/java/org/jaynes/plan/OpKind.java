package org.jaynes.plan;

/** Kinds of micro-ops, with their {@code JAYNES_OP_...} codes of {@code jaynes_plan.h}. */
public enum OpKind {
    /** Dense complex matrix on 1 to 6 targets. */
    MATRIX(0),
    /** Real 2x2 matrix. */
    REAL(1),
    /** 2x2 matrix with a real diagonal and imaginary off-diagonal elements. */
    CROSS(2),
    /** X: exchanges two amplitudes. */
    FLIP(3),
    /** Hadamard without its factor. */
    SUM_DIFFERENCE(4),
    /** A table of factors, one for each value of some index bits; with no bits, one factor. */
    DIAGONAL(5);

    private final int code;

    OpKind(int code) {
        this.code = code;
    }

    /** Code in the wire format. */
    public int code() {
        return code;
    }

    /** Number of reals that an op of this kind with {@code bitCount} bits takes from the coefficients. */
    public int coefficientCount(int bitCount) {
        return switch (this) {
            case MATRIX -> 2 << (2 * bitCount);
            case REAL, CROSS -> 4;
            case FLIP, SUM_DIFFERENCE -> 0;
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
            case FLIP, SUM_DIFFERENCE -> 2;
        };
    }
}
