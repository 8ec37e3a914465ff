package org.jaynes.circuit;

/**
 * Neighbouring qubits under one name.
 *
 * @param name as declared
 * @param first number of its first qubit in the circuit
 * @param size number of qubits, at least 1
 */
public record QubitRegister(String name, int first, int size) {
    /** The number in the circuit of qubit {@code i} of the register. */
    public int get(int i) {
        return first + Numbers.element(name, i, size);
    }

    /** The numbers in the circuit of all its qubits. */
    public int[] all() {
        return Numbers.range(first, size);
    }
}
