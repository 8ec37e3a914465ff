package org.jaynes.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import org.jaynes.circuit.ClassicalType.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExpressionTest {
    private static final ClassicalType INT8 = ClassicalType.integer(8);
    private static final ClassicalType UINT8 = ClassicalType.unsigned(8);

    private static Expression uint8(long value) {
        return Expression.of(UINT8, value);
    }

    private static Expression int8(long value) {
        return Expression.of(INT8, value);
    }

    private static Expression binary(BinaryOperator operator, Expression a, Expression b) {
        return Expression.binary(operator, a, b);
    }

    private static long integer(Expression expression) {
        return expression.integer(Environment.EMPTY);
    }

    @Test
    void integers_wrap_to_their_width() {
        assertEquals(44, integer(uint8(200).plus(uint8(100))));
        assertEquals(-56, integer(int8(100).plus(int8(100))));
        assertEquals(253, integer(uint8(3).negated()));
        assertEquals(-128, integer(int8(-128).negated()));
        assertEquals(252, integer(Expression.unary(UnaryOperator.COMPLEMENT, uint8(3))));
    }

    @Test
    void types_of_operands_meet_as_in_c() {
        assertEquals(UINT8, int8(1).plus(uint8(1)).type());
        assertEquals(
                ClassicalType.integer(16),
                Expression.of(ClassicalType.integer(16), 1).plus(uint8(1)).type());
        assertEquals(ClassicalType.FLOAT, int8(1).plus(0.5).type());
        assertEquals(
                ClassicalType.unsigned(32),
                Expression.bit(0).plus(Expression.bit(1)).type());
        // As in C: -1 becomes 255 when it meets an unsigned number of the same width.
        assertFalse(binary(BinaryOperator.LESS, int8(-1), uint8(1)).isTrue(Environment.EMPTY));
        assertTrue(binary(BinaryOperator.LESS, int8(-1), int8(1)).isTrue(Environment.EMPTY));
    }

    @Test
    void division_and_remainder() {
        assertEquals(-3, integer(binary(BinaryOperator.DIVIDE, int8(-7), int8(2))));
        assertEquals(-1, integer(binary(BinaryOperator.REMAINDER, int8(-7), int8(2))));
        assertEquals(1, integer(binary(BinaryOperator.MODULO, int8(-7), int8(2))));
        assertEquals(127, integer(binary(BinaryOperator.DIVIDE, uint8(255), uint8(2))));
        assertEquals(81, integer(binary(BinaryOperator.POWER, uint8(3), uint8(4))));
        assertEquals(0.125, binary(BinaryOperator.POWER, int8(2), int8(-3)).real(Environment.EMPTY));
        Expression byZero = binary(BinaryOperator.DIVIDE, uint8(1), uint8(0));
        assertThrows(ArithmeticException.class, () -> integer(byZero));
    }

    @Test
    void shifts_and_rotations() {
        assertEquals(0b1010_0000, integer(binary(BinaryOperator.SHIFT_LEFT, uint8(0b0001_0100), uint8(3))));
        assertEquals(0, integer(binary(BinaryOperator.SHIFT_LEFT, uint8(255), uint8(8))));
        assertEquals(-2, integer(binary(BinaryOperator.SHIFT_RIGHT, int8(-7), int8(2))));
        assertEquals(0b0011_0001, integer(binary(BinaryOperator.ROTATE_LEFT, uint8(0b0100_1100), uint8(2))));
        assertEquals(0b0001_0011, integer(binary(BinaryOperator.ROTATE_RIGHT, uint8(0b0100_1100), uint8(2))));
        assertEquals(0b0001_0011, integer(binary(BinaryOperator.ROTATE_LEFT, uint8(0b0100_1100), int8(-2))));
        assertEquals(3, integer(Expression.unary(UnaryOperator.POPCOUNT, uint8(0b0100_1100))));
    }

    @Test
    void angles_are_fractions_of_a_turn() {
        ClassicalType angle4 = ClassicalType.angle(4);
        Expression quarter = Expression.cast(angle4, Expression.of(Math.PI / 2));
        assertEquals(4, integer(quarter));
        assertEquals(Math.PI / 2, quarter.real(Environment.EMPTY));
        assertEquals(15, integer(Expression.cast(angle4, Expression.of(-Math.PI / 8))));
        assertEquals(0, integer(Expression.cast(angle4, Expression.of(2 * Math.PI - 1e-3))));
        assertEquals(2, integer(quarter.plus(Expression.of(angle4, 14))));
        assertEquals(12, integer(quarter.times(Expression.of(UINT8, 3))));
        assertEquals(2, integer(binary(BinaryOperator.DIVIDE, quarter, Expression.of(UINT8, 2))));
        assertEquals(64, integer(Expression.cast(ClassicalType.angle(8), quarter)));
        assertThrows(IllegalArgumentException.class, () -> Expression.cast(UINT8, quarter));
        Expression wide = Expression.cast(ClassicalType.angle(64), Expression.of(1.5 * Math.PI));
        assertEquals(1.5 * Math.PI, wide.real(Environment.EMPTY), 1e-15);
    }

    @Test
    void casts_follow_openqasm() {
        assertEquals(-3, integer(Expression.cast(INT8, Expression.of(-3.9))));
        assertEquals(1, integer(Expression.cast(ClassicalType.BOOL, Expression.of(0.1))));
        assertEquals(-1, integer(Expression.cast(INT8, uint8(255))));
        assertEquals(
                (float) 0.1,
                Expression.cast(new ClassicalType(Kind.FLOAT, 32), Expression.of(0.1))
                        .real(Environment.EMPTY));
        assertThrows(IllegalArgumentException.class, () -> Expression.cast(ClassicalType.bits(8), Expression.of(1.0)));
    }

    @Test
    void registers_wider_than_a_long_are_compared_and_indexed() {
        BigInteger value = BigInteger.ONE.shiftLeft(99).add(BigInteger.valueOf(5));
        Environment bits = new Environment() {
            @Override
            public double parameter(String name) {
                throw new IllegalArgumentException(name);
            }

            @Override
            public boolean bit(int bit) {
                return value.testBit(bit - 3);
            }
        };
        Expression register = new Expression.BitRange(3, 100);
        assertTrue(binary(BinaryOperator.EQUAL, register, Expression.bits(100, value))
                .isTrue(bits));
        assertTrue(binary(BinaryOperator.GREATER, register, uint8(5)).isTrue(bits));
        assertTrue(Expression.bitOf(register, int8(-1)).isTrue(bits));
        assertFalse(Expression.bitOf(register, int8(1)).isTrue(bits));
        Expression twice = Expression.concatenation(List.of(register, new Expression.BitRange(3, 2)));
        assertEquals(value.add(BigInteger.ONE.shiftLeft(100)), twice.wide(bits));
        assertThrows(IllegalArgumentException.class, () -> register.plus(uint8(1)));
        assertThrows(IndexOutOfBoundsException.class, () -> Expression.bitOf(register, int8(100)));
    }

    @Test
    void what_is_constant_is_folded() {
        assertInstanceOf(Expression.Constant.class, Expression.of(1.0).plus(2.0).times(3.0));
        assertInstanceOf(Expression.IntegerConstant.class, uint8(1).equalTo(1));
        Expression mixed = Expression.parameter("a").plus(Expression.of(1.0).plus(1.0));
        assertEquals(3, mixed.nodes());
        assertFalse(mixed.isRunTime());
        assertTrue(mixed.plus(Expression.bit(0)).isRunTime());
    }

    @Test
    void logical_operators_stop_when_they_are_decided() {
        Expression fails = binary(BinaryOperator.DIVIDE, uint8(1), uint8(0)).equalTo(1);
        assertFalse(Expression.of(false).and(fails).isTrue(Environment.EMPTY));
        assertTrue(Expression.of(true).or(fails).isTrue(Environment.EMPTY));
        assertThrows(
                ArithmeticException.class, () -> Expression.of(true).and(fails).isTrue(Environment.EMPTY));
    }

    @Test
    void an_expression_that_doubles_itself_is_stopped() {
        Expression expression = Expression.parameter("a");
        int doublings = 0;
        try {
            for (; doublings < 100; doublings++) {
                expression = expression.plus(expression);
            }
        } catch (IllegalArgumentException e) {
            assertTrue(e.toString().contains("2,000"), e.toString());
        }
        assertTrue(doublings < 12, "stopped after " + doublings);
    }

    /** Random smooth expressions: the derivative against a central difference. */
    @Test
    void derivatives_agree_with_differences() {
        for (long seed = 0; seed < 500; seed++) {
            Expression expression = smooth(new SplittableRandom(seed), 4);
            double at = 0.37;
            double step = 1e-5;
            double difference = (expression.real(name -> at + step) - expression.real(name -> at - step)) / (2 * step);
            double derivative = expression.derivative("a", name -> at);
            double scale = 1 + Math.abs(derivative);
            assertEquals(difference / scale, derivative / scale, 1e-5, "seed " + seed + ": " + expression);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COMPLEMENT", "NOT", "POPCOUNT", "FLOOR", "CEILING"})
    void derivatives_of_functions_agree_with_differences(UnaryOperator function) {
        Expression expression = Expression.unary(function, Expression.parameter("a"));
        for (double at : new double[] {0.1, 0.5, 0.9}) {
            double step = 1e-6;
            double difference = (expression.real(name -> at + step) - expression.real(name -> at - step)) / (2 * step);
            assertEquals(difference, expression.derivative("a", name -> at), 1e-6 * (1 + Math.abs(difference)));
        }
        assertEquals(0, expression.derivative("b", name -> 0.5));
    }

    private static Expression smooth(SplittableRandom random, int depth) {
        if (depth == 0) {
            return random.nextBoolean() ? Expression.parameter("a") : Expression.of(random.nextDouble(0.5, 2));
        }
        Expression x = smooth(random, depth - 1);
        Expression y = smooth(random, depth - 1);
        return switch (random.nextInt(6)) {
            case 0 -> x.plus(y);
            case 1 -> x.minus(y);
            case 2 -> Expression.unary(UnaryOperator.SIN, x).times(y);
            case 3 -> binary(BinaryOperator.DIVIDE, x, Expression.unary(UnaryOperator.EXP, y));
            case 4 -> Expression.unary(UnaryOperator.COS, x);
            default ->
                binary(
                        BinaryOperator.POWER,
                        Expression.unary(UnaryOperator.ARCTAN, x).plus(2),
                        Expression.unary(UnaryOperator.SIN, y));
        };
    }
}
