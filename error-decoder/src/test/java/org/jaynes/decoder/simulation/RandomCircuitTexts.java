package org.jaynes.decoder.simulation;

/** {@link RandomCircuits} for tests of other packages. */
public final class RandomCircuitTexts {
    private RandomCircuitTexts() {}

    /** A noisy circuit of a few qubits. */
    public static String circuit(long seed) {
        return RandomCircuits.circuit(seed, 4, 30, true, true);
    }
}
