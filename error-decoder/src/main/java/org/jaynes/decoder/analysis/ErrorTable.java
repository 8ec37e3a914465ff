package org.jaynes.decoder.analysis;

import java.util.Arrays;
import org.jaynes.decoder.TooLargeException;
import org.jaynes.decoder.dem.DemTarget;

/**
 * The errors found so far: those that flip the same targets (and carry the same tag) are one.
 *
 * <p>A hash table with the errors in arrays, as a circuit of some hundred qubits has hundreds of thousands; they have
 * numbers in the order in which they were first found.
 */
final class ErrorTable {
    /**
     * So many targets of all errors together, at so many for each, come from loops that do not fold, not from a circuit that
     * is large.
     */
    private static final long MANY_TARGETS = 1L << 26;

    private static final int MANY_TARGETS_EACH = 256;

    /** An error takes these and its targets: its row of the arrays here, and later an instruction of the model. */
    private static final long ERROR_BYTES = 128;

    /** Share of the heap that the table may take; what is made of it takes as much again. */
    private static final double HEAP_SHARE = 0.4;

    private static final int MOST_SLOTS = 1 << 30;
    private static final int MOST_ERRORS = MOST_SLOTS - 1;

    /** Bits of an error's number where it is sorted together with its first target. */
    private static final int NUMBER_BITS = 24;

    private long[][] targets = new long[64][];
    private String[] tags = new String[64];
    private int[] hashes = new int[64];
    private double[] probabilities = new double[64];
    private int count;

    /** Numbers of errors plus one by their hash, 0 where there is none; a power of two, at most half full. */
    private int[] slots = new int[128];

    private long targetCount;

    /** Adds an independent error: the probability that an odd number of the equal ones happens. */
    void add(double probability, long[] flipped, String tag) {
        if (probability > 0 && flipped.length > 0) {
            int error = numberOf(flipped, tag);
            double before = probabilities[error];
            probabilities[error] = before * (1 - probability) + (1 - before) * probability;
        }
    }

    private int numberOf(long[] flipped, String tag) {
        int hash = 31 * Arrays.hashCode(flipped) + tag.hashCode();
        hash ^= hash >>> 15;
        int slot = hash & (slots.length - 1);
        while (slots[slot] != 0) {
            int error = slots[slot] - 1;
            if (hashes[error] == hash && Arrays.equals(targets[error], flipped) && tags[error].equals(tag)) {
                return error;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = append(flipped, tag, hash) + 1;
        if (2L * count > slots.length && slots.length < MOST_SLOTS) {
            rehash();
        }
        return count - 1;
    }

    private int append(long[] flipped, String tag, int hash) {
        targetCount += flipped.length;
        requireRoom();
        if (count == targets.length) {
            int size = (int) Math.min(2L * count, MOST_ERRORS);
            targets = Arrays.copyOf(targets, size);
            tags = Arrays.copyOf(tags, size);
            hashes = Arrays.copyOf(hashes, size);
            probabilities = Arrays.copyOf(probabilities, size);
        }
        targets[count] = flipped;
        tags[count] = tag;
        hashes[count] = hash;
        probabilities[count] = 0;
        return count++;
    }

    private void requireRoom() {
        if (targetCount > MANY_TARGETS && targetCount > (long) MANY_TARGETS_EACH * count) {
            throw new TooLargeException(
                    "the errors flip more than %d targets together; the limit keeps loops that do not fold from running out of memory"
                            .formatted(MANY_TARGETS));
        }
        long bytes = ERROR_BYTES * count + Long.BYTES * targetCount;
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > HEAP_SHARE * heap || count == MOST_ERRORS) {
            throw new TooLargeException(
                    "%,d errors are too many: they take more than %s of the Java heap of %,d bytes; fold loops, or raise the heap with JDK_JAVA_OPTIONS=-Xmx..."
                            .formatted(count, HEAP_SHARE, heap));
        }
    }

    private void rehash() {
        slots = new int[2 * slots.length];
        for (int error = 0; error < count; error++) {
            int slot = hashes[error] & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = error + 1;
        }
    }

    /** What an error flips; not to be changed. */
    long[] targets(int error) {
        return targets[error];
    }

    String tag(int error) {
        return tags[error];
    }

    double probability(int error) {
        return probabilities[error];
    }

    /** Makes an error impossible; returns how likely it was. */
    double remove(int error) {
        double probability = probabilities[error];
        probabilities[error] = 0;
        return probability;
    }

    boolean isGraphlike() {
        for (int error = 0; error < count; error++) {
            if (!Targets.isGraphlike(targets[error])) {
                return false;
            }
        }
        return true;
    }

    /** Numbers of the errors that can happen, by their targets, then tags. */
    int[] sorted() {
        long[] keys = new long[count];
        int possible = 0;
        boolean narrow = count < 1 << NUMBER_BITS;
        for (int error = 0; error < count; error++) {
            if (probabilities[error] != 0) {
                // Detectors before observables; where numbers are too large for the key, errors are only grouped by it.
                long first = targets[error][0];
                long number = Math.min(DemTarget.number(first), (1L << 38) - 1);
                long prefix = DemTarget.isObservable(first) ? 1L << 38 | number : number;
                keys[possible++] = (narrow ? prefix << NUMBER_BITS : 0) | error;
            }
        }
        Arrays.sort(keys, 0, possible);
        Integer[] order = new Integer[possible];
        for (int i = 0; i < possible; i++) {
            order[i] = (int) keys[i] & (narrow ? (1 << NUMBER_BITS) - 1 : -1);
        }
        for (int start = 0; start < possible; ) {
            int end = start + 1;
            while (end < possible && (!narrow || keys[end] >>> NUMBER_BITS == keys[start] >>> NUMBER_BITS)) {
                end++;
            }
            Arrays.sort(order, start, end, this::compare);
            start = end;
        }
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    private int compare(int a, int b) {
        int order = Targets.compare(targets[a], targets[b]);
        return order != 0 ? order : tags[a].compareTo(tags[b]);
    }

    void clear() {
        Arrays.fill(targets, 0, count, null);
        Arrays.fill(tags, 0, count, null);
        Arrays.fill(slots, 0);
        count = 0;
        targetCount = 0;
    }
}
