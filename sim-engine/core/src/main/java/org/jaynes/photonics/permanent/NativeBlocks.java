package org.jaynes.photonics.permanent;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.LongStream;
import org.jaynes.bindings.generated.photonics.JaynesGlynnDigit;
import org.jaynes.bindings.generated.photonics.JaynesPermanentArguments;
import org.jaynes.bindings.generated.photonics.JaynesPhotonics;
import org.jaynes.photonics.kernel.CpuKernels;

/** Sums of the blocks of streams of permanents, by the kernels of libjaynes_cpu. */
final class NativeBlocks {
    /** Items of a call are shared among threads when they take longer than this: some 20 microseconds. */
    private static final double WORTH_SHARING = 1e5;

    private NativeBlocks() {}

    /** Whether the kernels take permanents of this kind. */
    static boolean take(GlynnPlan plan, int columns) {
        return columns <= JaynesPhotonics.JAYNES_MAX_PHOTONS()
                && plan.rows.length <= JaynesPhotonics.JAYNES_MAX_PHOTONS();
    }

    /**
     * The sums of the blocks of all matrices.
     *
     * @param columns number of columns of each matrix
     * @param re matrices, row-major, one after the other
     * @param im likewise; empty when all are real
     * @return by matrix, then by block, the sum as (re, im, magnitude)
     */
    static double[] sums(CpuKernels kernels, GlynnPlan plan, int matrices, int columns, double[] re, double[] im) {
        long blocks = Math.ceilDiv(plan.streams, (long) JaynesPhotonics.JAYNES_PERMANENT_BLOCK());
        long items = Math.multiplyExact(blocks, (long) matrices);
        double work = (double) plan.lowTerms * plan.streams * matrices * columns;
        boolean shared = items > 1 && work >= WORTH_SHARING;
        // To close an arena that several threads use takes longer than a small permanent.
        try (Arena arena = shared ? Arena.ofShared() : Arena.ofConfined()) {
            MemorySegment arguments = JaynesPermanentArguments.allocate(arena);
            JaynesPermanentArguments.re(arguments, doubles(arena, re).address());
            JaynesPermanentArguments.im(
                    arguments, im.length == 0 ? 0 : doubles(arena, im).address());
            writeDigits(arena, plan, arguments);
            MemorySegment factors = arena.allocateFrom(ValueLayout.JAVA_INT, plan.factors);
            JaynesPermanentArguments.factors(arguments, factors.address());
            JaynesPermanentArguments.streams(arguments, plan.streams);
            JaynesPermanentArguments.low_terms(arguments, plan.lowTerms);
            JaynesPermanentArguments.matrix_count(arguments, matrices);
            JaynesPermanentArguments.rows(arguments, re.length / matrices / columns);
            JaynesPermanentArguments.columns(arguments, columns);
            JaynesPermanentArguments.factor_count(arguments, plan.factors.length);
            JaynesPermanentArguments.fixed_row(arguments, plan.fixedRow);
            JaynesPermanentArguments.fixed_copies(arguments, plan.fixedCopies);
            MemorySegment sums = arena.allocate(ValueLayout.JAVA_DOUBLE, 3 * items);
            JaynesPermanentArguments.sums(arguments, sums.address());
            run(kernels, arguments, items, shared ? work : 0);
            return sums.toArray(ValueLayout.JAVA_DOUBLE);
        }
    }

    private static MemorySegment doubles(Arena arena, double[] values) {
        return arena.allocateFrom(ValueLayout.JAVA_DOUBLE, values);
    }

    private static void writeDigits(Arena arena, GlynnPlan plan, MemorySegment arguments) {
        int count = plan.rows.length;
        MemorySegment digits = JaynesGlynnDigit.allocateArray(Math.max(1, count), arena);
        int offset = 0;
        for (int d = 0; d < count; d++) {
            MemorySegment digit = JaynesGlynnDigit.asSlice(digits, d);
            JaynesGlynnDigit.row(digit, plan.rows[d]);
            JaynesGlynnDigit.copies(digit, plan.copies[d]);
            JaynesGlynnDigit.radix(digit, plan.radices[d]);
            JaynesGlynnDigit.binomials(digit, offset);
            offset += plan.radices[d];
        }
        MemorySegment binomials = arena.allocate(ValueLayout.JAVA_DOUBLE, Math.max(1, offset));
        int at = 0;
        for (double[] row : plan.binomials) {
            for (double value : row) {
                binomials.setAtIndex(ValueLayout.JAVA_DOUBLE, at++, value);
            }
        }
        JaynesPermanentArguments.digits(arguments, digits.address());
        JaynesPermanentArguments.binomials(arguments, binomials.address());
        JaynesPermanentArguments.digit_count(arguments, count);
        JaynesPermanentArguments.low_digits(arguments, plan.lowDigits);
    }

    /** @param work column steps, or 0 when the calling thread does all */
    private static void run(CpuKernels kernels, MemorySegment arguments, long items, double work) {
        if (work == 0) {
            kernels.library().permanent(kernels.instructions(), arguments, 0, items);
            return;
        }
        long ranges = Math.min(items, Math.max(2, (long) (4 * work / WORTH_SHARING)));
        LongStream.range(0, ranges).parallel().forEach(range -> {
            long first = range * items / ranges;
            kernels.library().permanent(kernels.instructions(), arguments, first, (range + 1) * items / ranges - first);
        });
    }
}
