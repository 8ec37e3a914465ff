package org.jaynes.execution;

/**
 * Pauli products that share one X mask, in index bits, as {@code JaynesPauliArguments} in {@code jaynes_plan.h} takes
 * them: first the products with an even number of Y, then those with an odd number; the sign that the Y factors bring is
 * already in the coefficient.
 *
 * @param xMask the bits with X or Y
 * @param zMasks per product, the bits with Z or Y
 * @param coefficients per product, real
 * @param realCount how many products have an even number of Y
 */
public record PauliGroup(long xMask, long[] zMasks, double[] coefficients, int realCount) {
    /** All bits that some product acts on. */
    long bits() {
        long bits = xMask;
        for (long zMask : zMasks) {
            bits |= zMask;
        }
        return bits;
    }
}
