package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;

/**
 * Gates with parameters as others whose generators hold X or Y on no more than one qubit: RXX, RYY and FSIM are an RZZ between
 * changes of basis. All other gates stay as they are.
 */
final class OneTargetGates {
    private OneTargetGates() {}

    /** What is applied in place of a gate, in order. */
    static List<Gate> of(Gate gate) {
        if (gate.isConstant() || !(gate.unitary() instanceof StandardGate kind)) {
            return List.of(gate);
        }
        List<Gate> gates = new ArrayList<>();
        switch (kind) {
            case RXX -> addXx(gate, gates);
            case RYY -> addYy(gate, gates);
            case FSIM -> {
                // The exchange is exp(-i a (XX + YY) / 2), and XX commutes with YY.
                addXx(gate, gates);
                addYy(gate, gates);
                long bothOne = gate.controlValues() | 1L << gate.controlCount();
                List<Expression> angle = List.of(gate.angles().get(1).times(-1));
                gates.add(new Gate(StandardGate.P, angle, gate.qubits(), gate.controlCount() + 1, bothOne));
            }
            default -> gates.add(gate);
        }
        return gates;
    }

    /** exp(-i a XX / 2), a being the gate's first angle: H Z H = X. */
    private static void addXx(Gate gate, List<Gate> gates) {
        onTargets(gate, StandardGate.H, gates);
        gates.add(new Gate(
                StandardGate.RZZ,
                gate.angles().subList(0, 1),
                gate.qubits(),
                gate.controlCount(),
                gate.controlValues()));
        onTargets(gate, StandardGate.H, gates);
    }

    /** exp(-i a YY / 2): S X S† = Y. */
    private static void addYy(Gate gate, List<Gate> gates) {
        onTargets(gate, StandardGate.SDG, gates);
        addXx(gate, gates);
        onTargets(gate, StandardGate.S, gates);
    }

    private static void onTargets(Gate gate, StandardGate kind, List<Gate> gates) {
        for (int t = 0; t < gate.targetCount(); t++) {
            gates.add(Gate.of(kind, new int[] {gate.target(t)}));
        }
    }
}
