package org.jaynes.qasm.lowering;

import org.jaynes.circuit.Expression;
import org.jaynes.qasm.syntax.Expr;
import org.jaynes.qasm.syntax.Operator;
import org.jaynes.qasm.syntax.TypeName;

/** Computes complex constants. */
final class ComplexEvaluator {
    private final Context context;
    private final Evaluator evaluator;

    ComplexEvaluator(Context context, Evaluator evaluator) {
        this.context = context;
        this.evaluator = evaluator;
    }

    ComplexValue evaluate(Expr expression) {
        return switch (expression) {
            case Expr.ImaginaryLiteral(var _, double value) -> new ComplexValue(0, value);
            case Expr.NameReference(var _, String name)
            when context.scope.find(name) instanceof Symbol.Complex complex -> complex.value;
            case Expr.Unary(var _, Operator operator, Expr operand)
            when operator == Operator.NEGATE -> new ComplexValue(0, 0).minus(evaluate(operand));
            case Expr.Binary binary when isField(binary.operator()) -> binary(binary);
            case Expr.Cast(var _, TypeName type, Expr value)
            when type.kind() == TypeName.Kind.COMPLEX -> evaluate(value);
            default -> real(expression);
        };
    }

    private static boolean isField(Operator operator) {
        return switch (operator) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE -> true;
            default -> false;
        };
    }

    private ComplexValue binary(Expr.Binary binary) {
        // A long chain hangs on the left; the nesting on the right is limited by the parser.
        java.util.ArrayDeque<Expr.Binary> chain = new java.util.ArrayDeque<>();
        Expr left = binary;
        while (left instanceof Expr.Binary inner && isField(inner.operator())) {
            chain.push(inner);
            left = inner.left();
        }
        ComplexValue value = evaluate(left);
        while (!chain.isEmpty()) {
            Expr.Binary next = chain.pop();
            ComplexValue right = evaluate(next.right());
            value = switch (next.operator()) {
                case ADD -> value.plus(right);
                case SUBTRACT -> value.minus(right);
                case MULTIPLY -> value.times(right);
                default -> value.over(right);
            };
        }
        return value;
    }

    private ComplexValue real(Expr expression) {
        if (evaluator.real(expression) instanceof Expression.Constant(double value)) {
            return new ComplexValue(value, 0);
        }
        throw context.invalid(expression.at(), "a complex number must be known before the run");
    }
}
