package org.jaynes.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the exchanges of a {@link SlicedPlan}.
 *
 * <p>An exchange is made when a pass acts on a bit of the slices' number, and then for as many bits at once as is of use:
 * out go those whose next use as a target is farthest away. Like a cache that drops what is needed last (L. A. Belady,
 * "A study of replacement algorithms for a virtual-storage computer", IBM Systems Journal 5 (1966) 78), this makes every
 * stretch between two exchanges as long as any choice could, and so their number the least. Controls and diagonals count
 * as no use.
 */
final class SlicePlanner {
    private static final int NEVER = Integer.MAX_VALUE;

    private final Plan plan;
    private final int sliceBits;
    private final int localBits;
    /** The lowest places keep their bits, so that tiles lie in memory in runs. */
    private final int pinnedBits;

    private final int[] initialPlaces;
    private final List<Retiling.Piece> pieces;

    /** @param places the place of each index bit before the plan */
    SlicePlanner(Plan plan, int sliceBits, int[] places) {
        SliceCountException.require(plan, sliceBits);
        this.plan = plan;
        this.sliceBits = sliceBits;
        this.localBits = plan.indexBits() - sliceBits;
        int unmoved = 0;
        while (unmoved < places.length && places[unmoved] == unmoved) {
            unmoved++;
        }
        this.initialPlaces = places;
        this.pinnedBits =
                Math.min(unmoved, Math.min(plan.profile().lowBits(), localBits - SliceCountException.widest(plan)));
        this.pieces = new Retiling(plan.indexBits(), localBits, pinnedBits).pieces(plan.passes());
    }

    /** @param free whether the state may begin in other places */
    SlicedPlan plan(boolean free) {
        int[] places = free ? exchange(initialPlaces, 0).places(initialPlaces) : initialPlaces;
        int[] initial = places;
        List<SlicedPlan.Step> steps = new ArrayList<>();
        List<Pass> passes = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            Retiling.Piece piece = pieces.get(i);
            if (inPlaces(piece.targets(), places) >>> localBits != 0) {
                addPart(passes, numbers, steps);
                SlicedPlan.Exchange exchange = exchange(places, i);
                steps.add(exchange);
                places = exchange.places(places);
            }
            passes.add(pass(piece, places));
            numbers.add(piece.number());
        }
        addPart(passes, numbers, steps);
        return new SlicedPlan(plan, sliceBits, initial, steps, places);
    }

    private void addPart(List<Pass> passes, List<Integer> numbers, List<SlicedPlan.Step> steps) {
        if (!passes.isEmpty()) {
            int[] passNumbers = numbers.stream().mapToInt(number -> number).toArray();
            steps.add(new SlicedPlan.Part(plan.ofSlices(passes, sliceBits), passNumbers));
            passes.clear();
            numbers.clear();
        }
    }

    /** The exchange after which the pieces from {@code piece} on can go on for longest. */
    private SlicedPlan.Exchange exchange(int[] places, int piece) {
        int[] nextUse = nextUses(piece);
        List<Integer> byNextUse = IntStream.range(0, places.length)
                .filter(bit -> places[bit] >= pinnedBits)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(bit -> nextUse[bit]).reversed())
                .toList();
        int horizon = nextUse[byNextUse.get(sliceBits - 1)];
        // Among those that are as good, those that are there already, and then the highest: they are moved in long
        // runs.
        boolean[] inSlices = new boolean[places.length];
        byNextUse.stream()
                .filter(bit -> nextUse[bit] >= horizon)
                .sorted(Comparator.<Integer>comparingInt(bit -> places[bit]).reversed())
                .limit(sliceBits)
                .forEach(bit -> inSlices[bit] = true);
        int[] leaving = IntStream.range(0, places.length)
                .filter(bit -> places[bit] >= localBits && !inSlices[bit])
                .map(bit -> places[bit])
                .sorted()
                .toArray();
        int[] entering = IntStream.range(0, places.length)
                .filter(bit -> places[bit] < localBits && inSlices[bit])
                .map(bit -> places[bit])
                .sorted()
                .toArray();
        return new SlicedPlan.Exchange(leaving, entering);
    }

    /** For each index bit, the first piece from {@code piece} on that acts on it. */
    private int[] nextUses(int piece) {
        int[] nextUse = new int[plan.indexBits()];
        Arrays.fill(nextUse, NEVER);
        long open = (1L << nextUse.length) - 1;
        for (int i = piece; i < pieces.size() && open != 0; i++) {
            for (long found = pieces.get(i).targets() & open; found != 0; found &= found - 1) {
                nextUse[Long.numberOfTrailingZeros(found)] = i;
            }
            open &= ~pieces.get(i).targets();
        }
        return nextUse;
    }

    /** A tile reaches no further than the pass's own, for zeros outside of it are skipped as they are there. */
    private Pass pass(Retiling.Piece piece, int[] places) {
        long reach = inPlaces(piece.pass().reach(), places);
        long local = reach & ((1L << localBits) - 1);
        int tileBits = Math.min(piece.pass().tileBits(), Long.bitCount(local));
        Tile tile = Tile.of(inPlaces(piece.targets(), places), local, places.length, tileBits);
        List<OpDraft> ops = piece.ops().stream().map(op -> inPlaces(op, places)).toList();
        return new Pass(tile.qubits(), Math.min(pinnedBits, tileBits), tile.microOps(piece, ops), reach);
    }

    private static OpDraft inPlaces(OpDraft op, int[] places) {
        int[] bits = Arrays.stream(op.bits()).map(bit -> places[bit]).toArray();
        return new OpDraft(
                op.kind(), bits, inPlaces(op.controlMask(), places), inPlaces(op.controlValues(), places), null);
    }

    private static long inPlaces(long indexMask, int[] places) {
        long mask = 0;
        for (long rest = indexMask; rest != 0; rest &= rest - 1) {
            mask |= 1L << places[Long.numberOfTrailingZeros(rest)];
        }
        return mask;
    }
}
