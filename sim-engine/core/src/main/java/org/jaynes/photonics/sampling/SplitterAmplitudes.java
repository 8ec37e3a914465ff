package org.jaynes.photonics.sampling;

import org.jaynes.photonics.BeamSplitterConvention;

/**
 * What a beam splitter, and the phase shifter behind it, does to t photons in its two modes: the amplitude of n photons
 * in the first mode behind it when a came into the first one, for t = 0, 1, … as far as they are asked for. Each column
 * grows from one for t - 1 by a creation operator, which is a stable recursion.
 */
final class SplitterAmplitudes {
    private final double[] u = new double[8]; // u[out][in] as (re, im)
    private double[][] re = {{1}};
    private double[][] im = {{0}};
    private int known = 1;

    /** @param phase of the phase shifter on the first mode */
    SplitterAmplitudes(double angle, double phase, BeamSplitterConvention convention) {
        double c = StrictMath.cos(angle);
        double s = StrictMath.sin(angle);
        double phaseRe = StrictMath.cos(phase);
        double phaseIm = StrictMath.sin(phase);
        boolean real = convention == BeamSplitterConvention.REAL;
        double crossRe = real ? s : 0;
        double crossIm = real ? 0 : s;
        set(0, c * phaseRe, c * phaseIm);
        set(1, crossRe * phaseRe - crossIm * phaseIm, crossRe * phaseIm + crossIm * phaseRe);
        set(2, real ? -s : 0, crossIm);
        set(3, c, 0);
    }

    private void set(int entry, double a, double b) {
        u[2 * entry] = a;
        u[2 * entry + 1] = b;
    }

    /** Real parts for t photons; entry n * (t + 1) + a. */
    double[] re(int t) {
        grow(t);
        return re[t];
    }

    /** Imaginary parts, likewise. */
    double[] im(int t) {
        grow(t);
        return im[t];
    }

    private void grow(int t) {
        while (known <= t) {
            if (known == re.length) {
                re = java.util.Arrays.copyOf(re, 2 * known);
                im = java.util.Arrays.copyOf(im, 2 * known);
            }
            re[known] = new double[(known + 1) * (known + 1)];
            im[known] = new double[(known + 1) * (known + 1)];
            for (int a = 0; a <= known; a++) {
                column(known, a);
            }
            known++;
        }
    }

    private void column(int t, int a) {
        int input = a > 0 ? 0 : 1;
        int before = a > 0 ? a - 1 : 0;
        double norm = Math.sqrt(a > 0 ? a : t);
        for (int n = 0; n <= t; n++) {
            double sumRe = 0;
            double sumIm = 0;
            if (n > 0) {
                double w = Math.sqrt(n) / norm;
                double x = re[t - 1][(n - 1) * t + before];
                double y = im[t - 1][(n - 1) * t + before];
                sumRe += w * (u[2 * input] * x - u[2 * input + 1] * y);
                sumIm += w * (u[2 * input] * y + u[2 * input + 1] * x);
            }
            if (n < t) {
                double w = Math.sqrt(t - n) / norm;
                double x = re[t - 1][n * t + before];
                double y = im[t - 1][n * t + before];
                sumRe += w * (u[4 + 2 * input] * x - u[5 + 2 * input] * y);
                sumIm += w * (u[4 + 2 * input] * y + u[5 + 2 * input] * x);
            }
            re[t][n * (t + 1) + a] = sumRe;
            im[t][n * (t + 1) + a] = sumIm;
        }
    }
}
