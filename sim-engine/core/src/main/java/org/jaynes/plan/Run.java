package org.jaynes.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One-qubit gates on one wire with nothing in between, as a diagonal, then one matrix that mixes, then a diagonal. The
 * diagonals are kept apart because they can join those of other wires.
 */
final class Run {
    private final Registers registers;
    private @Nullable Value before;
    private @Nullable Value mixing;
    private @Nullable Value after;

    Run(Registers registers) {
        this.registers = registers;
    }

    /** Appends a 2x2 matrix. */
    void append(Value matrix) {
        if (mixing == null && Shape.isDiagonal(matrix)) {
            before = product(matrix, before);
        } else if (Shape.isDiagonal(matrix)) {
            after = product(matrix, after);
        } else {
            mix(matrix);
        }
    }

    private void mix(Value matrix) {
        Value all = after == null ? matrix : product(matrix, after);
        all = product(all, mixing);
        after = null;
        if (Shape.isDiagonal(all)) {
            before = product(all, before);
            mixing = null;
        } else {
            mixing = all;
        }
    }

    private Value product(Value left, @Nullable Value right) {
        return right == null
                ? left
                : registers.map((on, in) -> ComplexMatrix.multiply(on, in[0], in[1], 2), left, right);
    }

    boolean isEmpty() {
        return before == null && mixing == null;
    }

    boolean isDiagonal() {
        return mixing == null;
    }

    /** The diagonal at the beginning, as a 2x2 matrix; all of the run if {@link #isDiagonal}. */
    @Nullable
    Value diagonal() {
        return before;
    }

    /** Takes out the matrices, first to last. */
    List<Value> drain() {
        List<Value> parts = new ArrayList<>(3);
        for (Value part : new @Nullable Value[] {before, mixing, after}) {
            if (part != null) {
                parts.add(part);
            }
        }
        before = null;
        mixing = null;
        after = null;
        return parts;
    }
}
