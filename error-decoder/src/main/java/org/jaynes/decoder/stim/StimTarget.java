package org.jaynes.decoder.stim;

/**
 * Targets of an operation, as {@code int}s: 24 bits of number and flags for what the number means. Without a flag it is
 * a qubit.
 */
public final class StimTarget {
    /** Joins the Pauli targets around it to a product: {@code X1*Y2} is three targets. */
    public static final int COMBINER = 1 << 27;

    /** The first number of a qubit, sweep bit or look-back that is too large. */
    public static final int NUMBER_LIMIT = 1 << 24;

    private static final int X_BIT = 1 << 30;
    private static final int Z_BIT = 1 << 29;
    private static final int RECORD_BIT = 1 << 28;
    private static final int SWEEP_BIT = 1 << 26;
    private static final int INVERTED_BIT = 1 << 31;

    private StimTarget() {}

    /** A qubit with a Pauli operator: 'X', 'Y' or 'Z'. */
    public static int pauli(char operator, int qubit) {
        return switch (operator) {
            case 'X' -> qubit | X_BIT;
            case 'Y' -> qubit | X_BIT | Z_BIT;
            case 'Z' -> qubit | Z_BIT;
            default ->
                throw new IllegalArgumentException("Pauli operator '%c'; expected X, Y or Z".formatted(operator));
        };
    }

    /** The measurement made {@code lookback} measurements ago; 1 is the last one. */
    public static int record(int lookback) {
        return lookback | RECORD_BIT;
    }

    /** A bit that is given per shot. */
    public static int sweep(int number) {
        return number | SWEEP_BIT;
    }

    /** The same target with the measured result, or the sign of the product, inverted. */
    public static int inverted(int target) {
        return target ^ INVERTED_BIT;
    }

    /** The number of the qubit or sweep bit, or the look-back. */
    public static int number(int target) {
        return target & (NUMBER_LIMIT - 1);
    }

    public static boolean isInverted(int target) {
        return target < 0;
    }

    public static boolean isPauli(int target) {
        return (target & (X_BIT | Z_BIT)) != 0;
    }

    /** Whether the operator is X or Y. */
    public static boolean hasX(int target) {
        return (target & X_BIT) != 0;
    }

    /** Whether the operator is Z or Y. */
    public static boolean hasZ(int target) {
        return (target & Z_BIT) != 0;
    }

    public static boolean isRecord(int target) {
        return (target & RECORD_BIT) != 0;
    }

    public static boolean isSweep(int target) {
        return (target & SWEEP_BIT) != 0;
    }

    /** Whether it is a measurement record or a sweep bit, which control a gate classically. */
    public static boolean isBit(int target) {
        return (target & (RECORD_BIT | SWEEP_BIT)) != 0;
    }

    /** Whether it is a qubit without an operator, inverted or not. */
    public static boolean isQubit(int target) {
        return (target & (X_BIT | Z_BIT | RECORD_BIT | SWEEP_BIT | COMBINER)) == 0;
    }

    /** A target as circuits have it; not for {@link #COMBINER}. */
    public static String show(int target) {
        StringBuilder out = new StringBuilder();
        append(out, target);
        return out.toString();
    }

    static void append(StringBuilder out, int target) {
        if (isInverted(target)) {
            out.append('!');
        }
        if (isRecord(target)) {
            out.append("rec[-").append(number(target)).append(']');
        } else if (isSweep(target)) {
            out.append("sweep[").append(number(target)).append(']');
        } else {
            if (isPauli(target)) {
                out.append(hasX(target) ? hasZ(target) ? 'Y' : 'X' : 'Z');
            }
            out.append(number(target));
        }
    }
}
