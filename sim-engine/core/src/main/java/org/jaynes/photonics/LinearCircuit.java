package org.jaynes.photonics;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Beam splitters, phase shifters and losses in the order in which photons meet them, with their angles left open.
 * Immutable.
 *
 * @param modes number of modes, at least 1
 * @param parameters number of angles
 * @param elements the parts; modes and angles must be in range, the modes of a beam splitter differ
 */
public record LinearCircuit(int modes, int parameters, List<OpticalElement> elements) {
    /** @throws ExperimentException if an element names a mode or an angle that is not there */
    public LinearCircuit {
        if (modes < 1 || parameters < 0) {
            throw new ExperimentException(
                    "%d modes and %d parameters; expected at least 1 mode".formatted(modes, parameters));
        }
        elements = List.copyOf(elements);
        for (int i = 0; i < elements.size(); i++) {
            if (!fits(elements.get(i), modes, parameters)) {
                throw new ExperimentException("element %d, %s, does not fit %d modes and %d parameters"
                        .formatted(i, elements.get(i), modes, parameters));
            }
        }
    }

    private static boolean fits(OpticalElement element, int modes, int parameters) {
        return switch (element) {
            case OpticalElement.BeamSplitter(int first, int second, int angle, BeamSplitterConvention _) ->
                isIn(first, modes) && isIn(second, modes) && first != second && isIn(angle, parameters);
            case OpticalElement.PhaseShifter(int mode, int angle) -> isIn(mode, modes) && isIn(angle, parameters);
            case OpticalElement.Loss(int mode, double probability) ->
                isIn(mode, modes) && probability >= 0 && probability <= 1;
            case OpticalElement.Block(TransferMatrix matrix) -> matrix.modes() == modes;
        };
    }

    private static boolean isIn(int index, int count) {
        return index >= 0 && index < count;
    }

    /** Whether photons can get lost in it. */
    public boolean isLossy() {
        return elements.stream().anyMatch(element -> switch (element) {
            case OpticalElement.Loss(int _, double probability) -> probability > 0;
            case OpticalElement.Block(TransferMatrix matrix) -> !matrix.isUnitary();
            case OpticalElement.BeamSplitter _, OpticalElement.PhaseShifter _ -> false;
        });
    }

    /**
     * The transfer matrix for these angles: sines and cosines by {@link StrictMath}, products in the order of the
     * elements, so that it has the same bits everywhere.
     *
     * @param angles one for each parameter
     */
    public ComplexMatrix matrix(double... angles) {
        int[] inputs = IntStream.range(0, modes).toArray();
        ModeAmplitudes outputs = new CircuitPropagation(this, angles, inputs).outputs();
        return ComplexMatrix.of(modes, modes, outputs.re(), outputs.im());
    }

    /** Checks the number of angles and that they are finite. */
    void checkAngles(double[] angles) {
        if (angles.length != parameters) {
            throw new ExperimentException("the circuit has %d angles; got %d".formatted(parameters, angles.length));
        }
        for (int i = 0; i < angles.length; i++) {
            if (!Double.isFinite(angles[i])) {
                throw new ExperimentException("angle %d is %s; expected a number".formatted(i, angles[i]));
            }
        }
    }
}
