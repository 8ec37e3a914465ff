package org.jaynes.photonics;

/** A part of a {@link LinearCircuit}. Angles are numbers of the circuit's parameters. */
public sealed interface OpticalElement {
    /**
     * A beam splitter on two modes.
     *
     * @param first the mode of the first row and column of its matrix
     * @param second another mode
     * @param angle number of the parameter that is its angle
     * @param convention its matrix
     */
    record BeamSplitter(int first, int second, int angle, BeamSplitterConvention convention)
            implements OpticalElement {}

    /**
     * A phase shifter: the amplitude of a photon in the mode is multiplied by exp(iφ).
     *
     * @param angle number of the parameter that is φ
     */
    record PhaseShifter(int mode, int angle) implements OpticalElement {}

    /**
     * A place where each photon of a mode is lost with a probability.
     *
     * @param probability in [0, 1]
     */
    record Loss(int mode, double probability) implements OpticalElement {}

    /** A fixed transfer matrix on all modes. */
    record Block(TransferMatrix matrix) implements OpticalElement {}
}
