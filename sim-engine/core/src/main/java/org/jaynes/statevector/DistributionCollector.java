package org.jaynes.statevector;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jaynes.circuit.ReadoutError;

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
        add(probability, tail, tail.qubits().length == 0 ? new double[] {1} : tail.probabilities(last), last);
    }

    /**
     * Adds the outcomes of a tail.
     *
     * @param values probabilities of the values of the measured qubits
     * @param last with the classical bits
     */
    void add(double probability, TailOutcomes tail, double[] values, Trajectory last) {
        requireRoom(Arrays.stream(values).filter(p -> p > 0).count());
        long[] words = new long[Samples.wordsPerShot(prepared.outputs())];
        for (int value = 0; value < values.length; value++) {
            if (values[value] > 0) {
                Arrays.fill(words, 0);
                tail.write(value, last, prepared.outputs(), words, 0);
                int firstMisread = last.ended ? prepared.outputs().count() : 0;
                add(words, firstMisread, probability * values[value]);
            }
        }
    }

    private static void requireRoom(long outcomes) {
        if (outcomes > MAX_OUTCOMES) {
            throw new LimitExceededException(
                    "a distribution over %,d outcomes that are not impossible; at most %,d are held in memory: measure fewer"
                                    .formatted(outcomes, MAX_OUTCOMES)
                            + " qubits, or sample shots");
        }
    }

    /** Adds an outcome, or what the tail's readout errors from a column on make of it. */
    private void add(long[] words, int column, double probability) {
        OutputBits outputs = prepared.outputs();
        int next = column;
        while (next < outputs.count() && prepared.tailReadout(outputs.bit(next)) == null) {
            next++;
        }
        if (next == outputs.count()) {
            probabilities.merge(outputs.format(words), probability, Double::sum);
            requireRoom(probabilities.size());
            return;
        }
        ReadoutError error = Objects.requireNonNull(prepared.tailReadout(outputs.bit(next)));
        boolean one = (words[next / Long.SIZE] >>> next & 1) == 1;
        double flip = one ? error.zeroForOne() : error.oneForZero();
        if (flip < 1) {
            add(words, next + 1, probability * (1 - flip));
        }
        if (flip > 0) {
            words[next / Long.SIZE] ^= 1L << next;
            add(words, next + 1, probability * flip);
            words[next / Long.SIZE] ^= 1L << next;
        }
    }
}
