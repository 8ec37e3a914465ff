package org.jaynes.photonics.marginal;

import java.util.ArrayList;
import java.util.List;

/**
 * The generating function of the photon numbers of k modes, F(w) = &lt;Π_i (1 - w_i)^n_i&gt;, for photons with one
 * overlap between any two. With a_ji the amplitude from input j to mode i and ξ_j = Σ_i a_ji x_i,
 *
 * <pre>
 *   F(w) = Σ_u Π_i (-w_i)^u_i u_i! G[u][u],      Σ G[u][v] x^u x̄^v = Π_j Σ_t c_jt (ξ_j ξ̄_j)^t
 * </pre>
 *
 * with the coefficients of {@link InputPhotons}. Time: some k² C(n + k - 1, n)² n, that is n⁴ for two modes.
 */
final class GeneratingFunction {
    private final RaisingTable table;
    private final List<InputPhotons> inputs;

    /**
     * @param modes k
     * @param inputs the photons of each input mode that has some
     */
    GeneratingFunction(int modes, List<InputPhotons> inputs) {
        this.inputs = inputs;
        this.table = new RaisingTable(
                modes, inputs.stream().mapToInt(InputPhotons::photons).sum());
    }

    /**
     * What of the sum does not depend on w: Π_i u_i! G[u][u] for all u, when all photons are identical.
     *
     * @param aRe aRe[j][i], likewise {@code aIm}
     */
    double[][] factorialMoments(double[][] aRe, double[][] aIm) {
        Form g = Form.one(table);
        int degree = 0;
        for (int j = 0; j < inputs.size(); j++) {
            g = multiply(g, aRe[j], aIm[j], inputs.get(j).coefficients(0, 0), degree);
            degree += inputs.get(j).photons();
        }
        return diagonal(g);
    }

    private double[][] diagonal(Form g) {
        double[][] moments = new double[table.degree() + 1][];
        for (int d = 0; d <= table.degree(); d++) {
            int count = table.count(d);
            moments[d] = new double[2 * count];
            double[] factorials = table.factorials(d);
            for (int u = 0; u < count; u++) {
                moments[d][2 * u] = g.re[d][u * count + u] * factorials[u];
                moments[d][2 * u + 1] = g.im[d][u * count + u] * factorials[u];
            }
        }
        return moments;
    }

    private static Form multiply(Form g, double[] aRe, double[] aIm, double[] coefficients, int degree) {
        Form result = Form.zero(g.table());
        Form power = g;
        result.add(coefficients[0], coefficients[1], power);
        for (int t = 1; 2 * t < coefficients.length; t++) {
            power = power.times(aRe, aIm, degree + t - 1);
            result.add(coefficients[2 * t], coefficients[2 * t + 1], power);
        }
        return result;
    }

    /** F(w) from the factorial moments of identical photons: (re, im). */
    double[] sum(double[][] moments, double[] wRe, double[] wIm) {
        double re = 0;
        double im = 0;
        for (int d = 0; d <= table.degree(); d++) {
            int[] monomial = table.basis(d).first();
            for (int u = 0; u < table.count(d); u++) {
                double a = moments[d][2 * u];
                double b = moments[d][2 * u + 1];
                for (int i = 0; i < monomial.length; i++) {
                    for (int f = 0; f < monomial[i]; f++) {
                        double next = -(a * wRe[i] - b * wIm[i]);
                        b = -(a * wIm[i] + b * wRe[i]);
                        a = next;
                    }
                }
                re += a;
                im += b;
                table.basis(d).next(monomial);
            }
        }
        return new double[] {re, im};
    }

    /** F(w) for photons that may differ: (re, im). */
    double[] value(double[][] aRe, double[][] aIm, double[] wRe, double[] wIm) {
        Form g = Form.one(table);
        int degree = 0;
        for (int j = 0; j < inputs.size(); j++) {
            double[] b = single(aRe[j], aIm[j], wRe, wIm);
            g = multiply(g, aRe[j], aIm[j], inputs.get(j).coefficients(b[0], b[1]), degree);
            degree += inputs.get(j).photons();
        }
        return sum(diagonal(g), wRe, wIm);
    }

