package org.jaynes.photonics;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.photonics.OpticalElement.BeamSplitter;
import org.jaynes.photonics.OpticalElement.Loss;
import org.jaynes.photonics.OpticalElement.PhaseShifter;

/**
 * Photons in time bins that pass delay loops one after the other, as in ORCA's PT processors. A loop of length l has a
 * beam splitter on modes (i, i + l) for i = 0 … m - l - 1, ascending; after it a phase shifter acts on mode i, if there
 * are phases. Angle number c belongs to the c-th beam splitter, counted over the loops in their order.
 *
 * @param modes number of time bins m, at least 1
 * @param loopLengths lengths of the loops in the order in which they are passed, each from 1 to m
 * @param bsAngles an angle θ for each beam splitter; reflectivity is cos²θ
 * @param psAngles a phase for each beam splitter, or none
 * @param convention the matrix of a beam splitter
 */
public record TimeBinInterferometer(
        int modes,
        List<Integer> loopLengths,
        List<Double> bsAngles,
        List<Double> psAngles,
        BeamSplitterConvention convention)
        implements Interferometer {

    /** @throws ExperimentException if a count does not fit, a loop is too long, or an angle is not finite */
    public TimeBinInterferometer {
        if (modes < 1) {
            throw new ExperimentException("%d modes; expected at least 1".formatted(modes));
        }
        loopLengths = List.copyOf(loopLengths);
        bsAngles = List.copyOf(bsAngles);
        psAngles = List.copyOf(psAngles);
        int expected = beamSplitters(modes, loopLengths);
        if (bsAngles.size() != expected) {
            throw new ExperimentException("bs_angles: expected %d values for %d modes and loops %s, got %d"
                    .formatted(expected, modes, loopLengths, bsAngles.size()));
        }
        if (!psAngles.isEmpty() && psAngles.size() != expected) {
            throw new ExperimentException("ps_angles: expected none or %d values for %d modes and loops %s, got %d"
                    .formatted(expected, modes, loopLengths, psAngles.size()));
        }
        checkFinite("bs_angles", bsAngles);
        checkFinite("ps_angles", psAngles);
    }

    /** An interferometer without phases, in the convention {@link BeamSplitterConvention#REAL}. */
    public TimeBinInterferometer(int modes, List<Integer> loopLengths, List<Double> bsAngles) {
        this(modes, loopLengths, bsAngles, List.of(), BeamSplitterConvention.REAL);
    }

    private static void checkFinite(String name, List<Double> angles) {
        for (int i = 0; i < angles.size(); i++) {
            if (!Double.isFinite(angles.get(i))) {
                throw new ExperimentException("%s[%d] is %s; expected a number".formatted(name, i, angles.get(i)));
            }
        }
    }

    /**
     * The number of beam splitters, which is the number of angles: loops * modes - sum of the lengths.
     *
     * @throws ExperimentException if a length is not from 1 to the number of modes
     */
    public static int beamSplitters(int modes, List<Integer> loopLengths) {
        int count = 0;
        for (int i = 0; i < loopLengths.size(); i++) {
            int length = loopLengths.get(i);
            if (length < 1 || length > modes) {
                throw new ExperimentException(
                        "loop_lengths[%d] is %d; expected 1 to %d, the number of modes".formatted(i, length, modes));
            }
            count = Math.addExact(count, modes - length);
        }
        return count;
    }

    /** Whether the transfer matrix is real for all angles: there are no phases, and the convention is REAL. */
    public boolean isReal() {
        return convention == BeamSplitterConvention.REAL && psAngles.isEmpty();
    }

    /** The circuit without loss. Parameters: all beam-splitter angles, then all phases, if there are any. */
    public LinearCircuit circuit() {
        return circuit(0);
    }

    /**
     * The circuit with loss: after each beam splitter and its phase shifter both modes lose each photon with this
     * probability.
     */
    public LinearCircuit circuit(double beamSplitterLoss) {
        List<OpticalElement> elements = new ArrayList<>();
        int c = 0;
        for (int length : loopLengths) {
            for (int i = 0; i + length < modes; i++) {
                elements.add(new BeamSplitter(i, i + length, c, convention));
                if (!psAngles.isEmpty()) {
                    elements.add(new PhaseShifter(i, bsAngles.size() + c));
                }
                if (beamSplitterLoss > 0) {
                    elements.add(new Loss(i, beamSplitterLoss));
                    elements.add(new Loss(i + length, beamSplitterLoss));
                }
                c++;
            }
        }
        return new LinearCircuit(modes, bsAngles.size() + psAngles.size(), elements);
    }

    /** The angles in the order of the parameters of {@link #circuit()}. */
    public double[] angles() {
        double[] angles = new double[bsAngles.size() + psAngles.size()];
        for (int i = 0; i < bsAngles.size(); i++) {
            angles[i] = bsAngles.get(i);
        }
        for (int i = 0; i < psAngles.size(); i++) {
            angles[bsAngles.size() + i] = psAngles.get(i);
        }
        return angles;
    }

    @Override
    public ComplexMatrix matrix() {
        return circuit().matrix(angles());
    }
}
