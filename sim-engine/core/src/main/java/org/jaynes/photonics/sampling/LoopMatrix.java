package org.jaynes.photonics.sampling;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jaynes.photonics.BeamSplitterConvention;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.Distinguishability;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.fock.Scattering;

/**
 * The columns of a lossless transfer matrix of loops that belong to input modes with photons, for angles that change from
 * shot to shot. Not thread-safe.
 */
final class LoopMatrix {
    private final TimeBinInterferometer loops;
    /** The input modes of the columns. */
    private final int[] inputs;
    /** By output mode and column. */
    private final double[][] re;

    private final double[][] im;

    /** @param experiment with loops */
    LoopMatrix(PhotonicExperiment experiment) {
        this.loops = (TimeBinInterferometer) experiment.interferometer();
        this.inputs = IntStream.range(0, loops.modes())
                .filter(mode -> experiment.input().photonsIn(mode) > 0)
                .toArray();
        this.re = new double[loops.modes()][inputs.length];
        this.im = new double[loops.isReal() ? 0 : loops.modes()][inputs.length];
    }

    /** Whether this is all that an experiment with noisy angles needs: no photons are lost, and none has an inner state. */
    static boolean describes(PhotonicExperiment experiment) {
        return experiment.noise().beamSplitterLoss() == 0
                && !(experiment.noise().distinguishability() instanceof Distinguishability.Gram);
    }

    /** Whether all imaginary parts are zero, for all angles. */
    boolean isReal() {
        return loops.isReal();
    }

    /** The scattering of a shot with noisy angles. */
    static Scattering scattering(PhotonicExperiment experiment, AngleNoise angles) {
        if (!describes(experiment)) {
            return Scattering.of(experiment.withNoise(experiment.noise().withAngleNoise(0)), angles.angles());
        }
        LoopMatrix matrix = new LoopMatrix(experiment);
        matrix.compute(angles.rotations());
        int modes = experiment.modes();
        return new Scattering(matrix.toMatrix(), IntStream.range(0, modes).toArray(), modes);
    }

    /** Computes the matrix, beam splitter by beam splitter. */
    void compute(Rotations rotations) {
        for (double[] row : re) {
            Arrays.fill(row, 0);
        }
        for (double[] row : im) {
            Arrays.fill(row, 0);
        }
        for (int column = 0; column < inputs.length; column++) {
            re[inputs[column]][column] = 1;
        }
        int splitter = 0;
        for (int length : loops.loopLengths()) {
            for (int i = 0; i + length < loops.modes(); i++) {
                if (loops.isReal()) {
                    mix(re[i], re[i + length], rotations.cos(splitter), rotations.sin(splitter));
                } else {
                    mixComplex(i, i + length, splitter, rotations);
                }
                splitter++;
            }
        }
    }

    /** (x, y) becomes (c x + s y, c y - s x). */
    private static void mix(double[] x, double[] y, double c, double s) {
        for (int k = 0; k < x.length; k++) {
            double a = x[k];
            double b = y[k];
            x[k] = c * a + s * b;
            y[k] = c * b - s * a;
        }
    }

    private void mixComplex(int first, int second, int splitter, Rotations rotations) {
        double c = rotations.cos(splitter);
        double s = rotations.sin(splitter);
        if (loops.convention() == BeamSplitterConvention.REAL) {
            mix(re[first], re[second], c, s);
            mix(im[first], im[second], c, s);
        } else {
            // i s: real parts go to imaginary ones, and back with a minus.
            mix(re[first], im[second], c, -s);
            mix(im[first], re[second], c, s);
        }
        if (!loops.psAngles().isEmpty()) {
            int phase = loops.bsAngles().size() + splitter;
            // (re, im) turned by the phase.
            mix(re[first], im[first], rotations.cos(phase), -rotations.sin(phase));
        }
    }

    private ComplexMatrix toMatrix() {
        int modes = loops.modes();
        double[] a = new double[modes * modes];
        double[] b = new double[modes * modes];
        for (int row = 0; row < modes; row++) {
            for (int column = 0; column < inputs.length; column++) {
                a[row * modes + inputs[column]] = re[row][column];
                b[row * modes + inputs[column]] = loops.isReal() ? 0 : im[row][column];
            }
        }
        return ComplexMatrix.of(modes, modes, a, b);
    }

    /**
     * Writes the columns of all modes, those without photons being left alone.
     *
     * @param stride distance of columns, in doubles
     */
    void write(MemorySegment toRe, MemorySegment toIm, int stride) {
        for (int column = 0; column < inputs.length; column++) {
            long at = (long) inputs[column] * stride;
            for (int row = 0; row < loops.modes(); row++) {
                toRe.setAtIndex(ValueLayout.JAVA_DOUBLE, at + row, re[row][column]);
                if (!loops.isReal()) {
                    toIm.setAtIndex(ValueLayout.JAVA_DOUBLE, at + row, im[row][column]);
                }
            }
        }
    }
}
