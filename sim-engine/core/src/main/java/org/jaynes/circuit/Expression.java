package org.jaynes.circuit;

import java.math.BigInteger;
import java.util.List;

/**
 * A classical expression over constants, circuit parameters, variables and classical bits, with the types and operators
 * of OpenQASM 3. Immutable. What is constant is computed when the expression is made, so a constant expression is
 * always one of the three constants.
 *
 * <p>Expressions are made by the factories of this interface and by the methods {@link #plus}, {@link #times} and so
 * on; these find the common type of the operands as OpenQASM 3 (and C) do and insert the casts:
 *
 * <ul>
 *   <li>with a float, everything becomes a float (an angle its value in radians);
 *   <li>an integer with an integer takes the larger width, and is signed unless the unsigned one is at least as wide;
 *   <li>booleans and bits count as unsigned integers, in arithmetic of at least 32 bits;
 *   <li>angles can be added to, subtracted from and divided by angles, multiplied and divided by unsigned integers.
 * </ul>
 *
 * <pre>{@code
 * Expression.Parameter theta = Expression.parameter("theta");
 * builder.rz(theta.times(2).plus(0.5), 0);
 * }</pre>
 */
public sealed interface Expression
        permits Expression.Constant,
                Expression.IntegerConstant,
                Expression.WideConstant,
                Expression.Parameter,
                Expression.Variable,
                Expression.BitRange,
                Operation {
    /** How many nodes an expression may have: evaluation is recursive, and a shared subexpression counts each time. */
    int MAX_NODES = 2000;

    /** The type of the value. */
    ClassicalType type();

    /**
     * The value as a real number; of an angle its size in radians.
     *
     * @throws ArithmeticException when an integer is divided by zero
     */
    double real(Environment environment);

    /**
     * The value of an expression of discrete type, held as {@link ClassicalType} says; of one wider than 64 bits, the
     * lowest 64.
     *
     * @throws IllegalStateException if the type is float
     */
    long integer(Environment environment);

    /**
     * Partial derivative of {@link #real} with respect to a parameter. Integers, booleans and bits are constant almost
     * everywhere: their derivative is 0.
     *
     * @param parameter name of the parameter
     */
    default double derivative(String parameter, Environment environment) {
        return 0;
    }

    /** The operands, left to right. */
    default List<Expression> operands() {
        return List.of();
    }

    /** How many nodes this expression has. */
    default int nodes() {
        return 1;
    }

    /** Whether the value is not zero. */
    default boolean isTrue(Environment environment) {
        return type().isDiscrete() ? wide(environment).signum() != 0 : real(environment) != 0;
    }

    /** The value of an expression of discrete type, of any width. */
    default BigInteger wide(Environment environment) {
        long value = integer(environment);
        return type().kind() == ClassicalType.Kind.INT ? BigInteger.valueOf(value) : Numbers.unsigned(value);
    }

    /** Whether this is one of the three constants. */
    default boolean isConstant() {
        return this instanceof Constant || this instanceof IntegerConstant || this instanceof WideConstant;
    }

    /** Whether the value depends on a variable or a classical bit, which are known only while the circuit runs. */
    default boolean isRunTime() {
        return switch (this) {
            case Variable _, BitRange _ -> true;
            default -> operands().stream().anyMatch(Expression::isRunTime);
        };
    }

    /**
     * A float constant.
     *
     * @param value the number
     */
    record Constant(double value) implements Expression {
        @Override
        public ClassicalType type() {
            return ClassicalType.FLOAT;
        }

        @Override
        public double real(Environment environment) {
            return value;
        }

        @Override
        public long integer(Environment environment) {
            throw new IllegalStateException(value + " is not an integer");
        }
    }

    /**
     * A constant of discrete type.
     *
     * @param type at most 64 bits wide
     * @param value wrapped to the type
     */
    record IntegerConstant(ClassicalType type, long value) implements Expression {
        /** @throws IllegalArgumentException if the value is not one of the type */
        public IntegerConstant {
            if (!type.isDiscrete() || type.isWide() || type.wrap(value) != value) {
                throw new IllegalArgumentException(value + " is not a value of type " + type);
            }
        }

        @Override
        public double real(Environment environment) {
            return Numbers.toReal(value, type);
        }

        @Override
        public long integer(Environment environment) {
            return value;
        }
    }

    /**
     * A constant of more than 64 bits.
     *
     * @param type a wide {@code bit[n]}
     * @param value 0 <= value < 2^n
     */
    record WideConstant(ClassicalType type, BigInteger value) implements Expression {
        /** @throws IllegalArgumentException if the value is not one of the type */
        public WideConstant {
            if (!type.isWide() || value.signum() < 0 || value.bitLength() > type.width()) {
                throw new IllegalArgumentException(value + " is not a wide value of type " + type);
            }
        }

        @Override
        public double real(Environment environment) {
            return value.doubleValue();
        }

        @Override
        public long integer(Environment environment) {
            return value.longValue();
        }

        @Override
        public BigInteger wide(Environment environment) {
            return value;
        }
    }

    /**
     * A real number that is given when the circuit is run. OpenQASM 3's {@code input}; inputs of other types are casts
     * of it.
     *
     * @param name its name in the circuit
     */
    record Parameter(String name) implements Expression {
        @Override
        public ClassicalType type() {
            return ClassicalType.FLOAT;
        }

        @Override
        public double real(Environment environment) {
            return environment.parameter(name);
        }

        @Override
        public long integer(Environment environment) {
            throw new IllegalStateException("parameter " + name + " is a float");
        }

        @Override
        public double derivative(String parameter, Environment environment) {
            return name.equals(parameter) ? 1 : 0;
        }
    }

    /**
     * A classical variable.
     *
     * @param index its number in {@link Circuit#variables()}
     * @param type its type, at most 64 bits wide
     */
    record Variable(int index, ClassicalType type) implements Expression {
        /** @throws IllegalArgumentException if the type is wider than 64 bits */
        public Variable {
            Numbers.requireNarrow("a variable", type);
        }

        @Override
        public double real(Environment environment) {
            long value = environment.variable(index);
            return type.isDiscrete() ? Numbers.toReal(value, type) : Double.longBitsToDouble(value);
        }

        @Override
        public long integer(Environment environment) {
            if (!type.isDiscrete()) {
                throw new IllegalStateException("variable " + index + " is a float");
            }
            return environment.variable(index);
        }
    }

    /**
     * Neighbouring classical bits read as one value of type {@code bit[count]}: a single bit, a register or a piece of
     * one.
     *
     * @param first number of the bit that becomes bit 0 of the value
     * @param count how many bits, at least 1
     */
    record BitRange(int first, int count) implements Expression {
        @Override
        public ClassicalType type() {
            return ClassicalType.bits(count);
        }

        @Override
        public double real(Environment environment) {
            return wide(environment).doubleValue();
        }

        @Override
        public long integer(Environment environment) {
            long value = 0;
            for (int i = 0; i < Math.min(count, Long.SIZE); i++) {
                value |= environment.bit(first + i) ? 1L << i : 0;
            }
            return value;
        }

        @Override
        public BigInteger wide(Environment environment) {
            BigInteger value = Numbers.unsigned(integer(environment));
            for (int i = Long.SIZE; i < count; i++) {
                value = environment.bit(first + i) ? value.setBit(i) : value;
            }
            return value;
        }
    }

    /** This + other. */
    default Expression plus(Expression other) {
        return binary(BinaryOperator.ADD, this, other);
    }

    /** This + number. */
    default Expression plus(double number) {
        return plus(of(number));
    }

    /** This - other. */
    default Expression minus(Expression other) {
        return binary(BinaryOperator.SUBTRACT, this, other);
    }

    /** This * other. */
    default Expression times(Expression other) {
        return binary(BinaryOperator.MULTIPLY, this, other);
    }

    /** This * number. */
    default Expression times(double number) {
        return times(of(number));
    }

    /** -this. */
    default Expression negated() {
        return unary(UnaryOperator.NEGATE, this);
    }

    /** Whether this equals an integer, compared as 64-bit signed integers. */
    default Expression equalTo(long number) {
        return binary(BinaryOperator.EQUAL, this, of(ClassicalType.integer(Long.SIZE), number));
    }

    /** Logical and. */
    default Expression and(Expression other) {
        return binary(BinaryOperator.AND, this, other);
    }

    /** Logical or. */
    default Expression or(Expression other) {
        return binary(BinaryOperator.OR, this, other);
    }

    /** Logical negation. */
    default Expression not() {
        return unary(UnaryOperator.NOT, this);
    }

    /** A float constant. */
    static Constant of(double value) {
        return new Constant(value);
    }

    /** A boolean constant. */
    static IntegerConstant of(boolean value) {
        return of(ClassicalType.BOOL, value ? 1 : 0);
    }

    /** A constant of a discrete type of at most 64 bits; the value wraps to the type. */
    static IntegerConstant of(ClassicalType type, long value) {
        return new IntegerConstant(type, type.wrap(value));
    }

    /** A constant {@code bit[width]} of any width from a non-negative number below 2^width. */
    static Expression bits(int width, BigInteger value) {
        ClassicalType type = ClassicalType.bits(width);
        return type.isWide() ? new WideConstant(type, value) : new IntegerConstant(type, value.longValueExact());
    }

    /** The value of a circuit parameter. */
    static Parameter parameter(String name) {
        return new Parameter(name);
    }

    /** The value of one classical bit. */
    static BitRange bit(int bit) {
        return new BitRange(bit, 1);
    }

    /**
     * Applies an operator or function of one operand.
     *
     * @throws IllegalArgumentException if the operator does not take a value of this type
     */
    static Expression unary(UnaryOperator operator, Expression operand) {
        return Typing.unary(operator, operand);
    }

    /**
     * Applies an operator or function of two operands.
     *
     * @throws IllegalArgumentException if the operator does not take values of these types
     */
    static Expression binary(BinaryOperator operator, Expression left, Expression right) {
        return Typing.binary(operator, left, right);
    }

    /**
     * Converts a value. Numbers become booleans by comparison with 0, floats become integers by dropping the fraction
     * and angles by rounding to the nearest of their values modulo 2 pi, integers wrap, and angles change width by
     * dropping or adding low bits.
     *
     * @throws IllegalArgumentException if OpenQASM 3 has no such conversion (between angles and integers, from floats
     *     to bits)
     */
    static Expression cast(ClassicalType type, Expression operand) {
        return Typing.cast(type, operand);
    }

    /**
     * One bit of a value of discrete type.
     *
     * @param index an integer; negative ones count from the highest bit
     * @throws IllegalArgumentException if the operand is a float or a constant index is out of range
     */
    static Expression bitOf(Expression operand, Expression index) {
        return Typing.bitOf(operand, index);
    }

    /**
     * Puts bit strings together, the one with the lowest bits first.
     *
     * @throws IllegalArgumentException if a part is not of type {@code bit[n]}
     */
    static Expression concatenation(List<Expression> parts) {
        return Typing.concatenation(parts);
    }
}
