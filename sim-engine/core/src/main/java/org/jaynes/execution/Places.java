package org.jaynes.execution;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jaynes.plan.SlicedPlan;

/**
 * Where the index bits of a state in slices are: see {@link org.jaynes.plan.SlicedPlan}.
 *
 * @param of the place of each index bit. Not to be modified.
 * @param localBits places from this on are the number of the slice, those below are the position within it
 */
record Places(int[] of, int localBits) {
    /** Every index bit in its own place. */
    static Places own(int indexBits, int localBits) {
        return new Places(IntStream.range(0, indexBits).toArray(), localBits);
    }

    boolean areOwn() {
        return unmoved() == of.length;
    }

    /** How many of the lowest index bits are in their own places. */
    int unmoved() {
        int bits = 0;
        while (bits < of.length && of[bits] == bits) {
            bits++;
        }
        return bits;
    }

    /** Whether every place within a slice holds its own bit. */
    boolean localBitsAreOwn() {
        return unmoved() >= localBits;
    }

    /**
     * An exchange towards {@link #localBitsAreOwn}. All bits that slice places hold of local ones go home at once. Where they
     * hold none, one of them takes a bit that is not at home, so that others can go on.
     */
    SlicedPlan.Exchange homeward() {
        int[] homes = IntStream.range(0, localBits)
                .filter(place -> of[place] >= localBits)
                .toArray();
        if (homes.length > 0) {
            int[] slicePlaces = Arrays.stream(homes).map(place -> of[place]).toArray();
            return new SlicedPlan.Exchange(slicePlaces, homes);
        }
        return new SlicedPlan.Exchange(new int[] {localBits}, new int[] {unmoved()});
    }

    /** The number that a slice has when the slice bits are in their own places; the local bits are. */
    int ownNumber(int slice) {
        return (int) (Places.spread((long) slice << localBits, inverse()) >>> localBits);
    }

    /** The index bit in each place. */
    private int[] inverse() {
        int[] bitIn = new int[of.length];
        for (int bit = 0; bit < of.length; bit++) {
            bitIn[of[bit]] = bit;
        }
        return bitIn;
    }

    /** Index bits as places: the slice's number above {@link #localBits}, the position in it below. */
    long position(long index) {
        return spread(index, of);
    }

    int slice(long position) {
        return (int) (position >>> localBits);
    }

    long local(long position) {
        return position & ((1L << localBits) - 1);
    }

    /** Bit i of the value goes to bit {@code bits[i]}. */
    static long spread(long value, int[] bits) {
        long result = 0;
        for (long rest = value; rest != 0; rest &= rest - 1) {
            result |= 1L << bits[Long.numberOfTrailingZeros(rest)];
        }
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Places that && localBits == that.localBits && Arrays.equals(of, that.of);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(of) * 31 + localBits;
    }

    @Override
    public String toString() {
        return Arrays.toString(of);
    }
}
