package org.jaynes.photonics.fock;

import java.util.Arrays;

/**
 * One more photon: from a vector over the states of n - 1 photons to one over the states of n photons,
 *
 * <pre>
 *   y(s) = Σ_i u_i x(s - e_i)
 * </pre>
 *
 * With complex u and x these are the coefficients of the polynomial Π_j (Σ_i u_ij a_i†) that makes the output state from
 * vacuum, in the monomials of creation operators; |y(s)|² Π s_i! is a probability. With probabilities u and x it is the
 * distribution with one more classical particle.
 *
 * <p>In the order of {@link FockBasis}, s and s - e_0 have the same index, and the blocks of equal leading photon numbers
 * are such bases themselves. So all terms of one mode are runs of multiply-adds over consecutive numbers. The terms of a
 * state are added in ascending order of i: re = fma(u.re, x.re, re), re = fma(-u.im, x.im, re), im = fma(u.re, x.im, im),
 * im = fma(u.im, x.re, im).
 */
final class PhotonStep {
    private final FockBasis basis;
    private final int modes;

    /** @param basis the states after the step; at least one photon */
    PhotonStep(FockBasis basis) {
        this.basis = basis;
        this.modes = basis.modes();
    }

    /** The vectors of a complex step. */
    record Complex(double[] re, double[] im) {
        static Complex zeros(int size) {
            return new Complex(new double[size], new double[size]);
        }
    }

    /** The state after one more photon. */
    Complex forward(Complex u, Complex x) {
        Complex y = Complex.zeros(basis.size());
        forward(0, basis.photons(), 0, 0, u, x, y);
        return y;
    }

    private void forward(int mode, int photons, int out, int in, Complex u, Complex x, Complex y) {
        addRun(u.re[mode], u.im[mode], x, in, y, out, basis.statesWith(modes - mode, photons - 1));
        if (mode == modes - 1) {
            return;
        }
        if (mode == modes - 2) {
            addRun(u.re[mode + 1], u.im[mode + 1], x, in, y, out + 1, photons);
            return;
        }
        for (int behind = 1; behind <= photons; behind++) {
            forward(mode + 1, behind, out + start(mode, behind), in + start(mode, behind - 1), u, x, y);
        }
    }

    /** Where the states with so many photons behind a mode start, among those of the mode and the ones behind it. */
    private int start(int mode, int behind) {
        return basis.statesWith(modes - mode, behind - 1);
    }

    private static void addRun(double a, double b, Complex x, int in, Complex y, int out, int count) {
        double[] xRe = x.re;
        double[] xIm = x.im;
        double[] yRe = y.re;
        double[] yIm = y.im;
        for (int k = 0; k < count; k++) {
            double p = xRe[in + k];
            double q = xIm[in + k];
            yRe[out + k] = Math.fma(-b, q, Math.fma(a, p, yRe[out + k]));
            yIm[out + k] = Math.fma(b, p, Math.fma(a, q, yIm[out + k]));
        }
    }

    /** The distribution after one more classical particle, which leaves in mode i with probability u_i. */
    double[] forward(double[] u, double[] x) {
        double[] y = new double[basis.size()];
        forward(0, basis.photons(), 0, 0, u, x, y);
        return y;
    }

    private void forward(int mode, int photons, int out, int in, double[] u, double[] x, double[] y) {
        addRun(u[mode], x, in, y, out, basis.statesWith(modes - mode, photons - 1));
        if (mode == modes - 1) {
            return;
        }
        if (mode == modes - 2) {
            addRun(u[mode + 1], x, in, y, out + 1, photons);
            return;
        }
        for (int behind = 1; behind <= photons; behind++) {
            forward(mode + 1, behind, out + start(mode, behind), in + start(mode, behind - 1), u, x, y);
        }
    }

    private static void addRun(double a, double[] x, int in, double[] y, int out, int count) {
        for (int k = 0; k < count; k++) {
            y[out + k] = Math.fma(a, x[in + k], y[out + k]);
        }
    }

    /**
     * The step backwards, for derivatives of a real number L. A bar is the derivative of L by the real part plus i times
     * that by the imaginary part: x̄ = Σ_i conj(u_i) ȳ(s + e_i), ū_i += Σ_s conj(x(s - e_i)) ȳ(s).
     *
     * @return x̄
     */
    Complex backward(Complex u, Complex x, Complex yBar, Complex uBar) {
        Complex xBar = Complex.zeros(x.re.length);
        backward(0, basis.photons(), 0, 0, new Backward(u, x, yBar, uBar, xBar));
        return xBar;
    }

    private record Backward(Complex u, Complex x, Complex yBar, Complex uBar, Complex xBar) {
        void addRun(int mode, int in, int out, int count) {
            double a = u.re[mode];
            double b = u.im[mode];
            double sumRe = 0;
            double sumIm = 0;
            for (int k = 0; k < count; k++) {
                double p = yBar.re[out + k];
                double q = yBar.im[out + k];
                xBar.re[in + k] += a * p + b * q;
                xBar.im[in + k] += a * q - b * p;
                sumRe += x.re[in + k] * p + x.im[in + k] * q;
                sumIm += x.re[in + k] * q - x.im[in + k] * p;
            }
            uBar.re[mode] += sumRe;
            uBar.im[mode] += sumIm;
        }
    }

    private void backward(int mode, int photons, int out, int in, Backward run) {
        run.addRun(mode, in, out, basis.statesWith(modes - mode, photons - 1));
        if (mode == modes - 1) {
            return;
        }
        if (mode == modes - 2) {
            run.addRun(mode + 1, in, out + 1, photons);
            return;
        }
        for (int behind = 1; behind <= photons; behind++) {
            backward(mode + 1, behind, out + start(mode, behind), in + start(mode, behind - 1), run);
        }
    }

    /** The classical step backwards; returns x̄ and adds to ū. */
    double[] backward(double[] u, double[] x, double[] yBar, double[] uBar) {
        Complex none = new Complex(yBar, new double[yBar.length]);
        Complex bars = new Complex(uBar, new double[uBar.length]);
        Complex before = new Complex(x, new double[x.length]);
        return backward(new Complex(u, new double[u.length]), before, none, bars).re;
    }

    /** The vacuum, from which the first photon steps. */
    static Complex vacuum() {
        Complex vacuum = Complex.zeros(1);
        Arrays.fill(vacuum.re, 1);
        return vacuum;
    }
}
