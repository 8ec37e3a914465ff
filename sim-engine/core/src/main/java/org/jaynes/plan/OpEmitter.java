package org.jaynes.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Turns elements into micro-ops, in order. Diagonals wait until they must be applied. Factors of the whole state, the
 * 1/sqrt(2) of each Hadamard and the global phase, are put into coefficients of ops that are there anyway.
 */
final class OpEmitter implements RoundOrder.Sink {
    /** So many factors sqrt(2) may build up before they are taken out: far from what a float can hold. */
    private static final int MAX_HALVES = 40;

    private final int[] bitOf;
    private final long lowMask;
    private final PendingDiagonals pending;
    private final boolean keepsNorm;
    private final List<OpDraft> ops = new ArrayList<>();
    /** How many factors 1/sqrt(2) are still to be applied. */
    private int halves;

    /**
     * Begins with no ops.
     *
     * @param bitOf index bit of each wire
     * @param lowBits the profile's low bits
     * @param elements how many elements there will be in all
     * @param keepsNorm whether no factor may wait, for the state is looked at on the way
     */
    OpEmitter(int[] bitOf, int lowBits, int elements, boolean keepsNorm) {
        this.keepsNorm = keepsNorm;
        this.bitOf = bitOf;
        this.lowMask = (1L << Math.min(lowBits, bitOf.length)) - 1;
        this.pending = new PendingDiagonals(bitOf.length, lowBits, elements);
    }

    /** Emits the elements of a pass, in the order that {@link RoundOrder} finds. */
    void emitPass(List<Element> elements) {
        new RoundOrder(elements, this::toBits, lowMask, this).run();
    }

    @Override
    public void diagonal(Element element) {
        switch (element) {
            case Element.Phase(long mask, long values, Factor factor) ->
                pending.addPhase(toBits(mask), toBits(values), factor);
            case Element.Table(int[] wires, Value diagonal, long mask, long values) ->
                pending.addTable(toBits(wires), diagonal, toBits(mask), toBits(values));
            case Element.Mixing _, Element.Probing _ ->
                throw new IllegalArgumentException("not a diagonal: " + element);
        }
    }

    @Override
    public long waiting() {
        return pending.mask();
    }

    @Override
    public void applySome(long bits) {
        pending.takeSome(bits).forEach(this::add);
    }

    @Override
    public void mixing(Element.Mixing mixing) {
        Value matrix = mixing.matrix();
        Recipe recipe = matrix == null ? null : new Recipe.OfMatrix(mixing.kind(), matrix);
        int[] bits = toBits(mixing.wires());
        if (mixing.kind() != OpKind.SUM_DIFFERENCE) {
            add(new OpDraft(mixing.kind(), bits, toBits(mixing.controlMask()), toBits(mixing.controlValues()), recipe));
            return;
        }
        if (keepsNorm) {
            add(hadamard(bits, Math.sqrt(0.5)));
            return;
        }
        halves++;
        OpDraft plain = new OpDraft(OpKind.SUM_DIFFERENCE, bits, 0, 0, null);
        if (halves < MAX_HALVES) {
            ops.add(plain);
        } else {
            add(hadamard(bits, 1));
        }
    }

    @Override
    public void probe(Element.Probing probing) {
        int[] wires = toBits(probing.wires());
        int[] bits = new int[1 + wires.length];
        bits[0] = bitOf[probing.pairWire()];
        System.arraycopy(wires, 0, bits, 1, wires.length);
        ops.add(new OpDraft(
                probing.kind(),
                bits,
                toBits(probing.controlMask()),
                toBits(probing.controlValues()),
                null,
                probing.number()));
    }

    /** [[1, 1], [1, -1]] times a factor. */
    private static OpDraft hadamard(int[] bits, double factor) {
        Value matrix = Value.constant(factor, 0, factor, 0, factor, 0, -factor, 0);
        return new OpDraft(OpKind.REAL, bits, 0, 0, new Recipe.OfMatrix(OpKind.REAL, matrix));
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

    /** The ops so far; what still waits is not applied. */
    List<OpDraft> unfinished() {
        return ops;
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
        while (pending.mask() != 0) {
            pending.takeSome(-1L).forEach(this::add);
        }
        if (halves > 0) {
            int carrier = last(OpDraft::canScale);
            if (carrier < 0) {
                carrier = last(op -> op.kind() == OpKind.SUM_DIFFERENCE);
                ops.set(carrier, hadamard(ops.get(carrier).bits(), 1));
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
