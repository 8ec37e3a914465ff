package org.jaynes.photonics.permanent;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.LongStream;
import org.jaynes.bindings.generated.photonics.JaynesPhotonics;
import org.jaynes.photonics.kernel.CpuKernels;
import org.jaynes.photonics.kernel.GpuKernels;
import org.jaynes.photonics.kernel.PhotonicKernels;

/** Sums of the blocks of streams of permanents, by the kernels of a device. */
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
     * @return by matrix, then by block, the sum as (re, im, magnitude), or in pairs of doubles (re, rest, im, rest,
     *     magnitude)
     */
    static double[] sums(
            PhotonicKernels kernels,
            Arithmetic arithmetic,
            GlynnPlan plan,
            int matrices,
            int columns,
            double[] re,
            double[] im) {
        return switch (kernels) {
            case CpuKernels cpu -> onCpu(cpu, plan, matrices, columns, re, im);
            case GpuKernels gpu -> GpuBlocks.sums(gpu, arithmetic, plan, matrices, columns, re, im);
        };
    }

    /** How many numbers the sum of a block is. */
    static int numbers(Arithmetic arithmetic) {
        return arithmetic == Arithmetic.DOUBLE ? 3 : 5;
    }

    private static double[] onCpu(
            CpuKernels kernels, GlynnPlan plan, int matrices, int columns, double[] re, double[] im) {
        long blocks = Math.ceilDiv(plan.streams, (long) JaynesPhotonics.JAYNES_PERMANENT_BLOCK());
        double work = (double) plan.lowTerms * plan.streams * matrices * columns;
        boolean shared = blocks * matrices > 1 && work >= WORTH_SHARING;
        // To close an arena that several threads use takes longer than a small permanent.
        try (Arena arena = shared ? Arena.ofShared() : Arena.ofConfined()) {
            BlockArguments blockArguments = new BlockArguments(arena, plan, matrices, columns, re, im);
            long items = blockArguments.items();
            MemorySegment sums = arena.allocate(ValueLayout.JAVA_DOUBLE, 3 * items);
            MemorySegment arguments =
                    blockArguments.at(arena, blockArguments.arrays().address(), sums.address());
            run(kernels, arguments, items, shared ? work : 0);
            return sums.toArray(ValueLayout.JAVA_DOUBLE);
        }
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
