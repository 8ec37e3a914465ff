package org.jaynes.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.bindings.generated.plan.JaynesPlan;
import org.jspecify.annotations.Nullable;

/**
 * Diagonals that wait to be applied. They commute with each other and with all that does not mix their bits, so each may
 * wait until one of its bits is mixed; then it is applied in one table together with as many others as fit.
 */
final class PendingDiagonals {
    /** Costs in multiply-add slots per amplitude: a complex multiplication, and what any op costs beside its arithmetic. */
    private static final double MULTIPLY = 4;

    private static final double OVERHEAD = 0.75;

    /** From this many waiting on, larger tables pay. */
    private static final int MANY = 64;

    private static final int TABLE_BITS = 10;
    private static final int LARGE_TABLE_BITS = 12;

    private static final int MAX_TABLE_BITS = JaynesPlan.JAYNES_MAX_TABLE_BITS();

    /**
     * An entry of a table that depends on parameters costs, for each row of these, about as much as multiplying so many
     * amplitudes, as a power of two.
     */
    private static final int ROW_BITS = 9;

    /** Tables up to this size cost little to rearrange when they are used. */
    private static final int SMALL_TABLE_BITS = 3;

    /** A bit that completes something that has to be applied now counts as much as this many that complete others. */
    private static final int URGENT = 8;

    /**
     * Multiplies amplitudes whose bits in {@code controlMask} have the values by an entry of the diagonal.
     *
     * @param bits index bits that index the diagonal; none for a phase
     */
    private record Waiting(
            long mask,
            long controlMask,
            long controlValues,
            int[] bits,
            @Nullable Value diagonal,
            @Nullable Factor factor) {
        /** Whether it depends on parameters. */
        boolean isVarying() {
            return (diagonal != null && !diagonal.isConstant()) || (factor != null && !factor.isConstant());
        }

        double cost() {
            return MULTIPLY / (1L << Math.min(40, Long.bitCount(controlMask))) + OVERHEAD;
        }
    }

    private static final int[] NO_BITS = {};

    /** Entries that all tables of a plan together should not much exceed, so that planning takes seconds. */
    private static final long ALL_TABLES = 1 << 24;

    /** How many elements there are for each table, more or less. */
    private static final int ELEMENTS_OF_TABLE = 16;

    private final int indexBits;
    private final int tableBits;
    private final int largeTableBits;
    private final int varyingTableBits;
    private final long lowMask;
    private final List<Waiting> waiting = new ArrayList<>();
    /** Phases on the states in which all bits of the mask are one, which are the most common, by mask. */
    private final Map<Long, Factor> phases = new HashMap<>();

    /** All bits that something waits on, and perhaps some more while {@code maskIsOld}. */
    private long mask;

    private boolean maskIsOld;

    /**
     * Begins with none.
     *
     * @param lowBits how many of the lowest index bits a vector register or a memory transaction spans
     * @param elements how many elements the whole plan has
     */
    PendingDiagonals(int indexBits, int lowBits, int elements) {
        this.indexBits = indexBits;
        int affordable =
                Long.SIZE - 1 - Long.numberOfLeadingZeros(ALL_TABLES / Math.max(1, elements / ELEMENTS_OF_TABLE));
        this.tableBits = Math.clamp(affordable, SMALL_TABLE_BITS, TABLE_BITS);
        this.largeTableBits = Math.clamp(affordable, SMALL_TABLE_BITS, LARGE_TABLE_BITS);
        this.varyingTableBits = Math.min(largeTableBits, Math.max(SMALL_TABLE_BITS + 1, indexBits - ROW_BITS));
        this.lowMask = (1L << Math.min(lowBits, indexBits)) - 1;
    }

