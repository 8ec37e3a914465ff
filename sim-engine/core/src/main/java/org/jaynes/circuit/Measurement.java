package org.jaynes.circuit;

/**
 * Measures a qubit in the computational basis and stores the outcome in a classical bit.
 *
 * @param qubit the qubit
 * @param bit the classical bit
 */
public record Measurement(int qubit, int bit) implements Instruction {}
