package org.jaynes.execution;

import org.jaynes.bindings.generated.plan.JaynesPlan;

/** Sums over a fixed tree, so that they have the same bits however the work is split. See {@code jaynes_plan.h}. */
final class Fold {
    /** A reduction is a fold of chunks of at most 2^CHUNK_BITS values. */
    static final int CHUNK_BITS = JaynesPlan.JAYNES_CHUNK_BITS();

    private Fold() {}

    /** Folds {@code 2^bits} values from {@code first} within the array, which changes; the sum is at {@code first}. */
    static double fold(double[] values, int first, int bits) {
        for (int half = (1 << bits) >> 1; half > 0; half >>= 1) {
            for (int i = first; i < first + half; i++) {
                values[i] = values[i] + values[i + half];
            }
        }
        return values[first];
    }

    /** Folds runs of {@code 2^bits} sums of chunks into one value each, chunk by chunk as the first level was. */
    static double[] levels(double[] sums, int bits) {
        double[] values = sums;
        for (int rest = bits; rest > 0; ) {
            int step = Math.min(CHUNK_BITS, rest);
            double[] next = new double[values.length >> step];
            for (int i = 0; i < next.length; i++) {
                next[i] = fold(values, i << step, step);
            }
            values = next;
            rest -= step;
        }
        return values;
    }
}
