package org.jaynes.circuit;

/**
 * Gives a classical variable a value while the circuit runs.
 *
 * @param variable number of the variable in {@link Circuit#variables()}
 * @param value the new value, converted to the variable's type as OpenQASM 3 converts (integers wrap to their width)
 */
public record Assignment(int variable, Expression value) implements Instruction {}
