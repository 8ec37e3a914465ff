package org.jaynes.qasm.lowering;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jaynes.circuit.BinaryOperator;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.ClassicalType.Kind;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.UnaryOperator;
import org.jaynes.qasm.syntax.Expr;
import org.jaynes.qasm.syntax.Operator;
import org.jaynes.qasm.syntax.Stmt;
import org.jspecify.annotations.Nullable;

/**
 * Computes expressions. What is known becomes a constant, the rest an {@link Expression} of the circuit.
 *
 * <p>Integers divide as integers, except where a real number is wanted: in the angles of gates, the arguments of real
 * functions and the values of floats, {@code 1 / 2} is a half there (and so is {@code arccos(3 / 5)} of the language's own
 * examples what it looks like).
 */
final class Evaluator {
    private static final ClassicalType LITERAL = ClassicalType.integer(Long.SIZE);

    private final Context context;
    private final Types types;
    private final Functions functions;
    private final Elements elements;
    private final ComplexEvaluator complex;

    /** Runs a subroutine; the result is null when it returns nothing. */
    interface Subroutines {
        @Nullable
        Expression call(Expr.Call call);
    }

    Evaluator(Context context, Subroutines subroutines) {
        this.context = context;
        this.types = new Types(context, this);
        this.elements = new Elements(context, this);
        this.complex = new ComplexEvaluator(context, this);
        this.functions = new Functions(context, this, subroutines);
    }

    Types types() {
        return types;
    }

    Elements elements() {
        return elements;
    }

    ComplexEvaluator complex() {
        return complex;
    }

    /** The values of a loop, which must be known before the run. */
    LoopValues loopValues(Stmt.For loop) {
        LoopValues values = LoopValues.of(loop, context, this);
        if (values == null) {
            throw context.invalid(loop.values().at(), "the values of this loop must be known before the run");
        }
        return values;
    }

    /** The value of an expression. */
    Expression evaluate(Expr expression) {
        return evaluate(expression, false);
    }

    /** The value of an expression as a real number. */
    Expression real(Expr expression) {
        return cast(ClassicalType.FLOAT, evaluate(expression, true), expression.at());
    }

    /** The value of an expression for a variable of a type. */
    Expression valueOf(ClassicalType type, Expr expression) {
        boolean wantsReal = type.kind() == Kind.FLOAT || type.kind() == Kind.ANGLE;
        Expression value = evaluate(expression, wantsReal);
        if (type.kind() == Kind.BIT
                && value.type().kind() == Kind.BIT
                && !value.type().equals(type)) {
            throw context.invalid(
                    expression.at(), "a " + value.type() + " cannot become a " + type, "both need the same size");
        }
        if (type.kind() == Kind.ANGLE
                && value.type().isDiscrete()
                && value.type().kind() != Kind.ANGLE) {
            value = value.type().kind() == Kind.BIT ? value : cast(ClassicalType.FLOAT, value, expression.at());
        }
        return cast(type, value, expression.at());
    }

    /** An integer that must be known before the run. */
    long constantInteger(Expr expression, String what) {
        if (expression instanceof Expr.IntegerLiteral(int at, long value)) {
            if (value < 0) {
                throw context.invalid(at, what + " is too large: " + Long.toUnsignedString(value));
            }
            return value;
        }
        Expression value = evaluate(expression);
        if (!value.isConstant()) {
            throw context.invalid(
                    expression.at(),
                    what + " must be known before the run, and this value depends on "
                            + (value.isRunTime() ? "a measurement" : "an input"));
        }
        Kind kind = value.type().kind();
        if (kind == Kind.FLOAT || kind == Kind.ANGLE || value.type().isWide()) {
            throw context.invalid(expression.at(), what + " must be an integer, not a " + value.type());
        }
        long integer = value.integer(Environment.EMPTY);
        return kind != Kind.INT && integer < 0 ? Long.MAX_VALUE : integer;
    }

    /** The value of a plain numeric expression as a double, or NaN when it takes more to compute it. */
    double constantOrNaN(Expr expression) {
        return switch (expression) {
            case Expr.RealLiteral(var _, double value) -> value;
            case Expr.IntegerLiteral(var _, long value) -> value < 0 ? Double.NaN : value;
            case Expr.NameReference(var _, String name) ->
                context.scope.find(name) instanceof Symbol.Constant(Expression value)
                                && value instanceof Expression.Constant(double number)
                        ? number
                        : Double.NaN;
            case Expr.Unary(var _, Operator operator, Expr operand) ->
                operator == Operator.NEGATE && !(operand instanceof Expr.Unary) ? -constantOrNaN(operand) : Double.NaN;
            case Expr.Binary binary when isSimple(binary.right()) && isSimple(binary.left()) -> simple(binary);
            default -> Double.NaN;
        };
    }

