package org.jaynes.execution;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which of the chunks of a reduction over a whole state are the chunks of the same reduction over its slices.
 *
 * <p>The chunks of a reduction are runs of the amplitudes that share the values of some index bits, in the order of the
 * others. Where the lowest of these others are in the slices as they are in the state, the chunks of the slices are those
 * of the state in another order, and their sums have the same bits.
 */
final class ChunkOrder {
    private final int sliceBits;
    /** What each bit of a slice's item, and then of the slice's number, means in the number of the state's item. */
    private final int[] targets;

    private final int itemBits;
    private final int[] localBits;
    private final boolean intact;

    /**
     * The order of the items of {@code JaynesMarginalArguments}.
     *
     * @param bits ascending index bits whose values are told apart
     */
    ChunkOrder(Places places, int[] bits) {
        int indexBits = places.of().length;
        int[] others = others(indexBits, bits);
        int chunkBits = Math.min(Fold.CHUNK_BITS, others.length);
        int[] target = new int[indexBits]; // by place
        Arrays.fill(target, -1);
        for (int i = chunkBits; i < others.length; i++) {
            target[places.of()[others[i]]] = i - chunkBits;
        }
        for (int j = 0; j < bits.length; j++) {
            target[places.of()[bits[j]]] = others.length - chunkBits + j;
        }
        localBits = Arrays.stream(bits)
                .map(bit -> places.of()[bit])
                .filter(place -> place < places.localBits())
                .sorted()
                .toArray();
        int[] localOthers = others(places.localBits(), localBits);
        intact = localOthers.length >= chunkBits
                && IntStream.range(0, chunkBits).allMatch(i -> localOthers[i] == places.of()[others[i]]);
        sliceBits = indexBits - places.localBits();
        itemBits = places.localBits() - chunkBits;
        IntStream localItems = IntStream.concat(Arrays.stream(localOthers).skip(chunkBits), Arrays.stream(localBits));
        targets = IntStream.concat(localItems, IntStream.range(places.localBits(), indexBits))
                .map(place -> target[place])
                .toArray();
    }

    private static int[] others(int count, int[] bits) {
        return IntStream.range(0, count)
                .filter(bit -> Arrays.binarySearch(bits, bit) < 0)
                .toArray();
    }

    /** Whether the chunks of the slices are those of the state. */
    boolean isIntact() {
        return intact;
    }

    /** The places within a slice whose values are told apart there, ascending. */
    int[] localBits() {
        return localBits;
    }

    /** Bits of the number of items of a row of a slice. */
    int itemBits() {
        return itemBits;
    }

    /** The number that an item of a slice has in a row of the state. */
    int target(int slice, int item) {
        return (int) Places.spread((long) slice << itemBits | item, targets);
    }

    /** Puts the sums of all rows of a slice where they belong among those of the state. */
    void place(double[] ofSlice, int slice, double[] all) {
        int rows = ofSlice.length >>> itemBits;
        for (int item = 0; item < 1 << itemBits; item++) {
            int target = target(slice, item);
            for (int row = 0; row < rows; row++) {
                all[row << (itemBits + sliceBits) | target] = ofSlice[row << itemBits | item];
            }
        }
    }
}
