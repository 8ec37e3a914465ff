package org.jaynes.circuit;

import java.math.BigInteger;
import java.util.Arrays;
import org.jaynes.circuit.ClassicalType.Kind;

/** Conversions between the values of the classical types. */
final class Numbers {
    /** sqrt(1/2). */
    static final double HALF_ROOT = StrictMath.sqrt(0.5);

    private static final double TURN = 2 * Math.PI;
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(Long.SIZE);

    private Numbers() {}

    static BigInteger unsigned(long value) {
        BigInteger signed = BigInteger.valueOf(value);
        return value < 0 ? signed.add(TWO_TO_64) : signed;
    }

    /** A value of discrete type as a real; an angle in radians. */
    static double toReal(long value, ClassicalType type) {
        return switch (type.kind()) {
            case INT -> value;
            case ANGLE -> Math.scalb(unsignedToDouble(value), -type.width()) * TURN;
            default -> unsignedToDouble(value);
        };
    }

    private static double unsignedToDouble(long value) {
        return value >= 0 ? value : unsigned(value).doubleValue();
    }

    /** The angle value nearest to an angle in radians, modulo a turn. */
    static long toAngle(double radians, ClassicalType angle) {
        if (!Double.isFinite(radians)) {
            throw new ArithmeticException(radians + " is not an angle");
        }
        double turns = radians / TURN;
        double steps = StrictMath.rint(Math.scalb(turns - StrictMath.floor(turns), angle.width()));
        long value = steps < 0x1p63 ? (long) steps : (long) (steps - 0x1p63) + Long.MIN_VALUE;
        return angle.wrap(value);
    }

    /** Evaluates an operand and converts it to a discrete type. */
    static long convert(Expression operand, ClassicalType type, Environment environment) {
        if (type.kind() == Kind.BOOL) {
            return operand.isTrue(environment) ? 1 : 0;
        }
        ClassicalType from = operand.type();
        if (type.kind() == Kind.ANGLE) {
            return from.kind() == Kind.FLOAT
                    ? toAngle(operand.real(environment), type)
                    : resizeAngle(operand.integer(environment), from, type);
        }
        return type.wrap(from.kind() == Kind.FLOAT ? (long) operand.real(environment) : operand.integer(environment));
    }

    /** Bits of an angle are its most significant digits; bit strings have the width of the angle already. */
    private static long resizeAngle(long value, ClassicalType from, ClassicalType to) {
        int dropped = from.width() - to.width();
        return dropped >= 0 ? value >>> dropped : value << -dropped;
    }

    static int element(String register, int i, int size) {
        if (i < 0 || i >= size) {
            throw new IndexOutOfBoundsException("%s[%d]: the register has %d elements".formatted(register, i, size));
        }
        return i;
    }

    static int[] range(int first, int count) {
        int[] numbers = new int[count];
        Arrays.setAll(numbers, i -> first + i);
        return numbers;
    }

    static void requireNarrow(String what, ClassicalType type) {
        if (type.isWide()) {
            throw new IllegalArgumentException("%s of type %s is wider than %d bits".formatted(what, type, Long.SIZE));
        }
    }
}
