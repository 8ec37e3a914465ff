package org.jaynes.circuit;

/**
 * Gives a variable or classical bits a value while the circuit runs.
 *
 * @param target what changes
 * @param value the new value; converted to the target's type as {@link Expression#cast} does
 */
public record Assignment(Target target, Expression value) implements Instruction {
    /** What an assignment changes. */
    public sealed interface Target {
        /** The type of the place. */
        ClassicalType type();
    }

    /**
     * A variable.
     *
     * @param variable the variable
     */
    public record ToVariable(Expression.Variable variable) implements Target {
        @Override
        public ClassicalType type() {
            return variable.type();
        }
    }

    /**
     * Neighbouring classical bits.
     *
     * @param bits the bits; bit 0 of the value goes to the first
     */
    public record ToBits(Expression.BitRange bits) implements Target {
        @Override
        public ClassicalType type() {
            return bits.type();
        }
    }

    /**
     * One of some neighbouring classical bits, chosen while the circuit runs.
     *
     * @param bits the bits
     * @param index an integer; negative ones count from the end
     */
    public record ToIndexedBit(Expression.BitRange bits, Expression index) implements Target {
        @Override
        public ClassicalType type() {
            return ClassicalType.BIT;
        }
    }

    /**
     * One bit of a variable of discrete type.
     *
     * @param variable the variable
     * @param index an integer; negative ones count from the end
     */
    public record ToVariableBit(Expression.Variable variable, Expression index) implements Target {
        @Override
        public ClassicalType type() {
            return ClassicalType.BIT;
        }
    }

    public Assignment {
        value = Expression.cast(target.type(), value);
    }
}
