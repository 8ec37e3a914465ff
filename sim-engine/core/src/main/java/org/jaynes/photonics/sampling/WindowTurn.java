package org.jaynes.photonics.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jaynes.photonics.fock.FockBasis;

/** Where the amplitudes of a window come from when it is divided anew. */
final class WindowTurn {
    private final WindowBasis from;
    private final WindowBasis to;
    private final int[] order;
    private final int frontBefore;
    private final int[] before;

    private WindowTurn(WindowBasis from, WindowBasis to, int[] order, int frontBefore, int backBefore) {
        this.from = from;
        this.to = to;
        this.order = order;
        this.frontBefore = frontBefore;
        this.before = new int[frontBefore + backBefore];
    }

    /**
     * Native ints: the old index of each amplitude.
     *
     * @param order see {@link WindowSchedule.Turn}
     */
    static MemorySegment table(WindowBasis from, WindowBasis to, int[] order, int frontBefore, int backBefore) {
        int[] table = new WindowTurn(from, to, order, frontBefore, backBefore).table();
        return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, table);
    }

    private int[] table() {
        int[] table = new int[to.size()];
        // A row without photons at the back has one amplitude; the zeros behind it stand for all zeros.
        Arrays.fill(table, 1);
        for (int r = 0; r <= to.mostAtBack(); r++) {
            FockBasis front = to.front(r);
            FockBasis back = to.back(r);
            int[] first = front.first();
            for (int i = 0; i < front.size(); i++) {
                int[] second = back.first();
                for (int j = 0; j < back.size(); j++) {
                    table[to.row(r, i) + j] = source(first, second);
                    back.next(second);
                }
                front.next(first);
            }
        }
        return table;
    }

    private int source(int[] front, int[] back) {
        Arrays.fill(before, 0);
        for (int place = 0; place < order.length; place++) {
            int photons = place < front.length ? front[place] : back[place - front.length];
            if (order[place] >= 0) {
                before[order[place]] = photons;
            } else if (photons > 0) {
                return 1;
            }
        }
        int atBack = 0;
        for (int i = frontBefore; i < before.length; i++) {
            atBack += before[i];
        }
        if (atBack > from.mostAtBack()) {
            return 1;
        }
        int row = from.front(atBack).rank(before);
        int column = from.back(atBack)
                .rank(Arrays.copyOfRange(before, frontBefore, Math.max(before.length, frontBefore + 1)));
        return from.row(atBack, row) + column;
    }
}
