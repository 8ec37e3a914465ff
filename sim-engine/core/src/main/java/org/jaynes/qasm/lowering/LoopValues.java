package org.jaynes.qasm.lowering;

import java.util.List;
import java.util.function.LongFunction;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;
import org.jaynes.qasm.syntax.Expr;
import org.jaynes.qasm.syntax.Stmt;
import org.jspecify.annotations.Nullable;

/** The values that a loop runs through, made one at a time. */
record LoopValues(long count, LongFunction<Expression> values) {
    Expression get(long i) {
        return values.apply(i);
    }

    /** The values of a loop, or null when they are a range that is known during the run only. */
    static @Nullable LoopValues of(Stmt.For loop, Context context, Evaluator evaluator) {
        LoopValues values = switch (loop.values()) {
            case Expr.Range range -> range(range, context, evaluator);
            case Expr.Braces(var _, List<Expr> elements) -> {
                ClassicalType type = evaluator.types().of(loop.type());
                yield new LoopValues(elements.size(), i -> evaluator.valueOf(type, elements.get((int) i)));
            }
            default -> elements(loop.values(), context, evaluator);
        };
        if (values != null && values.count() > context.limits.steps()) {
            throw context.invalid(
                    loop.values().at(),
                    "this loop has " + Long.toUnsignedString(values.count()) + " rounds, more than the limit of "
                            + context.limits.steps() + " steps");
        }
        return values;
    }

    private static @Nullable LoopValues range(Expr.Range range, Context context, Evaluator evaluator) {
        if (range.start() == null || range.end() == null) {
            throw context.invalid(range.at(), "the range of a loop needs a start and an end");
        }
        for (Expr bound : new Expr[] {range.start(), range.end()}) {
            Expression value = evaluator.evaluate(bound);
            if (!value.isConstant()) {
                return null;
            }
        }
        long start = evaluator.constantInteger(range.start(), "the start of a range");
        long end = evaluator.constantInteger(range.end(), "the end of a range");
        long step = step(range, context, evaluator);
        boolean empty = step > 0 ? end < start : end > start;
        // Differences of 64-bit integers, as unsigned numbers, do not overflow.
        long distance = step > 0 ? end - start : start - end;
        long rounds = empty ? 0 : Long.divideUnsigned(distance, Math.absExact(step)) + 1;
        long count = rounds < 0 || (!empty && rounds == 0) ? Long.MAX_VALUE : rounds;
        ClassicalType type = ClassicalType.integer(Long.SIZE);
        return new LoopValues(count, i -> Expression.of(type, start + i * step));
    }

    /** The step of a range, which must be known before the run. */
    static long step(Expr.Range range, Context context, Evaluator evaluator) {
        if (range.step() == null) {
            return 1;
        }
        long step = evaluator.constantInteger(range.step(), "the step of a range");
        if (step == 0 || step == Long.MIN_VALUE) {
            throw context.invalid(range.at(), "a range with step " + step);
        }
        return step;
    }

    private static LoopValues elements(Expr values, Context context, Evaluator evaluator) {
        ArrayStorage array = evaluator.elements().arrayOrNull(values);
        if (array != null) {
            if (array.sizes().length != 1) {
                throw context.invalid(values.at(), "a loop runs through an array of one dimension");
            }
            return new LoopValues(array.positions().length, i -> array.store()[array.positions()[(int) i]]);
        }
        Expression bits = evaluator.evaluate(values);
        if (bits.type().kind() != ClassicalType.Kind.BIT) {
            throw context.invalid(
                    values.at(), "a loop runs through a range, a set, an array or bits, not a " + bits.type());
        }
        ClassicalType index = ClassicalType.integer(Long.SIZE);
        return new LoopValues(
                bits.type().width(),
                i -> evaluator.checked(values.at(), () -> Expression.bitOf(bits, Expression.of(index, i))));
    }
}
