package org.jaynes.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Gates on two wires with nothing else in between. When the gates one by one cost more than a 4x4 matrix, the block
 * becomes that matrix. A diagonal between two equal CX is one diagonal, which is how ZZ phases are mostly written.
 *
 * <p>A 4x4 matrix costs 16 slots an amplitude ({@link OpKind#slotsPerAmplitude}). Taking it apart by Cartan's (KAK)
 * decomposition never pays: of four unitaries on one wire, 8 slots each, two may vanish in neighbours, and between them
 * stand three CX of one slot and three rotations of 4, so 31 in all; only blocks that are given as few gates are cheaper.
 */
final class PairBlock {
    /** Longer blocks are multiplied together, so that they stay small. */
    private static final int MAX_ITEMS = 32;

    private final Registers registers;
    private final int[] wires;
    private final Run[] runs;
    private final List<PairItem> items = new ArrayList<>();

    /** Takes over the runs that are open on the two wires, the first of which is the lower one. */
    PairBlock(Registers registers, int first, int second, Run firstRun, Run secondRun) {
        this.registers = registers;
        this.wires = new int[] {first, second};
        this.runs = new Run[] {firstRun, secondRun};
    }

    int first() {
        return wires[0];
    }

    int second() {
        return wires[1];
    }

    boolean isOn(int a, int b) {
        return wires[0] == Math.min(a, b) && wires[1] == Math.max(a, b);
    }

    Run run(int wire) {
        return runs[wire == wires[0] ? 0 : 1];
    }

    /** Appends what acts on both wires. */
    void append(PairItem item) {
        if (item instanceof PairItem.Flip flip && becomesDiagonal(flip)) {
            return;
        }
        if (item instanceof PairItem.Diagonal diagonal && runs[0].isDiagonal() && runs[1].isDiagonal()) {
            appendDiagonal(withRuns(diagonal.entries()));
            return;
        }
        closeRuns();
        items.add(item);
        if (items.size() > MAX_ITEMS) {
            Value product = product();
            items.clear();
            TwoWireForm.items(product, registers, items);
        }
    }

    /** Multiplies the diagonal by those of the two runs, which end. */
    private Value withRuns(Value entries) {
        Value product = entries;
        for (int bit = 0; bit < 2; bit++) {
            int stride = bit;
            for (Value part : runs[bit].drain()) {
                product = registers.map(
                        (on, in) -> ComplexMatrix.timesDiagonalOfBit(on, in[0], in[1], stride), product, part);
            }
        }
        return product;
    }

    private void appendDiagonal(Value entries) {
        if (!items.isEmpty() && items.getLast() instanceof PairItem.Diagonal(Value last)) {
            items.removeLast();
            items.add(new PairItem.Diagonal(
                    registers.map((on, in) -> ComplexMatrix.timesEntries(on, in[0], in[1]), last, entries)));
        } else {
            items.add(new PairItem.Diagonal(entries));
        }
    }

    /** Flip, diagonal, the same flip: a diagonal with exchanged entries. */
    private boolean becomesDiagonal(PairItem.Flip flip) {
        if (!runs[0].isDiagonal() || !runs[1].isDiagonal()) {
            return false;
        }
        boolean hasDiagonal = !items.isEmpty() && items.getLast() instanceof PairItem.Diagonal;
        int opening = items.size() - (hasDiagonal ? 2 : 1);
        if (opening < 0 || !items.get(opening).equals(flip)) {
            return false;
        }
        Value entries =
                hasDiagonal ? ((PairItem.Diagonal) items.getLast()).entries() : Value.constant(1, 0, 1, 0, 1, 0, 1, 0);
        entries = withRuns(entries);
        items.subList(opening, items.size()).clear();
        appendDiagonal(registers.map(
                (on, in) -> ComplexMatrix.flippedEntries(in[0], flip.controlBit(), flip.controlValue()), entries));
        return true;
    }

    private void closeRuns() {
        for (int bit = 0; bit < 2; bit++) {
            for (Value part : runs[bit].drain()) {
                items.add(new PairItem.Single(bit, part));
            }
        }
    }

    private Value product() {
        Value product = items.getFirst().asMatrix(registers);
        for (PairItem item : items.subList(1, items.size())) {
            product = registers.map(
                    (on, in) -> ComplexMatrix.multiply(on, in[0], in[1], 4), item.asMatrix(registers), product);
        }
        return product;
    }

    /** Ends the block. */
    void close(ElementForms forms) {
        closeRuns();
        double cost = 0;
        for (PairItem item : items) {
            cost += item.cost();
        }
        List<PairItem> result = items;
        if (cost > PairItem.DENSE_COST && items.size() > 1) {
            result = new ArrayList<>();
            TwoWireForm.items(product(), registers, result);
        }
        for (PairItem item : result) {
            TwoWireForm.lower(item, wires, 0, 0, forms);
        }
        items.clear();
    }
}
