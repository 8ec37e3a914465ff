package org.jaynes.circuit;

import java.util.List;
import org.jaynes.circuit.ClassicalType.Kind;
import org.jaynes.circuit.Expression.IntegerConstant;
import org.jaynes.circuit.Operation.Binary;
import org.jaynes.circuit.Operation.BitOf;
import org.jaynes.circuit.Operation.Cast;
import org.jaynes.circuit.Operation.Concatenation;
import org.jaynes.circuit.Operation.Unary;

/**
 * Makes expressions: finds the types of operators as OpenQASM 3 does, inserts the casts, and computes what is constant.
 */
final class Typing {
    /** Booleans and bits take part in arithmetic as unsigned integers of at least this width. */
    private static final int ARITHMETIC_WIDTH = 32;

    private Typing() {}

    static Expression unary(UnaryOperator operator, Expression operand) {
        ClassicalType type = operand.type();
        ClassicalType result = switch (operator) {
            case NEGATE, ABSOLUTE -> type.kind() == Kind.ANGLE ? type : arithmetic(type);
            case COMPLEMENT -> requireInteger(operator.symbol(), type);
            case NOT -> ClassicalType.BOOL;
            case POPCOUNT -> {
                requireDiscrete(operator.symbol(), type);
                yield ClassicalType.unsigned(ARITHMETIC_WIDTH);
            }
            default -> ClassicalType.FLOAT;
        };
        if (operator == UnaryOperator.POPCOUNT) {
            return fold(new Unary(operator, operand, result, size(operand)));
        }
        if (operator == UnaryOperator.ABSOLUTE && result.isDiscrete() && result.kind() != Kind.INT) {
            return cast(result, operand);
        }
        Expression argument = cast(result, operand);
        if (operator == UnaryOperator.NEGATE
                && argument instanceof Unary(UnaryOperator inner, Expression x, ClassicalType _, int _)
                && inner == UnaryOperator.NEGATE) {
            return x;
        }
        return fold(new Unary(operator, argument, result, size(argument)));
    }

    static Expression binary(BinaryOperator operator, Expression left, Expression right) {
        return switch (operator.group()) {
            case ARITHMETIC -> arithmetic(operator, left, right);
            case BITWISE -> {
                ClassicalType type = bitwise(operator, left.type(), right.type());
                yield node(operator, cast(type, left), cast(type, right), type);
            }
            case SHIFT -> shift(operator, left, right);
            case COMPARISON -> {
                ClassicalType type = common(left.type(), right.type());
                yield node(operator, cast(type, left), cast(type, right), ClassicalType.BOOL);
            }
            case LOGICAL ->
                node(operator, cast(ClassicalType.BOOL, left), cast(ClassicalType.BOOL, right), ClassicalType.BOOL);
        };
    }

    private static Expression arithmetic(BinaryOperator operator, Expression left, Expression right) {
        ClassicalType a = left.type();
        ClassicalType b = right.type();
        if (a.isDiscrete() && b.isDiscrete() && (a.kind() == Kind.ANGLE || b.kind() == Kind.ANGLE)) {
            return angleArithmetic(operator, left, right);
        }
        ClassicalType type = arithmetic(common(a, b));
        if (operator == BinaryOperator.POWER && type.isDiscrete()) {
            boolean negative =
                    right instanceof IntegerConstant(ClassicalType t, long v) && t.kind() == Kind.INT && v < 0;
            type = negative ? ClassicalType.FLOAT : arithmetic(a);
            ClassicalType exponent = negative ? ClassicalType.FLOAT : arithmetic(b);
            if (!negative && type.kind() != Kind.INT && exponent.kind() == Kind.INT) {
                type = ClassicalType.integer(type.width());
            }
            return node(operator, cast(type, left), cast(exponent, right), type);
        }
        return node(operator, cast(type, left), cast(type, right), type);
    }

    private static Expression angleArithmetic(BinaryOperator operator, Expression left, Expression right) {
        boolean leftAngle = left.type().kind() == Kind.ANGLE;
        boolean rightAngle = right.type().kind() == Kind.ANGLE;
        if (leftAngle && rightAngle && operator != BinaryOperator.MULTIPLY && operator != BinaryOperator.POWER) {
            ClassicalType type = common(left.type(), right.type());
            ClassicalType result = operator == BinaryOperator.DIVIDE ? ClassicalType.unsigned(type.width()) : type;
            return node(operator, cast(type, left), cast(type, right), result);
        }
        if (operator == BinaryOperator.MULTIPLY && leftAngle != rightAngle) {
            return leftAngle
                    ? node(operator, left, cast(scale(left), right), left.type())
                    : node(operator, cast(scale(right), left), right, right.type());
        }
        if (operator == BinaryOperator.DIVIDE && leftAngle) {
            return node(operator, left, cast(scale(left), right), left.type());
        }
        throw new IllegalArgumentException(
                "the operator %s does not take %s and %s".formatted(operator.symbol(), left.type(), right.type()));
    }

    /** The type of the integers that an angle is multiplied with and divided by. */
    private static ClassicalType scale(Expression angle) {
        return ClassicalType.unsigned(angle.type().width());
    }

    private static Expression shift(BinaryOperator operator, Expression left, Expression right) {
        ClassicalType type = requireInteger(operator.symbol(), left.type());
        ClassicalType count = requireInteger(operator.symbol(), right.type());
        Expression amount = count.kind() == Kind.INT ? cast(ClassicalType.integer(Long.SIZE), right) : right;
        return node(operator, left, amount, type);
    }

