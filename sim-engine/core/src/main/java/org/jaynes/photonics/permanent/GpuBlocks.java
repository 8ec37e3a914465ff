package org.jaynes.photonics.permanent;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.jaynes.bindings.generated.photonics.JaynesPermanentArguments;
import org.jaynes.bindings.generated.photonics.JaynesPhotonics;
import org.jaynes.photonics.kernel.GpuKernels;
import org.jaynes.photonics.kernel.PackedArrays;

/** Sums of the blocks of streams of permanents on a GPU, launched as {@code kernels/src/photonics/launch.h} says. */
final class GpuBlocks {
    private static final int MOST_PLAIN_COLUMNS = 40;
    private static final int COLUMN_STEP = 8;
    private static final int WARP = 32;

    private GpuBlocks() {}

    static double[] sums(
            GpuKernels gpu,
            Arithmetic arithmetic,
            GlynnPlan plan,
            int matrices,
            int columns,
            double[] re,
            double[] im) {
        try (Arena arena = Arena.ofConfined()) {
            BlockArguments blocks = new BlockArguments(arena, plan, matrices, columns, re, im);
            MemorySegment sums =
                    arena.allocate(ValueLayout.JAVA_DOUBLE, NativeBlocks.numbers(arithmetic) * blocks.items());
            long inputs = PackedArrays.size(blocks.arrays().byteSize());
            String what = "a sum of %,d terms of %d matrices".formatted(plan.lowTerms * plan.streams, matrices);
            return gpu.compute(inputs + sums.byteSize(), what, work -> {
                work.upload(blocks.arrays(), 0);
                MemorySegment arguments = blocks.at(arena, work.address(), work.address() + inputs);
                launch(gpu, arithmetic, work, blocks, arguments);
                work.download(inputs, sums);
                return sums.toArray(ValueLayout.JAVA_DOUBLE);
            });
        }
    }

    private static void launch(
            GpuKernels gpu,
            Arithmetic arithmetic,
            GpuKernels.Work work,
            BlockArguments blocks,
            MemorySegment arguments) {
        int numberBytes = blocks.isReal() ? Double.BYTES : 2 * Double.BYTES;
        String kind = blocks.isReal() ? "real" : "complex";
        if (arithmetic == Arithmetic.DOUBLE_DOUBLE) {
            launchAny(gpu, work, blocks, arguments, "jaynes_permanent_pairs_" + kind, 2 * numberBytes);
        } else if (isPlain(blocks.plan(), blocks.columns())) {
            launchPlain(work, blocks, arguments, kind, numberBytes);
        } else {
            launchAny(gpu, work, blocks, arguments, "jaynes_permanent_repeated_" + kind, numberBytes);
        }
    }

    private static int slots(BlockArguments blocks) {
        return (int) Math.min(blocks.plan().streams, JaynesPhotonics.JAYNES_PERMANENT_BLOCK());
    }

    private static void launchPlain(
            GpuKernels.Work work, BlockArguments blocks, MemorySegment arguments, String kind, int numberBytes) {
        int slots = slots(blocks);
        int size = Math.ceilDiv(blocks.columns(), COLUMN_STEP) * COLUMN_STEP;
        int threads = JaynesPhotonics.JAYNES_PERMANENT_THREADS();
        int team = Math.min(threads, powerOfTwo(slots));
        // No larger blocks than there is work for.
        while (threads > WARP && threads > team && blocks.items() * team <= threads / 2) {
            threads /= 2;
        }
        int teams = threads / team;
        long rowStride = (long) blocks.plan().lowDigits * blocks.columns() | 1;
        long shared = teams * (numberBytes * rowStride + (numberBytes + 8L) * slots);
        String kernel = "jaynes_permanent_%s_%d".formatted(kind, size);
        long grid = Math.ceilDiv(blocks.items(), teams);
        work.launch(kernel, JaynesPermanentArguments.layout(), grid, threads, shared, arguments);
    }

    /** Any digits and factors: the sums of columns lie in shared memory, of which so many threads share as there is. */
    private static void launchAny(
            GpuKernels gpu,
            GpuKernels.Work work,
            BlockArguments blocks,
            MemorySegment arguments,
            String kernel,
            int numberBytes) {
        int slots = slots(blocks);
        long fixed = (numberBytes + 8L) * slots + 9 * blocks.plan().lowTerms;
        long ofThread = (long) numberBytes * blocks.columns();
        int threads = Math.max(WARP, Math.min(JaynesPhotonics.JAYNES_PERMANENT_THREADS(), powerOfTwo(slots)));
        while (threads > WARP && fixed + ofThread * threads > gpu.sharedBytes()) {
            threads /= 2;
        }
        long shared = fixed + ofThread * threads;
        work.launch(kernel, JaynesPermanentArguments.layout(), blocks.items(), threads, shared, arguments);
    }

    /** Whether every column is there once, and the steps of the Gray code go from one sign to the other. */
    private static boolean isPlain(GlynnPlan plan, int columns) {
        return columns <= MOST_PLAIN_COLUMNS
                && plan.factors.length == columns
                && IntStream.range(0, columns).allMatch(f -> plan.factors[f] == f)
                && IntStream.range(0, plan.lowDigits).allMatch(d -> plan.radices[d] == 2);
    }

    /** The smallest power of two that is at least this. */
    private static int powerOfTwo(int count) {
        return count <= 1 ? 1 : 2 * Integer.highestOneBit(count - 1);
    }
}
