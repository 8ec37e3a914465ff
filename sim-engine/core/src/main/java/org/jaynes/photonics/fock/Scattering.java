package org.jaynes.photonics.fock;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.Distinguishability.Gram;
import org.jaynes.photonics.HermitianFactor;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.TransferMatrix;

/**
 * Where each photon of an experiment goes, as an isometry: orthonormal columns, one for each input mode (for each photon
 * with a Gram matrix), over <em>paths</em>. A path is an output mode, for photons with inner states an output mode and
 * an inner state, or a place where photons are lost. A lossy matrix A becomes an isometry with the rows R, R†R = I - A†A;
 * inner states are the columns of a factor of the Gram matrix.
 *
 * @param paths rows are paths, columns are input modes, those without photons being of no meaning
 * @param modeOfPath the output mode of each path, or -1 where photons are lost
 * @param modes number of output modes
 */
public record Scattering(ComplexMatrix paths, int[] modeOfPath, int modes) {
    private static final double RANK_TOLERANCE = 1e-13;

    /** The scattering of identical photons, or, for a Gram matrix, of photons with their inner states. */
    public static Scattering of(PhotonicExperiment experiment) {
        return of(experiment, experiment.lossyMatrix());
    }

    /** The scattering with other angles than those of the experiment, which has loops. */
    public static Scattering of(PhotonicExperiment experiment, double[] angles) {
        TimeBinInterferometer loops = (TimeBinInterferometer) experiment.interferometer();
        return of(
                experiment, loops.circuit(experiment.noise().beamSplitterLoss()).matrix(angles));
    }

    private static Scattering of(PhotonicExperiment experiment, ComplexMatrix a) {
        Scattering plain = dilated(a, experiment.input().occupations());
        return experiment.noise().distinguishability() instanceof Gram(ComplexMatrix gram) && gram.rows() > 0
                ? plain.withInnerStates(
                        HermitianFactor.of(gram, RANK_TOLERANCE),
                        experiment.input().photonModes())
                : plain;
    }

    private static Scattering dilated(ComplexMatrix a, int[] occupations) {
        int modes = a.rows();
        int[] used = IntStream.range(0, modes).filter(j -> occupations[j] > 0).toArray();
        int[] all = IntStream.range(0, modes).toArray();
        ComplexMatrix columns = a.select(all, used);
        ComplexMatrix missing = HermitianFactor.missingToIsometry(columns);
        double largest = 0;
        for (int i = 0; i < missing.rows(); i++) {
            largest = Math.max(largest, missing.re(i, i));
        }
        boolean lossless = largest < TransferMatrix.TOLERANCE;
        ComplexMatrix lost = lossless ? ComplexMatrix.identity(0) : HermitianFactor.of(missing, RANK_TOLERANCE);
        int rows = modes + lost.rows();
        double[] re = Arrays.copyOf(a.realParts(), rows * modes);
        double[] im = Arrays.copyOf(a.imaginaryParts(), rows * modes);
        for (int i = 0; i < lost.rows(); i++) {
            for (int j = 0; j < used.length; j++) {
                re[(modes + i) * modes + used[j]] = lost.re(i, j);
                im[(modes + i) * modes + used[j]] = lost.im(i, j);
            }
        }
        int[] modeOfPath = IntStream.range(0, rows).map(i -> i < modes ? i : -1).toArray();
        return new Scattering(ComplexMatrix.of(rows, modes, re, im), modeOfPath, modes);
    }

    /** Every path becomes one for each inner state; column j is that of the photon in mode j. */
    private Scattering withInnerStates(ComplexMatrix inner, int[] photonModes) {
        int states = inner.rows();
        int rows = paths.rows() * states;
        double[] re = new double[rows * modes];
        double[] im = new double[rows * modes];
        for (int photon = 0; photon < photonModes.length; photon++) {
            int j = photonModes[photon];
            for (int row = 0; row < rows; row++) {
                double a = paths.re(row / states, j);
                double b = paths.im(row / states, j);
                double x = inner.re(row % states, photon);
                double y = inner.im(row % states, photon);
                re[row * modes + j] = a * x - b * y;
                im[row * modes + j] = a * y + b * x;
            }
        }
        int[] modeOfRow =
                IntStream.range(0, rows).map(row -> modeOfPath[row / states]).toArray();
        return new Scattering(ComplexMatrix.of(rows, modes, re, im), modeOfRow, modes);
    }

    /** Whether every photon comes out. */
    public boolean isLossless() {
        return Arrays.stream(modeOfPath).noneMatch(mode -> mode < 0);
    }

    /** Whether path i is output mode i. */
    boolean isIdentity() {
        return modeOfPath.length == modes && isLossless();
    }

    /**
     * Where a single photon goes: the probability of each output mode, and at the end that of being lost.
     *
     * @param column the input mode
     */
    public double[] exits(int column) {
        double[] exits = new double[modes + 1];
        double total = 0;
        for (int row = 0; row < modeOfPath.length; row++) {
            if (modeOfPath[row] >= 0) {
                double p = paths.squaredNorm(row, column);
                exits[modeOfPath[row]] += p;
                total += p;
            }
        }
        exits[modes] = isLossless() ? 0 : Math.max(0, 1 - total);
        return exits;
    }
}
