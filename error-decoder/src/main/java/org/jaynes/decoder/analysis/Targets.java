package org.jaynes.decoder.analysis;

import java.util.Arrays;
import org.jaynes.decoder.TooLargeException;
import org.jaynes.decoder.dem.DemTarget;

/**
 * Sets of detectors and observables as ascending arrays of {@link DemTarget}s, never changed once made. Detectors come
 * before observables, and those before separators: the order of unsigned numbers.
 */
final class Targets {
    static final long[] NONE = {};

    /** A set that outgrows this belongs to a loop in which ever more detectors depend on one qubit. */
    private static final int LARGEST_SET = 1 << 16;

    private Targets() {}

    /** The targets in exactly one of two sets. */
    static long[] xor(long[] a, long[] b) {
        if (a.length == 0) {
            return b;
        }
        if (b.length == 0) {
            return a;
        }
        long[] merged = new long[a.length + b.length];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            if (a[i] == b[j]) {
                i++;
                j++;
            } else {
                merged[count++] = Long.compareUnsigned(a[i], b[j]) < 0 ? a[i++] : b[j++];
            }
        }
        for (; i < a.length; i++) {
            merged[count++] = a[i];
        }
        for (; j < b.length; j++) {
            merged[count++] = b[j];
        }
        if (count > LARGEST_SET) {
            throw new TooLargeException(
                    "more than %d detectors depend on one qubit or measurement; the limit keeps loops that do not fold from running out of memory"
                            .formatted(LARGEST_SET));
        }
        return count == merged.length ? merged : count == 0 ? NONE : Arrays.copyOf(merged, count);
    }

    /** Lexicographic, element by element. */
    static int compare(long[] a, long[] b) {
        return Arrays.compareUnsigned(a, b);
    }

    static boolean contains(long[] set, long target) {
        for (long candidate : set) {
            if (candidate == target) {
                return true;
            }
        }
        return false;
    }

    static int detectorCount(long[] targets) {
        int count = 0;
        for (long target : targets) {
            count += DemTarget.isDetector(target) ? 1 : 0;
        }
        return count;
    }

    /** Whether every component flips at most two detectors, so that a matching decoder can use it. */
    static boolean isGraphlike(long[] targets) {
        int detectors = 0;
        for (long target : targets) {
            detectors = target == DemTarget.SEPARATOR ? 0 : detectors + (DemTarget.isDetector(target) ? 1 : 0);
            if (detectors > 2) {
                return false;
            }
        }
        return true;
    }

    /** The set with all detectors moved. */
    static long[] shifted(long[] set, long detectorShift) {
        if (detectorShift == 0) {
            return set;
        }
        long[] moved = new long[set.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = DemTarget.shifted(set[i], detectorShift);
        }
        return moved;
    }

    /** Whether {@code a}, its detectors moved, is {@code b}. */
    static boolean equalAfterShift(long[] a, long[] b, long detectorShift) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (DemTarget.shifted(a[i], detectorShift) != b[i]) {
                return false;
            }
        }
        return true;
    }

    static String show(long[] targets) {
        StringBuilder out = new StringBuilder();
        for (long target : targets) {
            out.append(out.isEmpty() ? "" : " ").append(DemTarget.isDetector(target) ? 'D' : 'L');
            out.append(DemTarget.number(target));
        }
        return out.toString();
    }
}
