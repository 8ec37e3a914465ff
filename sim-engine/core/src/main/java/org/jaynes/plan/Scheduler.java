package org.jaynes.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Distributes elements over passes, greedily: a scan over the elements that remain puts into the pass every one whose
 * targets fit into the tile beside those already there and that commutes with all that were passed over. What only reads
 * a wire commutes with what else only reads it.
 *
 * <p>Which wires are on the low index bits, and so in every tile, is searched over a few choices; the one with the fewest
 * passes wins, the first of equals.
 */
final class Scheduler {
    /** How many elements in all the search may look at: a second or so. */
    private static final long SEARCH_BUDGET = 20_000_000;

    private static final int MAX_CHOICES = 32;

    /** A scan gives up after passing over this many elements, so that planning stays linear in their number. */
    private static final int MAX_PASSED_OVER = 20_000;

    /**
     * Elements of one pass.
     *
     * @param wires wires that have to be in the tile
     * @param elements positions in the list of elements, ascending
     */
    record Group(long wires, int[] elements) {}

    /**
     * A distribution over passes.
     *
     * @param lowWires wires that are in every tile
     */
    record Schedule(long lowWires, List<Group> groups) {}

    private final long[] targets;
    private final long[] readers;
    private final int wires;
    private final int tileBits;
    private final int lowBits;

    Scheduler(List<Element> elements, int wires, int tileBits, int lowBits) {
        this.wires = wires;
        this.tileBits = tileBits;
        this.lowBits = lowBits;
        this.targets = new long[elements.size()];
        this.readers = new long[elements.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = elements.get(i).targets();
            readers[i] = elements.get(i).readers();
            int room = Math.min(wires, tileBits) - (tileBits >= wires ? 0 : lowBits);
            if (Long.bitCount(targets[i]) > room) {
                throw new IllegalArgumentException(
                        "a matrix on %d qubits; tiles of %d qubits, %d of them fixed, have room for %d"
                                .formatted(Long.bitCount(targets[i]), tileBits, lowBits, room));
            }
        }
    }

    /**
     * Finds a schedule.
     *
     * @param fixedLowWires the wires on the low index bits if that is not free to choose
     */
    Schedule schedule(@Nullable Long fixedLowWires) {
        if (wires <= tileBits) {
            return new Schedule(lowestWires(), wholeCircuit());
        }
        if (fixedLowWires != null) {
            return new Schedule(fixedLowWires, groups(fixedLowWires, Integer.MAX_VALUE));
        }
        Schedule best = new Schedule(lowestWires(), groups(lowestWires(), Integer.MAX_VALUE));
        long scanned = Math.max(1, lastScanned);
        long choices = Math.min(MAX_CHOICES, SEARCH_BUDGET / scanned);
        SplittableRandom random = new SplittableRandom(2026);
        for (int choice = 1; choice < choices && best.groups.size() > 1; choice++) {
            long low = choice == 1 ? lowestWires() << (wires - lowBits) : randomWires(random);
            List<Group> groups = groups(low, best.groups.size());
            if (groups.size() < best.groups.size()) {
                best = new Schedule(low, groups);
            }
        }
        return best;
    }

    private long lowestWires() {
        return (1L << Math.min(lowBits, wires)) - 1;
    }

    private long randomWires(SplittableRandom random) {
        long mask = 0;
        while (Long.bitCount(mask) < lowBits) {
            mask |= 1L << random.nextInt(wires);
        }
        return mask;
    }

    private List<Group> wholeCircuit() {
        if (targets.length == 0) {
            return List.of();
        }
        int[] all = new int[targets.length];
        Arrays.setAll(all, i -> i);
        return List.of(new Group((1L << wires) - 1, all));
    }

    private long lastScanned;

    /** Stops early, with {@code giveUpAt} groups, when that many are reached. */
    private List<Group> groups(long lowWires, int giveUpAt) {
        List<Group> groups = new ArrayList<>();
        int count = targets.length;
        // A linked list of the elements that remain; position `count` is the head.
        int[] next = new int[count + 1];
        for (int i = 0; i < count; i++) {
            next[i] = i + 1;
        }
        next[count] = 0;
        lastScanned = count;
        int[] taken = new int[count];
        while (next[count] != count && groups.size() < giveUpAt) {
            groups.add(scan(lowWires, next, taken));
        }
        return groups;
    }

    private Group scan(long lowWires, int[] next, int[] taken) {
        int end = targets.length;
        long all = (1L << wires) - 1;
        long tile = lowWires;
        long mixed = 0;
        long read = 0;
        int takenCount = 0;
        int passedOver = 0;
        int previous = end;
        for (int i = next[end]; i != end && (mixed | read) != all && passedOver < MAX_PASSED_OVER; i = next[i]) {
            boolean blocked = (targets[i] & (mixed | read)) != 0 || (readers[i] & mixed) != 0;
            if (!blocked && Long.bitCount(tile | targets[i]) <= tileBits) {
                tile |= targets[i];
                taken[takenCount++] = i;
                next[previous] = next[i];
            } else {
                mixed |= targets[i];
                read |= readers[i];
                passedOver++;
                previous = i;
            }
        }
        lastScanned += takenCount + passedOver;
        return new Group(tile, Arrays.copyOf(taken, takenCount));
    }
}
