package org.jaynes.photonics.permanent;

/**
 * Streams of terms of a permanent of a complex matrix, in double precision. This is the definition of the arithmetic:
 * every operation as written, rounded once.
 */
final class ComplexGlynn implements GlynnStreams {
    private final GlynnPlan plan;
    private final int columns;
    private final double[] re;
    private final double[] im;

    /** @param re row-major real parts, likewise {@code im}, with {@code columns} entries a row */
    ComplexGlynn(GlynnPlan plan, int columns, double[] re, double[] im) {
        this.plan = plan;
        this.columns = columns;
        this.re = re;
        this.im = im;
    }

    @Override
    public TermSum stream(long stream) {
        double[] multipliers = new double[plan.rows.length];
        double weight = plan.decode(stream, multipliers);
        double[] x = new double[columns];
        double[] y = new double[columns];
        start(multipliers, x, y);
        GrayCode code = plan.lowCode();
        code.reset();
        double[] product = new double[2];
        product(x, y, product);
        double sumRe = product[0];
        double sumIm = product[1];
        double magnitude = Math.abs(product[0]) + Math.abs(product[1]);
        for (long term = 1; term < plan.lowTerms; term++) {
            int digit = code.next();
            step(plan.rows[digit] * columns, -2.0 * code.direction(), x, y);
            product(x, y, product);
            double c = code.weight();
            sumRe = Math.fma(c, product[0], sumRe);
            sumIm = Math.fma(c, product[1], sumIm);
            magnitude = Math.fma(Math.abs(c), Math.abs(product[0]) + Math.abs(product[1]), magnitude);
        }
        return new TermSum(weight * sumRe, weight * sumIm, Math.abs(weight) * magnitude);
    }

    /** Sums of the columns: the row with the fixed copy first, then the digits ascending. */
    private void start(double[] multipliers, double[] x, double[] y) {
        int fixed = plan.fixedRow * columns;
        for (int j = 0; j < columns; j++) {
            x[j] = Math.fma(plan.fixedCopies, re[fixed + j], 0.0);
            y[j] = Math.fma(plan.fixedCopies, im[fixed + j], 0.0);
        }
        for (int d = 0; d < multipliers.length; d++) {
            if (plan.rows[d] == plan.fixedRow) {
                step(fixed, multipliers[d] - plan.fixedCopies, x, y);
            } else {
                step(plan.rows[d] * columns, multipliers[d], x, y);
            }
        }
    }

    private void step(int row, double factor, double[] x, double[] y) {
        for (int j = 0; j < columns; j++) {
            x[j] = Math.fma(factor, re[row + j], x[j]);
            y[j] = Math.fma(factor, im[row + j], y[j]);
        }
    }

    /**
     * The product of the factors. Chain q multiplies the factors q, q + 4, q + 8, … in this order, starting from 1 when
     * it has none; then (p0 p1) (p2 p3). Four chains, because a multiplication has to wait for the one before.
     */
    private void product(double[] x, double[] y, double[] result) {
        int[] factors = plan.factors;
        double[] p = new double[8];
        for (int q = 0; q < 4; q++) {
            double a = q < factors.length ? x[factors[q]] : 1;
            double b = q < factors.length ? y[factors[q]] : 0;
            for (int f = q + 4; f < factors.length; f += 4) {
                double u = x[factors[f]];
                double v = y[factors[f]];
                double next = Math.fma(a, u, -(b * v));
                b = Math.fma(a, v, b * u);
                a = next;
            }
            p[2 * q] = a;
            p[2 * q + 1] = b;
        }
        double lowRe = Math.fma(p[0], p[2], -(p[1] * p[3]));
        double lowIm = Math.fma(p[0], p[3], p[1] * p[2]);
        double highRe = Math.fma(p[4], p[6], -(p[5] * p[7]));
        double highIm = Math.fma(p[4], p[7], p[5] * p[6]);
        result[0] = Math.fma(lowRe, highRe, -(lowIm * highIm));
        result[1] = Math.fma(lowRe, highIm, lowIm * highRe);
    }
}
