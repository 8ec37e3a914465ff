package org.jaynes.decoder.matching;

import java.util.Arrays;

/**
 * The events of a shot in order of time: a radix heap (Ahuja, Mehlhorn, Orlin and Tarjan, 1990). Times never go back.
 *
 * <p>An event in bucket {@code b > 0} differs from the present in bit {@code b - 1} and in no higher one; bucket 0 is the
 * present. When it runs out, the lowest bucket in use is emptied: its least time becomes the present, and all its events
 * fall into lower buckets. So an event moves at most once per bit.
 *
 * <p>Example: at time 17 (10001), events at 17, 18 (10010), 20 (10100) and 40 (101000) lie in buckets 0, 2, 3 and 6. After
 * the first one bucket 2 is emptied, and 18 is the present.
 *
 * <p>An entry is the low half of its time and what is to happen, an {@code int}. All times lie within 2^31 of the present.
 */
final class EventQueue {
    /** No event is left. */
    static final int NONE = Integer.MIN_VALUE;

    private static final int BUCKETS = 64;

    private final long[][] buckets = new long[BUCKETS][4];
    private final int[] sizes = new int[BUCKETS];

    /** Bit b: bucket b has events. */
    private long used;

    private long now;

    /** The time of the last event taken, from 0. */
    long now() {
        return now;
    }

    /** Adds an event. */
    void push(int delay, int event) {
        long time = now + delay;
        place(BUCKETS - Long.numberOfLeadingZeros(now ^ time), (time << 32) | (event & 0xFFFFFFFFL));
    }

    private void place(int bucket, long entry) {
        int size = sizes[bucket]++;
        long[] entries = buckets[bucket];
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, 2 * size);
            buckets[bucket] = entries;
        }
        entries[size] = entry;
        used |= 1L << bucket;
    }

    /** Takes the next event, or {@link #NONE}. */
    int pop() {
        if ((used & 1) == 0) {
            if (used == 0) {
                return NONE;
            }
            refill();
        }
        int size = --sizes[0];
        if (size == 0) {
            used &= ~1L;
        }
        return (int) buckets[0][size];
    }

    private void refill() {
        int bucket = Long.numberOfTrailingZeros(used);
        used &= used - 1;
        long[] entries = buckets[bucket];
        int size = sizes[bucket];
        sizes[bucket] = 0;
        int least = delay(entries[0]);
        for (int i = 1; i < size; i++) {
            least = Math.min(least, delay(entries[i]));
        }
        long past = now;
        now = past + least;
        for (int i = 0; i < size; i++) {
            long time = now + ((int) (entries[i] >>> 32) - (int) now);
            place(BUCKETS - Long.numberOfLeadingZeros(now ^ time), entries[i]);
        }
    }

    private int delay(long entry) {
        return (int) (entry >>> 32) - (int) now;
    }

    /** Forgets all events and goes back to time 0. */
    void clear() {
        while (used != 0) {
            sizes[Long.numberOfTrailingZeros(used)] = 0;
            used &= used - 1;
        }
        now = 0;
    }
}
