package org.jaynes.photonics.permanent;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.kernel.PhotonicKernels;

/** One permanent: scaling, the sum of its terms on a device, and the estimate of the error. */
final class Computation {
    private static final double UNIT_ROUNDOFF = 0x1p-53;
    private static final double DOUBLE_DOUBLE_ROUNDOFF = 0x1p-104;

    /** Streams that are folded into one number before they are folded with others. */
    private static final int BLOCK = 1 << 10;

    /** Streams of pairs of doubles that one task sums. */
    private static final long STREAMS_OF_A_TASK = 4;

    private final GlynnPlan plan;
    private final int columns;
    private final double[] re;
    private final double[] im;
    private final boolean real;
    private final int exponent;

    /** @param rowCounts how often each row counts; likewise {@code columnCounts}, with the same sum, above 0 */
    Computation(ComplexMatrix matrix, int[] rowCounts, int[] columnCounts) {
        this(matrix, rowCounts, GlynnPlan.of(rowCounts, columnCounts));
    }

    private Computation(ComplexMatrix matrix, int[] rowCounts, GlynnPlan plan) {
        this.plan = plan;
        this.columns = matrix.columns();
        this.re = matrix.realParts();
        this.im = matrix.imaginaryParts();
        this.real = matrix.isReal();
        // A power of two that brings all sums of columns to at most 1 keeps products in range, and rounds nothing.
        this.exponent = scale(re, im, rowCounts);
    }

    /** The permanents of square matrices of equal size, all real or none known to be. */
    static List<Permanent> ofAlike(List<ComplexMatrix> matrices, PhotonicKernels kernels) {
        int n = matrices.getFirst().rows();
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        GlynnPlan plan = GlynnPlan.of(ones, ones);
        List<Computation> all = matrices.stream()
                .map(matrix -> new Computation(matrix, ones, plan))
                .toList();
        boolean real = all.getFirst().real;
        double[] re = new double[matrices.size() * n * n];
        double[] im = new double[real ? 0 : re.length];
        for (int k = 0; k < all.size(); k++) {
            System.arraycopy(all.get(k).re, 0, re, k * n * n, n * n);
            if (!real) {
                System.arraycopy(all.get(k).im, 0, im, k * n * n, n * n);
            }
        }
        double[] sums = NativeBlocks.sums(kernels, plan, all.size(), n, re, im);
        int blocks = sums.length / 3 / all.size();
        return IntStream.range(0, all.size())
                .mapToObj(k -> all.get(k).result(foldBlocks(sums, k * blocks, blocks), UNIT_ROUNDOFF))
                .toList();
    }

    private static TermSum foldBlocks(double[] sums, int first, int count) {
        TermSum[] blocks = new TermSum[count];
        for (int i = 0; i < count; i++) {
            int at = 3 * (first + i);
            blocks[i] = new TermSum(sums[at], sums[at + 1], sums[at + 2]);
        }
        return TermSum.fold(blocks);
    }

    /** The permanent. */
    Permanent run(Arithmetic arithmetic, PhotonicDevice device) {
        if (arithmetic == Arithmetic.DOUBLE) {
            return result(sum(device), UNIT_ROUNDOFF);
        }
        Permanent scaled = result(doubleDouble(new DoubleDoubleGlynn(plan, columns, re, im)), DOUBLE_DOUBLE_ROUNDOFF);
        // The result itself is rounded to double.
        double error = scaled.error() + UNIT_ROUNDOFF * Math.hypot(scaled.re(), scaled.im());
        return new Permanent(scaled.re(), scaled.im(), error);
    }

    private TermSum sum(PhotonicDevice device) {
        PhotonicKernels kernels = PhotonicKernels.of(device);
        if (kernels != null && NativeBlocks.take(plan, columns)) {
            double[] sums = NativeBlocks.sums(kernels, plan, 1, columns, re, real ? new double[0] : im);
            return foldBlocks(sums, 0, sums.length / 3);
        }
        GlynnStreams streams = real ? new RealGlynn(plan, columns, re) : new ComplexGlynn(plan, columns, re, im);
        int blocks = Math.toIntExact(Math.ceilDiv(plan.streams, (long) BLOCK));
        IntStream all = IntStream.range(0, blocks);
        TermSum[] sums = (blocks > 1 ? all.parallel() : all)
                .mapToObj(block -> foldBlock(streams, (long) block * BLOCK, plan.streams))
                .toArray(TermSum[]::new);
        return TermSum.fold(sums);
    }

    private static TermSum foldBlock(GlynnStreams streams, long first, long end) {
        TermSum[] sums = new TermSum[(int) Math.min(BLOCK, end - first)];
        Arrays.setAll(sums, i -> streams.stream(first + i));
        return TermSum.fold(sums);
    }

    private TermSum doubleDouble(DoubleDoubleGlynn streams) {
        long tasks = Math.ceilDiv(plan.streams, STREAMS_OF_A_TASK);
        DoubleDoubleGlynn.Sum[] sums = LongStream.range(0, tasks)
                .parallel()
                .mapToObj(task -> streams.streams(
                        task * STREAMS_OF_A_TASK, Math.min(STREAMS_OF_A_TASK, plan.streams - task * STREAMS_OF_A_TASK)))
                .toArray(DoubleDoubleGlynn.Sum[]::new);
        DoubleDoubleGlynn.Sum total = new DoubleDoubleGlynn.Sum();
        Arrays.stream(sums).forEach(total::add);
        return new TermSum(total.re.value(), total.im.value(), total.magnitude);
    }

    private Permanent result(TermSum sum, double roundoff) {
        int power = 1 - plan.size;
        int back = exponent * plan.size;
        double error = roundoff * errorFactor() * Math.scalb(sum.magnitude(), power);
        return new Permanent(
                scaled(Math.scalb(sum.re(), power), back),
                scaled(Math.scalb(sum.im(), power), back),
                scaled(error, back));
    }

    /** Rounding errors of a term in units of its magnitude: of its products, and of the sums that the steps update. */
    private double errorFactor() {
        return 2.0 * plan.size + 4 * Math.sqrt((double) plan.lowTerms);
    }

    /** {@link Math#scalb} takes exponents beyond those of one double in two steps. */
    private static double scaled(double value, int exponent) {
        return Math.scalb(Math.scalb(value, exponent / 2), exponent - exponent / 2);
    }

    private static int scale(double[] re, double[] im, int[] rowCounts) {
        int columns = re.length / rowCounts.length;
        double largest = 0;
        for (int j = 0; j < columns; j++) {
            double sum = 0;
            for (int k = 0; k < rowCounts.length; k++) {
                sum += rowCounts[k] * (Math.abs(re[k * columns + j]) + Math.abs(im[k * columns + j]));
            }
            largest = Math.max(largest, sum);
        }
        if (largest == 0) {
            return 0;
        }
        int exponent = Math.getExponent(largest) + 1;
        double factor = Math.scalb(1.0, -exponent);
        boolean exact = exponent > -1000 && exponent < 1000;
        for (int i = 0; i < re.length; i++) {
            re[i] = exact ? re[i] * factor : scaled(re[i], -exponent);
            im[i] = exact ? im[i] * factor : scaled(im[i], -exponent);
        }
        return exponent;
    }
}
