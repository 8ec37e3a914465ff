package org.jaynes.photonics.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jaynes.bindings.generated.photonics.JaynesWindowGroup;
import org.jaynes.photonics.fock.FockBasis;

/**
 * Which rows of a window a time step makes from which. A group are the rows in which the cells that take no part hold the
 * same photons; before the step its rows lie one behind the other.
 *
 * @param groups native {@code JaynesWindowGroup}
 * @param rows native ints: where each row of each group goes
 * @param size amplitudes behind the step
 */
record WindowMove(MemorySegment groups, int groupCount, MemorySegment rows, int size) {
    /**
     * The move of a step.
     *
     * @param x before
     * @param y behind, with the same numbers of cells
     * @param active cells that take part, the last ones in front
     * @param order order[new place] = old place of the cells in front
     */
    static WindowMove of(WindowBasis x, WindowBasis y, int active, int[] order) {
        int groupCount = 0;
        int rowCount = 0;
        int others = order.length - active;
        for (int r = 0; r <= y.mostAtBack(); r++) {
            int front = y.photons() - r;
            groupCount += (int) FockBasis.count(others + 1, front);
            rowCount += y.front(r).size();
        }
        Arena arena = Arena.ofAuto();
        MemorySegment groups = JaynesWindowGroup.allocateArray(groupCount, arena);
        int[] rows = new int[rowCount];
        int group = -1;
        int row = 0;
        for (int r = 0; r <= y.mostAtBack(); r++) {
            FockBasis states = y.front(r);
            int[] state = states.first();
            int[] moved = new int[order.length];
            int[] known = new int[others];
            Arrays.fill(known, -1);
            for (int i = 0; i < states.size(); i++) {
                if (i == 0 || !Arrays.equals(known, 0, others, state, 0, others)) {
                    System.arraycopy(state, 0, known, 0, others);
                    describe(JaynesWindowGroup.asSlice(groups, ++group), x, y, r, state, active, row);
                }
                for (int place = 0; place < order.length; place++) {
                    moved[place] = state[order[place]];
                }
                rows[row++] = y.row(r, states.rank(moved));
                states.next(state);
            }
        }
        return new WindowMove(groups, groupCount, arena.allocateFrom(ValueLayout.JAVA_INT, rows), y.size());
    }

    long bytes() {
        return groups.byteSize() + rows.byteSize();
    }

    private static void describe(
            MemorySegment group, WindowBasis x, WindowBasis y, int r, int[] state, int active, int firstRow) {
        int others = state.length - active;
        int inOthers = 0;
        for (int i = 0; i < others; i++) {
            inOthers += state[i];
        }
        int before = x.photons() - r - inOthers;
        int start = 0;
        if (before >= 0) {
            int[] first = Arrays.copyOf(state, state.length);
            Arrays.fill(first, others, state.length, 0);
            first[others] = before;
            start = x.row(r, x.front(r).rank(first));
        }
        JaynesWindowGroup.x_start(group, start);
        JaynesWindowGroup.first_row(group, firstRow);
        JaynesWindowGroup.columns(group, y.width(r));
        JaynesWindowGroup.matrix(group, y.photons() - r - inOthers);
    }
}
