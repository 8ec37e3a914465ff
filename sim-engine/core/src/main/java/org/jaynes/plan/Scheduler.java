package org.jaynes.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Distributes elements over passes, greedily: a scan over the elements that remain puts into the pass every one whose
 * targets fit into the tile beside those already there and that commutes with all that were passed over. What only reads
 * a wire commutes with what else only reads it.
 */
final class Scheduler {
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
     * @param scanned how many elements were looked at to find it
     */
    record Schedule(long lowWires, List<Group> groups, long scanned) {}

    private final long[] targets;
    private final long[] readers;
    private final int wires;
    private final int tileBits;
    private final long everyTile;

    /**
     * Prepares for elements.
     *
     * @param everyTile wires that every tile must have beside the low ones
     */
    Scheduler(List<Element> elements, int wires, int tileBits, int lowBits, long everyTile) {
        this.everyTile = everyTile;
        this.wires = wires;
        this.tileBits = tileBits;
        this.targets = new long[elements.size()];
        this.readers = new long[elements.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = elements.get(i).targets();
            readers[i] = elements.get(i).readers();
            int room = Math.min(wires, tileBits) - (tileBits >= wires ? 0 : lowBits + Long.bitCount(everyTile));
            if (Long.bitCount(targets[i]) > room) {
                throw new IllegalArgumentException(
                        "a matrix on %d qubits; tiles of %d qubits, %d of them fixed, have room for %d"
                                .formatted(Long.bitCount(targets[i]), tileBits, lowBits, room));
            }
        }
    }

    /** Most wires that one element and every tile need. */
    int widestElement() {
        int widest = 0;
        for (long mask : targets) {
            widest = Math.max(widest, Long.bitCount(mask));
        }
        return widest + Long.bitCount(everyTile);
    }

    /** One pass with everything, for states that fit into a tile. */
    Schedule wholeCircuit() {
        int[] all = new int[targets.length];
        Arrays.setAll(all, i -> i);
        long everyWire = (1L << wires) - 1;
        return new Schedule(everyWire, all.length == 0 ? List.of() : List.of(new Group(everyWire, all)), all.length);
    }

    /** The schedule with these wires in every tile. */
    Schedule with(long lowWires) {
        List<Group> groups = new ArrayList<>();
        int count = targets.length;
        // A linked list of the elements that remain; position `count` is the head.
        int[] next = new int[count + 1];
        for (int i = 0; i < count; i++) {
            next[i] = i + 1;
        }
        next[count] = 0;
        long scanned = count;
        int[] taken = new int[count];
        while (next[count] != count) {
            Group group = scan(lowWires, next, taken);
            groups.add(group);
            // From its first element to its last, more or less.
            scanned += taken[group.elements().length - 1] - taken[0] + 1;
        }
        return new Schedule(lowWires, groups, scanned);
    }

    private Group scan(long lowWires, int[] next, int[] taken) {
        int end = targets.length;
        long all = (1L << wires) - 1;
        long tile = lowWires | everyTile;
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
        return new Group(tile, Arrays.copyOf(taken, takenCount));
    }
}
