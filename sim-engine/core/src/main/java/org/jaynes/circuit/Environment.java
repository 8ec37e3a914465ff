package org.jaynes.circuit;

/** The values that an {@link Expression} is evaluated with. */
public interface Environment {
    /** Knows no names: for expressions that are constant. */
    Environment EMPTY = name -> {
        throw new IllegalArgumentException("parameter " + name + " has no value");
    };

    /**
     * Value of a circuit parameter.
     *
     * @throws IllegalArgumentException if it has none
     */
    double parameter(String name);

    /**
     * Value of a variable: for discrete types as {@link ClassicalType} says, for floats the bits of the double.
     *
     * @param variable its number in {@link Circuit#variables()}
     */
    default long variable(int variable) {
        throw new IllegalStateException("variable " + variable + " is known only while a circuit runs");
    }

    /**
     * Value of a classical bit.
     *
     * @param bit its number in the circuit
     */
    default boolean bit(int bit) {
        throw new IllegalStateException("classical bit " + bit + " is known only while a circuit runs");
    }
}