    void addPhase(long mask, long values, Factor factor) {
        if (values != mask) {
            add(new Waiting(mask, mask, values, NO_BITS, null, factor));
            return;
        }
        Factor known = phases.get(mask);
        if (known != null) {
            known.multiply(factor);
            maskIsOld |= known.isOne();
            return;
        }
        Factor own = new Factor();
        own.multiply(factor);
        phases.put(mask, own);
        add(new Waiting(mask, mask, values, NO_BITS, null, own));
    }

    void addTable(int[] bits, Value diagonal, long controlMask, long controlValues) {
        long mask = controlMask;
        for (int bit : bits) {
            mask |= 1L << bit;
        }
        add(new Waiting(mask, controlMask, controlValues, bits, diagonal, null));
    }

    private void add(Waiting one) {
        waiting.add(one);
        mask |= one.mask;
    }

    /** The index bits that something waits on. Those that have become one by multiplication are forgotten on the way. */
    long mask() {
        if (maskIsOld) {
            mask = 0;
            for (int i = 0; i < waiting.size(); i++) {
                Waiting w = waiting.get(i);
                if (w.factor != null && w.factor.isOne()) {
                    waiting.remove(i--);
                    phases.remove(w.mask, w.factor);
                } else {
                    mask |= w.mask;
                }
            }
            maskIsOld = false;
        }
        return mask;
    }

    /** Takes out, as ops, some of what involves these bits, and whatever joins it: one table, or a few single factors. */
    List<OpDraft> takeSome(long bits) {
        List<OpDraft> ops = new ArrayList<>();
        Waiting first = firstOn(bits);
        if (first != null) {
            takeAround(first, bits, ops);
        }
        return ops;
    }

    private @Nullable Waiting firstOn(long bits) {
        if ((mask() & bits) != 0) {
            for (Waiting w : waiting) {
                if ((w.mask & bits) != 0) {
                    return w;
                }
            }
        }
        return null;
    }

    private void takeAround(Waiting first, long urgentBits, List<OpDraft> ops) {
        long covered = grow(first.mask, urgentBits);
        List<Waiting> members = new ArrayList<>();
        double single = 0;
        long commonMask = -1;
        long commonOnes = -1;
        long commonZeros = -1;
        for (Waiting w : waiting) {
            if ((w.mask & ~covered) == 0) {
                members.add(w);
                single += w.cost();
                commonMask &= w.controlMask;
                commonOnes &= w.controlValues;
                commonZeros &= ~w.controlValues;
            }
        }
        long common = commonMask & (commonOnes | commonZeros);
        double together = MULTIPLY / (1L << Math.min(40, Long.bitCount(common))) + OVERHEAD;
        if (single <= together) {
            members.removeIf(w -> (w.mask & urgentBits) == 0);
            members.forEach(w -> ops.add(table(List.of(w), w.controlMask, w.controlValues)));
        } else {
            addTables(members, common, commonOnes & common, ops);
        }
        remove(members);
    }

    /** One table, unless it is a large one that would have to be computed for every row of parameters. */
    private void addTables(List<Waiting> members, long controlMask, long controlValues, List<OpDraft> ops) {
        List<Waiting> varying = members.stream().filter(Waiting::isVarying).toList();
        if (varying.isEmpty() || tableBits(members, controlMask) <= varyingTableBits) {
            ops.add(table(members, controlMask, controlValues));
            return;
        }
        List<Waiting> group =
                new ArrayList<>(members.stream().filter(w -> !w.isVarying()).toList());
        for (Waiting w : varying) {
            boolean mixed = !group.isEmpty() && !group.getLast().isVarying();
            group.add(w);
            if (mixed || tableBits(group, controlMask) > varyingTableBits) {
                group.removeLast();
                if (!group.isEmpty()) {
                    ops.add(table(group, controlMask, controlValues));
                }
                group = new ArrayList<>(List.of(w));
            }
        }
        ops.add(table(group, controlMask, controlValues));
    }

