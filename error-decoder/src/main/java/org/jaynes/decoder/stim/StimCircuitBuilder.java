package org.jaynes.decoder.stim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jaynes.decoder.TextPlace;
import org.jspecify.annotations.Nullable;

/**
 * Puts a circuit together, joining operations in a row that have the same gate, arguments and tag as
 * {@link StimGate#joins} says. Does not check what it is given: {@link StimCircuit#parse} is for foreign input.
 */
public final class StimCircuitBuilder {
    private static final double[] NO_ARGUMENTS = {};

    private final List<StimInstruction> instructions = new ArrayList<>();

    /** The operation that the next one may still join; its targets are in {@link #targets}. */
    private StimInstruction.@Nullable Operation last;

    private int[] targets = new int[64];
    private int targetCount;

    /** A builder of an empty circuit. */
    public StimCircuitBuilder() {}

    /** Appends an operation without arguments. */
    public StimCircuitBuilder append(StimGate gate, int... newTargets) {
        return append(gate, NO_ARGUMENTS, newTargets, newTargets.length, "");
    }

    /** Appends an operation with one argument. */
    public StimCircuitBuilder append(StimGate gate, double argument, int... newTargets) {
        return append(gate, new double[] {argument}, newTargets, newTargets.length, "");
    }

    /**
     * Appends an operation.
     *
     * @param newTargets see {@link StimTarget}; the first {@code count} are taken
     */
    public StimCircuitBuilder append(StimGate gate, double[] arguments, int[] newTargets, int count, String tag) {
        return append(gate, arguments, newTargets, count, tag, null);
    }

    StimCircuitBuilder append(
            StimGate gate, double[] arguments, int[] newTargets, int count, String tag, @Nullable TextPlace place) {
        boolean joins = gate.joins()
                && last != null
                && last.gate() == gate
                && Arrays.equals(last.arguments(), arguments)
                && last.tag().equals(tag);
        if (!joins) {
            flush();
            last = new StimInstruction.Operation(gate, arguments, new int[0], tag, place);
        }
        if (targetCount + count > targets.length) {
            targets = Arrays.copyOf(targets, Math.max(2 * targets.length, targetCount + count));
        }
        System.arraycopy(newTargets, 0, targets, targetCount, count);
        targetCount += count;
        return this;
    }

    /** Appends a block that repeats. */
    public StimCircuitBuilder appendRepeat(long count, StimCircuit body, String tag) {
        return appendRepeat(count, body, tag, null);
    }

    StimCircuitBuilder appendRepeat(long count, StimCircuit body, String tag, @Nullable TextPlace place) {
        flush();
        instructions.add(new StimInstruction.Repeat(count, body, tag, place));
        return this;
    }

    /** Appends all instructions of a circuit. */
    public StimCircuitBuilder appendAll(StimCircuit circuit) {
        for (StimInstruction instruction : circuit.instructions()) {
            switch (instruction) {
                case StimInstruction.Operation operation ->
                    append(
                            operation.gate(),
                            operation.arguments(),
                            operation.targets(),
                            operation.targets().length,
                            operation.tag(),
                            operation.place());
                case StimInstruction.Repeat repeat ->
                    appendRepeat(repeat.count(), repeat.body(), repeat.tag(), repeat.place());
            }
        }
        return this;
    }

    /**
     * The circuit of what was appended so far.
     *
     * @throws ArithmeticException if there are 2^63 measurements or detectors or more
     */
    public StimCircuit build() {
        return build(null);
    }

    /** The same, read from a text of this name. */
    StimCircuit build(@Nullable String source) {
        flush();
        return new StimCircuit(instructions, source);
    }

    private void flush() {
        if (last != null) {
            instructions.add(new StimInstruction.Operation(
                    last.gate(), last.arguments(), Arrays.copyOf(targets, targetCount), last.tag(), last.place()));
            last = null;
        }
        targetCount = 0;
    }
}
