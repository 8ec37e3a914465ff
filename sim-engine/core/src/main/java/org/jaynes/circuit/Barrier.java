package org.jaynes.circuit;

import java.util.Arrays;

/**
 * Forbids optimisers of other tools to move gates across it. It has no effect on a simulation and is kept for export.
 *
 * @param qubits the qubits it covers; not copied: do not change it
 */
public record Barrier(int[] qubits) implements Instruction {
    @Override
    public boolean equals(Object other) {
        return other instanceof Barrier that && Arrays.equals(qubits, that.qubits);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(qubits);
    }

    @Override
    public String toString() {
        return "barrier" + Arrays.toString(qubits);
    }
}
