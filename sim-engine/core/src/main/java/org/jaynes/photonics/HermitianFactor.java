package org.jaynes.photonics;

import java.util.ArrayList;
import java.util.List;

/** Factors of positive semidefinite Hermitian matrices: Cholesky with pivoting on the diagonal. */
public final class HermitianFactor {
    private HermitianFactor() {}

    /** I - A†A: what a matrix lacks to an isometry. */
    public static ComplexMatrix missingToIsometry(ComplexMatrix a) {
        ComplexMatrix product = a.adjoint().times(a);
        int n = a.columns();
        double[] re = product.realParts();
        double[] im = product.imaginaryParts();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                re[i * n + j] = (i == j ? 1 : 0) - re[i * n + j];
                im[i * n + j] = -im[i * n + j];
            }
        }
        return ComplexMatrix.of(n, n, re, im);
    }

    /** Whether no eigenvalue is below {@code -tolerance}, up to a factor of the size. */
    static boolean isPositive(ComplexMatrix h, double tolerance) {
        int n = h.rows();
        double[] re = h.realParts();
        double[] im = h.imaginaryParts();
        for (int i = 0; i < n; i++) {
            re[i * n + i] += tolerance;
        }
        Elimination elimination = new Elimination(re, im, n);
        while (elimination.step(0)) {
            // Every step removes one row and column.
        }
        return elimination.smallest() >= 0;
    }

    /**
     * A matrix R with R†R = H, as few rows as H has rank.
     *
     * @param h Hermitian, positive semidefinite up to the tolerance
     * @param tolerance remaining diagonal entries below it count as zero
     */
    public static ComplexMatrix of(ComplexMatrix h, double tolerance) {
        int n = h.rows();
        Elimination elimination = new Elimination(h.realParts(), h.imaginaryParts(), n);
        while (elimination.step(tolerance)) {
            // Every step adds a row of the factor.
        }
        List<double[]> rows = elimination.factor;
        double[] re = new double[rows.size() * n];
        double[] im = new double[re.length];
        for (int r = 0; r < rows.size(); r++) {
            for (int j = 0; j < n; j++) {
                re[r * n + j] = rows.get(r)[2 * j];
                im[r * n + j] = rows.get(r)[2 * j + 1];
            }
        }
        return ComplexMatrix.of(rows.size(), n, re, im);
    }

    /** What is left of a matrix after rows of its factor have been taken off: H - Σ r†r. */
    private static final class Elimination {
        private final double[] re;
        private final double[] im;
        private final int n;
        private final boolean[] used;
        private final List<double[]> factor = new ArrayList<>();

        Elimination(double[] re, double[] im, int n) {
            this.re = re;
            this.im = im;
            this.n = n;
            this.used = new boolean[n];
        }

        /** The smallest diagonal entry left, 0 when none is. */
        double smallest() {
            double smallest = 0;
            for (int i = 0; i < n; i++) {
                if (!used[i]) {
                    smallest = Math.min(smallest, re[i * n + i]);
                }
            }
            return smallest;
        }

        /** Takes the largest diagonal entry, if it is above the threshold. */
        boolean step(double threshold) {
            int pivot = -1;
            for (int i = 0; i < n; i++) {
                if (!used[i] && re[i * n + i] > threshold && (pivot < 0 || re[i * n + i] > re[pivot * n + pivot])) {
                    pivot = i;
                }
            }
            if (pivot < 0) {
                return false;
            }
            double root = Math.sqrt(re[pivot * n + pivot]);
            double[] row = new double[2 * n];
            for (int j = 0; j < n; j++) {
                if (!used[j]) {
                    row[2 * j] = re[pivot * n + j] / root;
                    row[2 * j + 1] = im[pivot * n + j] / root;
                }
            }
            used[pivot] = true;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    re[i * n + j] -= row[2 * i] * row[2 * j] + row[2 * i + 1] * row[2 * j + 1];
                    im[i * n + j] -= row[2 * i] * row[2 * j + 1] - row[2 * i + 1] * row[2 * j];
                }
            }
            factor.add(row);
            return true;
        }
    }
}
