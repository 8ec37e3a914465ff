package org.jaynes.circuit;

/**
 * A classical bit is misread: what a measurement into it has found may be written down as its opposite.
 *
 * @param bit the classical bit
 * @param oneForZero probability that 0 becomes 1
 * @param zeroForOne probability that 1 becomes 0
 */
public record ReadoutError(int bit, double oneForZero, double zeroForOne) implements Instruction {
    /** @throws IllegalArgumentException if a probability is not one */
    public ReadoutError {
        Channel.requireProbability("readout error: P(1|0)", oneForZero);
        Channel.requireProbability("readout error: P(0|1)", zeroForOne);
    }
}
