package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;

/**
 * Product formulas for the evolution exp(-i H t) under a sum of Pauli products: rotations about the products, one after the
 * other, in steps of time. For r steps the error falls with r^-1, r^-2 and r^-4; a Hamiltonian of products that commute is
 * exact in one step.
 *
 * <pre>{@code
 * PauliSum ising = PauliSum.parse("Z0 Z1 + Z1 Z2 + 0.5*X0 + 0.5*X1 + 0.5*X2");
 * Circuit evolution = TrotterFormula.SECOND.circuit(ising, 1.5, 20, 3);
 * }</pre>
 *
 * <p>Source: M. Suzuki, "General theory of fractal path integrals with applications to many-body theories and statistical
 * physics", J. Math. Phys. 32, 400 (1991); A. M. Childs et al., "Theory of Trotter error with commutator scaling", Phys.
 * Rev. X 11, 011020 (2021), section 2.2.
 */
public enum TrotterFormula {
    /** The products in their order (Lie and Trotter). */
    FIRST,
    /** Half of each in their order, then half of each in the opposite one (Strang). */
    SECOND,
    /** Five steps of the second order, the middle one backwards in time (Suzuki). */
    FOURTH;

    private static final double SUZUKI = 1 / (4 - StrictMath.cbrt(4));

    /**
     * A rotation exp(-i fraction t P).
     *
     * @param term P with its coefficient
     */
    private record Rotation(PauliTerm term, double fraction) {}

    /**
     * The evolution as a circuit.
     *
     * @param hamiltonian its products in the order in which they are applied; multiples of the identity give a global phase
     * @param time t
     * @param steps how many steps the time is divided into, at least 1
     * @param qubits of the circuit
     * @throws IllegalArgumentException if there is no step, or the Hamiltonian acts on more qubits
     */
    public Circuit circuit(PauliSum hamiltonian, double time, int steps, int qubits) {
        CircuitBuilder builder = Circuit.builder(qubits);
        append(builder, hamiltonian, Expression.of(time), steps);
        return builder.build();
    }

    /**
     * Appends the evolution to a circuit.
     *
     * @param time t, of which there are derivatives if it is a parameter
     * @throws IllegalArgumentException if there is no step, or the Hamiltonian acts on qubits that the circuit does not have
     */
    public void append(CircuitBuilder builder, PauliSum hamiltonian, Expression time, int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException(steps + " steps; expected at least 1");
        }
        State.requireQubits(hamiltonian, builder.qubitCount());
        List<Rotation> all = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            switch (this) {
                case FIRST -> hamiltonian.terms().forEach(term -> add(all, term, 1.0 / steps));
                case SECOND -> symmetric(all, hamiltonian.terms(), 1.0 / steps);
                case FOURTH -> {
                    symmetric(all, hamiltonian.terms(), SUZUKI / steps);
                    symmetric(all, hamiltonian.terms(), SUZUKI / steps);
                    symmetric(all, hamiltonian.terms(), (1 - 4 * SUZUKI) / steps);
                    symmetric(all, hamiltonian.terms(), SUZUKI / steps);
                    symmetric(all, hamiltonian.terms(), SUZUKI / steps);
                }
            }
        }
        all.forEach(rotation ->
                rotate(builder, rotation.term(), time.times(2 * rotation.term().coefficient() * rotation.fraction())));
    }

    private static void symmetric(List<Rotation> all, List<PauliTerm> terms, double fraction) {
        terms.forEach(term -> add(all, term, fraction / 2));
        terms.reversed().forEach(term -> add(all, term, fraction / 2));
    }

    /** Two rotations about one product that meet are one. */
    private static void add(List<Rotation> all, PauliTerm term, double fraction) {
        if (!all.isEmpty() && all.getLast().term().equals(term)) {
            double before = all.removeLast().fraction();
            all.add(new Rotation(term, before + fraction));
        } else {
            all.add(new Rotation(term, fraction));
        }
    }

    /**
     * Appends a rotation about a Pauli product, exp(-i angle P / 2): one gate on one or two equal Paulis, else the parity
     * of the qubits on one of them, in the eigenbasis of P.
     *
     * @param product P; its coefficient is not used
     * @param angle in radians
     * @throws IllegalArgumentException if the product acts on qubits that the circuit does not have
     */
    public static void rotate(CircuitBuilder builder, PauliTerm product, Expression angle) {
        int[] qubits = qubits(product);
        if (qubits.length == 0) {
            builder.add(new Gate(StandardGate.GPHASE, List.of(angle.times(-0.5)), qubits, 0, 0));
            return;
        }
        char kind = pauli(product, qubits[0]);
        if (qubits.length == 1) {
            builder.gate(
                    kind == 'X' ? StandardGate.RX : kind == 'Y' ? StandardGate.RY : StandardGate.RZ,
                    List.of(angle),
                    qubits);
        } else if (qubits.length == 2 && kind == pauli(product, qubits[1])) {
            builder.gate(
                    kind == 'X' ? StandardGate.RXX : kind == 'Y' ? StandardGate.RYY : StandardGate.RZZ,
                    List.of(angle),
                    qubits);
        } else {
            parity(builder, product, qubits, angle);
        }
    }

    private static void parity(CircuitBuilder builder, PauliTerm product, int[] qubits, Expression angle) {
        int last = qubits[qubits.length - 1];
        for (int qubit : qubits) {
            toEigenbasis(builder, pauli(product, qubit), qubit, false);
        }
        for (int i = 0; i + 1 < qubits.length; i++) {
            builder.cx(qubits[i], qubits[i + 1]);
        }
        builder.gate(StandardGate.RZ, List.of(angle), last);
        for (int i = qubits.length - 2; i >= 0; i--) {
            builder.cx(qubits[i], qubits[i + 1]);
        }
        for (int qubit : qubits) {
            toEigenbasis(builder, pauli(product, qubit), qubit, true);
        }
    }

    /** H takes X to Z, the square root of X takes Y to Z. */
    private static void toEigenbasis(CircuitBuilder builder, char pauli, int qubit, boolean back) {
        if (pauli == 'X') {
            builder.h(qubit);
        } else if (pauli == 'Y') {
            builder.gate(back ? StandardGate.SXDG : StandardGate.SX, List.of(), qubit);
        }
    }

    private static int[] qubits(PauliTerm product) {
        int[] qubits = new int[Long.bitCount(product.x() | product.z())];
        long left = product.x() | product.z();
        for (int i = 0; i < qubits.length; i++, left &= left - 1) {
            qubits[i] = Long.numberOfTrailingZeros(left);
        }
        return qubits;
    }

    private static char pauli(PauliTerm product, int qubit) {
        return " XZY".charAt((int) ((product.x() >>> qubit & 1) | (product.z() >>> qubit & 1) << 1));
    }
}
