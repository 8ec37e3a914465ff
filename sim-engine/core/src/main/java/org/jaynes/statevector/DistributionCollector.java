package org.jaynes.statevector;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Adds up the probabilities of the outcomes of a prepared circuit. */
final class DistributionCollector extends OutcomeEnumerator {
    /** Each is a string in a map: some hundred bytes. */
    private static final int MAX_OUTCOMES = 1 << 22;

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
        requireRoom(Arrays.stream(values).filter(p -> p > 0).count());
        long[] words = new long[Samples.wordsPerShot(prepared.outputs())];
        for (int value = 0; value < values.length; value++) {
            if (values[value] > 0) {
                Arrays.fill(words, 0);
                tail.write(value, last, prepared.outputs(), words, 0);
                probabilities.merge(prepared.outputs().format(words), probability * values[value], Double::sum);
            }
        }
        requireRoom(probabilities.size());
    }

    private static void requireRoom(long outcomes) {
        if (outcomes > MAX_OUTCOMES) {
            throw new LimitExceededException(
                    "a distribution over %,d outcomes that are not impossible; at most %,d are held in memory: measure fewer"
                                    .formatted(outcomes, MAX_OUTCOMES)
                            + " qubits, or sample shots");
        }
    }
}