    /** 1 - Σ_i w_i |a_i|²: the generating function of one photon. */
    static double[] single(double[] aRe, double[] aIm, double[] wRe, double[] wIm) {
        double re = 1;
        double im = 0;
        for (int i = 0; i < aRe.length; i++) {
            double p = aRe[i] * aRe[i] + aIm[i] * aIm[i];
            re -= wRe[i] * p;
            im -= wIm[i] * p;
        }
        return new double[] {re, im};
    }

    /** F(w) and its derivative for real w: aBar[j][i] is ∂F by the real part of a_ji plus i times ∂F by its imaginary part. */
    record Gradient(double value, double[][] aBarRe, double[][] aBarIm) {}

    /** F(w) for real w, with its derivatives by all amplitudes. */
    Gradient gradient(double[][] aRe, double[][] aIm, double[] w) {
        double[] zeros = new double[w.length];
        List<List<Form>> powers = new ArrayList<>(); // of every input, the form times 0, 1, … of its factors
        Form g = Form.one(table);
        int degree = 0;
        for (int j = 0; j < inputs.size(); j++) {
            List<Form> ofInput = new ArrayList<>(List.of(g));
            double[] c = inputs.get(j).coefficients(single(aRe[j], aIm[j], w, zeros)[0], 0);
            Form next = Form.zero(table);
            next.add(c[0], 0, g);
            for (int t = 1; t <= inputs.get(j).photons(); t++) {
                ofInput.add(ofInput.getLast().times(aRe[j], aIm[j], degree + t - 1));
                next.add(c[2 * t], 0, ofInput.getLast());
            }
            powers.add(ofInput);
            degree += inputs.get(j).photons();
            g = next;
        }
        double value = sum(diagonal(g), w, zeros)[0];
        double[][] barRe = new double[inputs.size()][w.length];
        double[][] barIm = new double[inputs.size()][w.length];
        Form bar = diagonalBar(w);
        for (int j = inputs.size() - 1; j >= 0; j--) {
            degree -= inputs.get(j).photons();
            bar = backward(j, powers.get(j), bar, aRe[j], aIm[j], w, barRe[j], barIm[j], degree);
        }
        return new Gradient(value, barRe, barIm);
    }

    /** The derivative of F by the coefficients of the form: Π_i (-w_i)^u_i u_i! on the diagonal. */
    private Form diagonalBar(double[] w) {
        Form bar = Form.zero(table);
        for (int d = 0; d <= table.degree(); d++) {
            int count = table.count(d);
            double[] factorials = table.factorials(d);
            int[] monomial = table.basis(d).first();
            for (int u = 0; u < count; u++) {
                double product = factorials[u];
                for (int i = 0; i < monomial.length; i++) {
                    for (int f = 0; f < monomial[i]; f++) {
                        product *= -w[i];
                    }
                }
                bar.re[d][u * count + u] = product;
                table.basis(d).next(monomial);
            }
        }
        return bar;
    }

    private Form backward(
            int j,
            List<Form> powers,
            Form bar,
            double[] aRe,
            double[] aIm,
            double[] w,
            double[] barRe,
            double[] barIm,
            int degree) {
        InputPhotons input = inputs.get(j);
        double b = single(aRe, aIm, w, new double[w.length])[0];
        double[] c = input.coefficients(b, 0);
        double[] slopes = input.slopes(b);
        double bBar = 0;
        for (int t = 0; t < slopes.length; t++) {
            if (slopes[t] != 0) {
                bBar += slopes[t] * powers.get(t).inner(bar)[0];
            }
        }
        Form power = Form.zero(table);
        for (int t = input.photons(); t >= 1; t--) {
            power.add(c[2 * t], 0, bar);
            power = powers.get(t - 1).backward(aRe, aIm, power, barRe, barIm, degree + t - 1);
        }
        power.add(c[0], 0, bar);
        for (int i = 0; i < w.length; i++) {
            barRe[i] -= 2 * w[i] * aRe[i] * bBar;
            barIm[i] -= 2 * w[i] * aIm[i] * bBar;
        }
        return power;
    }
}
