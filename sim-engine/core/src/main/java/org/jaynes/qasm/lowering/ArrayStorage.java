package org.jaynes.qasm.lowering;

import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;

/**
 * An array, or a piece of one: its elements are known before the run, or are expressions of inputs.
 *
 * @param type of the elements
 * @param store the elements of the whole array, shared by its pieces
 * @param positions for each element of this piece, in row-major order, its place in {@code store}
 * @param sizes lengths of the dimensions of this piece
 * @param mutable whether elements may be changed
 * @param region how many run-time branches and loops enclose the declaration
 */
record ArrayStorage(ClassicalType type, Expression[] store, int[] positions, int[] sizes, boolean mutable, int region)
        implements Symbol {
    @Override
    public String description() {
        return "an array";
    }

    @Override
    public boolean isGlobalConstant() {
        return !mutable;
    }

    /** This array without the right to change it. */
    ArrayStorage readOnly() {
        return new ArrayStorage(type, store, positions, sizes, false, region);
    }

    /**
     * A piece.
     *
     * @param selected for each dimension the indices that stay
     * @param newSizes lengths of the dimensions of the piece
     */
    ArrayStorage select(int[][] selected, int[] newSizes) {
        int[] flat = {0};
        for (int d = 0; d < selected.length; d++) {
            int[] next = new int[flat.length * selected[d].length];
            int k = 0;
            for (int outer : flat) {
                for (int index : selected[d]) {
                    next[k++] = outer * sizes[d] + index;
                }
            }
            flat = next;
        }
        int[] places = new int[flat.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = positions[flat[i]];
        }
        return new ArrayStorage(type, store, places, newSizes, mutable, region);
    }
}
