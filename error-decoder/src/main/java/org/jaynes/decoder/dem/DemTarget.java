package org.jaynes.decoder.dem;

/**
 * Targets of an error, as {@code long}s so that models of millions of errors stay small: a detector is its number, an
 * observable its number with one high bit set, and the separator {@code ^} is {@link #SEPARATOR}. Sorted as signed
 * numbers, separators come first, then detectors, then observables.
 */
public final class DemTarget {
    /** Divides an error into components, each of which a matching decoder can use as an edge. */
    public static final long SEPARATOR = -1;

    /** The first detector number that is too large. */
    public static final long DETECTOR_LIMIT = 1L << 60;

    /** The first observable number that is too large. */
    public static final long OBSERVABLE_LIMIT = 1L << 32;

    private static final long OBSERVABLE_BIT = 1L << 62;

    private DemTarget() {}

    /** The target {@code D<number>}. */
    public static long detector(long number) {
        return number;
    }

    /** The target {@code L<number>}. */
    public static long observable(long number) {
        return number | OBSERVABLE_BIT;
    }

    public static boolean isDetector(long target) {
        return target >= 0 && target < OBSERVABLE_BIT;
    }

    public static boolean isObservable(long target) {
        return target >= OBSERVABLE_BIT;
    }

    /** The number of a detector or observable. */
    public static long number(long target) {
        return target & ~OBSERVABLE_BIT;
    }

    /** A detector, its number raised; another target, as it is. */
    public static long shifted(long target, long detectorShift) {
        return isDetector(target) ? target + detectorShift : target;
    }

    static void append(StringBuilder out, long target) {
        if (target == SEPARATOR) {
            out.append('^');
        } else {
            out.append(isDetector(target) ? 'D' : 'L').append(number(target));
        }
    }
}
