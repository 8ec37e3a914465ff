package org.jaynes.qasm.lowering;

import java.util.List;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.StandardGate;
import org.jaynes.qasm.syntax.Stmt;

/** A gate that can be called. */
sealed interface GateSymbol extends Symbol {
    int angleCount();

    int qubitCount();

    /** How many gates a call becomes; saturates. */
    long cost();

    /** How many definitions lie within each other. */
    default int depth() {
        return 0;
    }

    @Override
    default boolean isGlobalConstant() {
        return true;
    }

    @Override
    default String description() {
        return "a gate";
    }

    /** How the angles that a program writes become those of a {@link StandardGate}. */
    enum Convention {
        /** As they are. */
        SAME,
        /** OpenQASM 3's U(a, b, c) = exp(i a / 2) times the standard gate. */
        PHASED_U,
        /** u2(b, c) = U(pi/2, b, c). */
        U2,
        /** OpenQASM 3's u2(b, c) = exp(-i (b + c) / 2) U(pi/2, b, c). */
        PHASED_U2,
        /** OpenQASM 3's u3(a, b, c) = exp(-i (b + c) / 2) U(a, b, c). */
        PHASED_U3,
        /** cu(a, b, c, g): the controlled exp(i g) U(a, b, c). */
        CU,
        /** u0(t): waits; the angle has no effect. */
        WAIT
    }

    /**
     * A gate of the libraries.
     *
     * @param angleCount angles that a program writes
     */
    record Library(StandardGate unitary, int controls, int angleCount, Convention convention, boolean replaceable)
            implements GateSymbol {
        @Override
        public int qubitCount() {
            return controls + unitary.targetCount();
        }

        @Override
        public long cost() {
            return convention == Convention.SAME ? 1 : 2;
        }

        /** The angles of the unitary. */
        List<Expression> angles(List<Expression> written) {
            return switch (convention) {
                case SAME, PHASED_U, PHASED_U3 -> written;
                case U2, PHASED_U2 -> List.of(Expression.of(Math.PI / 2), written.get(0), written.get(1));
                case CU -> written.subList(0, 3);
                case WAIT -> List.of();
            };
        }
    }

    /** A gate that the program defines by others. */
    record Defined(Stmt.GateDefinition definition, List<Stmt> body, long cost, int depth) implements GateSymbol {
        @Override
        public int angleCount() {
            return definition.angles().size();
        }

        @Override
        public int qubitCount() {
            return definition.qubits().size();
        }
    }

    /** A gate that the program names and does not define. */
    record Opaque(int angleCount, int qubitCount) implements GateSymbol {
        @Override
        public long cost() {
            return 0;
        }
    }
}
