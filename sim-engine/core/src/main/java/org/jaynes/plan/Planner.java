package org.jaynes.plan;

import java.util.List;
import org.jaynes.circuit.Gate;

/** Makes {@link Plan}s of stretches of gates. */
public final class Planner {
    private Planner() {}

    /**
     * Plans a stretch whose input is a basis state, so that the planner may choose where each qubit begins.
     *
     * @param gates in the order in which they are applied
     * @param qubits number of qubits of the state
     * @throws IllegalArgumentException if a gate acts on more qubits than a tile has room for
     */
    public static Plan plan(List<Gate> gates, int qubits, Precision precision, DeviceProfile profile) {
        return new Planning(qubits, precision, profile, null).plan(gates);
    }

    /**
     * Plans a stretch whose input lies in memory in a given order.
     *
     * @param initialLayout the index bit that holds each qubit, such as {@link Plan#layout()} of the stretch before
     * @throws IllegalArgumentException if a gate acts on more qubits than a tile has room for
     */
    public static Plan plan(
            List<Gate> gates, int qubits, Precision precision, DeviceProfile profile, int[] initialLayout) {
        return new Planning(qubits, precision, profile, initialLayout.clone()).plan(gates);
    }

    /**
     * Plans what is done with a pair of states, a ket and a bra, that lie in one state with a qubit more: the last one, 0 for
     * the ket. Probes are numbered in the order of the steps. The plan ends with the last of them: gates behind it, and
     * those that it does not depend on, are left out, and so is a phase of the whole state.
     *
     * @param qubits of the pair: one more than each of the states has
     * @param initialLayout the index bit that holds each of them
     * @throws IllegalArgumentException if a gate acts on more qubits than a tile has room for
     */
    public static Plan planPair(
            List<PairStep> steps, int qubits, Precision precision, DeviceProfile profile, int[] initialLayout) {
        return new Planning(qubits, precision, profile, initialLayout.clone()).planPair(steps);
    }
}
