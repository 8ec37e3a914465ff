package org.jaynes.plan;

import org.jaynes.bindings.generated.plan.JaynesPlan;

/**
 * One micro-op of a {@link Pass}: the Java view of {@code JaynesOp} in {@code jaynes_plan.h}, which defines what each
 * kind computes.
 *
 * @param kind what it does
 * @param outerControlMask controls among the index bits outside the tile
 * @param outerControlValue the values that these must have
 * @param localControlMask controls among the tile bits
 * @param localControlValue the values that these must have
 * @param coefficientOffset where its coefficients begin, in reals from the start of a row, a multiple of 16; or the number
 *     of a probe's sum
 * @param bits tile bits of its targets, least significant first; for {@link OpKind#DIAGONAL} the bits that index the
 *     table, where {@link #OUTER_BIT} + p names index bit p outside the tile; for probes the pair bit and then their own.
 *     Not to be modified.
 */
public record MicroOp(
        OpKind kind,
        long outerControlMask,
        long outerControlValue,
        int localControlMask,
        int localControlValue,
        long coefficientOffset,
        byte[] bits) {

    /** In {@link #bits} of a diagonal: this plus p names index bit p outside the tile. */
    public static final int OUTER_BIT = JaynesPlan.JAYNES_OUTER_BIT();

    /** Number of targets, or of bits that index the table. */
    public int bitCount() {
        return bits.length;
    }

    /** Number of controls, inside and outside the tile. */
    public int controlCount() {
        return Long.bitCount(outerControlMask) + Integer.bitCount(localControlMask);
    }

    /** Multiply-add slots per amplitude of the state, averaged over the amplitudes that the controls leave out. */
    double slotsPerAmplitude() {
        return kind.slotsPerAmplitude(bitCount()) / (1L << controlCount());
    }
}
