package org.jaynes.decoder.codes;

/**
 * How likely each kind of error is in a memory experiment; 0 leaves it out.
 *
 * @param afterClifford depolarization after each Clifford gate, on the qubits it touched
 * @param beforeRoundData depolarization of each data qubit at the start of a round
 * @param beforeMeasure flip of each qubit before it is measured, in the basis that the measurement sees
 * @param afterReset flip of each qubit after it is reset
 * @param idle depolarization of each qubit in a time step in which it waits; bivariate bicycle codes only
 */
public record NoiseStrengths(
        double afterClifford, double beforeRoundData, double beforeMeasure, double afterReset, double idle) {
    /** No errors. */
    public static final NoiseStrengths NONE = new NoiseStrengths(0, 0, 0, 0, 0);

    public NoiseStrengths {
        check("after_clifford_depolarization", afterClifford);
        check("before_round_data_depolarization", beforeRoundData);
        check("before_measure_flip_probability", beforeMeasure);
        check("after_reset_flip_probability", afterReset);
        check("idle_depolarization", idle);
    }

    /** Without errors of waiting qubits, as Stim's generator has it. */
    public NoiseStrengths(double afterClifford, double beforeRoundData, double beforeMeasure, double afterReset) {
        this(afterClifford, beforeRoundData, beforeMeasure, afterReset, 0);
    }

    /** The same probability for each of Stim's four kinds; none for waiting. */
    public static NoiseStrengths uniform(double probability) {
        return new NoiseStrengths(probability, probability, probability, probability);
    }

    /** The uniform circuit noise that LDPC codes are compared with: one probability for every step of a circuit. */
    public static NoiseStrengths uniformCircuit(double probability) {
        return new NoiseStrengths(probability, 0, probability, probability, probability);
    }

    private static void check(String name, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("%s is a probability from 0 to 1, not %s".formatted(name, probability));
        }
    }
}
