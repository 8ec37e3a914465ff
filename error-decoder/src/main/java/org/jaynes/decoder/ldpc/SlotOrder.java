package org.jaynes.decoder.ldpc;

import java.util.Comparator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Rows or columns of a matrix in groups, one in each lane; those with most edges first, so that those of a group have about
 * as many. The k-th edges of a group are a slot. A place is {@code lanes * group + lane}.
 *
 * @param at the row or column at each place
 * @param placeOf the place of each row or column
 * @param slots the first slot of each group, and the number of all
 */
record SlotOrder(int lanes, int[] at, int[] placeOf, int[] slots) {
    /**
     * The order of some rows or columns.
     *
     * @param length number of edges of each
     */
    static SlotOrder of(int lanes, int count, IntUnaryOperator length) {
        int[] sorted = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingInt(i -> -length.applyAsInt(i)))
                .mapToInt(i -> i)
                .toArray();
        int[] placeOf = new int[count];
        int[] slots = new int[(count + lanes - 1) / lanes + 1];
        for (int place = 0; place < count; place++) {
            placeOf[sorted[place]] = place;
            if (place % lanes == 0) {
                slots[place / lanes + 1] = Math.addExact(slots[place / lanes], length.applyAsInt(sorted[place]));
            }
        }
        return new SlotOrder(lanes, sorted, placeOf, slots);
    }

    int groupCount() {
        return slots.length - 1;
    }

    /** Places, those without a row or column among them. */
    int placeCount() {
        return groupCount() * lanes;
    }

    int slotCount() {
        return slots[groupCount()];
    }

    /** Where the k-th edge of what is at a place lies in an array by slot and lane. */
    int position(int place, int k) {
        return (slots[place / lanes] + k) * lanes + place % lanes;
    }

    /** Slots of the group that has most. */
    int longest() {
        return groupCount() == 0 ? 0 : slots[1];
    }
}
