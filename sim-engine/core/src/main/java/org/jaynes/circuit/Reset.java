package org.jaynes.circuit;

/**
 * Measures a qubit, forgets the outcome, and leaves the qubit in |0>.
 *
 * @param qubit the qubit
 */
public record Reset(int qubit) implements Instruction {}
