package org.jaynes.photonics.marginal;

import org.jaynes.photonics.Detector;
import org.jaynes.photonics.fock.HeapMemory;

/**
 * How the distribution of what detectors show follows from the generating function of the photon numbers at some points:
 * mode by mode by a matrix. Immutable.
 */
final class CountTransform {
    private final int radix;
    private final double[] weightsRe;
    private final double[] weightsIm;
    /** inverse[count][point]. */
    private final double[][] inverseRe;

    private final double[][] inverseIm;

    /** @param radix one more than the highest count of a mode */
    CountTransform(int radix, Detector detector) {
        this.radix = radix;
        this.weightsRe = new double[radix];
        this.weightsIm = new double[radix];
        this.inverseRe = new double[radix][radix];
        this.inverseIm = new double[radix][radix];
        switch (detector) {
            case Detector.PhotonNumber() -> fourier(weightsRe, weightsIm, inverseRe, inverseIm);
            case Detector.Threshold() -> silences(1, weightsRe, inverseRe);
            case Detector.Multiplexed(int detectors) -> silences(detectors, weightsRe, inverseRe);
        }
    }

    /** The points for some modes, the weight of the last one changing fastest. */
    Weights points(int modes) {
        double size = Math.pow(radix, modes);
        HeapMemory.require(
                "the distribution of %d modes with %d counts each".formatted(modes, radix), (96 + 16 * modes) * size);
        double[][] re = new double[(int) size][modes];
        double[][] im = new double[(int) size][modes];
        for (int index = 0; index < re.length; index++) {
            int rest = index;
            for (int i = modes - 1; i >= 0; i--) {
                re[index][i] = weightsRe[rest % radix];
                im[index][i] = weightsIm[rest % radix];
                rest /= radix;
            }
        }
        return new Weights(re, im);
    }

    /**
     * The distribution.
     *
     * @param values the generating function at {@link #points}
     */
    ModeDistribution distribution(int[] modes, double[][] values) {
        double[] re = new double[values.length];
        double[] im = new double[values.length];
        for (int index = 0; index < re.length; index++) {
            re[index] = values[index][0];
            im[index] = values[index][1];
        }
        for (int i = 0, stride = 1; i < modes.length; i++, stride *= radix) {
            transform(re, im, stride);
        }
        return new ModeDistribution(modes, radix, re);
    }

    /** P(n) = Σ_k F(1 - z_k) z_k^-n / N for the roots of unity z_k: F is a polynomial in 1 - w of lower degree. */
    private static void fourier(double[] wRe, double[] wIm, double[][] inverseRe, double[][] inverseIm) {
        int n = wRe.length;
        for (int k = 0; k < n; k++) {
            wRe[k] = 1 - StrictMath.cos(2 * Math.PI * k / n);
            wIm[k] = -StrictMath.sin(2 * Math.PI * k / n);
            for (int count = 0; count < n; count++) {
                double angle = 2 * Math.PI * (k * count % n) / n;
                inverseRe[count][k] = StrictMath.cos(angle) / n;
                inverseIm[count][k] = -StrictMath.sin(angle) / n;
            }
        }
    }

    /**
     * Of d detectors that share the photons, c are silent for sure with probability F(c / d). Exactly the other c fire,
     * whichever they are, with probability C(d, c) Σ_e (-1)^e C(c, e) F((d - c + e) / d).
     */
    private static void silences(int detectors, double[] weights, double[][] inverse) {
        for (int k = 0; k < weights.length; k++) {
            weights[k] = (double) (detectors - k) / detectors;
        }
        for (int fired = 0; fired < weights.length; fired++) {
            for (int e = 0; e <= fired; e++) {
                double sign = (e & 1) == 0 ? 1 : -1;
                inverse[fired][fired - e] = sign * binomial(detectors, fired) * binomial(fired, e);
            }
        }
    }

    private static double binomial(int n, int k) {
        double value = 1;
        for (int i = 1; i <= k; i++) {
            value = value * (n - k + i) / i;
        }
        return Math.rint(value);
    }

    private void transform(double[] re, double[] im, int stride) {
        double[] a = new double[radix];
        double[] b = new double[radix];
        for (int start = 0; start < re.length; start++) {
            if (start / stride % radix != 0) {
                continue;
            }
            for (int count = 0; count < radix; count++) {
                a[count] = 0;
                b[count] = 0;
                for (int k = 0; k < radix; k++) {
                    double x = re[start + k * stride];
                    double y = im[start + k * stride];
                    a[count] += inverseRe[count][k] * x - inverseIm[count][k] * y;
                    b[count] += inverseRe[count][k] * y + inverseIm[count][k] * x;
                }
            }
            for (int count = 0; count < radix; count++) {
                re[start + count * stride] = a[count];
                im[start + count * stride] = b[count];
            }
        }
    }
}
