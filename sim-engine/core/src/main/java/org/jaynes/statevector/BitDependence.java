package org.jaynes.statevector;

import java.util.BitSet;
import java.util.List;
import org.jaynes.circuit.Expression;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of a stretch read and set, where all that they do follows from a few classical bits: then each of the few
 * cases can be computed before anybody knows which of them a row is.
 *
 * @param bits that conditions and angles read
 * @param flags that are decided
 * @param touched qubits that gates act on in some of the cases
 */
record BitDependence(BitSet bits, BitSet flags, long touched) {
    /** The dependence of steps, or null if they read more than bits, change classical values or draw. */
    static @Nullable BitDependence of(List<BatchProgram.Step> steps) {
        BitSet bits = new BitSet();
        BitSet flags = new BitSet();
        long touched = 0;
        for (BatchProgram.Step step : steps) {
            boolean always = step.guard() == BatchProgram.ALWAYS;
            if (!always && !flags.get(step.guard())) {
                return null; // decided before, by other bits
            }
            switch (step) {
                case BatchProgram.Decide decide -> {
                    if (!read(decide.condition(), bits)) {
                        return null;
                    }
                    flags.set(decide.flag());
                }
                case BatchProgram.Evaluate evaluate -> {
                    if (!read(evaluate.expression(), bits)) {
                        return null;
                    }
                }
                case BatchProgram.Tell _ -> {}
                case BatchProgram.Touch touch -> touched |= always ? 0 : touch.qubits();
                default -> {
                    return null;
                }
            }
        }
        return bits.isEmpty() ? null : new BitDependence(bits, flags, touched);
    }

    /** Adds the bits that an expression reads; false if it reads variables, too. */
    private static boolean read(Expression expression, BitSet bits) {
        return switch (expression) {
            case Expression.Variable _ -> false;
            case Expression.BitRange(int first, int count) -> {
                bits.set(first, first + count);
                yield true;
            }
            default -> expression.operands().stream().allMatch(operand -> read(operand, bits));
        };
    }
}
