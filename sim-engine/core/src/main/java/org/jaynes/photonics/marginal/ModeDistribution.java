package org.jaynes.photonics.marginal;

import java.util.Arrays;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.fock.HeapMemory;

/** The joint distribution of the counts of a few modes. Immutable. */
public final class ModeDistribution {
    private final int[] modes;
    private final int radix;
    private final double[] probabilities;

    ModeDistribution(int[] modes, int radix, Marginals.Evaluator function, Detector detector) {
        this.modes = modes.clone();
        this.radix = radix;
        double size = Math.pow(radix, modes.length);
        HeapMemory.require(
                "the distribution of %d modes with %d counts each".formatted(modes.length, radix), 64 * size);
        double[] weightsRe = new double[radix];
        double[] weightsIm = new double[radix];
        double[][] inverseRe = new double[radix][radix];
        double[][] inverseIm = new double[radix][radix];
        switch (detector) {
            case Detector.PhotonNumber() -> fourier(weightsRe, weightsIm, inverseRe, inverseIm);
            case Detector.Threshold() -> silences(1, weightsRe, inverseRe);
            case Detector.Multiplexed(int detectors) -> silences(detectors, weightsRe, inverseRe);
        }
        double[] re = new double[(int) size];
        double[] im = new double[(int) size];
        double[] wRe = new double[modes.length];
        double[] wIm = new double[modes.length];
        for (int index = 0; index < re.length; index++) {
            int rest = index;
            for (int i = modes.length - 1; i >= 0; i--) {
                wRe[i] = weightsRe[rest % radix];
                wIm[i] = weightsIm[rest % radix];
                rest /= radix;
            }
            double[] value = function.value(wRe, wIm);
            re[index] = value[0];
            im[index] = value[1];
        }
        for (int i = 0, stride = 1; i < modes.length; i++, stride *= radix) {
            transform(re, im, stride, inverseRe, inverseIm);
        }
        this.probabilities = re;
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

    private void transform(double[] re, double[] im, int stride, double[][] inverseRe, double[][] inverseIm) {
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

    /** The modes, in the order of the counts. */
    public int[] modes() {
        return modes.clone();
    }

    /** One more than the highest count. */
    public int radix() {
        return radix;
    }

    /** The probability of a count for each of the modes; 0 for counts that are too high. */
    public double probability(int... counts) {
        if (counts.length != modes.length) {
            throw new ExperimentException(
                    "%d counts for the modes %s".formatted(counts.length, Arrays.toString(modes)));
        }
        int index = 0;
        for (int count : counts) {
            if (count < 0 || count >= radix) {
                return 0;
            }
            index = index * radix + count;
        }
        return probabilities[index];
    }

    /** All probabilities, the count of the last mode changing fastest; a copy. */
    public double[] probabilities() {
        return probabilities.clone();
    }
}
