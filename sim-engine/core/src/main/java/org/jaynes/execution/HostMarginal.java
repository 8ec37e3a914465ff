package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jaynes.plan.Precision;

/**
 * The chunks of {@code JaynesMarginalArguments} summed on the host, for states whose chunks lie across slices: a window of
 * consecutive amplitudes after the other is brought here. The bits of a chunk are folded from the highest to the lowest, so
 * those above the window are sums of windows.
 */
final class HostMarginal {
    private static final int WINDOW_BITS = 14;

    /** Brings amplitudes of a state here. */
    interface Reader {
        void read(int row, long firstIndex, MemorySegment target);
    }

    private final Reader reader;
    private final Arithmetic reals;
    private final int indexBits;
    private final int windowBits;
    private final MemorySegment amplitudes;
    /** Bits of a chunk, within the window and above it, ascending. */
    private final int[] inside;

    private final int[] above;
    /** For each index bit, what it means in the number of the item; 0 for the bits of a chunk. */
    private final long[] weights;

    private final int itemBits;

    /** @param bits ascending index bits whose values are told apart */
    HostMarginal(Reader reader, int indexBits, Precision precision, int[] bits) {
        this.reader = reader;
        this.reals = Arithmetic.of(precision);
        this.indexBits = indexBits;
        this.windowBits = Math.min(WINDOW_BITS, indexBits);
        this.amplitudes = HostStates.onHeap(precision, windowBits);
        int[] others = IntStream.range(0, indexBits)
                .filter(bit -> Arrays.binarySearch(bits, bit) < 0)
                .toArray();
        int chunkBits = Math.min(Fold.CHUNK_BITS, others.length);
        this.inside = Arrays.stream(others)
                .limit(chunkBits)
                .filter(bit -> bit < windowBits)
                .toArray();
        this.above = Arrays.stream(others)
                .limit(chunkBits)
                .filter(bit -> bit >= windowBits)
                .toArray();
        this.weights = new long[indexBits];
        for (int i = chunkBits; i < others.length; i++) {
            weights[others[i]] = 1L << (i - chunkBits);
        }
        for (int j = 0; j < bits.length; j++) {
            weights[bits[j]] = 1L << (others.length - chunkBits + j);
        }
        this.itemBits = indexBits - chunkBits;
    }

    double[] chunks(int rows) {
        double[] sums = new double[Math.toIntExact((long) rows << itemBits)];
        long outside = ((1L << indexBits) - 1) & ~((1L << windowBits) - 1);
        for (int bit : above) {
            outside &= ~(1L << bit);
        }
        long folded = 0;
        for (int bit : inside) {
            folded |= 1L << bit;
        }
        for (int row = 0; row < rows; row++) {
            long base = 0;
            do {
                Interruption.check();
                double[] window = window(row, base, 0);
                foldInside(window);
                for (int i = 0; i < window.length; i++) {
                    if ((i & folded) == 0) {
                        sums[row << itemBits | (int) (item(base) + item(i))] = window[i];
                    }
                }
                base = (base - outside) & outside;
            } while (base != 0);
        }
        return sums;
    }

    /** The sum of the windows that differ in the bits {@code above[from ..]}: the lowest bit is the last to be folded. */
    private double[] window(int row, long base, int from) {
        if (from == above.length) {
            reader.read(row, base, amplitudes);
            double[] window = new double[1 << windowBits];
            Arrays.setAll(window, i -> reals.probability(amplitudes, i));
            return window;
        }
        double[] sum = window(row, base, from + 1);
        double[] other = window(row, base | 1L << above[from], from + 1);
        for (int i = 0; i < sum.length; i++) {
            sum[i] = sum[i] + other[i];
        }
        return sum;
    }

    private void foldInside(double[] window) {
        for (int j = inside.length - 1; j >= 0; j--) {
            int half = 1 << inside[j];
            for (int i = 0; i < window.length; i++) {
                if ((i & half) == 0) {
                    window[i] = window[i] + window[i + half];
                }
            }
        }
    }

    private long item(long index) {
        long item = 0;
        for (long rest = index; rest != 0; rest &= rest - 1) {
            item += weights[Long.numberOfTrailingZeros(rest)];
        }
        return item;
    }
}
