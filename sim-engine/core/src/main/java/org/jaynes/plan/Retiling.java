package org.jaynes.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts passes whose tiles are too large for a device into passes over smaller ones. The ops and their order stay the
 * same, and so do the bits: what an op computes does not depend on the tile around it.
 */
final class Retiling {
    private final int indexBits;
    private final int tileBits;
    private final int lowBits;

    /**
     * Prepares for a device.
     *
     * @param tileBits most index bits of a tile
     * @param lowBits lowest index bits that are in every tile
     */
    Retiling(int indexBits, int tileBits, int lowBits) {
        this.indexBits = indexBits;
        this.tileBits = tileBits;
        this.lowBits = Math.min(lowBits, tileBits);
    }

    List<Pass> passes(List<Pass> passes) {
        List<Pass> result = new ArrayList<>();
        for (Pass pass : passes) {
            if (pass.tileBits() <= tileBits) {
                result.add(pass);
            } else {
                cut(pass, result);
            }
        }
        return result;
    }

    private void cut(Pass pass, List<Pass> result) {
        long low = (1L << lowBits) - 1;
        long tile = low;
        int begin = 0;
        for (int i = 0; i < pass.ops().size(); i++) {
            long targets = targets(pass, pass.ops().get(i));
            if (Long.bitCount(targets | low) > tileBits) {
                throw new IllegalArgumentException(
                        "a matrix on %d qubits does not fit a tile of %d qubits, %d of them fixed"
                                .formatted(Long.bitCount(targets), tileBits, lowBits));
            }
            if (Long.bitCount(tile | targets) > tileBits) {
                result.add(piece(pass, begin, i, tile));
                tile = low;
                begin = i;
            }
            tile |= targets;
        }
        result.add(piece(pass, begin, pass.ops().size(), tile));
    }

    private static long targets(Pass pass, MicroOp op) {
        long targets = 0;
        if (op.kind() != OpKind.DIAGONAL) {
            for (byte bit : op.bits()) {
                targets |= 1L << pass.tileQubits()[bit];
            }
        }
        return targets;
    }

    private Pass piece(Pass pass, int begin, int end, long bits) {
        Tile tile = Tile.of(bits, indexBits, tileBits);
        List<MicroOp> ops = new ArrayList<>(end - begin);
        for (MicroOp op : pass.ops().subList(begin, end)) {
            ops.add(tile.microOp(inIndexBits(pass, op), op.coefficientOffset()));
        }
        return new Pass(tile.qubits(), lowBits, ops, pass.reach());
    }

    /** The op as it was before it was put into a tile. */
    private static OpDraft inIndexBits(Pass pass, MicroOp op) {
        int[] bits = new int[op.bitCount()];
        for (int i = 0; i < bits.length; i++) {
            int bit = op.bits()[i];
            bits[i] = bit < MicroOp.OUTER_BIT ? pass.tileQubits()[bit] : bit - MicroOp.OUTER_BIT;
        }
        long mask = op.outerControlMask();
        long values = op.outerControlValue();
        for (int b = 0; b < pass.tileBits(); b++) {
            mask |= (long) (op.localControlMask() >>> b & 1) << pass.tileQubits()[b];
            values |= (long) (op.localControlValue() >>> b & 1) << pass.tileQubits()[b];
        }
        return new OpDraft(op.kind(), bits, mask, values, null);
    }
}
