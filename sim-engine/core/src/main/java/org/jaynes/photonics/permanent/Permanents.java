package org.jaynes.photonics.permanent;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.ExperimentException;

/**
 * Computes permanents: Σ over permutations σ of Π_i a[i][σ(i)]. The time is some n 2^n operations; with rows that occur
 * several times, n Π (M_k + 1).
 *
 * <p>Thread-safe. The result depends neither on the number of threads nor on the machine.
 */
public final class Permanents {
    private static final double UNIT_ROUNDOFF = 0x1p-53;
    private static final double DOUBLE_DOUBLE_ROUNDOFF = 0x1p-104;

    /** Streams that are folded into one number before they are folded with others. */
    private static final int BLOCK = 1 << 10;

    private Permanents() {}

    /** The permanent in double precision. */
    public static Permanent of(ComplexMatrix matrix) {
        return of(matrix, Arithmetic.DOUBLE);
    }

    /**
     * The permanent.
     *
     * @param matrix square; the permanent of no rows is 1
     */
    public static Permanent of(ComplexMatrix matrix, Arithmetic arithmetic) {
        return of(matrix, ones(matrix.rows()), ones(matrix.columns()), arithmetic);
    }

    /** The permanents of many matrices, in their order, on all processors. */
    public static List<Permanent> ofAll(List<ComplexMatrix> matrices, Arithmetic arithmetic) {
        return IntStream.range(0, matrices.size())
                .parallel()
                .mapToObj(i -> of(matrices.get(i), arithmetic))
                .toList();
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /**
     * The permanent of a matrix whose rows and columns are repeated.
     *
     * @param rowCounts how often each row counts, 0 or more
     * @param columnCounts how often each column counts; the same sum
     * @throws ExperimentException if the counts do not fit the matrix or each other, or there are too many terms
     */
    public static Permanent of(ComplexMatrix matrix, int[] rowCounts, int[] columnCounts, Arithmetic arithmetic) {
        check(matrix, rowCounts, columnCounts);
        if (Arrays.stream(rowCounts).sum() == 0) {
            return new Permanent(1, 0, 0);
        }
        if (GlynnPlan.termCount(columnCounts) < GlynnPlan.termCount(rowCounts)) {
            return compute(transpose(matrix), columnCounts, rowCounts, arithmetic);
        }
        return compute(matrix, rowCounts, columnCounts, arithmetic);
    }

    private static void check(ComplexMatrix matrix, int[] rowCounts, int[] columnCounts) {
        if (rowCounts.length != matrix.rows() || columnCounts.length != matrix.columns()) {
            throw new ExperimentException("%d counts of rows and %d of columns for a %s"
                    .formatted(rowCounts.length, columnCounts.length, matrix));
        }
        if (Arrays.stream(rowCounts).anyMatch(n -> n < 0)
                || Arrays.stream(columnCounts).anyMatch(n -> n < 0)) {
            throw new ExperimentException("a row or column counts less than 0 times");
        }
        long rows = Arrays.stream(rowCounts).asLongStream().sum();
        long columns = Arrays.stream(columnCounts).asLongStream().sum();
        if (rows != columns) {
            throw new ExperimentException(
                    "a permanent needs a square matrix; got %d rows and %d columns".formatted(rows, columns));
        }
        if (rows > 1022) {
            throw new ExperimentException("%d rows; expected at most 1022".formatted(rows));
        }
    }

    private static ComplexMatrix transpose(ComplexMatrix matrix) {
        ComplexMatrix adjoint = matrix.adjoint();
        return ComplexMatrix.of(
                adjoint.rows(),
                adjoint.columns(),
                adjoint.realParts(),
                Arrays.stream(adjoint.imaginaryParts()).map(x -> -x).toArray());
    }

    private static Permanent compute(ComplexMatrix matrix, int[] rowCounts, int[] columnCounts, Arithmetic arithmetic) {
        GlynnPlan plan = GlynnPlan.of(rowCounts, columnCounts);
        double[] re = matrix.realParts();
        double[] im = matrix.imaginaryParts();
        // A power of two that brings all sums of columns to at most 1 keeps products in range, and rounds nothing.
        int exponent = scale(re, im, rowCounts);
        TermSum sum = switch (arithmetic) {
            case DOUBLE -> {
                GlynnStreams streams = matrix.isReal()
                        ? new RealGlynn(plan, matrix.columns(), re)
                        : new ComplexGlynn(plan, matrix.columns(), re, im);
                yield fold(streams, plan.streams);
            }
            case DOUBLE_DOUBLE -> doubleDouble(new DoubleDoubleGlynn(plan, matrix.columns(), re, im), plan);
        };
        double roundoff = arithmetic == Arithmetic.DOUBLE ? UNIT_ROUNDOFF : DOUBLE_DOUBLE_ROUNDOFF;
        int power = 1 - plan.size;
        int back = exponent * plan.size;
        double error = roundoff * errorFactor(plan) * Math.scalb(sum.magnitude(), power);
        double re1 = Math.scalb(sum.re(), power);
        double im1 = Math.scalb(sum.im(), power);
        if (arithmetic == Arithmetic.DOUBLE_DOUBLE) {
            error += UNIT_ROUNDOFF * Math.hypot(re1, im1); // the result itself is rounded to double
        }
        return new Permanent(scaled(re1, back), scaled(im1, back), scaled(error, back));
    }

    /** Rounding errors of a term in units of its magnitude: of its products, and of the sums that the steps update. */
    private static double errorFactor(GlynnPlan plan) {
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
        for (int i = 0; i < re.length; i++) {
            re[i] = scaled(re[i], -exponent);
            im[i] = scaled(im[i], -exponent);
        }
        return exponent;
    }

    private static TermSum fold(GlynnStreams streams, long count) {
        int blocks = Math.toIntExact((count + BLOCK - 1) / BLOCK);
        IntStream all = IntStream.range(0, blocks);
        TermSum[] sums = (blocks > 1 ? all.parallel() : all)
                .mapToObj(block -> foldBlock(streams, (long) block * BLOCK, count))
                .toArray(TermSum[]::new);
        return TermSum.fold(sums);
    }

    private static TermSum foldBlock(GlynnStreams streams, long first, long end) {
        TermSum[] sums = new TermSum[(int) Math.min(BLOCK, end - first)];
        Arrays.setAll(sums, i -> streams.stream(first + i));
        return TermSum.fold(sums);
    }

    private static TermSum doubleDouble(DoubleDoubleGlynn streams, GlynnPlan plan) {
        long blocks = (plan.streams + STREAMS_OF_A_TASK - 1) / STREAMS_OF_A_TASK;
        DoubleDoubleGlynn.Sum[] sums = LongStream.range(0, blocks)
                .parallel()
                .mapToObj(block -> streams.streams(
                        block * STREAMS_OF_A_TASK,
                        Math.min(STREAMS_OF_A_TASK, plan.streams - block * STREAMS_OF_A_TASK)))
                .toArray(DoubleDoubleGlynn.Sum[]::new);
        DoubleDoubleGlynn.Sum total = new DoubleDoubleGlynn.Sum();
        Arrays.stream(sums).forEach(total::add);
        return new TermSum(total.re.value(), total.im.value(), total.magnitude);
    }

    private static final long STREAMS_OF_A_TASK = 4;
}
