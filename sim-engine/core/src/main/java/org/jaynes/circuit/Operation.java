package org.jaynes.circuit;

import java.math.BigInteger;
import java.util.List;
import org.jaynes.circuit.BinaryOperator.Group;

/** An expression with operands. Each kind is made by the factory of {@link Expression} that its comment names. */
public sealed interface Operation extends Expression {
    @Override
    List<Expression> operands();

    @Override
    int nodes();

    /**
     * An operator or function of one operand. Made by {@link Expression#unary}.
     *
     * @param type of operand and result, except that {@link UnaryOperator#POPCOUNT} counts the bits of any operand
     */
    record Unary(UnaryOperator operator, Expression operand, ClassicalType type, int nodes) implements Operation {
        @Override
        public List<Expression> operands() {
            return List.of(operand);
        }

        @Override
        public double real(Environment environment) {
            return type.isDiscrete()
                    ? Numbers.toReal(integer(environment), type)
                    : operator.apply(operand.real(environment));
        }

        @Override
        public long integer(Environment environment) {
            return operator == UnaryOperator.POPCOUNT
                    ? operand.wide(environment).bitCount()
                    : type.wrap(operator.apply(operand.integer(environment)));
        }

        @Override
        public double derivative(String parameter, Environment environment) {
            if (type.kind() == ClassicalType.Kind.ANGLE) {
                return operator.slope(1) * operand.derivative(parameter, environment);
            }
            double inner = type.isDiscrete() ? 0 : operand.derivative(parameter, environment);
            return inner == 0 ? 0 : operator.slope(operand.real(environment)) * inner;
        }
    }

    /**
     * An operator or function of two operands, which have been cast to what the operator works in. Made by
     * {@link Expression#binary}.
     */
    record Binary(BinaryOperator operator, Expression left, Expression right, ClassicalType type, int nodes)
            implements Operation {
        @Override
        public List<Expression> operands() {
            return List.of(left, right);
        }

        @Override
        public double real(Environment environment) {
            return type.isDiscrete()
                    ? Numbers.toReal(integer(environment), type)
                    : operator.apply(left.real(environment), right.real(environment));
        }

        @Override
        public long integer(Environment environment) {
            return switch (operator.group()) {
                case COMPARISON -> compare(environment) ? 1 : 0;
                case LOGICAL -> {
                    boolean first = left.isTrue(environment);
                    boolean decided = first == (operator == BinaryOperator.OR);
                    yield (decided ? first : right.isTrue(environment)) ? 1 : 0;
                }
                default ->
                    type.wrap(operator.apply(left.integer(environment), right.integer(environment), left.type()));
            };
        }

        private boolean compare(Environment environment) {
            if (!left.type().isDiscrete()) {
                return operator.holds(left.real(environment), right.real(environment));
            }
            if (left.type().isWide()) {
                return operator.holds(left.wide(environment).compareTo(right.wide(environment)));
            }
            long a = left.integer(environment);
            long b = right.integer(environment);
            boolean signed = left.type().kind() == ClassicalType.Kind.INT;
            return operator.holds(signed ? Long.compare(a, b) : Long.compareUnsigned(a, b));
        }

        @Override
        public double derivative(String parameter, Environment environment) {
            boolean angle = type.kind() == ClassicalType.Kind.ANGLE && operator.group() == Group.ARITHMETIC;
            if (type.isDiscrete() && !angle) {
                return 0;
            }
            double da = left.derivative(parameter, environment);
            double db = right.derivative(parameter, environment);
            return da == 0 && db == 0 ? 0 : operator.slope(left.real(environment), right.real(environment), da, db);
        }
    }

    /**
     * Conversion to another type. Made by {@link Expression#cast}. An angle made of a real keeps the real's derivative.
     *
     * @param type the type of the result
     * @param operand what is converted
     */
    record Cast(ClassicalType type, Expression operand, int nodes) implements Operation {
        @Override
        public List<Expression> operands() {
            return List.of(operand);
        }

        @Override
        public double real(Environment environment) {
            if (type.isDiscrete()) {
                return type.isWide() ? wide(environment).doubleValue() : Numbers.toReal(integer(environment), type);
            }
            double value = operand.real(environment);
            return type.width() == Float.SIZE ? (float) value : value;
        }

        @Override
        public long integer(Environment environment) {
            return Numbers.convert(operand, type, environment);
        }

        @Override
        public BigInteger wide(Environment environment) {
            if (!type.isWide()) {
                return Operation.super.wide(environment);
            }
            BigInteger mask = BigInteger.ONE.shiftLeft(type.width()).subtract(BigInteger.ONE);
            return operand.wide(environment).and(mask);
        }

        @Override
        public double derivative(String parameter, Environment environment) {
            boolean continuous = !type.isDiscrete() || type.kind() == ClassicalType.Kind.ANGLE;
            return continuous ? operand.derivative(parameter, environment) : 0;
        }
    }

    /**
     * One bit of a value, as a {@code bit}.
     *
     * @param operand a value of discrete type
     * @param index number of the bit; negative ones count from the highest bit, which is -1
     */
    record BitOf(Expression operand, Expression index, int nodes) implements Operation {
        @Override
        public ClassicalType type() {
            return ClassicalType.BIT;
        }

        @Override
        public List<Expression> operands() {
            return List.of(operand, index);
        }

        @Override
        public double real(Environment environment) {
            return integer(environment);
        }

        /** @throws IndexOutOfBoundsException if there is no such bit */
        @Override
        public long integer(Environment environment) {
            int bit = operand.type().position(index.integer(environment));
            return operand.wide(environment).testBit(bit) ? 1 : 0;
        }
    }

    /**
     * Bit strings put together.
     *
     * @param parts values of type {@code bit[n]}, the one with the lowest bits first
     */
    record Concatenation(List<Expression> parts, int nodes) implements Operation {
        @Override
        public ClassicalType type() {
            return ClassicalType.bits(
                    parts.stream().mapToInt(p -> p.type().width()).sum());
        }

        @Override
        public List<Expression> operands() {
            return parts;
        }

        @Override
        public double real(Environment environment) {
            return wide(environment).doubleValue();
        }

        @Override
        public long integer(Environment environment) {
            return wide(environment).longValue();
        }

        @Override
        public BigInteger wide(Environment environment) {
            BigInteger value = BigInteger.ZERO;
            for (Expression part : parts.reversed()) {
                value = value.shiftLeft(part.type().width()).or(part.wide(environment));
            }
            return value;
        }
    }
}
