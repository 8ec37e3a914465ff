package org.jaynes.statevector;

import java.util.Arrays;

/**
 * Eigenvalues of Hermitian matrices by Jacobi's rotations, which are accurate for small ones too. Source: G. H. Golub, C. F.
 * Van Loan, "Matrix Computations", section 8.5, for complex matrices.
 */
final class HermitianEigenvalues {
    private static final int MAX_SWEEPS = 60;

    /** What is left beside the diagonal, relative to the norm of all. */
    private static final double TOLERANCE = 1e-15;

    private final double[] a;
    private final int size;

    private HermitianEigenvalues(double[] entries, int size) {
        this.a = entries.clone();
        this.size = size;
    }

    /**
     * All of them, ascending.
     *
     * @param entries row-major, (re, im) interleaved
     */
    static double[] of(double[] entries, int size) {
        HermitianEigenvalues matrix = new HermitianEigenvalues(entries, size);
        double norm = Math.sqrt(Arrays.stream(entries).map(v -> v * v).sum());
        for (int sweep = 0; sweep < MAX_SWEEPS && matrix.besideDiagonal() > TOLERANCE * norm; sweep++) {
            for (int p = 0; p < size; p++) {
                for (int q = p + 1; q < size; q++) {
                    matrix.rotate(p, q);
                }
            }
        }
        double[] values = new double[size];
        Arrays.setAll(values, i -> matrix.a[2 * i * (size + 1)]);
        Arrays.sort(values);
        return values;
    }

    private double besideDiagonal() {
        double sum = 0;
        for (int row = 0; row < size; row++) {
            for (int column = row + 1; column < size; column++) {
                int at = 2 * (row * size + column);
                sum += a[at] * a[at] + a[at + 1] * a[at + 1];
            }
        }
        return Math.sqrt(2 * sum);
    }

    /** Makes the entry (p, q) zero: with r e^(i f) there, a phase on q makes it real, then a rotation by t = tan. */
    private void rotate(int p, int q) {
        int at = 2 * (p * size + q);
        double r = Math.hypot(a[at], a[at + 1]);
        if (r == 0) {
            return;
        }
        double phaseRe = a[at] / r;
        double phaseIm = a[at + 1] / r;
        double half = (a[2 * q * (size + 1)] - a[2 * p * (size + 1)]) / (2 * r);
        double t = (half >= 0 ? 1 : -1) / (Math.abs(half) + Math.hypot(1, half));
        double cosine = 1 / Math.hypot(1, t);
        double sine = t * cosine;
        // Columns: p' = c p - s e^(-if) q,  q' = s p + c e^(-if) q; rows with the conjugates.
        for (int k = 0; k < size; k++) {
            turn(2 * (k * size + p), 2 * (k * size + q), cosine, sine, phaseRe, -phaseIm);
        }
        for (int k = 0; k < size; k++) {
            turn(2 * (p * size + k), 2 * (q * size + k), cosine, sine, phaseRe, phaseIm);
        }
    }

    private void turn(int p, int q, double cosine, double sine, double phaseRe, double phaseIm) {
        double re = phaseRe * a[q] - phaseIm * a[q + 1];
        double im = phaseRe * a[q + 1] + phaseIm * a[q];
        double pRe = a[p];
        double pIm = a[p + 1];
        a[p] = cosine * pRe - sine * re;
        a[p + 1] = cosine * pIm - sine * im;
        a[q] = sine * pRe + cosine * re;
        a[q + 1] = sine * pIm + cosine * im;
    }
}
