package org.jaynes.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Turns elements into micro-ops, in order. Diagonals wait until they must be applied. Factors of the whole state, the
 * 1/sqrt(2) of each Hadamard and the global phase, are put into coefficients of ops that are there anyway.
 */
final class OpEmitter {
    /** So many factors sqrt(2) may build up before they are taken out: far from what a float can hold. */
    private static final int MAX_HALVES = 40;

    private final int[] bitOf;
    private final PendingDiagonals pending;
    private final List<OpDraft> ops = new ArrayList<>();
    /** How many factors 1/sqrt(2) are still to be applied. */
    private int halves;

    /**
     * Begins with no ops.
     *
     * @param bitOf index bit of each wire
     * @param lowBits the profile's low bits
     */
    OpEmitter(int[] bitOf, int lowBits) {
        this.bitOf = bitOf;
        this.pending = new PendingDiagonals(bitOf.length, lowBits);
    }

    /**
     * Emits the elements of a pass. Mixing ops go first as far as nothing waits on their wires; then one table is applied,
     * chosen so that many of them can go on. So the ops between two tables are many, and the tables few.
     */
    void emitPass(List<Element> elements) {
        Precedence precedence = new Precedence(elements);
        IntQueue ready = new IntQueue();
        for (int i = 0; i < elements.size(); i++) {
            if (precedence.isReady(i)) {
                ready.add(i);
            }
        }
        IntQueue blocked = new IntQueue();
        while (!ready.isEmpty() || !blocked.isEmpty()) {
            while (!ready.isEmpty()) {
                int next = ready.remove();
                if (place(elements.get(next))) {
                    precedence.placed(next, ready::add);
                } else {
                    blocked.add(next);
                }
            }
            if (!blocked.isEmpty()) {
                long urgent = 0;
                while (!blocked.isEmpty()) {
                    int next = blocked.remove();
                    urgent |= toBits(elements.get(next).targets());
                    ready.add(next);
                }
                pending.takeSome(urgent).forEach(this::add);
            }
        }
    }

    /** Emits an element, or keeps a diagonal for later; false if diagonals that wait have to be applied before it. */
    private boolean place(Element element) {
        switch (element) {
            case Element.Phase(long mask, long values, Factor factor) ->
                pending.addPhase(toBits(mask), toBits(values), factor);
            case Element.Table(int[] wires, Value diagonal, long mask, long values) ->
                pending.addTable(toBits(wires), diagonal, toBits(mask), toBits(values));
            case Element.Mixing mixing -> {
                if (pending.waitsOn(toBits(mixing.targets()))) {
                    return false;
                }
                mix(mixing);
            }
        }
        return true;
    }

    private void mix(Element.Mixing mixing) {
        Value matrix = mixing.matrix();
        Recipe recipe = matrix == null ? null : new Recipe.OfMatrix(mixing.kind(), matrix);
        int[] bits = toBits(mixing.wires());
        if (mixing.kind() != OpKind.SUM_DIFFERENCE) {
            add(new OpDraft(mixing.kind(), bits, toBits(mixing.controlMask()), toBits(mixing.controlValues()), recipe));
            return;
        }
        halves++;
        OpDraft plain = new OpDraft(OpKind.SUM_DIFFERENCE, bits, 0, 0, null);
        if (halves < MAX_HALVES) {
            ops.add(plain);
        } else {
            add(withCoefficients(plain));
        }
    }

    private static OpDraft withCoefficients(OpDraft sumDifference) {
        Value matrix = Value.constant(1, 0, 1, 0, 1, 0, -1, 0);
        return new OpDraft(OpKind.REAL, sumDifference.bits(), 0, 0, new Recipe.OfMatrix(OpKind.REAL, matrix));
    }

    private void add(OpDraft op) {
        Recipe recipe = op.recipe();
        if (recipe != null && op.canScale() && halves > 1) {
            // A whole power of two is exact; 1/sqrt(2) would be rounded, and always to the same side.
            recipe.scaleBy(scaleOf(halves & ~1));
            halves &= 1;
        }
        ops.add(op);
    }

    private static double scaleOf(int halves) {
        return Math.scalb(halves % 2 == 0 ? 1 : Math.sqrt(0.5), -(halves / 2));
    }

    /** How many ops there are so far. */
    int count() {
        return ops.size();
    }

    /**
     * Applies what still waits.
     *
     * @param globalFactor the factor of the whole state that the gates brought
     * @return all ops, in order
     */
    List<OpDraft> finish(Factor globalFactor) {
        while (pending.waitsOn(-1L)) {
            pending.takeSome(-1L).forEach(this::add);
        }
        if (halves > 0) {
            int carrier = last(OpDraft::canScale);
            if (carrier < 0) {
                carrier = last(op -> op.kind() == OpKind.SUM_DIFFERENCE);
                ops.set(carrier, withCoefficients(ops.get(carrier)));
            }
            recipeOf(carrier).scaleBy(scaleOf(halves));
        }
        if (!globalFactor.isOne()) {
            int carrier = last(OpDraft::canTurn);
            if (carrier < 0) {
                carrier = ops.size();
                ops.add(new OpDraft(OpKind.DIAGONAL, new int[0], 0, 0, new Recipe.OfTable(0, List.of())));
            }
            recipeOf(carrier).turnBy(globalFactor);
        }
        return ops;
    }

    private int last(Predicate<OpDraft> property) {
        int position = ops.size() - 1;
        while (position >= 0 && !property.test(ops.get(position))) {
            position--;
        }
        return position;
    }

    private Recipe recipeOf(int position) {
        return Objects.requireNonNull(ops.get(position).recipe());
    }

    private int[] toBits(int[] wires) {
        int[] bits = new int[wires.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = bitOf[wires[i]];
        }
        return bits;
    }

    private long toBits(long wires) {
        long bits = 0;
        for (long rest = wires; rest != 0; rest &= rest - 1) {
            bits |= 1L << bitOf[Long.numberOfTrailingZeros(rest)];
        }
        return bits;
    }
}
