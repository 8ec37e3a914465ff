package org.jaynes.photonics.permanent;

/** {@link ComplexGlynn} in pairs of doubles. Streams return their sums as pairs as well. */
final class DoubleDoubleGlynn {
    private final GlynnPlan plan;
    private final int columns;
    private final double[] re;
    private final double[] im;

    DoubleDoubleGlynn(GlynnPlan plan, int columns, double[] re, double[] im) {
        this.plan = plan;
        this.columns = columns;
        this.re = re;
        this.im = im;
    }

    /** The sum of some streams: real and imaginary part, and the sum of the magnitudes of the terms. */
    static final class Sum {
        final DoubleDouble re = new DoubleDouble();
        final DoubleDouble im = new DoubleDouble();
        double magnitude;

        Sum add(Sum other) {
            re.add(other.re);
            im.add(other.im);
            magnitude += other.magnitude;
            return this;
        }
    }

    /** The sum of the streams {@code [first, first + count)}. */
    Sum streams(long first, long count) {
        Sum sum = new Sum();
        for (long stream = first; stream < first + count; stream++) {
            addStream(stream, sum);
        }
        return sum;
    }

    private void addStream(long stream, Sum sum) {
        double[] multipliers = new double[plan.rows.length];
        double weight = plan.decode(stream, multipliers);
        DoubleDouble[] x = zeros();
        DoubleDouble[] y = zeros();
        step(plan.fixedRow * columns, plan.fixedCopies, x, y);
        for (int d = 0; d < multipliers.length; d++) {
            boolean fixed = plan.rows[d] == plan.fixedRow;
            step(plan.rows[d] * columns, multipliers[d] - (fixed ? plan.fixedCopies : 0), x, y);
        }
        GrayCode code = plan.lowCode();
        code.reset();
        Product product = new Product();
        product.addTo(x, y, weight, sum);
        for (long term = 1; term < plan.lowTerms; term++) {
            int digit = code.next();
            step(plan.rows[digit] * columns, -2.0 * code.direction(), x, y);
            product.addTo(x, y, weight * code.weight(), sum);
        }
    }

    private DoubleDouble[] zeros() {
        DoubleDouble[] zeros = new DoubleDouble[columns];
        java.util.Arrays.setAll(zeros, j -> new DoubleDouble());
        return zeros;
    }

    private void step(int row, double factor, DoubleDouble[] x, DoubleDouble[] y) {
        DoubleDouble term = new DoubleDouble();
        for (int j = 0; j < columns; j++) {
            x[j].add(term.set(re[row + j]).multiply(factor));
            y[j].add(term.set(im[row + j]).multiply(factor));
        }
    }

    /** The product of the factors, with its scratch numbers. */
    private final class Product {
        private final DoubleDouble a = new DoubleDouble();
        private final DoubleDouble b = new DoubleDouble();
        private final DoubleDouble next = new DoubleDouble();
        private final DoubleDouble cross = new DoubleDouble();

        void addTo(DoubleDouble[] x, DoubleDouble[] y, double weight, Sum sum) {
            a.set(1);
            b.set(0);
            for (int f : plan.factors) {
                next.set(a).multiply(x[f]).subtract(cross.set(b).multiply(y[f]));
                b.multiply(x[f]).add(cross.set(a).multiply(y[f]));
                a.set(next);
            }
            sum.re.add(a.multiply(weight));
            sum.im.add(b.multiply(weight));
            sum.magnitude += Math.abs(a.value()) + Math.abs(b.value());
        }
    }
}
