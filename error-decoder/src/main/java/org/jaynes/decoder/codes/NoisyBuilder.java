package org.jaynes.decoder.codes;

import org.jaynes.decoder.stim.StimCircuit;
import org.jaynes.decoder.stim.StimCircuitBuilder;
import org.jaynes.decoder.stim.StimGate;
import org.jaynes.decoder.stim.StimTarget;

/** Builds a circuit with the errors of {@link NoiseStrengths} around each operation. */
final class NoisyBuilder {
    private final StimCircuitBuilder circuit = new StimCircuitBuilder();
    private final NoiseStrengths noise;

    NoisyBuilder(NoiseStrengths noise) {
        this.noise = noise;
    }

    /** A time step, and the errors of data qubits that wait. */
    NoisyBuilder beginRound(int[] dataQubits) {
        tick();
        return error(StimGate.DEPOLARIZE1, noise.beforeRoundData(), dataQubits);
    }

    NoisyBuilder tick() {
        circuit.append(StimGate.TICK);
        return this;
    }

    NoisyBuilder gate(StimGate gate, int[] qubits) {
        circuit.append(gate, qubits);
        boolean pairs = gate.targets() != StimGate.Targets.QUBITS;
        return error(pairs ? StimGate.DEPOLARIZE2 : StimGate.DEPOLARIZE1, noise.afterClifford(), qubits);
    }

    NoisyBuilder reset(char basis, int[] qubits) {
        circuit.append(inBasis(basis, StimGate.R, StimGate.RX, StimGate.RY), qubits);
        return error(flip(basis), noise.afterReset(), qubits);
    }

    NoisyBuilder measure(char basis, int[] qubits) {
        return error(flip(basis), noise.beforeMeasure(), qubits).measurePerfectly(basis, qubits);
    }

    NoisyBuilder measureAndReset(int[] qubits) {
        error(flip('Z'), noise.beforeMeasure(), qubits);
        circuit.append(StimGate.MR, qubits);
        return error(flip('Z'), noise.afterReset(), qubits);
    }

    /** A measurement that never errs, for the readout that ends an experiment. */
    NoisyBuilder measurePerfectly(char basis, int[] qubits) {
        circuit.append(inBasis(basis, StimGate.M, StimGate.MX, StimGate.MY), qubits);
        return this;
    }

    /** The errors of qubits that wait for a time step. */
    NoisyBuilder idle(int[] qubits) {
        return error(StimGate.DEPOLARIZE1, noise.idle(), qubits);
    }

    NoisyBuilder detector(double[] coordinates, int... lookbacks) {
        return records(StimGate.DETECTOR, coordinates, lookbacks);
    }

    NoisyBuilder observable(int... lookbacks) {
        return numberedObservable(0, lookbacks);
    }

    NoisyBuilder numberedObservable(int number, int... lookbacks) {
        return records(StimGate.OBSERVABLE_INCLUDE, new double[] {number}, lookbacks);
    }

    NoisyBuilder annotate(StimGate gate, double[] coordinates, int... targets) {
        circuit.append(gate, coordinates, targets, targets.length, "");
        return this;
    }

    /** Appends a body so many times: as it is if once, as a block if more often. */
    NoisyBuilder repeat(long count, StimCircuit body) {
        if (count == 1) {
            circuit.appendAll(body);
        } else if (count > 1) {
            circuit.appendRepeat(count, body, "");
        }
        return this;
    }

    StimCircuit build() {
        return circuit.build();
    }

    private NoisyBuilder error(StimGate channel, double probability, int[] qubits) {
        if (probability > 0) {
            circuit.append(channel, probability, qubits);
        }
        return this;
    }

    private NoisyBuilder records(StimGate gate, double[] arguments, int[] lookbacks) {
        int[] targets = new int[lookbacks.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = StimTarget.record(lookbacks[i]);
        }
        return annotate(gate, arguments, targets);
    }

    /** The error that flips states of a basis. */
    private static StimGate flip(char basis) {
        return basis == 'X' ? StimGate.Z_ERROR : StimGate.X_ERROR;
    }

    private static StimGate inBasis(char basis, StimGate z, StimGate x, StimGate y) {
        return switch (basis) {
            case 'X' -> x;
            case 'Y' -> y;
            default -> z;
        };
    }
}