    private static ClassicalType bitwise(BinaryOperator operator, ClassicalType a, ClassicalType b) {
        requireInteger(operator.symbol(), a);
        requireInteger(operator.symbol(), b);
        if (a.kind() == Kind.ANGLE || b.kind() == Kind.ANGLE) {
            if (!a.equals(b)) {
                throw new IllegalArgumentException(
                        "the operator %s takes angles of one width, not %s and %s".formatted(operator.symbol(), a, b));
            }
            return a;
        }
        return common(a, b);
    }

    /** The type in which two values are compared and combined. */
    static ClassicalType common(ClassicalType a, ClassicalType b) {
        if (a.equals(b)) {
            return a;
        }
        if (!a.isDiscrete() || !b.isDiscrete()) {
            return ClassicalType.FLOAT;
        }
        int width = Math.max(a.width(), b.width());
        if (a.kind() == b.kind()) {
            return new ClassicalType(a.kind(), width);
        }
        if (a.kind() == Kind.ANGLE || b.kind() == Kind.ANGLE) {
            throw new IllegalArgumentException("%s and %s have no common type".formatted(a, b));
        }
        if (a.isWide() || b.isWide()) {
            return ClassicalType.bits(width);
        }
        boolean signed =
                (a.kind() == Kind.INT && a.width() > b.width()) || (b.kind() == Kind.INT && b.width() > a.width());
        boolean bits = !isInteger(a) && !isInteger(b);
        return new ClassicalType(signed ? Kind.INT : bits ? Kind.BIT : Kind.UINT, width);
    }

    private static boolean isInteger(ClassicalType type) {
        return type.kind() == Kind.INT || type.kind() == Kind.UINT;
    }

    /** The type in which values of a type are calculated with. */
    private static ClassicalType arithmetic(ClassicalType type) {
        return switch (type.kind()) {
            case INT, UINT, ANGLE -> type;
            case FLOAT -> ClassicalType.FLOAT;
            case BOOL, BIT -> {
                Numbers.requireNarrow("an operand of arithmetic", type);
                yield ClassicalType.unsigned(Math.max(type.width(), ARITHMETIC_WIDTH));
            }
        };
    }

    private static ClassicalType requireInteger(String operator, ClassicalType type) {
        requireDiscrete(operator, type);
        Numbers.requireNarrow("the operand of " + operator, type);
        return type;
    }

    private static void requireDiscrete(String operator, ClassicalType type) {
        if (!type.isDiscrete()) {
            throw new IllegalArgumentException("the operator %s does not take a %s".formatted(operator, type));
        }
    }

    static Expression cast(ClassicalType type, Expression operand) {
        ClassicalType from = operand.type();
        if (from.equals(type)) {
            return operand;
        }
        boolean allowed = switch (type.kind()) {
            case BOOL, FLOAT -> true;
            case INT, UINT -> from.kind() != Kind.ANGLE;
            case BIT -> from.kind() != Kind.FLOAT && (from.kind() != Kind.ANGLE || from.width() == type.width());
            case ANGLE ->
                switch (from.kind()) {
                    case FLOAT, ANGLE -> true;
                    case BIT -> from.width() == type.width();
                    case BOOL, INT, UINT -> false;
                };
        };
        if (!allowed) {
            throw new IllegalArgumentException("%s cannot be converted to %s".formatted(from, type));
        }
        return fold(new Cast(type, operand, size(operand)));
    }

    static Expression bitOf(Expression operand, Expression index) {
        requireDiscrete("[]", operand.type());
        requireInteger("[]", index.type());
        if (index.isConstant()) {
            var _ = operand.type().position(index.integer(Environment.EMPTY));
        }
        return fold(new BitOf(operand, index, size(operand, index)));
    }

    static Expression concatenation(List<Expression> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a bit string of no parts");
        }
        for (Expression part : parts) {
            if (part.type().kind() != Kind.BIT) {
                throw new IllegalArgumentException("bits are put together, not a " + part.type());
            }
        }
        return fold(new Concatenation(List.copyOf(parts), size(parts.toArray(Expression[]::new))));
    }

    private static Expression node(BinaryOperator operator, Expression left, Expression right, ClassicalType type) {
        return fold(new Binary(operator, left, right, type, size(left, right)));
    }

    /** An operation on constants is replaced by its value; one that fails fails when it is run. */
    private static Expression fold(Expression expression) {
        for (Expression operand : expression.operands()) {
            if (!operand.isConstant()) {
                return expression;
            }
        }
        try {
            if (!expression.type().isDiscrete()) {
                return Expression.of(expression.real(Environment.EMPTY));
            }
            return expression.type().isWide()
                    ? Expression.bits(expression.type().width(), expression.wide(Environment.EMPTY))
                    : Expression.of(expression.type(), expression.integer(Environment.EMPTY));
        } catch (ArithmeticException e) {
            return expression;
        }
    }

    private static int size(Expression... operands) {
        long nodes = 1;
        for (Expression operand : operands) {
            nodes += operand.nodes();
        }
        if (nodes > Expression.MAX_NODES) {
            throw new IllegalArgumentException("an expression of %,d operators and operands; at most %,d are allowed"
                    .formatted(nodes, Expression.MAX_NODES));
        }
        return (int) nodes;
    }
}
