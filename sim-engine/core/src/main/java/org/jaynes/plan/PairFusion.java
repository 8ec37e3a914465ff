package org.jaynes.plan;

import org.jspecify.annotations.Nullable;

/** Collects gates on one and two wires into {@link Run}s and {@link PairBlock}s. */
final class PairFusion {
    private final Registers registers;
    private final ElementForms forms;
    private final Run[] runs;
    private final @Nullable PairBlock[] blocks;

    PairFusion(int wires, Registers registers, ElementForms forms) {
        this.registers = registers;
        this.forms = forms;
        this.runs = new Run[wires];
        this.blocks = new PairBlock[wires];
        for (int wire = 0; wire < wires; wire++) {
            runs[wire] = new Run(registers);
        }
    }

    /** A 2x2 matrix on a wire. */
    void single(int wire, Value matrix) {
        PairBlock block = blocks[wire];
        (block == null ? runs[wire] : block.run(wire)).append(matrix);
    }

    /** The open block on two wires; opens one, and ends those that are in the way, if there is none. */
    PairBlock pair(int a, int b) {
        PairBlock open = blocks[a];
        if (open != null && open.isOn(a, b)) {
            return open;
        }
        endBlock(a);
        endBlock(b);
        int first = Math.min(a, b);
        int second = Math.max(a, b);
        PairBlock block = new PairBlock(registers, first, second, runs[first], runs[second]);
        blocks[first] = block;
        blocks[second] = block;
        return block;
    }

    private void endBlock(int wire) {
        PairBlock block = blocks[wire];
        if (block == null) {
            return;
        }
        block.close(forms);
        for (int end : new int[] {block.first(), block.second()}) {
            blocks[end] = null;
        }
    }

    /** Lowers everything that is open on a wire. */
    void end(int wire) {
        endBlock(wire);
        for (Value part : runs[wire].drain()) {
            forms.single(wire, part);
        }
    }

    void endAll() {
        for (int wire = 0; wire < runs.length; wire++) {
            end(wire);
        }
    }
}
