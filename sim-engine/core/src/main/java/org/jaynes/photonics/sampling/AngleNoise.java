package org.jaynes.photonics.sampling;

import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TimeBinInterferometer;

/**
 * Angles that have a normally distributed error in every shot anew. The errors' sines and cosines turn those of the
 * angles, which are computed once: only small arguments are left. Not thread-safe.
 */
final class AngleNoise {
    /** Largest error for the power series below, which are exact to rounding there. */
    private static final double SMALL = 0.5;

    /** (-1)^k / (2k)! and (-1)^k / (2k + 1)!. */
    private static final double[] COSINE = new double[8];

    private static final double[] SINE = new double[8];

    static {
        double factorial = 1;
        for (int k = 0; k < COSINE.length; k++) {
            factorial *= k == 0 ? 1 : -2.0 * k;
            COSINE[k] = 1 / factorial;
            factorial *= 2.0 * k + 1;
            SINE[k] = 1 / factorial;
        }
    }

    private final double[] mean;
    private final Rotations meanRotations;
    private final double deviation;
    private final double[] angles;
    private final Rotations rotations;
    private final double[] four = new double[4];

    /** The angles of an experiment; none if it has no loops. */
    static AngleNoise of(PhotonicExperiment experiment) {
        double[] mean =
                experiment.interferometer() instanceof TimeBinInterferometer loops ? loops.angles() : new double[0];
        return new AngleNoise(mean, experiment.noise().angleNoise());
    }

    private AngleNoise(double[] mean, double deviation) {
        this.mean = mean;
        this.meanRotations = Rotations.of(mean);
        this.deviation = deviation;
        this.angles = mean.clone();
        this.rotations = new Rotations(new double[mean.length], new double[mean.length]);
        System.arraycopy(meanRotations.cosines(), 0, rotations.cosines(), 0, mean.length);
        System.arraycopy(meanRotations.sines(), 0, rotations.sines(), 0, mean.length);
    }

    /** Draws the angles of a shot; without noise they stay. */
    void draw(ShotRandom random) {
        if (deviation == 0) {
            return;
        }
        for (int i = 0; i < mean.length; i++) {
            if (i % four.length == 0) {
                random.gaussians(four);
            }
            double error = deviation * four[i % four.length];
            angles[i] = mean[i] + error;
            turn(i, error);
        }
    }

    private void turn(int i, double error) {
        double square = error * error;
        double cos;
        double sin;
        if (Math.abs(error) < SMALL) {
            cos = series(COSINE, square);
            sin = error * series(SINE, square);
        } else {
            cos = StrictMath.cos(error);
            sin = StrictMath.sin(error);
        }
        double c = meanRotations.cos(i);
        double s = meanRotations.sin(i);
        rotations.cosines()[i] = c * cos - s * sin;
        rotations.sines()[i] = s * cos + c * sin;
    }

    private static double series(double[] coefficients, double square) {
        double sum = coefficients[coefficients.length - 1];
        for (int k = coefficients.length - 2; k >= 0; k--) {
            sum = Math.fma(sum, square, coefficients[k]);
        }
        return sum;
    }

    /** The angles of the last draw; overwritten by the next. */
    double[] angles() {
        return angles;
    }

    /** Their cosines and sines; overwritten likewise. */
    Rotations rotations() {
        return rotations;
    }
}
