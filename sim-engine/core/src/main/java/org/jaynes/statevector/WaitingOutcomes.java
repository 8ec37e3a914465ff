package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.execution.OperatorChoice;

/**
 * What the rows of a batch have drawn and the host has not asked for: which bits will get it, and the steps that follow from
 * it, in order. Flags that these steps decide are not known until {@link #settle}. Not thread-safe.
 */
final class WaitingOutcomes {
    /** In place of a draw: some rows have not drawn, and keep the value that the bit had. */
    private static final int NOT_ALL = -1;

    private sealed interface Entry {}

    /** @param bit that gets the outcome, or -1 */
    private record Drawn(int bit) implements Entry {}

    private record Steps(List<BatchProgram.Step> steps) implements Entry {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<Integer, Integer> drawOfBit = new HashMap<>();
    private final BitSet flags = new BitSet();
    private long touched;
    private int draws;

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /**
     * Rows have drawn.
     *
     * @param bit that gets the outcome, or -1
     * @param all whether no row has been left out
     */
    void drew(int bit, boolean all) {
        if (bit >= 0) {
            drawOfBit.put(bit, all ? draws : NOT_ALL);
        }
        entries.add(new Drawn(bit));
        draws++;
    }

    /** Steps have been done for all cases, but not for the rows. */
    void postpone(List<BatchProgram.Step> steps, BitDependence dependence) {
        entries.add(new Steps(steps));
        flags.or(dependence.flags());
        touched |= dependence.touched();
    }

    /** Whether a bit waits for an outcome. */
    boolean waits(int bit) {
        return drawOfBit.containsKey(bit);
    }

    /** The draw that a bit waits for, which all rows have made. */
    boolean isOfAllRows(int bit) {
        return drawOfBit.getOrDefault(bit, NOT_ALL) != NOT_ALL;
    }

    /** The number of the draw that decides a bit, as {@link org.jaynes.execution.StateBuffer#applySelected} counts them. */
    int drawOf(int bit) {
        return drawOfBit.getOrDefault(bit, NOT_ALL);
    }

    /** Whether a guard is a flag that is not known yet. */
    boolean decides(int guard) {
        return guard != BatchProgram.ALWAYS && flags.get(guard);
    }

    /** Whether it is not known yet in which rows gates have acted on a qubit. */
    boolean mayTouch(int qubit) {
        return (touched >>> qubit & 1) == 1;
    }

    /**
     * Does for the rows what has waited.
     *
     * @param drawn by draw, in order
     */
    void settle(List<int[]> drawn, List<BatchRow> rows) {
        int draw = 0;
        for (Entry entry : entries) {
            switch (entry) {
                case Steps(List<BatchProgram.Step> steps) -> rows.forEach(row -> steps.forEach(row::take));
                case Drawn(int bit) -> {
                    int[] outcomes = drawn.get(draw++);
                    for (int i = 0; bit >= 0 && i < rows.size(); i++) {
                        if (outcomes[i] != OperatorChoice.NONE) {
                            rows.get(i).classical.setBit(bit, outcomes[i] == 1);
                        }
                    }
                }
            }
        }
        entries.clear();
        drawOfBit.clear();
        flags.clear();
        touched = 0;
        draws = 0;
    }
}
