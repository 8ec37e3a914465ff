package org.jaynes.qasm.lowering;

import org.jaynes.qasm.syntax.Expr;

/** Durations are read and have no effect, since a simulation knows no time. */
final class Durations {
    private Durations() {}

    /** Refuses what is no duration that can be ignored. */
    static void check(Expr expression, Context context) {
        switch (expression) {
            case Expr.DurationLiteral _, Expr.IntegerLiteral _, Expr.RealLiteral _ -> {}
            case Expr.NameReference(int at, String name) -> {
                if (context.scope.find(name) == null) {
                    throw context.invalid(at, "'" + name + "' is not declared");
                }
            }
            case Expr.Unary unary -> check(unary.operand(), context);
            case Expr.Binary binary -> {
                Expr left = binary;
                while (left instanceof Expr.Binary inner) {
                    check(inner.right(), context);
                    left = inner.left();
                }
                check(left, context);
            }
            case Expr.DurationOf of -> throw context.invalid(of.at(), "'durationof' is not supported");
            default -> throw context.invalid(expression.at(), "this is not a duration");
        }
    }
}
