package org.jaynes.circuit;

/** Operators and functions of one operand. Functions of reals are those of {@link StrictMath}: the same bits everywhere. */
public enum UnaryOperator {
    NEGATE("-"),
    /** Inverts every bit. */
    COMPLEMENT("~"),
    /** Logical negation of a boolean. */
    NOT("!"),
    SIN("sin"),
    COS("cos"),
    TAN("tan"),
    ARCSIN("arcsin"),
    ARCCOS("arccos"),
    ARCTAN("arctan"),
    EXP("exp"),
    /** Natural logarithm. */
    LOG("log"),
    SQRT("sqrt"),
    FLOOR("floor"),
    CEILING("ceiling"),
    ABSOLUTE("abs"),
    /** Number of bits that are one. */
    POPCOUNT("popcount");

    private final String symbol;

    UnaryOperator(String symbol) {
        this.symbol = symbol;
    }

    /** The sign or the name of the function in OpenQASM 3. */
    public String symbol() {
        return symbol;
    }

    double apply(double x) {
        return switch (this) {
            case NEGATE -> -x;
            case SIN -> StrictMath.sin(x);
            case COS -> StrictMath.cos(x);
            case TAN -> StrictMath.tan(x);
            case ARCSIN -> StrictMath.asin(x);
            case ARCCOS -> StrictMath.acos(x);
            case ARCTAN -> StrictMath.atan(x);
            case EXP -> StrictMath.exp(x);
            case LOG -> StrictMath.log(x);
            case SQRT -> StrictMath.sqrt(x);
            case FLOOR -> StrictMath.floor(x);
            case CEILING -> StrictMath.ceil(x);
            case ABSOLUTE -> StrictMath.abs(x);
            case COMPLEMENT, NOT, POPCOUNT -> throw new IllegalStateException(this + " of a float");
        };
    }

    /** Derivative of the function at x; at the corners of |x| and at the steps of floor and ceiling the value is 0. */
    double slope(double x) {
        return switch (this) {
            case NEGATE -> -1;
            case SIN -> StrictMath.cos(x);
            case COS -> -StrictMath.sin(x);
            case TAN -> 1 / (StrictMath.cos(x) * StrictMath.cos(x));
            case ARCSIN -> 1 / StrictMath.sqrt(1 - x * x);
            case ARCCOS -> -1 / StrictMath.sqrt(1 - x * x);
            case ARCTAN -> 1 / (1 + x * x);
            case EXP -> StrictMath.exp(x);
            case LOG -> 1 / x;
            case SQRT -> 0.5 / StrictMath.sqrt(x);
            case FLOOR, CEILING -> 0;
            case ABSOLUTE -> StrictMath.signum(x);
            case COMPLEMENT, NOT, POPCOUNT -> throw new IllegalStateException(this + " of a float");
        };
    }

    long apply(long x) {
        return switch (this) {
            case NEGATE -> -x;
            case COMPLEMENT -> ~x;
            case NOT -> x ^ 1;
            case ABSOLUTE -> Math.abs(x);
            case POPCOUNT -> Long.bitCount(x);
            default -> throw new IllegalStateException(this + " of an integer");
        };
    }
}
