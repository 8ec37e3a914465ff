package org.jaynes.execution;

import java.util.function.LongToDoubleFunction;
import org.jaynes.bindings.generated.plan.JaynesPlan;

/** From a uniform number to an amplitude: {@code JaynesSampleArguments} of {@code jaynes_plan.h}, for one row. */
final class SampleWalk {
    private static final int SAMPLE_GROUP_BITS = JaynesPlan.JAYNES_SAMPLE_GROUP_BITS();

    private final double[] cumulative;
    private final int chunkBits;
    private final LongToDoubleFunction probability;

    /**
     * Prepares for a row.
     *
     * @param cumulative running sums of its chunks
     * @param probability of each of its amplitudes
     */
    SampleWalk(double[] cumulative, int indexBits, LongToDoubleFunction probability) {
        this.cumulative = cumulative;
        this.chunkBits = Math.min(Fold.CHUNK_BITS, indexBits);
        this.probability = probability;
    }

    long outcome(double uniform) {
        double target = uniform * cumulative[cumulative.length - 1];
        int chunk = firstAbove(target);
        if (chunk == cumulative.length) {
            return lastPossible((long) lastOccupied() << chunkBits, 1L << chunkBits);
        }
        double rest = target - (chunk == 0 ? 0 : cumulative[chunk - 1]);
        long first = (long) chunk << chunkBits;
        int groupBits = Math.min(SAMPLE_GROUP_BITS, chunkBits);
        double sum = 0;
        double[] group = new double[1 << groupBits];
        for (long start = first; start < first + (1L << chunkBits); start += group.length) {
            for (int i = 0; i < group.length; i++) {
                group[i] = probability.applyAsDouble(start + i);
            }
            double fold = Fold.fold(group, 0, groupBits);
            if (sum + fold > rest) {
                return walk(start, group.length, sum, rest);
            }
            sum += fold;
        }
        return lastPossible(first, 1L << chunkBits);
    }

    /** The first chunk whose running sum is above the target, or their number. The sums never decrease. */
    private int firstAbove(double target) {
        int low = 0;
        int high = cumulative.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > target) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private int lastOccupied() {
        int chunk = cumulative.length - 1;
        while (chunk > 0 && !(cumulative[chunk] > cumulative[chunk - 1])) {
            chunk--;
        }
        return chunk;
    }

    private long walk(long start, int count, double before, double rest) {
        double sum = before;
        for (long index = start; index < start + count; index++) {
            double p = probability.applyAsDouble(index);
            if (sum + p > rest) {
                return index;
            }
            sum += p;
        }
        return lastPossible(start, count);
    }

    private long lastPossible(long first, long count) {
        long index = first + count - 1;
        while (index > first && !(probability.applyAsDouble(index) > 0)) {
            index--;
        }
        return index;
    }
}
