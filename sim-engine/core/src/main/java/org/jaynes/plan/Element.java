package org.jaynes.plan;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a gate as the scheduler sees it. Wires are the qubits under the names they had at the beginning: SWAPs only
 * exchange which qubit is on which wire.
 */
sealed interface Element {
    /** Wires whose amplitudes it mixes: they have to lie in the tile. */
    long targets();

    /** Wires whose values it only reads: its controls, or all wires of a diagonal. They may lie anywhere. */
    long readers();

    /**
     * Multiplies the amplitudes whose wires in {@code mask} have the values {@code values}.
     *
     * @param mask at least one wire
     * @param values a subset of the mask
     */
    record Phase(long mask, long values, Factor factor) implements Element {
        @Override
        public long targets() {
            return 0;
        }

        @Override
        public long readers() {
            return mask;
        }
    }

    /**
     * Multiplies by a diagonal on some wires where the controls have their values.
     *
     * @param wires bit j of a position in the diagonal is {@code wires[j]}
     * @param diagonal 2^wires.length complex numbers
     */
    record Table(int[] wires, Value diagonal, long controlMask, long controlValues) implements Element {
        @Override
        public long targets() {
            return 0;
        }

        @Override
        public long readers() {
            return maskOf(wires) | controlMask;
        }
    }

    /**
     * A micro-op that mixes amplitudes.
     *
     * @param kind any but {@link OpKind#DIAGONAL}
     * @param wires its targets, least significant first
     * @param matrix the complex matrix on the targets; null for the kinds without coefficients
     */
    record Mixing(OpKind kind, int[] wires, @Nullable Value matrix, long controlMask, long controlValues)
            implements Element {
        @Override
        public long targets() {
            return maskOf(wires);
        }

        @Override
        public long readers() {
            return controlMask;
        }
    }

    /**
     * Adds something up and changes nothing. What mixes its wires comes before or after it, as it was written.
     *
     * @param pairWire tells bra from ket; in every tile
     * @param wires the target of X or Y, or those of Z
     * @param number of its sum
     */
    record Probing(OpKind kind, int pairWire, int[] wires, long controlMask, long controlValues, int number)
            implements Element {
        @Override
        public long targets() {
            return kind == OpKind.PROBE_Z ? 0 : maskOf(wires);
        }

        @Override
        public long readers() {
            return controlMask | (kind == OpKind.PROBE_Z ? maskOf(wires) : 0);
        }
    }

    private static long maskOf(int[] wires) {
        long mask = 0;
        for (int wire : wires) {
            mask |= 1L << wire;
        }
        return mask;
    }
}
