package org.jaynes.statevector;

import java.util.Map;
import java.util.TreeMap;

/** Adds up the probabilities of a program's outcomes. */
final class DistributionCollector extends OutcomeEnumerator {
    private final Program program;
    private final Map<String, Double> probabilities = new TreeMap<>();

    DistributionCollector(Program program, RunOptions options) {
        super(options);
        this.program = program;
    }

    Map<String, Double> probabilities() {
        return probabilities;
    }

    @Override
    void end(double probability, Trajectory last) {
        TailOutcomes tail = TailOutcomes.of(program, last);
        double[] values = tail.qubits().length == 0 ? new double[] {1} : tail.probabilities(last);
        long[] words = new long[Samples.wordsPerShot(program.outputs())];
        for (int value = 0; value < values.length; value++) {
            if (values[value] > 0) {
                java.util.Arrays.fill(words, 0);
                tail.write(value, last, program.outputs(), words, 0);
                probabilities.merge(program.outputs().format(words), probability * values[value], Double::sum);
            }
        }
    }
}
