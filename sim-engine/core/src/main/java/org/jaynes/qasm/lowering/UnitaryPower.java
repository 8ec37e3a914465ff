package org.jaynes.qasm.lowering;

/**
 * Principal powers of unitary matrices.
 *
 * <p>A unitary matrix U is normal: its Hermitian part A and B = (U - U†) / 2i commute, so a Hermitian combination
 * cos(t) A + sin(t) B has the eigenvectors of U. Eigenvalues exp(ia), exp(ib) of U coincide in the combination only when
 * t = (a + b) / 2 modulo pi; several t are tried and the one that separates best is kept. The Hermitian eigenproblem is
 * solved by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 4th edition, section 8.5).
 */
final class UnitaryPower {
    /** Angles t with no simple relation to each other or to pi. */
    private static final double[] COMBINATIONS = {0.2718, 0.9093, 1.4142, 2.0231, 2.6457, 0.5772};

    private static final double GOOD = 1e-13;
    private static final int SWEEPS = 60;

    private UnitaryPower() {}

    /** U^r, 2 * size^2 numbers. */
    static double[] of(DenseMatrix u, double r) {
        DenseMatrix vectors = null;
        DenseMatrix diagonal = null;
        double best = Double.POSITIVE_INFINITY;
        for (double t : COMBINATIONS) {
            DenseMatrix v = eigenvectors(combination(u, t));
            DenseMatrix d = product(adjoint(v), product(u, v));
            double residual = offDiagonal(d);
            if (vectors == null || residual < best) {
                best = residual;
                vectors = v;
                diagonal = d;
            }
            if (best < GOOD) {
                break;
            }
        }
        if (vectors == null || diagonal == null) {
            throw new AssertionError("no combination");
        }
        return product(product(vectors, raised(diagonal, r)), adjoint(vectors)).entries;
    }

    private static DenseMatrix raised(DenseMatrix diagonal, double r) {
        DenseMatrix power = zero(diagonal.size);
        for (int i = 0; i < diagonal.size; i++) {
            double angle = Math.atan2(diagonal.im(i, i), diagonal.re(i, i));
            // Minus one, met from below: its principal angle is +pi.
            angle = angle < -Math.PI + 1e-10 ? Math.PI : angle;
            power.set(i, i, StrictMath.cos(r * angle), StrictMath.sin(r * angle));
        }
        return power;
    }

    private static DenseMatrix combination(DenseMatrix u, double t) {
        DenseMatrix h = zero(u.size);
        double c = StrictMath.cos(t) / 2;
        double s = StrictMath.sin(t) / 2;
        for (int i = 0; i < u.size; i++) {
            for (int j = 0; j < u.size; j++) {
                // cos t (U + U†) / 2 + sin t (U - U†) / 2i
                h.set(
                        i,
                        j,
                        c * (u.re(i, j) + u.re(j, i)) + s * (u.im(i, j) + u.im(j, i)),
                        c * (u.im(i, j) - u.im(j, i)) - s * (u.re(i, j) - u.re(j, i)));
            }
        }
        return h;
    }

    /** Unitary V with V† H V diagonal. H is changed. */
    private static DenseMatrix eigenvectors(DenseMatrix h) {
        DenseMatrix v = zero(h.size);
        for (int i = 0; i < h.size; i++) {
            v.set(i, i, 1, 0);
        }
        for (int sweep = 0; sweep < SWEEPS && offDiagonal(h) > 1e-15; sweep++) {
            for (int p = 0; p < h.size; p++) {
                for (int q = p + 1; q < h.size; q++) {
                    rotate(h, v, p, q);
                }
            }
        }
        return v;
    }

    /** Makes H[p][q] zero by a rotation of columns and rows p and q. */
    private static void rotate(DenseMatrix h, DenseMatrix v, int p, int q) {
        double re = h.re(p, q);
        double im = h.im(p, q);
        double size = Math.hypot(re, im);
        if (size < 1e-300) {
            return;
        }
        double theta = (h.re(q, q) - h.re(p, p)) / (2 * size);
        double t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        double phaseRe = re / size;
        double phaseIm = im / size;
        for (int k = 0; k < h.size; k++) {
            turnColumns(h, k, p, q, c, s, phaseRe, phaseIm);
            turnColumns(v, k, p, q, c, s, phaseRe, phaseIm);
        }
        for (int k = 0; k < h.size; k++) {
            turnRows(h, k, p, q, c, s, phaseRe, phaseIm);
        }
    }

    /** column p = c p - s conj(phase) q; column q = s phase p + c q. */
    private static void turnColumns(DenseMatrix m, int row, int p, int q, double c, double s, double fr, double fi) {
        double pr = m.re(row, p);
        double pi = m.im(row, p);
        double qr = m.re(row, q);
        double qi = m.im(row, q);
        m.set(row, p, c * pr - s * (fr * qr + fi * qi), c * pi - s * (fr * qi - fi * qr));
        m.set(row, q, c * qr + s * (fr * pr - fi * pi), c * qi + s * (fr * pi + fi * pr));
    }

    /** row p = c p - s phase q; row q = s conj(phase) p + c q. */
    private static void turnRows(DenseMatrix m, int column, int p, int q, double c, double s, double fr, double fi) {
        double pr = m.re(p, column);
        double pi = m.im(p, column);
        double qr = m.re(q, column);
        double qi = m.im(q, column);
        m.set(p, column, c * pr - s * (fr * qr - fi * qi), c * pi - s * (fr * qi + fi * qr));
        m.set(q, column, c * qr + s * (fr * pr + fi * pi), c * qi + s * (fr * pi - fi * pr));
    }

    private static double offDiagonal(DenseMatrix m) {
        double largest = 0;
        for (int i = 0; i < m.size; i++) {
            for (int j = 0; j < m.size; j++) {
                if (i != j) {
                    largest = Math.max(largest, Math.hypot(m.re(i, j), m.im(i, j)));
                }
            }
        }
        return largest;
    }

    private static DenseMatrix product(DenseMatrix a, DenseMatrix b) {
        DenseMatrix c = zero(a.size);
        for (int i = 0; i < a.size; i++) {
            for (int j = 0; j < a.size; j++) {
                double re = 0;
                double im = 0;
                for (int k = 0; k < a.size; k++) {
                    re += a.re(i, k) * b.re(k, j) - a.im(i, k) * b.im(k, j);
                    im += a.re(i, k) * b.im(k, j) + a.im(i, k) * b.re(k, j);
                }
                c.set(i, j, re, im);
            }
        }
        return c;
    }

    private static DenseMatrix adjoint(DenseMatrix a) {
        DenseMatrix b = zero(a.size);
        for (int i = 0; i < a.size; i++) {
            for (int j = 0; j < a.size; j++) {
                b.set(j, i, a.re(i, j), -a.im(i, j));
            }
        }
        return b;
    }

    private static DenseMatrix zero(int size) {
        return new DenseMatrix(Integer.numberOfTrailingZeros(size), new double[2 * size * size]);
    }
}
