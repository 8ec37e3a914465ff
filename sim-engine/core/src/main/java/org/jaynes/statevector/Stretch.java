package org.jaynes.statevector;

import java.util.BitSet;
import java.util.List;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.plan.Plan;

/** Gates without anything between them, planned. */
final class Stretch {
    private final Plan plan;
    private final int end;
    private final boolean runTime;
    private final BitSet qubits = new BitSet();

    /** @param end index of the instruction that follows */
    Stretch(Plan plan, int end, List<Gate> gates) {
        this.plan = plan;
        this.end = end;
        this.runTime = plan.angles().stream().anyMatch(Expression::isRunTime);
        for (Gate gate : gates) {
            for (int qubit : gate.qubits()) {
                qubits.set(qubit);
            }
        }
    }

    Plan plan() {
        return plan;
    }

    int end() {
        return end;
    }

    /** Whether the angles depend on variables or classical bits, so that every shot has its own. */
    boolean isRunTime() {
        return runTime;
    }

    /** The qubits that the gates act on. */
    BitSet qubits() {
        return qubits;
    }
}
