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
}
