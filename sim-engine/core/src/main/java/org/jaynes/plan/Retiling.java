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
     * Consecutive ops of a pass that find room in a tile.
     *
     * @param number the pass's, from 0
     * @param begin the first op
     * @param end one behind the last op
     * @param targets index bits that the ops act on, and the low bits
     */
    record Piece(Pass pass, int number, int begin, int end, long targets) {
        /** The ops as they were before they were put into the pass's tile. */
        List<OpDraft> ops() {
            return pass.ops().subList(begin, end).stream()
                    .map(op -> inIndexBits(pass, op))
                    .toList();
        }

        /** Where the coefficients of an op are. */
        long coefficientOffset(int op) {
            return pass.ops().get(begin + op).coefficientOffset();
        }
    }

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
        for (Piece piece : pieces(passes)) {
            boolean whole = piece.pass.tileBits() <= tileBits;
            result.add(whole ? piece.pass : smaller(piece));
        }
        return result;
    }

    /** Passes whose tiles are small enough in one piece, the others in as few as their order allows. */
    List<Piece> pieces(List<Pass> passes) {
        List<Piece> result = new ArrayList<>();
        for (int number = 0; number < passes.size(); number++) {
            cut(passes.get(number), number, result);
        }
        return result;
    }

    private void cut(Pass pass, int number, List<Piece> result) {
        long low = (1L << lowBits) - 1;
        long tile = low;
        int begin = 0;
        boolean whole = pass.tileBits() <= tileBits;
        for (int i = 0; i < pass.ops().size(); i++) {
            long targets = targets(pass, pass.ops().get(i));
            if (!whole && Long.bitCount(targets | low) > tileBits) {
                throw new IllegalArgumentException(
                        "a matrix on %d qubits does not fit a tile of %d qubits, %d of them fixed"
                                .formatted(Long.bitCount(targets), tileBits, lowBits));
            }
            if (!whole && Long.bitCount(tile | targets) > tileBits) {
                result.add(new Piece(pass, number, begin, i, tile));
                tile = low;
                begin = i;
            }
            tile |= targets;
        }
        result.add(new Piece(pass, number, begin, pass.ops().size(), tile));
    }

    /** The index bits that an op acts on. */
    static long targets(Pass pass, MicroOp op) {
        long targets = 0;
        for (int i = 0; i < op.kind().tileBitCount(op.bitCount()); i++) {
            targets |= 1L << pass.tileQubits()[op.bits()[i]];
        }
        return targets;
    }

    private Pass smaller(Piece piece) {
        // From the reach alone, for zeros in other bits are known to the pass and skipped.
        Tile tile = Tile.of(piece.targets, piece.pass.reach(), indexBits, tileBits);
        return new Pass(tile.qubits(), lowBits, tile.microOps(piece, piece.ops()), piece.pass.reach());
    }

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
