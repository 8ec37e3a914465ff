package org.jaynes.photonics.permanent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.kernel.PhotonicKernels;

/**
 * Computes permanents: Σ over permutations σ of Π_i a[i][σ(i)]. The time is some n 2^n operations; with rows that occur
 * several times, n Π (M_k + 1).
 *
 * <p>Thread-safe. The result depends neither on the number of threads nor on the machine.
 */
public final class Permanents {
    private static final long ENTRIES_TOGETHER = 1 << 23;

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

    /**
     * The permanents of many matrices, in their order, on all processors. Matrices of equal size that follow each other
     * are computed together, which for small ones is much faster than one by one.
     */
    public static List<Permanent> ofAll(List<ComplexMatrix> matrices, Arithmetic arithmetic) {
        return ofAll(matrices, arithmetic, PhotonicDevice.best());
    }

    /** The permanents of many matrices, on a device. */
    public static List<Permanent> ofAll(List<ComplexMatrix> matrices, Arithmetic arithmetic, PhotonicDevice device) {
        List<Permanent> results = new ArrayList<>();
        for (int first = 0; first < matrices.size(); ) {
            int end = first + 1;
            long most = most(matrices.get(first));
            while (end < matrices.size() && end - first < most && isAlike(matrices.get(first), matrices.get(end))) {
                end++;
            }
            List<ComplexMatrix> alike = matrices.subList(first, end);
            PhotonicKernels kernels = PhotonicKernels.of(device);
            int n = alike.getFirst().rows();
            if (kernels != null
                    && Computation.take(kernels, arithmetic)
                    && n == alike.getFirst().columns()
                    && n > 0) {
                results.addAll(Computation.ofAlike(alike, arithmetic, kernels));
            } else {
                alike.parallelStream()
                        .map(matrix -> of(matrix, ones(matrix.rows()), ones(matrix.columns()), arithmetic, device))
                        .forEachOrdered(results::add);
            }
            first = end;
        }
        return results;
    }

    /** How many matrices of this size are computed together: they are copied. */
    private static long most(ComplexMatrix matrix) {
        return 1 + ENTRIES_TOGETHER / ((long) matrix.rows() * matrix.columns() + 1);
    }

    private static boolean isAlike(ComplexMatrix a, ComplexMatrix b) {
        return a.rows() == b.rows() && a.columns() == b.columns() && a.isReal() == b.isReal();
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
        return of(matrix, rowCounts, columnCounts, arithmetic, PhotonicDevice.best());
    }

    /** The permanent of a matrix whose rows and columns are repeated, on a device. */
    public static Permanent of(
            ComplexMatrix matrix, int[] rowCounts, int[] columnCounts, Arithmetic arithmetic, PhotonicDevice device) {
        check(matrix, rowCounts, columnCounts);
        if (Arrays.stream(rowCounts).sum() == 0) {
            return new Permanent(1, 0, 0);
        }
        return GlynnPlan.termCount(columnCounts) < GlynnPlan.termCount(rowCounts)
                ? new Computation(transpose(matrix), columnCounts, rowCounts).run(arithmetic, device)
                : new Computation(matrix, rowCounts, columnCounts).run(arithmetic, device);
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
}
