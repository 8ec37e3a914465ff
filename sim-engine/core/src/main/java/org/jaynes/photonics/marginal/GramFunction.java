package org.jaynes.photonics.marginal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.permanent.Arithmetic;
import org.jaynes.photonics.permanent.Permanent;
import org.jaynes.photonics.permanent.Permanents;

/**
 * The generating function of photons with any overlaps, per((I - V†WV) ∘ S).
 *
 * @param gram S
 */
record GramFunction(ComplexMatrix gram) {
    /** Permanents that are computed together. */
    private static final int TOGETHER = 1 << 12;

    /** As {@link GeneratingFunctions#values}. */
    double[][][] values(PhotonicDevice device, List<SetAmplitudes> sets, IntFunction<Weights> weights) {
        double[][][] values = new double[sets.size()][][];
        List<ComplexMatrix> matrices = new ArrayList<>();
        List<double[]> results = new ArrayList<>();
        for (int s = 0; s < values.length; s++) {
            Weights points = weights.apply(sets.get(s).modes());
            values[s] = new double[points.points()][2];
            for (int k = 0; k < points.points(); k++) {
                matrices.add(matrix(sets.get(s), points.re()[k], points.im()[k]));
                results.add(values[s][k]);
                if (matrices.size() == TOGETHER) {
                    compute(device, matrices, results);
                }
            }
        }
        compute(device, matrices, results);
        return values;
    }

    private static void compute(PhotonicDevice device, List<ComplexMatrix> matrices, List<double[]> results) {
        List<Permanent> permanents = Permanents.ofAll(matrices, Arithmetic.DOUBLE, device);
        for (int i = 0; i < permanents.size(); i++) {
            results.get(i)[0] = permanents.get(i).re();
            results.get(i)[1] = permanents.get(i).im();
        }
        matrices.clear();
        results.clear();
    }

    private ComplexMatrix matrix(SetAmplitudes a, double[] wRe, double[] wIm) {
        int n = gram.rows();
        double[] re = new double[n * n];
        double[] im = new double[n * n];
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < n; k++) {
                double p = j == k ? 1 : 0;
                double q = 0;
                for (int i = 0; i < wRe.length; i++) {
                    double x = a.re()[j][i] * a.re()[k][i] + a.im()[j][i] * a.im()[k][i];
                    double y = a.re()[j][i] * a.im()[k][i] - a.im()[j][i] * a.re()[k][i];
                    p -= wRe[i] * x - wIm[i] * y;
                    q -= wRe[i] * y + wIm[i] * x;
                }
                re[j * n + k] = p * gram.re(j, k) - q * gram.im(j, k);
                im[j * n + k] = p * gram.im(j, k) + q * gram.re(j, k);
            }
        }
        return ComplexMatrix.of(n, n, re, im);
    }
}
