package org.jaynes.bench.statevector;

import java.util.Arrays;

/**
 * What one circuit took.
 *
 * @param circuit the family, see {@link org.jaynes.bench.circuits.BenchmarkCircuit}
 * @param gates number of gates of the circuit
 * @param passes how often the state was read and written
 * @param planSeconds planning, which happens once for a circuit
 * @param runSeconds from |0...0> to the final state, ascending, one per run
 * @param squaredNorm of the final state: 1 to the precision of the amplitudes
 */
record Measurement(
        String circuit,
        int qubits,
        int gates,
        long passes,
        double planSeconds,
        double[] runSeconds,
        double squaredNorm) {
    Measurement {
        runSeconds = runSeconds.clone();
        Arrays.sort(runSeconds);
    }

    double minimum() {
        return runSeconds[0];
    }

    double median() {
        int middle = runSeconds.length / 2;
        return runSeconds.length % 2 == 1 ? runSeconds[middle] : (runSeconds[middle - 1] + runSeconds[middle]) / 2;
    }

    /** What the passes read and wrote in the fastest run, per second. */
    double gigabytesPerSecond(int amplitudeBytes) {
        return passes * 2.0 * amplitudeBytes * (1L << qubits) / minimum() * 1e-9;
    }
}
