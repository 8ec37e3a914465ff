package org.jaynes.circuit;

/**
 * Neighbouring classical bits under one name; they are 0 when a shot begins.
 *
 * @param name as declared
 * @param first number of its first bit in the circuit
 * @param size number of bits, at least 1
 * @param output whether it is part of the results; a register for intermediate values is not
 */
public record ClassicalRegister(String name, int first, int size, boolean output) {
    /** The number in the circuit of bit {@code i} of the register. */
    public int get(int i) {
        return first + Numbers.element(name, i, size);
    }

    /** The numbers in the circuit of all its bits. */
    public int[] all() {
        return Numbers.range(first, size);
    }

    /** The value of the register, of type {@code bit[size]}. */
    public Expression.BitRange value() {
        return new Expression.BitRange(first, size);
    }
}
