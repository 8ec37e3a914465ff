package org.jaynes.plan;

import java.util.List;

/**
 * Micro-ops that are applied while the state is read and written once, tile by tile.
 *
 * @param tileQubits the index bits that vary within a tile, ascending; the lowest ones are 0, 1, ... as far as the
 *     profile asks. Not to be modified.
 * @param lowBits {@code tileQubits[b] = b} for b below this number
 * @param ops in the order in which they are applied
 * @param reach mask of the index bits in which amplitudes that are not 0 may differ afterwards although they did not
 *     before: those of the tile, and of a piece of a larger pass all of that pass's tile. What is skipped as zeros
 *     follows from it, so that pieces give the bits of the whole.
 */
public record Pass(int[] tileQubits, int lowBits, List<MicroOp> ops, long reach) {
    public Pass {
        ops = List.copyOf(ops);
    }

    /** A whole pass. */
    public Pass(int[] tileQubits, int lowBits, List<MicroOp> ops) {
        this(tileQubits, lowBits, ops, mask(tileQubits));
    }

    /** Mask of the index bits that vary within a tile. */
    public long tileMask() {
        return mask(tileQubits);
    }

    private static long mask(int[] bits) {
        long mask = 0;
        for (int bit : bits) {
            mask |= 1L << bit;
        }
        return mask;
    }

    /** Index bits of a tile. */
    public int tileBits() {
        return tileQubits.length;
    }

    /** Floating-point operations on one state of 2^indexBits amplitudes; a multiply-add counts two. */
    public double flops(int indexBits) {
        return 2
                * Math.scalb(
                        ops.stream().mapToDouble(MicroOp::slotsPerAmplitude).sum(), indexBits);
    }

    /** A tile's amplitudes lie in memory in runs of 2^runBits. */
    int runBits() {
        return Tile.runBits(tileQubits);
    }
}
