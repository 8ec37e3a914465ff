package org.jaynes.statevector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.jaynes.execution.Executor;
import org.jaynes.execution.PauliGroup;
import org.jaynes.plan.Precision;
import org.jspecify.annotations.Nullable;

/**
 * Applies sums of Pauli products to the amplitudes of a state in the memory of the host. With the signs of {@link
 * PauliSum#groups}, the products of a group take amplitude i times g - i h to amplitude i ^ x.
 *
 * @param bits of an index
 */
record PauliApplication(Precision precision, int bits, List<PauliGroup> groups) {
    private static final int BLOCK_BITS = 12;

    /** What takes a result: complex amplitude j. */
    interface Target {
        void put(long j, double re, double im);
    }

    /** Computes all amplitudes, in blocks on several threads where the host does the work. */
    void apply(Executor executor, MemorySegment ket, Target target) {
        int blockBits = Math.min(bits, BLOCK_BITS);
        @Nullable Block[] blocks = new Block[executor.hostThreads()];
        executor.forEach(1L << (bits - blockBits), (thread, number) -> {
            if (blocks[thread] == null) {
                blocks[thread] = new Block(blockBits);
            }
            blocks[thread].apply(ket, number << blockBits, target);
        });
    }

    /** What one thread works on: the amplitudes j from a multiple of 2^blockBits on. */
    private final class Block {
        private final int size;
        private final double[] re;
        private final double[] im;
        /** By the low bits of i. */
        private final double[] g;

        private final double[] h;

        Block(int blockBits) {
            size = 1 << blockBits;
            re = new double[size];
            im = new double[size];
            g = new double[size];
            h = new double[size];
        }

        void apply(MemorySegment ket, long first, Target target) {
            Arrays.fill(re, 0);
            Arrays.fill(im, 0);
            for (PauliGroup group : groups) {
                long start = first ^ (group.xMask() & -size);
                signedSums(group, 0, group.realCount(), start, g);
                signedSums(group, group.realCount(), group.zMasks().length, start, h);
                int flips = (int) group.xMask() & (size - 1);
                for (int k = 0; k < size; k++) {
                    int low = k ^ flips;
                    double a = number(precision, ket, 2 * (start | low));
                    double b = number(precision, ket, 2 * (start | low) + 1);
                    re[k] += a * g[low] + b * h[low];
                    im[k] += b * g[low] - a * h[low];
                }
            }
            for (int k = 0; k < size; k++) {
                target.put(first | k, re[k], im[k]);
            }
        }

        /**
         * Sums of coefficients, each with the sign (-1)^parity(i & z), for all i of the block: a Walsh-Hadamard transform of
         * the coefficients by the low bits of z, which costs the same for any number of terms.
         */
        private void signedSums(PauliGroup group, int from, int to, long start, double[] sums) {
            Arrays.fill(sums, 0);
            for (int term = from; term < to; term++) {
                long z = group.zMasks()[term];
                double coefficient = group.coefficients()[term];
                sums[(int) z & (size - 1)] += Long.bitCount(start & z) % 2 == 0 ? coefficient : -coefficient;
            }
            for (int step = 1; step < size && to > from; step *= 2) {
                for (int i = 0; i < size; i += 2 * step) {
                    for (int k = i; k < i + step; k++) {
                        double sum = sums[k] + sums[k + step];
                        sums[k + step] = sums[k] - sums[k + step];
                        sums[k] = sum;
                    }
                }
            }
        }
    }

    static double number(Precision precision, MemorySegment amplitudes, long index) {
        return precision == Precision.SINGLE
                ? amplitudes.getAtIndex(ValueLayout.JAVA_FLOAT, index)
                : amplitudes.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
    }

    static void put(Precision precision, MemorySegment amplitudes, long index, double value) {
        if (precision == Precision.SINGLE) {
            amplitudes.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
        } else {
            amplitudes.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
        }
    }
}
