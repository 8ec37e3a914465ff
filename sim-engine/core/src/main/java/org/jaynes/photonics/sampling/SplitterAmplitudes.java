package org.jaynes.photonics.sampling;

import java.util.Arrays;
import org.jaynes.photonics.BeamSplitterConvention;

/**
 * What a beam splitter, and the phase shifter behind it, does to t photons in its two modes: the amplitude of n photons
 * in the first mode behind it when a came into the first one, for t = 0, 1, … as far as they are asked for. Each column
 * grows from one for t - 1 by a creation operator, which is a stable recursion. Not thread-safe.
 */
final class SplitterAmplitudes {
    private final double[] u = new double[8]; // u[out][in] as (re, im)
    /** Matrix t starts at {@link #start}; entry n * (t + 1) + a. */
    private double[] re = {1};

    private double[] im = {0};
    private int known = 1;

    /** @param phase of the phase shifter on the first mode */
    SplitterAmplitudes(double angle, double phase, BeamSplitterConvention convention) {
        double c = StrictMath.cos(angle);
        double s = StrictMath.sin(angle);
        double phaseRe = StrictMath.cos(phase);
        double phaseIm = StrictMath.sin(phase);
        boolean plain = convention == BeamSplitterConvention.REAL;
        double crossRe = plain ? s : 0;
        double crossIm = plain ? 0 : s;
        set(0, c * phaseRe, c * phaseIm);
        set(1, crossRe * phaseRe - crossIm * phaseIm, crossRe * phaseIm + crossIm * phaseRe);
        set(2, plain ? -s : 0, crossIm);
        set(3, c, 0);
    }

    private void set(int entry, double a, double b) {
        u[2 * entry] = a;
        u[2 * entry + 1] = b;
    }

    /** Where matrix t starts: the sum of the squares up to t. */
    static int start(int t) {
        return t * (t + 1) * (2 * t + 1) / 6;
    }

    /** Real part of the amplitude of n photons in the first mode when a of t came into it. */
    double re(int t, int n, int a) {
        grow(t);
        return re[start(t) + n * (t + 1) + a];
    }

    /** Imaginary part, likewise. */
    double im(int t, int n, int a) {
        grow(t);
        return im[start(t) + n * (t + 1) + a];
    }

    private void grow(int t) {
        while (known <= t) {
            if (start(known + 1) > re.length) {
                re = Arrays.copyOf(re, start(2 * known + 1));
                im = Arrays.copyOf(im, start(2 * known + 1));
            }
            for (int a = 0; a <= known; a++) {
                column(known, a);
            }
            known++;
        }
    }

    private void column(int t, int a) {
        int input = a > 0 ? 0 : 1;
        int before = start(t - 1) + (a > 0 ? a - 1 : 0);
        double norm = Math.sqrt(a > 0 ? a : t);
        for (int n = 0; n <= t; n++) {
            double sumRe = 0;
            double sumIm = 0;
            if (n > 0) {
                double w = Math.sqrt(n) / norm;
                double x = re[before + (n - 1) * t];
                double y = im[before + (n - 1) * t];
                sumRe += w * (u[2 * input] * x - u[2 * input + 1] * y);
                sumIm += w * (u[2 * input] * y + u[2 * input + 1] * x);
            }
            if (n < t) {
                double w = Math.sqrt(t - n) / norm;
                double x = re[before + n * t];
                double y = im[before + n * t];
                sumRe += w * (u[4 + 2 * input] * x - u[5 + 2 * input] * y);
                sumIm += w * (u[4 + 2 * input] * y + u[5 + 2 * input] * x);
            }
            re[start(t) + n * (t + 1) + a] = sumRe;
            im[start(t) + n * (t + 1) + a] = sumIm;
        }
    }
}
