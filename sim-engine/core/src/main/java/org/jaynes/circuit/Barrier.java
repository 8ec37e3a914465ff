package org.jaynes.circuit;

/**
 * Forbids optimisers of other tools to move gates across it. It has no effect on a simulation and is kept for export.
 *
 * @param qubits the qubits it covers
 */
public record Barrier(int[] qubits) implements Instruction {}