    /** Bits of the table of some diagonals. */
    private int tableBits(List<Waiting> members, long controlMask) {
        long mask = 0;
        for (Waiting w : members) {
            mask |= w.mask;
        }
        return Long.bitCount(withLowBits(mask & ~controlMask, controlMask));
    }

    private void remove(List<Waiting> members) {
        waiting.removeAll(members);
        maskIsOld = true;
        for (Waiting w : members) {
            if (w.factor != null) {
                phases.remove(w.mask, w.factor);
            }
        }
    }

    /** Adds bits to a set, as many as a table may have, so that much of what waits is within it. */
    private long grow(long start, long urgentBits) {
        int limit = Math.clamp(indexBits - 4L, 4, waiting.size() >= MANY ? largeTableBits : tableBits);
        long covered = start;
        int[] gain = new int[Long.SIZE];
        for (int room = limit - Long.bitCount(covered); room > 0; room = limit - Long.bitCount(covered)) {
            long addition = bestAddition(covered, room, urgentBits, gain);
            if (addition == 0) {
                break;
            }
            covered |= addition;
        }
        return covered;
    }

    /** The bit that completes most, or else the bits of the first that fits. */
    private long bestAddition(long covered, int room, long urgentBits, int[] gain) {
        Arrays.fill(gain, 0);
        long fits = 0;
        long urgentFits = 0;
        for (Waiting w : waiting) {
            long missing = w.mask & ~covered;
            boolean urgent = (w.mask & urgentBits) != 0;
            int count = Long.bitCount(missing);
            if (count == 1) {
                gain[Long.numberOfTrailingZeros(missing)] += urgent ? URGENT : 1;
            } else if (count > 1 && count <= room) {
                fits = fits == 0 ? missing : fits;
                urgentFits = urgent && urgentFits == 0 ? missing : urgentFits;
            }
        }
        int best = 0;
        for (int bit = 1; bit < Long.SIZE; bit++) {
            best = gain[bit] > gain[best] ? bit : best;
        }
        return gain[best] > 0 ? 1L << best : urgentFits != 0 ? urgentFits : fits;
    }

    private OpDraft table(List<Waiting> members, long controlMask, long controlValues) {
        long mask = 0;
        for (Waiting w : members) {
            mask |= w.mask;
        }
        int[] bits = bitsOf(withLowBits(mask & ~controlMask, controlMask));
        int[] positionOf = new int[Long.SIZE];
        for (int i = 0; i < bits.length; i++) {
            positionOf[bits[i]] = i;
        }
        List<Recipe.Part> parts = new ArrayList<>(members.size());
        for (Waiting w : members) {
            int[] positions = new int[w.bits.length];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = positionOf[w.bits[i]];
            }
            parts.add(new Recipe.Part(
                    compact(w.controlMask & ~controlMask, positionOf),
                    compact(w.controlValues & ~controlMask, positionOf),
                    positions,
                    w.diagonal,
                    w.factor));
        }
        return new OpDraft(OpKind.DIAGONAL, bits, controlMask, controlValues, new Recipe.OfTable(bits.length, parts));
    }

    /** With all low bits in a table that is not small, neighbouring amplitudes find their factors side by side. */
    private long withLowBits(long tableMask, long controlMask) {
        boolean pays = Long.bitCount(tableMask) > SMALL_TABLE_BITS
                && (tableMask & lowMask) != 0
                && (controlMask & lowMask) == 0
                && Long.bitCount(tableMask | lowMask) <= MAX_TABLE_BITS;
        return pays ? tableMask | lowMask : tableMask;
    }

    private static int compact(long mask, int[] positionOf) {
        int result = 0;
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            result |= 1 << positionOf[Long.numberOfTrailingZeros(rest)];
        }
        return result;
    }

    private static int[] bitsOf(long mask) {
        int[] bits = new int[Long.bitCount(mask)];
        long rest = mask;
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Long.numberOfTrailingZeros(rest);
            rest &= rest - 1;
        }
        return bits;
    }
}
