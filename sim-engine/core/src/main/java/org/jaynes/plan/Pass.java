package org.jaynes.plan;

import java.util.List;

/**
 * Micro-ops that are applied while the state is read and written once, tile by tile.
 *
 * @param tileQubits the index bits that vary within a tile, ascending; the lowest ones are 0, 1, ... as far as the
 *     profile asks. Not to be modified.
 * @param lowBits {@code tileQubits[b] = b} for b below this number
 * @param ops in the order in which they are applied
 */
public record Pass(int[] tileQubits, int lowBits, List<MicroOp> ops) {
    public Pass {
        ops = List.copyOf(ops);
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
