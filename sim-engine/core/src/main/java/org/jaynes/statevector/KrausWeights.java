package org.jaynes.statevector;

import java.util.List;
import org.jaynes.circuit.Channel;
import org.jaynes.circuit.Noise;
import org.jaynes.execution.PauliGroup;
import org.jaynes.execution.StateBuffer;

/** How probable the Kraus operators of a channel are in a state: the expectations of K†K, as Pauli products. */
final class KrausWeights {
    private KrausWeights() {}

    /**
     * The squared norms of K times the state, by operator.
     *
     * @param layout the index bit of each qubit
     */
    static double[] of(StateBuffer state, Noise noise, int[] layout) {
        double[] weights = new double[noise.channel().operatorCount()];
        for (int k = 0; k < weights.length; k++) {
            double[] square = Channel.square(noise.channel().operator(k).matrix());
            List<PauliTerm> terms = GateGenerator.paulis(square, noise.qubits());
            for (PauliGroup group : new PauliSum(terms).groups(layout)) {
                weights[k] += state.expectation(group)[0];
            }
            weights[k] = Math.max(0, weights[k]);
        }
        return weights;
    }
}
