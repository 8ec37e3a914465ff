package org.jaynes.decoder.ldpc;

import java.util.Arrays;

/**
 * Sorts columns by posterior, the most probable error first; equal ones by number. A radix sort, for this is a
 * considerable part of the time of ordered statistics. Not thread-safe.
 */
final class ReliabilityOrder {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 3;

    private final int[] starts = new int[1 << DIGIT_BITS];
    private int[] keys;
    private int[] nextKeys;
    private int[] columns;
    private int[] nextColumns;

    ReliabilityOrder(int columnCount) {
        this.keys = new int[columnCount];
        this.nextKeys = new int[columnCount];
        this.columns = new int[columnCount];
        this.nextColumns = new int[columnCount];
    }

    /** Sorts; the result is valid until the next call. */
    int[] sort(float[] posteriors) {
        for (int column = 0; column < columns.length; column++) {
            // + 0 makes -0 the same as 0. As unsigned numbers the keys are in the order of the floats.
            int bits = Float.floatToRawIntBits(posteriors[column] + 0f);
            keys[column] = bits ^ (bits >> 31 | Integer.MIN_VALUE);
            columns[column] = column;
        }
        for (int digit = 0; digit < DIGITS; digit++) {
            sortByDigit(digit * DIGIT_BITS);
        }
        return columns;
    }

    private void sortByDigit(int shift) {
        int mask = (1 << DIGIT_BITS) - 1;
        Arrays.fill(starts, 0);
        for (int key : keys) {
            starts[key >>> shift & mask]++;
        }
        int start = 0;
        for (int digit = 0; digit <= mask; digit++) {
            int count = starts[digit];
            starts[digit] = start;
            start += count;
        }
        for (int i = 0; i < columns.length; i++) {
            int place = starts[keys[i] >>> shift & mask]++;
            nextKeys[place] = keys[i];
            nextColumns[place] = columns[i];
        }
        int[] spareKeys = keys;
        keys = nextKeys;
        nextKeys = spareKeys;
        int[] spareColumns = columns;
        columns = nextColumns;
        nextColumns = spareColumns;
    }
}
