package org.jaynes.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The index bits that vary within a tile of a pass. */
final class Tile {
    private final int[] qubits;
    /** Tile bit of each index bit, -1 outside. */
    private final int[] tileBitOf;

    private Tile(int[] qubits, int indexBits) {
        this.qubits = qubits;
        this.tileBitOf = new int[indexBits];
        Arrays.fill(tileBitOf, -1);
        for (int b = 0; b < qubits.length; b++) {
            tileBitOf[qubits[b]] = b;
        }
    }

    /** A tile of {@code tileBits} bits with these wires in it. */
    static Tile around(long wires, int[] bitOf, int tileBits) {
        long mask = 0;
        for (long rest = wires; rest != 0; rest &= rest - 1) {
            mask |= 1L << bitOf[Long.numberOfTrailingZeros(rest)];
        }
        return of(mask, bitOf.length, tileBits);
    }

    /** A tile of {@code tileBits} bits with these index bits in it, filled up with the lowest ones. */
    static Tile of(long bits, int indexBits, int tileBits) {
        return of(bits, -1, indexBits, tileBits);
    }

    /** A tile of {@code tileBits} bits with these index bits in it, filled up with the lowest ones of others. */
    static Tile of(long bits, long others, int indexBits, int tileBits) {
        long mask = bits;
        while (Long.bitCount(mask) < tileBits) {
            mask |= Long.lowestOneBit(others & ~mask);
        }
        int[] qubits = new int[tileBits];
        for (int b = 0; b < tileBits; b++) {
            qubits[b] = Long.numberOfTrailingZeros(mask);
            mask &= mask - 1;
        }
        return new Tile(qubits, indexBits);
    }

    /** Index bits, ascending. */
    int[] qubits() {
        return qubits;
    }

    /** The tile's amplitudes lie in memory in runs of 2^runBits. */
    int runBits() {
        return runBits(qubits);
    }

    /** Length of the sequence 0, 1, ... at the beginning. */
    static int runBits(int[] qubits) {
        int bits = 0;
        while (bits < qubits.length && qubits[bits] == bits) {
            bits++;
        }
        return bits;
    }

    /** The ops of a piece of a pass in this tile; {@code drafts} are they, it may be with other names for the index bits. */
    List<MicroOp> microOps(Retiling.Piece piece, List<OpDraft> drafts) {
        List<MicroOp> ops = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            ops.add(microOp(drafts.get(i), piece.coefficientOffset(i)));
        }
        return ops;
    }

    MicroOp microOp(OpDraft op, long coefficientOffset) {
        long outerMask = 0;
        long outerValue = 0;
        int localMask = 0;
        int localValue = 0;
        for (long rest = op.controlMask(); rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            long value = op.controlValues() >>> bit & 1;
            int tileBit = tileBitOf[bit];
            if (tileBit < 0) {
                outerMask |= 1L << bit;
                outerValue |= value << bit;
            } else {
                localMask |= 1 << tileBit;
                localValue |= (int) value << tileBit;
            }
        }
        byte[] bits = new byte[op.bits().length];
        for (int i = 0; i < bits.length; i++) {
            int tileBit = tileBitOf[op.bits()[i]];
            bits[i] = (byte) (tileBit < 0 ? MicroOp.OUTER_BIT + op.bits()[i] : tileBit);
        }
        return new MicroOp(op.kind(), outerMask, outerValue, localMask, localValue, coefficientOffset, bits);
    }
}
