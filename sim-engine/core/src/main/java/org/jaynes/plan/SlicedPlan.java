package org.jaynes.plan;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A {@link Plan} for a state in 2^k slices: its passes, with exchanges between them. The ops, their order and so the bits
 * of the amplitudes are the plan's; what changes is where an amplitude lies. The <i>place</i> of an index bit is the bit of
 * an amplitude's position that holds it: the k highest places are the number of the slice, those below are the position
 * within it. A pass acts on index bits in lower places only.
 *
 * @param plan the plan
 * @param sliceBits k
 * @param initialPlaces the place of each index bit before the first step. Not to be modified.
 * @param steps in order
 * @param finalPlaces the place of each index bit after the last step. Not to be modified.
 */
public record SlicedPlan(Plan plan, int sliceBits, int[] initialPlaces, List<Step> steps, int[] finalPlaces) {
    public SlicedPlan {
        steps = List.copyOf(steps);
    }

    /**
     * For a state of which nothing is known but that it is a basis state, or nothing at all: the places may be chosen.
     *
     * @throws SliceCountException if an op acts on more qubits than a slice has
     */
    public static SlicedPlan of(Plan plan, int sliceBits) {
        return new SlicePlanner(plan, sliceBits, identity(plan.indexBits())).plan(true);
    }

    /**
     * For a state that lies in memory already.
     *
     * @param places the place of each index bit
     * @throws SliceCountException if an op acts on more qubits than a slice has
     */
    public static SlicedPlan of(Plan plan, int sliceBits, int[] places) {
        return new SlicePlanner(plan, sliceBits, places.clone()).plan(false);
    }

    private static int[] identity(int bits) {
        return IntStream.range(0, bits).toArray();
    }

    /** What is done to all slices. */
    public sealed interface Step {}

    /**
     * Passes that every slice does by itself.
     *
     * @param plan the passes, in places, for one slice: {@link Plan#sliceBits} of it says how many there are
     * @param passNumbers for each of them, the number of the pass of the whole plan that it is, or is a piece of
     */
    public record Part(Plan plan, int[] passNumbers) implements Step {}

    /**
     * Index bits change places, all at once: each amplitude moves to the position in which the bits of each pair of places
     * are exchanged.
     *
     * @param slicePlaces places in the number of the slice
     * @param localPlaces as many places below, ascending
     */
    public record Exchange(int[] slicePlaces, int[] localPlaces) implements Step {
        /** Which part of the state moves: of the 2^m parts that m pairs of places cut a slice into, one stays. */
        public double movedPart() {
            return 1 - Math.scalb(1.0, -slicePlaces.length);
        }

        /** The places of the index bits after it. */
        public int[] places(int[] before) {
            int[] after = before.clone();
            for (int b = 0; b < before.length; b++) {
                for (int i = 0; i < slicePlaces.length; i++) {
                    if (before[b] == slicePlaces[i]) {
                        after[b] = localPlaces[i];
                    } else if (before[b] == localPlaces[i]) {
                        after[b] = slicePlaces[i];
                    }
                }
            }
            return after;
        }
    }

    /** The exchanges, in order. */
    public List<Exchange> exchanges() {
        return steps.stream()
                .filter(Exchange.class::isInstance)
                .map(Exchange.class::cast)
                .toList();
    }

    /** Bytes of one state that change from one slice to another in all exchanges. */
    public double exchangedBytes() {
        double stateBytes = Math.scalb((double) plan.precision().amplitudeBytes(), plan.indexBits());
        return exchanges().stream().mapToDouble(e -> e.movedPart() * stateBytes).sum();
    }
}