    private static boolean isSimple(Expr operand) {
        return operand instanceof Expr.RealLiteral
                || operand instanceof Expr.IntegerLiteral
                || operand instanceof Expr.NameReference
                || (operand instanceof Expr.Unary(var _, Operator operator, Expr inner)
                        && operator == Operator.NEGATE
                        && !(inner instanceof Expr.Unary || inner instanceof Expr.Binary))
                || (operand instanceof Expr.Binary(var _, var _, Expr left, Expr right)
                        && !(left instanceof Expr.Binary || left instanceof Expr.Unary)
                        && !(right instanceof Expr.Binary || right instanceof Expr.Unary));
    }

    private double simple(Expr.Binary binary) {
        double left = constantOrNaN(binary.left());
        double right = constantOrNaN(binary.right());
        boolean real = !(binary.left() instanceof Expr.IntegerLiteral)
                || !(binary.right() instanceof Expr.IntegerLiteral)
                || binary.operator() == Operator.DIVIDE;
        if (!real) {
            // Sums and products of integers wrap; that is left to the general way.
            return Double.NaN;
        }
        return switch (binary.operator()) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            default -> Double.NaN;
        };
    }

    /** @param real whether integers divide as reals */
    Expression evaluate(Expr expression, boolean real) {
        return switch (expression) {
            case Expr.IntegerLiteral(var _, long value) ->
                value >= 0 ? Expression.of(LITERAL, value) : Expression.of(ClassicalType.unsigned(Long.SIZE), value);
            case Expr.RealLiteral(var _, double value) -> Expression.of(value);
            case Expr.BooleanLiteral(var _, boolean value) -> Expression.of(value);
            case Expr.BitsLiteral(int at, String bits) -> bits(at, bits);
            case Expr.NameReference name -> name(name);
            case Expr.Unary unary -> unary(unary, real);
            case Expr.Binary binary -> binary(binary, real);
            case Expr.Call call -> functions.call(call, real);
            case Expr.Cast cast -> cast(cast);
            case Expr.Index index -> elements.element(index);
            case Expr.ImaginaryLiteral literal ->
                throw context.invalid(literal.at(), "a complex number cannot stand here", "use real() or imag()");
            case Expr.DurationLiteral literal ->
                throw context.invalid(literal.at(), "a duration can stand in 'delay' only");
            case Expr.DurationOf of -> throw context.invalid(of.at(), "'durationof' is not supported");
            case Expr.HardwareQubit qubit -> throw context.invalid(qubit.at(), "a qubit has no value", "measure it");
            case Expr.Range range -> throw context.invalid(range.at(), "a range can stand in brackets only");
            case Expr.Braces braces ->
                throw context.invalid(braces.at(), "values in braces can initialise an array only");
            case Expr.Measure measure -> throw context.invalid(measure.at(), "'measure' cannot stand here");
        };
    }

    private Expression bits(int at, String bits) {
        if (bits.length() > context.limits.classicalBits()) {
            throw context.invalid(
                    at, bits.length() + " bits are more than the limit of " + context.limits.classicalBits());
        }
        return Expression.bits(bits.length(), new BigInteger(bits, 2));
    }

    private Expression name(Expr.NameReference reference) {
        return switch (context.scope.find(reference.name())) {
            case Symbol.Constant(Expression value) -> value;
            case Symbol.Variable variable -> value(variable);
            case BitRegister bits -> checked(reference.at(), bits::get);
            case null -> throw undeclared(reference.at(), reference.name());
            case Symbol other ->
                throw context.invalid(
                        reference.at(),
                        "'" + reference.name() + "' is " + other.description() + ", not a single value");
        };
    }

    RuntimeException undeclared(int at, String name) {
        return context.invalid(
                at,
                "'" + name + "' is not declared",
                context.scope.hides(name) ? "it exists outside; pass it as a parameter" : null);
    }

    /** The current value of a variable. */
    static Expression value(Symbol.Variable variable) {
        return variable.known != null ? variable.known : java.util.Objects.requireNonNull(variable.place);
    }

    private Expression unary(Expr.Unary unary, boolean real) {
        UnaryOperator operator = switch (unary.operator()) {
            case NEGATE -> UnaryOperator.NEGATE;
            case BIT_NOT -> UnaryOperator.COMPLEMENT;
            default -> UnaryOperator.NOT;
        };
        Expression operand = evaluate(unary.operand(), real && operator == UnaryOperator.NEGATE);
        return checked(unary.at(), () -> Expression.unary(operator, operand));
    }

    /** Left operands are taken in a loop, so that a long sum costs no stack. */
    private Expression binary(Expr.Binary binary, boolean real) {
        if (!(binary.left() instanceof Expr.Binary)) {
            return combine(binary, evaluate(binary.left(), operandsReal(binary, real)), real);
        }
        Deque<Expr.Binary> chain = new ArrayDeque<>();
        Deque<Boolean> reals = new ArrayDeque<>();
        Expr left = binary;
        boolean leftReal = real;
        while (left instanceof Expr.Binary inner) {
            chain.push(inner);
            reals.push(leftReal);
            leftReal = operandsReal(inner, leftReal);
            left = inner.left();
        }
        Expression value = evaluate(left, leftReal);
        while (!chain.isEmpty()) {
            value = combine(chain.pop(), value, reals.pop());
        }
        return value;
    }

    private static boolean operandsReal(Expr.Binary binary, boolean real) {
        return switch (binary.operator()) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, POWER -> real;
            default -> false;
        };
    }

    private Expression combine(Expr.Binary binary, Expression left, boolean real) {
        if (binary.operator() == Operator.CONCATENATE) {
            Expression right = evaluate(binary.right());
            // The first part of a concatenation is the lower one, as in registers.
            return checked(binary.at(), () -> Expression.concatenation(java.util.List.of(left, right)));
        }
        BinaryOperator operator = operator(binary.operator());
        boolean and = operator == BinaryOperator.AND;
        if ((and || operator == BinaryOperator.OR) && left.isConstant()) {
            boolean first = left.isTrue(Environment.EMPTY);
            if (first != and) {
                return Expression.of(first);
            }
        }
        int before = context.out.size();
        Expression right = evaluate(binary.right(), operandsReal(binary, real));
        if ((and || operator == BinaryOperator.OR) && !left.isConstant() && context.out.size() > before) {
            throw context.invalid(
                    binary.right().at(),
                    "a call that changes the circuit stands behind '"
                            + binary.operator().symbol() + "' and would run in some shots only",
                    "assign its result to a variable first");
        }
        boolean divideReals = operator == BinaryOperator.DIVIDE && real;
        Expression dividend =
                divideReals && isWhole(left) && isWhole(right) ? cast(ClassicalType.FLOAT, left, binary.at()) : left;
        return checked(binary.at(), () -> Expression.binary(operator, dividend, right));
    }

    private static boolean isWhole(Expression value) {
        return value.type().kind() == Kind.INT || value.type().kind() == Kind.UINT;
    }

    static BinaryOperator operator(Operator operator) {
        return switch (operator) {
            case LOGICAL_OR -> BinaryOperator.OR;
            case LOGICAL_AND -> BinaryOperator.AND;
            case BIT_OR -> BinaryOperator.BIT_OR;
            case BIT_XOR -> BinaryOperator.BIT_XOR;
            case BIT_AND -> BinaryOperator.BIT_AND;
            case EQUAL -> BinaryOperator.EQUAL;
            case NOT_EQUAL -> BinaryOperator.NOT_EQUAL;
            case LESS -> BinaryOperator.LESS;
            case LESS_EQUAL -> BinaryOperator.LESS_EQUAL;
            case GREATER -> BinaryOperator.GREATER;
            case GREATER_EQUAL -> BinaryOperator.GREATER_EQUAL;
            case SHIFT_LEFT -> BinaryOperator.SHIFT_LEFT;
            case SHIFT_RIGHT -> BinaryOperator.SHIFT_RIGHT;
            case ADD -> BinaryOperator.ADD;
            case SUBTRACT -> BinaryOperator.SUBTRACT;
            case MULTIPLY -> BinaryOperator.MULTIPLY;
            case DIVIDE -> BinaryOperator.DIVIDE;
            case REMAINDER -> BinaryOperator.REMAINDER;
            case POWER -> BinaryOperator.POWER;
            case CONCATENATE, NEGATE, BIT_NOT, LOGICAL_NOT -> throw new IllegalArgumentException(operator.symbol());
        };
    }

    private Expression cast(Expr.Cast cast) {
        ClassicalType type = types.of(cast.type());
        boolean wantsReal = type.kind() == Kind.FLOAT || type.kind() == Kind.ANGLE;
        Expression value = evaluate(cast.value(), wantsReal);
        if (type.kind() == Kind.ANGLE && isWhole(value)) {
            value = cast(ClassicalType.FLOAT, value, cast.at());
        }
        return cast(type, value, cast.at());
    }

    /** Converts a value, or says why it cannot be converted. */
    Expression cast(ClassicalType type, Expression value, int at) {
        return value.type().equals(type) ? value : checked(at, () -> Expression.cast(type, value));
    }

    /**
     * Makes an expression, and turns what the circuit's types refuse into a located fault. A constant that is left over as an
     * operation is one whose computation failed.
     */
    Expression checked(int at, Supplier<Expression> maker) {
        Expression expression;
        try {
            expression = maker.get();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw context.invalid(at, String.valueOf(e.getMessage()));
        }
        if (!expression.isConstant()
                && !expression.operands().isEmpty()
                && expression.operands().stream().allMatch(Expression::isConstant)) {
            throw failure(expression, at);
        }
        return expression;
    }

    private RuntimeException failure(Expression expression, int at) {
        try {
            expression.isTrue(Environment.EMPTY);
        } catch (ArithmeticException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return context.invalid(at, String.valueOf(e.getMessage()));
        }
        return context.invalid(at, "this value cannot be computed");
    }
}
