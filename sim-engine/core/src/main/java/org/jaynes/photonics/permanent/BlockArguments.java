package org.jaynes.photonics.permanent;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jaynes.bindings.generated.photonics.JaynesGlynnDigit;
import org.jaynes.bindings.generated.photonics.JaynesPermanentArguments;
import org.jaynes.bindings.generated.photonics.JaynesPhotonics;
import org.jaynes.photonics.kernel.PackedArrays;

/** What the kernels read to sum the streams of permanents of matrices of one shape, for the CPU or a GPU. */
final class BlockArguments {
    private final GlynnPlan plan;
    private final int matrices;
    private final int columns;
    private final boolean real;
    private final int rows;
    private final PackedArrays arrays;
    private final long reAt;
    private final long imAt;
    private final long digitsAt;
    private final long binomialsAt;
    private final long factorsAt;

    /**
     * Copies the matrices.
     *
     * @param columns number of columns of each matrix
     * @param re matrices, row-major, one after the other
     * @param im likewise; empty when all are real
     */
    BlockArguments(Arena arena, GlynnPlan plan, int matrices, int columns, double[] re, double[] im) {
        this.plan = plan;
        this.matrices = matrices;
        this.columns = columns;
        this.real = im.length == 0;
        this.rows = re.length / matrices / columns;
        double[] binomials = binomials(plan);
        int count = plan.rows.length;
        long digitBytes = count * JaynesGlynnDigit.sizeof();
        this.arrays = new PackedArrays(
                arena,
                PackedArrays.size(8L * re.length)
                        + PackedArrays.size(8L * im.length)
                        + PackedArrays.size(digitBytes)
                        + PackedArrays.size(8L * binomials.length)
                        + PackedArrays.size(4L * plan.factors.length));
        this.reAt = arrays.add(re);
        this.imAt = arrays.add(im);
        this.digitsAt = arrays.end();
        writeDigits(plan, arrays.reserve(digitBytes));
        this.binomialsAt = arrays.add(binomials);
        this.factorsAt = arrays.add(plan.factors);
    }

    private static void writeDigits(GlynnPlan plan, MemorySegment digits) {
        int offset = 0;
        for (int d = 0; d < plan.rows.length; d++) {
            MemorySegment digit = JaynesGlynnDigit.asSlice(digits, d);
            JaynesGlynnDigit.row(digit, plan.rows[d]);
            JaynesGlynnDigit.copies(digit, plan.copies[d]);
            JaynesGlynnDigit.radix(digit, plan.radices[d]);
            JaynesGlynnDigit.binomials(digit, offset);
            offset += plan.radices[d];
        }
    }

    /** The binomials of all digits, at least one number. */
    private static double[] binomials(GlynnPlan plan) {
        int count = 0;
        for (int radix : plan.radices) {
            count += radix;
        }
        double[] all = new double[Math.max(1, count)];
        int at = 0;
        for (double[] row : plan.binomials) {
            System.arraycopy(row, 0, all, at, row.length);
            at += row.length;
        }
        return all;
    }

    /** The arrays; kernels need them at the address that {@link #at} is told. */
    MemorySegment arrays() {
        return arrays.segment();
    }

    /** Whether the imaginary parts are zero. */
    boolean isReal() {
        return real;
    }

    int columns() {
        return columns;
    }

    GlynnPlan plan() {
        return plan;
    }

    /** Blocks of streams of all matrices: each has three sums. */
    long items() {
        return Math.multiplyExact(
                Math.ceilDiv(plan.streams, (long) JaynesPhotonics.JAYNES_PERMANENT_BLOCK()), (long) matrices);
    }

    /** Column steps of all permanents. */
    double work() {
        return (double) plan.lowTerms * plan.streams * matrices * columns;
    }

    /**
     * The struct.
     *
     * @param base address of the arrays
     * @param sums address of three doubles for each item
     */
    MemorySegment at(Arena arena, long base, long sums) {
        MemorySegment arguments = JaynesPermanentArguments.allocate(arena);
        JaynesPermanentArguments.re(arguments, base + reAt);
        JaynesPermanentArguments.im(arguments, real ? 0 : base + imAt);
        JaynesPermanentArguments.digits(arguments, base + digitsAt);
        JaynesPermanentArguments.binomials(arguments, base + binomialsAt);
        JaynesPermanentArguments.factors(arguments, base + factorsAt);
        JaynesPermanentArguments.sums(arguments, sums);
        JaynesPermanentArguments.streams(arguments, plan.streams);
        JaynesPermanentArguments.low_terms(arguments, plan.lowTerms);
        JaynesPermanentArguments.matrix_count(arguments, matrices);
        JaynesPermanentArguments.rows(arguments, rows);
        JaynesPermanentArguments.columns(arguments, columns);
        JaynesPermanentArguments.factor_count(arguments, plan.factors.length);
        JaynesPermanentArguments.digit_count(arguments, plan.rows.length);
        JaynesPermanentArguments.low_digits(arguments, plan.lowDigits);
        JaynesPermanentArguments.fixed_row(arguments, plan.fixedRow);
        JaynesPermanentArguments.fixed_copies(arguments, plan.fixedCopies);
        return arguments;
    }
}
