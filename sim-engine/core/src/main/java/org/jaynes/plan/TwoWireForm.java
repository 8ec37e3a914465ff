package org.jaynes.plan;

import java.util.List;

/** The cheapest way to apply a 4x4 matrix. */
final class TwoWireForm {
    private static final int EITHER = 3;

    private TwoWireForm() {}

    /**
     * Splits a matrix that acts on pairs of basis states into two 2x2 matrices, each controlled: so RXX, RYY, iSWAP and
     * fSim, which act on 00 with 11 and on 01 with 10, after a CX that makes these pairs differ in one wire only.
     */
    static void items(Value matrix, Registers registers, List<PairItem> items) {
        if (Shape.isDiagonal(matrix, 2)) {
            items.add(new PairItem.Diagonal(registers.map((on, in) -> ComplexMatrix.diagonalOf(in[0], 4), matrix)));
        } else if (Shape.staysWithin(matrix, 2, 1)) {
            multiplexed(block(matrix, registers, 0, 1), block(matrix, registers, 2, 3), 0, items);
        } else if (Shape.staysWithin(matrix, 2, 2)) {
            multiplexed(block(matrix, registers, 0, 2), block(matrix, registers, 1, 3), 1, items);
        } else if (Shape.staysWithin(matrix, 2, EITHER)) {
            items.add(new PairItem.Flip(0, 1));
            multiplexed(block(matrix, registers, 0, 3), block(matrix, registers, 2, 1), 0, items);
            items.add(new PairItem.Flip(0, 1));
        } else {
            items.add(new PairItem.Dense(matrix));
        }
    }

    /** The part that acts on two basis states. */
    private static Value block(Value matrix, Registers registers, int low, int high) {
        return registers.map((on, in) -> ComplexMatrix.block(in[0], 4, low, high), matrix);
    }

    /** Applies one matrix to wire {@code bit} where the other wire is 0, another one where it is 1. */
    private static void multiplexed(Value whenZero, Value whenOne, int bit, List<PairItem> items) {
        if (Shape.areEqual(whenZero, whenOne)) {
            items.add(new PairItem.Single(bit, whenZero));
            return;
        }
        controlled(1 - bit, 0, whenZero, items);
        controlled(1 - bit, 1, whenOne, items);
    }

    private static void controlled(int controlBit, int controlValue, Value matrix, List<PairItem> items) {
        if (Shape.isFlip(matrix)) {
            items.add(new PairItem.Flip(controlBit, controlValue));
        } else if (!Shape.isIdentity(matrix)) {
            items.add(new PairItem.Controlled(controlBit, controlValue, matrix));
        }
    }

    /** A controlled 2x2 matrix in its cheapest form, for a block. */
    static void controlledItems(
            int controlBit, int controlValue, Value matrix, Registers registers, List<PairItem> items) {
        if (Shape.isDiagonal(matrix)) {
            items.add(new PairItem.Diagonal(registers.map(
                    (on, in) -> ComplexMatrix.diagonalOf(
                            ComplexMatrix.onPair(on, in[0], 1 - controlBit, true, controlValue), 4),
                    matrix)));
        } else {
            controlled(controlBit, controlValue, matrix, items);
        }
    }

    /**
     * Lowers an item on two wires, with further controls on others. A CX that only serves to bring pairs together needs
     * no further control when it comes twice, but does no harm with them either.
     */
    static void lower(PairItem item, int[] wires, long controlMask, long controlValues, ElementForms forms) {
        switch (item) {
            case PairItem.Single(int bit, Value m) -> forms.controlledSingle(wires[bit], m, controlMask, controlValues);
            case PairItem.Flip(int bit, int value) ->
                forms.flip(wires[1 - bit], controlMask | 1L << wires[bit], controlValues | (long) value << wires[bit]);
            case PairItem.Controlled(int bit, int value, Value m) ->
                forms.controlledSingle(
                        wires[1 - bit], m, controlMask | 1L << wires[bit], controlValues | (long) value << wires[bit]);
            case PairItem.Dense(Value m) -> forms.mixing(OpKind.MATRIX, m, controlMask, controlValues, wires.clone());
            case PairItem.Diagonal(Value entries) -> {
                if (controlMask == 0) {
                    forms.diagonalOfTwo(wires[0], wires[1], entries);
                } else {
                    forms.table(wires.clone(), entries, controlMask, controlValues);
                }
            }
        }
    }
}
