package org.jaynes.circuit;

/** A classical expression over constants, parameters, variables and classical bits. */
public sealed interface Expression {
    /**
     * A real constant.
     *
     * @param value the number
     */
    record Constant(double value) implements Expression {}
}
