package org.jaynes.qasm.lowering;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jaynes.circuit.BinaryOperator;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.UnaryOperator;
import org.jaynes.qasm.syntax.Expr;

/** Built-in functions of both versions, and the way to subroutines. */
final class Functions {
    private static final Map<String, UnaryOperator> VERSION_3 = Map.ofEntries(
            Map.entry("arccos", UnaryOperator.ARCCOS),
            Map.entry("arcsin", UnaryOperator.ARCSIN),
            Map.entry("arctan", UnaryOperator.ARCTAN),
            Map.entry("ceiling", UnaryOperator.CEILING),
            Map.entry("cos", UnaryOperator.COS),
            Map.entry("exp", UnaryOperator.EXP),
            Map.entry("floor", UnaryOperator.FLOOR),
            Map.entry("log", UnaryOperator.LOG),
            Map.entry("sin", UnaryOperator.SIN),
            Map.entry("sqrt", UnaryOperator.SQRT),
            Map.entry("tan", UnaryOperator.TAN));

    private static final Map<String, UnaryOperator> VERSION_2 = Map.of(
            "sin", UnaryOperator.SIN,
            "cos", UnaryOperator.COS,
            "tan", UnaryOperator.TAN,
            "exp", UnaryOperator.EXP,
            "ln", UnaryOperator.LOG,
            "sqrt", UnaryOperator.SQRT,
            "asin", UnaryOperator.ARCSIN,
            "acos", UnaryOperator.ARCCOS,
            "atan", UnaryOperator.ARCTAN);

    /** What version 3 has besides functions of one real number. */
    private static final Set<String> OTHERS_OF_VERSION_3 =
            Set.of("mod", "pow", "rotl", "rotr", "popcount", "real", "imag", "sizeof");

    static boolean isBuiltIn(String name, int version) {
        return version == 2
                ? VERSION_2.containsKey(name)
                : VERSION_3.containsKey(name) || OTHERS_OF_VERSION_3.contains(name);
    }

    private final Context context;
    private final Evaluator evaluator;
    private final Evaluator.Subroutines subroutines;

    Functions(Context context, Evaluator evaluator, Evaluator.Subroutines subroutines) {
        this.context = context;
        this.evaluator = evaluator;
        this.subroutines = subroutines;
    }

    Expression call(Expr.Call call, boolean real) {
        Symbol symbol = context.scope.find(call.name());
        if (symbol instanceof Symbol.Subroutine) {
            Expression result = subroutines.call(call);
            if (result == null) {
                throw context.invalid(call.at(), "subroutine '" + call.name() + "' returns no value");
            }
            return result;
        }
        UnaryOperator function = (context.version == 2 ? VERSION_2 : VERSION_3).get(call.name());
        if (function != null) {
            Expression argument = evaluator.real(arguments(call, 1).getFirst());
            return evaluator.checked(call.at(), () -> Expression.unary(function, argument));
        }
        if (context.version == 3) {
            switch (call.name()) {
                case "mod" -> {
                    return binary(call, BinaryOperator.MODULO, real);
                }
                case "pow" -> {
                    return binary(call, BinaryOperator.POWER, real);
                }
                case "rotl" -> {
                    return binary(call, BinaryOperator.ROTATE_LEFT, false);
                }
                case "rotr" -> {
                    return binary(call, BinaryOperator.ROTATE_RIGHT, false);
                }
                case "popcount" -> {
                    Expression bits = evaluator.evaluate(arguments(call, 1).getFirst());
                    return evaluator.checked(call.at(), () -> Expression.unary(UnaryOperator.POPCOUNT, bits));
                }
                case "real" -> {
                    return Expression.of(evaluator
                            .complex()
                            .evaluate(arguments(call, 1).getFirst())
                            .re());
                }
                case "imag" -> {
                    return Expression.of(evaluator
                            .complex()
                            .evaluate(arguments(call, 1).getFirst())
                            .im());
                }
                case "sizeof" -> {
                    return size(call);
                }
                default -> {}
            }
        }
        throw context.invalid(
                call.at(),
                symbol == null
                        ? "function '" + call.name() + "' is not declared"
                        : "'" + call.name() + "' is " + symbol.description() + ", not a function");
    }

    private Expression binary(Expr.Call call, BinaryOperator operator, boolean real) {
        List<Expr> arguments = arguments(call, 2);
        Expression a = evaluator.evaluate(arguments.get(0), real);
        Expression b = evaluator.evaluate(arguments.get(1), real);
        return evaluator.checked(call.at(), () -> Expression.binary(operator, a, b));
    }

    private Expression size(Expr.Call call) {
        if (call.arguments().isEmpty() || call.arguments().size() > 2) {
            throw context.invalid(call.at(), "'sizeof' takes an array and, if wanted, the number of a dimension");
        }
        Expr argument = call.arguments().getFirst();
        long dimension = call.arguments().size() == 1
                ? 0
                : evaluator.constantInteger(call.arguments().get(1), "the number of a dimension");
        int[] sizes = evaluator.elements().sizes(argument);
        if (dimension < 0 || dimension >= sizes.length) {
            throw context.invalid(
                    call.at(), "dimension " + dimension + " of something with " + sizes.length + " of them");
        }
        return Expression.of(ClassicalType.unsigned(Long.SIZE), sizes[(int) dimension]);
    }

    private List<Expr> arguments(Expr.Call call, int count) {
        if (call.arguments().size() != count) {
            throw context.invalid(
                    call.at(),
                    "function '" + call.name() + "' takes " + GateCalls.count(count, "argument") + ", not "
                            + call.arguments().size());
        }
        return call.arguments();
    }
}
