package org.jaynes.photonics.permanent;

import java.util.Arrays;
import java.util.stream.IntStream;

/** {@link ComplexGlynn} in pairs of doubles, as {@code jaynes_photonics.h} defines it. Streams return their sums as pairs. */
final class DoubleDoubleGlynn {
    private final GlynnPlan plan;
    private final int columns;
    private final double[] re;
    private final double[] im;
    private final boolean real;

    /** @param real whether all of {@code im} is zero */
    DoubleDoubleGlynn(GlynnPlan plan, int columns, double[] re, double[] im, boolean real) {
        this.plan = plan;
        this.columns = columns;
        this.re = re;
        this.im = im;
        this.real = real;
    }

    /** The sum of some streams: real and imaginary part, and the sum of the magnitudes of the terms. */
    static final class Sum {
        final DoubleDouble re = new DoubleDouble();
        final DoubleDouble im = new DoubleDouble();
        double magnitude;

        /** From five numbers as kernels write them. */
        static Sum of(double[] from, int at) {
            Sum sum = new Sum();
            sum.re.set(from[at], from[at + 1]);
            sum.im.set(from[at + 2], from[at + 3]);
            sum.magnitude = from[at + 4];
            return sum;
        }

        private Sum add(Sum other) {
            re.add(other.re);
            im.add(other.im);
            magnitude += other.magnitude;
            return this;
        }

        /** Folds sums, which are overwritten. */
        static Sum fold(Sum[] sums) {
            return BinaryTree.fold(sums, Sum::add);
        }
    }

    /** The sum of all streams, in blocks of so many, on all processors. */
    Sum sum(int blockSize) {
        int blocks = Math.toIntExact(Math.ceilDiv(plan.streams, (long) blockSize));
        IntStream all = IntStream.range(0, blocks);
        return Sum.fold((blocks > 1 ? all.parallel() : all)
                .mapToObj(block -> block((long) block * blockSize, blockSize))
                .toArray(Sum[]::new));
    }

    private Sum block(long first, int blockSize) {
        int count = (int) Math.min(blockSize, plan.streams - first);
        return Sum.fold(IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> stream(first + i))
                .toArray(Sum[]::new));
    }

    private Sum stream(long stream) {
        Sum sum = new Sum();
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
        return sum;
    }

    private DoubleDouble[] zeros() {
        DoubleDouble[] zeros = new DoubleDouble[columns];
        Arrays.setAll(zeros, _ -> new DoubleDouble());
        return zeros;
    }

    private void step(int row, double factor, DoubleDouble[] x, DoubleDouble[] y) {
        DoubleDouble term = new DoubleDouble();
        for (int j = 0; j < columns; j++) {
            x[j].add(term.set(re[row + j]).multiply(factor));
            if (!real) {
                y[j].add(term.set(im[row + j]).multiply(factor));
            }
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
                if (real) {
                    a.multiply(x[f]);
                    continue;
                }
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
