package org.jaynes.photonics.permanent;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.kernel.GpuKernels;
import org.jaynes.photonics.kernel.PhotonicKernels;

/** One permanent: scaling, the sum of its terms on a device, and the estimate of the error. */
final class Computation {
    private static final double UNIT_ROUNDOFF = 0x1p-53;
    private static final double DOUBLE_DOUBLE_ROUNDOFF = 0x1p-104;

    /** Streams that are folded into one number before they are folded with others. */
    private static final int BLOCK = 1 << 10;

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
        this.real = matrix.isReal();
        this.im = real ? new double[0] : matrix.imaginaryParts();
        // A power of two that brings all sums of columns to at most 1 keeps products in range, and rounds nothing.
        this.exponent = scale(re, im, rowCounts);
    }

    /** Whether the kernels compute in such numbers; if not, plain Java does. */
    static boolean take(PhotonicKernels kernels, Arithmetic arithmetic) {
        return arithmetic == Arithmetic.DOUBLE || kernels instanceof GpuKernels;
    }

    /** The permanents of square matrices of equal size, all real or none known to be, by kernels that take them. */
    static List<Permanent> ofAlike(List<ComplexMatrix> matrices, Arithmetic arithmetic, PhotonicKernels kernels) {
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
                System.arraycopy(all.get(k).im, 0, im, k * n * n, all.get(k).im.length);
            }
        }
        double[] sums = NativeBlocks.sums(kernels, arithmetic, plan, all.size(), n, re, im);
        int numbers = sums.length / all.size();
        return IntStream.range(0, all.size())
                .mapToObj(k -> all.get(k).ofBlocks(arithmetic, sums, k * numbers, numbers))
                .toList();
    }

    /** The permanent from the sums of its blocks. */
    private Permanent ofBlocks(Arithmetic arithmetic, double[] sums, int first, int numbers) {
        int ofBlock = NativeBlocks.numbers(arithmetic);
        int count = numbers / ofBlock;
        if (arithmetic == Arithmetic.DOUBLE_DOUBLE) {
            DoubleDoubleGlynn.Sum[] blocks = new DoubleDoubleGlynn.Sum[count];
            Arrays.setAll(blocks, i -> DoubleDoubleGlynn.Sum.of(sums, first + ofBlock * i));
            return result(DoubleDoubleGlynn.Sum.fold(blocks));
        }
        TermSum[] blocks = new TermSum[count];
        for (int i = 0; i < count; i++) {
            int at = first + ofBlock * i;
            blocks[i] = new TermSum(sums[at], sums[at + 1], sums[at + 2]);
        }
        return result(TermSum.fold(blocks), UNIT_ROUNDOFF);
    }

    /** The permanent. */
    Permanent run(Arithmetic arithmetic, PhotonicDevice device) {
        PhotonicKernels kernels = PhotonicKernels.of(device);
        if (kernels != null && take(kernels, arithmetic) && NativeBlocks.take(plan, columns)) {
            double[] sums = NativeBlocks.sums(kernels, arithmetic, plan, 1, columns, re, im);
            return ofBlocks(arithmetic, sums, 0, sums.length);
        }
        return arithmetic == Arithmetic.DOUBLE
                ? result(sum(), UNIT_ROUNDOFF)
                : result(new DoubleDoubleGlynn(plan, columns, re, im, real).sum(BLOCK));
    }

    private TermSum sum() {
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

    private Permanent result(DoubleDoubleGlynn.Sum sum) {
        Permanent scaled = result(new TermSum(sum.re.value(), sum.im.value(), sum.magnitude), DOUBLE_DOUBLE_ROUNDOFF);
        // The result itself is rounded to double.
        double error = scaled.error() + UNIT_ROUNDOFF * Math.hypot(scaled.re(), scaled.im());
        return new Permanent(scaled.re(), scaled.im(), error);
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
                double size = Math.abs(re[k * columns + j]);
                sum += rowCounts[k] * (im.length == 0 ? size : size + Math.abs(im[k * columns + j]));
            }
            largest = Math.max(largest, sum);
        }
        if (largest == 0) {
            return 0;
        }
        int exponent = Math.getExponent(largest) + 1;
        double factor = Math.scalb(1.0, -exponent);
        boolean exact = exponent > -1000 && exponent < 1000;
        for (double[] parts : new double[][] {re, im}) {
            for (int i = 0; i < parts.length; i++) {
                parts[i] = exact ? parts[i] * factor : scaled(parts[i], -exponent);
            }
        }
        return exponent;
    }
}
