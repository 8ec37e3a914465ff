package org.jaynes.bench.noise;

import java.util.List;
import java.util.Set;
import org.jaynes.circuit.Channel;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.NoiseModel;

/** Circuits with a depolarizing error behind every gate on one or two qubits. */
final class Depolarized {
    private Depolarized() {}

    static Circuit behindEveryGate(Circuit circuit, double p1, double p2) {
        return new NoiseModel(
                        List.of(
                                new NoiseModel.Rule(Set.of(), Set.of(), 1, Channel.depolarizing(p1)),
                                new NoiseModel.Rule(Set.of(), Set.of(), 2, Channel.depolarizing2(p2))),
                        List.of())
                .apply(circuit);
    }
}
