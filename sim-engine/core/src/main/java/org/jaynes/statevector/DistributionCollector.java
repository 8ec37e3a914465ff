package org.jaynes.statevector;

import java.util.Map;
import java.util.TreeMap;

/** Adds up the probabilities of the outcomes of a prepared circuit. */
final class DistributionCollector extends OutcomeEnumerator {
    private final PreparedCircuit prepared;
    private final Map<String, Double> probabilities = new TreeMap<>();

    DistributionCollector(PreparedCircuit prepared, RunOptions options) {
        super(options);
        this.prepared = prepared;
    }

    Map<String, Double> probabilities() {
        return probabilities;
    }

    @Override
    void end(double probability, Trajectory last) {
        TailOutcomes tail = TailOutcomes.of(prepared, last);
        double[] values = tail.qubits().length == 0 ? new double[] {1} : tail.probabilities(last);
        long[] words = new long[Samples.wordsPerShot(prepared.outputs())];
        for (int value = 0; value < values.length; value++) {
            if (values[value] > 0) {
                java.util.Arrays.fill(words, 0);
                tail.write(value, last, prepared.outputs(), words, 0);
                probabilities.merge(prepared.outputs().format(words), probability * values[value], Double::sum);
            }
        }
    }
}
