package org.jaynes.circuit;

/** Operators and functions of two operands, with the meaning they have in OpenQASM 3. */
public enum BinaryOperator {
    ADD("+", Group.ARITHMETIC),
    SUBTRACT("-", Group.ARITHMETIC),
    MULTIPLY("*", Group.ARITHMETIC),
    /** Of integers: rounded towards zero. */
    DIVIDE("/", Group.ARITHMETIC),
    /** The remainder of {@link #DIVIDE}, with the sign of the dividend. */
    REMAINDER("%", Group.ARITHMETIC),
    /** The function {@code mod}: a - b floor(a / b), with the sign of the divisor. */
    MODULO("mod", Group.ARITHMETIC),
    POWER("**", Group.ARITHMETIC),
    BIT_AND("&", Group.BITWISE),
    BIT_OR("|", Group.BITWISE),
    BIT_XOR("^", Group.BITWISE),
    SHIFT_LEFT("<<", Group.SHIFT),
    /** Fills with zeros, for signed integers with the sign. */
    SHIFT_RIGHT(">>", Group.SHIFT),
    ROTATE_LEFT("rotl", Group.SHIFT),
    ROTATE_RIGHT("rotr", Group.SHIFT),
    EQUAL("==", Group.COMPARISON),
    NOT_EQUAL("!=", Group.COMPARISON),
    LESS("<", Group.COMPARISON),
    LESS_EQUAL("<=", Group.COMPARISON),
    GREATER(">", Group.COMPARISON),
    GREATER_EQUAL(">=", Group.COMPARISON),
    /** The right operand is evaluated only if the left one is true. */
    AND("&&", Group.LOGICAL),
    /** The right operand is evaluated only if the left one is false. */
    OR("||", Group.LOGICAL);

    /** How the types of the operands decide the type of the result. */
    enum Group {
        ARITHMETIC,
        BITWISE,
        SHIFT,
        COMPARISON,
        LOGICAL
    }

    private final String symbol;
    private final Group group;

    BinaryOperator(String symbol, Group group) {
        this.symbol = symbol;
        this.group = group;
    }

    /** The sign or the name of the function in OpenQASM 3. */
    public String symbol() {
        return symbol;
    }

    Group group() {
        return group;
    }

    /** Arithmetic of reals. */
    double apply(double a, double b) {
        return switch (this) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case REMAINDER -> a % b;
            case MODULO -> a - b * StrictMath.floor(a / b);
            case POWER -> StrictMath.pow(a, b);
            default -> throw new IllegalStateException(this + " of floats");
        };
    }

    /** Directional derivative of {@link #apply(double, double)} at (a, b) along (da, db). */
    double slope(double a, double b, double da, double db) {
        return switch (this) {
            case ADD -> da + db;
            case SUBTRACT -> da - db;
            case MULTIPLY -> da * b + a * db;
            case DIVIDE -> (da - a / b * db) / b;
            case REMAINDER -> da - (db == 0 ? 0 : db * (double) (long) (a / b));
            case MODULO -> da - (db == 0 ? 0 : db * StrictMath.floor(a / b));
            case POWER ->
                (da == 0 ? 0 : da * b * StrictMath.pow(a, b - 1))
                        + (db == 0 ? 0 : db * StrictMath.log(a) * StrictMath.pow(a, b));
            default -> throw new IllegalStateException(this + " of floats");
        };
    }

    /**
     * Arithmetic, bitwise operations and shifts of integers; the caller wraps the result.
     *
     * @param type of the left operand
     * @throws ArithmeticException when dividing by zero or raising to a negative power
     */
    long apply(long a, long b, ClassicalType type) {
        boolean signed = type.kind() == ClassicalType.Kind.INT;
        return switch (this) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> signed ? a / nonZero(b) : Long.divideUnsigned(a, nonZero(b));
            case REMAINDER -> signed ? a % nonZero(b) : Long.remainderUnsigned(a, nonZero(b));
            case MODULO -> signed ? Math.floorMod(a, nonZero(b)) : Long.remainderUnsigned(a, nonZero(b));
            case POWER -> power(a, b, signed);
            case BIT_AND -> a & b;
            case BIT_OR -> a | b;
            case BIT_XOR -> a ^ b;
            case SHIFT_LEFT -> b < 0 || b >= type.width() ? 0 : a << b;
            case SHIFT_RIGHT -> shiftRight(a, b < 0 ? Long.SIZE : b, signed);
            case ROTATE_LEFT -> rotate(a, Math.floorMod(b, type.width()), type);
            case ROTATE_RIGHT -> rotate(a, Math.floorMod(-b, type.width()), type);
            default -> throw new IllegalStateException(this + " of integers");
        };
    }

    /** Comparison from the sign that a {@code compare} method returns. */
    boolean holds(int sign) {
        return switch (this) {
            case EQUAL -> sign == 0;
            case NOT_EQUAL -> sign != 0;
            case LESS -> sign < 0;
            case LESS_EQUAL -> sign <= 0;
            case GREATER -> sign > 0;
            case GREATER_EQUAL -> sign >= 0;
            default -> throw new IllegalStateException(this + " is no comparison");
        };
    }

    /** Comparison of reals: false with a NaN, except for {@link #NOT_EQUAL}. */
    @SuppressWarnings("OperatorPrecedence")
    boolean holds(double a, double b) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return this == NOT_EQUAL;
        }
        return holds(a < b ? -1 : a > b ? 1 : 0);
    }

    private static long nonZero(long divisor) {
        if (divisor == 0) {
            throw new ArithmeticException("division of an integer by zero");
        }
        return divisor;
    }

    private static long power(long base, long exponent, boolean signed) {
        if (signed && exponent < 0) {
            throw new ArithmeticException("an integer cannot be raised to the power " + exponent);
        }
        long result = 1;
        for (long e = exponent, square = base; e != 0; e >>>= 1, square *= square) {
            if ((e & 1) == 1) {
                result *= square;
            }
        }
        return result;
    }

    private static long shiftRight(long a, long b, boolean signed) {
        if (signed) {
            return a >> Math.min(b, Long.SIZE - 1);
        }
        return b >= Long.SIZE ? 0 : a >>> b;
    }

    private static long rotate(long a, int left, ClassicalType type) {
        long bits = ClassicalType.bits(type.width()).wrap(a);
        return left == 0 ? bits : bits << left | bits >>> (type.width() - left);
    }
}
