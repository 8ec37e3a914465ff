package org.jaynes.photonics.permanent;

/** {@link ComplexGlynn} for a real matrix: the same terms in the same order, without the imaginary parts. */
final class RealGlynn implements GlynnStreams {
    private final GlynnPlan plan;
    private final int columns;
    private final double[] entries;

    RealGlynn(GlynnPlan plan, int columns, double[] entries) {
        this.plan = plan;
        this.columns = columns;
        this.entries = entries;
    }

    @Override
    public TermSum stream(long stream) {
        double[] multipliers = new double[plan.rows.length];
        double weight = plan.decode(stream, multipliers);
        double[] x = new double[columns];
        start(multipliers, x);
        GrayCode code = plan.lowCode();
        code.reset();
        double sum = product(x);
        double magnitude = Math.abs(sum);
        for (long term = 1; term < plan.lowTerms; term++) {
            int digit = code.next();
            step(plan.rows[digit] * columns, -2.0 * code.direction(), x);
            double product = product(x);
            double c = code.weight();
            sum = Math.fma(c, product, sum);
            magnitude = Math.fma(Math.abs(c), Math.abs(product), magnitude);
        }
        return new TermSum(weight * sum, 0, Math.abs(weight) * magnitude);
    }

    private void start(double[] multipliers, double[] x) {
        int fixed = plan.fixedRow * columns;
        for (int j = 0; j < columns; j++) {
            x[j] = Math.fma(plan.fixedCopies, entries[fixed + j], 0.0);
        }
        for (int d = 0; d < multipliers.length; d++) {
            if (plan.rows[d] == plan.fixedRow) {
                step(fixed, multipliers[d] - plan.fixedCopies, x);
            } else {
                step(plan.rows[d] * columns, multipliers[d], x);
            }
        }
    }

    private void step(int row, double factor, double[] x) {
        for (int j = 0; j < columns; j++) {
            x[j] = Math.fma(factor, entries[row + j], x[j]);
        }
    }

    /** Four chains, as in {@link ComplexGlynn}. */
    private double product(double[] x) {
        int[] factors = plan.factors;
        double[] p = new double[4];
        for (int q = 0; q < 4; q++) {
            double a = q < factors.length ? x[factors[q]] : 1;
            for (int f = q + 4; f < factors.length; f += 4) {
                a *= x[factors[f]];
            }
            p[q] = a;
        }
        return p[0] * p[1] * (p[2] * p[3]);
    }
}
