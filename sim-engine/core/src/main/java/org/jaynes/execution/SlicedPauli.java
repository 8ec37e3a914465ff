package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Expectations of Pauli products in a state in slices. Where the X mask has no slice bits, every slice sums by itself.
 * Otherwise an amplitude's partner lies in another slice: a piece of each is brought into one small buffer, half and half,
 * where the slice bits are one bit.
 */
final class SlicedPauli {
    /** Amplitudes of a piece, as a power of two: a reduction over it is worth a launch. */
    private static final int PIECE_BITS = 18;

    private final AbstractStateBuffer[] slices;
    private final Executor[] devices;
    private final Places places;
    private final ChunkOrder order;
    private final int localBits;
    private final int pieceBits;

    /** @param order that of the chunks of whole rows, which is intact */
    SlicedPauli(AbstractStateBuffer[] slices, Executor[] devices, Places places, ChunkOrder order) {
        this.slices = slices;
        this.devices = devices;
        this.places = places;
        this.order = order;
        this.localBits = places.localBits();
        this.pieceBits = Math.min(localBits, PIECE_BITS);
    }

    /** The sums of the chunks of all rows, in the order of the state. */
    double[] chunks(PauliGroup group) {
        PauliGroup inPlaces = new PauliGroup(
                places.position(group.xMask()),
                Arrays.stream(group.zMasks()).map(places::position).toArray(),
                group.coefficients(),
                group.realCount());
        int rows = slices[0].rows();
        double[] all = new double[Math.toIntExact(((long) rows * slices.length) << order.itemBits())];
        int partner = places.slice(inPlaces.xMask());
        for (int slice = 0; slice < slices.length; slice++) {
            if (partner == 0) {
                PauliGroup own = seenFrom((long) slice << localBits, inPlaces, localBits, 0);
                order.place(slices[slice].pauliChunks(own), slice, all);
            } else if (slice < (slice ^ partner)) {
                sumPairs(slice, slice ^ partner, inPlaces, all);
            }
        }
        return all;
    }

    /** The chunks of two slices in which the partners of each other's amplitudes are. */
    private void sumPairs(int sliceA, int sliceB, PauliGroup group, double[] all) {
        MemorySegment memory = HostStates.onHeap(slices[sliceA].precision(), pieceBits);
        int chunkBits = localBits - order.itemBits();
        int items = 1 << (pieceBits - chunkBits);
        long piecesInX = places.local(group.xMask()) >>> pieceBits;
        try (StateBuffer both = devices[sliceA].allocate(pieceBits + 1, 1, slices[sliceA].precision())) {
            for (int row = 0; row < slices[sliceA].rows(); row++) {
                for (long a = 0; a < 1L << (localBits - pieceBits); a++) {
                    long b = a ^ piecesInX;
                    slices[sliceA].read(row, a << pieceBits, memory);
                    both.write(0, 0, memory);
                    slices[sliceB].read(row, b << pieceBits, memory);
                    both.write(0, 1L << pieceBits, memory);
                    long first = (long) sliceA << localBits | a << pieceBits;
                    long second = (long) sliceB << localBits | b << pieceBits;
                    double[] sums =
                            ((AbstractStateBuffer) both).pauliChunks(seenFrom(first, group, pieceBits, first ^ second));
                    int rowStart = row * (all.length / slices[sliceA].rows());
                    for (int i = 0; i < items; i++) {
                        all[rowStart + order.target(sliceA, (int) (a * items) + i)] = sums[i];
                        all[rowStart + order.target(sliceB, (int) (b * items) + i)] = sums[items + i];
                    }
                }
            }
        }
    }

    /**
     * The group for a buffer of some of the amplitudes.
     *
     * @param first position of the first of them
     * @param bits lowest places that are bits of the buffer too
     * @param second which bits of the position the next bit of the buffer changes; 0 if it has none
     */
    private static PauliGroup seenFrom(long first, PauliGroup group, int bits, long second) {
        long low = (1L << bits) - 1;
        long[] zMasks = new long[group.zMasks().length];
        double[] coefficients = group.coefficients().clone();
        for (int term = 0; term < zMasks.length; term++) {
            long z = group.zMasks()[term];
            zMasks[term] = (z & low) | ((long) parity(second & z) << bits);
            if (parity(first & z) == 1) {
                coefficients[term] = -coefficients[term];
            }
        }
        long xMask = (group.xMask() & low) | (second == 0 ? 0 : 1L << bits);
        return new PauliGroup(xMask, zMasks, coefficients, group.realCount());
    }

    private static int parity(long bits) {
        return Long.bitCount(bits) & 1;
    }
}
