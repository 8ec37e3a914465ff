package org.jaynes.statevector;

/**
 * A real number times a product of Pauli operators on different qubits.
 *
 * @param coefficient the number
 * @param x bit q is set if there is an X or a Y on qubit q
 * @param z bit q is set if there is a Z or a Y on qubit q
 */
public record PauliTerm(double coefficient, long x, long z) {
    /** @throws IllegalArgumentException if the coefficient is not finite */
    public PauliTerm {
        if (!Double.isFinite(coefficient)) {
            throw new IllegalArgumentException("coefficient " + coefficient + " of a Pauli product is not finite");
        }
    }

    /** A multiple of the identity. */
    public static PauliTerm identity(double coefficient) {
        return new PauliTerm(coefficient, 0, 0);
    }

    /**
     * A product from letters.
     *
     * @param paulis one of I, X, Y, Z for each qubit; the first is qubit 0
     * @throws IllegalArgumentException if there is another letter, or more than 64
     */
    public static PauliTerm of(double coefficient, String paulis) {
        if (paulis.length() > Long.SIZE) {
            throw new IllegalArgumentException(
                    "a Pauli product of %d qubits; at most %d are allowed".formatted(paulis.length(), Long.SIZE));
        }
        PauliTerm term = identity(coefficient);
        for (int qubit = 0; qubit < paulis.length(); qubit++) {
            term = term.times(paulis.charAt(qubit), qubit);
        }
        return term;
    }

    /** This product with a Pauli operator on a qubit on which it is the identity so far. */
    PauliTerm times(char pauli, int qubit) {
        long bit = 1L << qubit;
        return switch (pauli) {
            case 'I' -> this;
            case 'X' -> new PauliTerm(coefficient, x | bit, z);
            case 'Y' -> new PauliTerm(coefficient, x | bit, z | bit);
            case 'Z' -> new PauliTerm(coefficient, x, z | bit);
            default ->
                throw new IllegalArgumentException("'" + pauli + "' is not a Pauli operator; expected I, X, Y or Z");
        };
    }

    /** Number of Y factors. */
    public int yCount() {
        return Long.bitCount(x & z);
    }

    /** The lowest number of qubits of a state that it can be measured on. */
    public int qubitCount() {
        return Long.SIZE - Long.numberOfLeadingZeros(x | z);
    }

    /** As {@link PauliSum#parse} reads it: {@code 0.5*X0 Z3}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(coefficient);
        char before = '*';
        for (int qubit = 0; qubit < qubitCount(); qubit++) {
            int kind = (int) ((x >>> qubit & 1) | (z >>> qubit & 1) << 1);
            if (kind != 0) {
                text.append(before).append(" XZY".charAt(kind)).append(qubit);
                before = ' ';
            }
        }
        return text.toString();
    }
}
