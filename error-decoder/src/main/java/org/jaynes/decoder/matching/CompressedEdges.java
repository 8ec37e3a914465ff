package org.jaynes.decoder.matching;

import java.util.Arrays;

/**
 * Paths between two detection events, or from one to the boundary, as matching uses them: both ends, and what the path
 * flips, but not its course. Made once, never changed, all forgotten after the shot.
 *
 * <p>A path is named by twice its number; adding 1 (or {@code ^ 1}) turns it round.
 */
final class CompressedEdges {
    /** In place of the meeting edge: the path leads through a third detection event. */
    static final int THROUGH_EVENT = -1;

    private int count;

    /** Where path {@code e} begins; where it ends is {@code ends[e ^ 1]}, {@link DetectorGraph#BOUNDARY} or a node. */
    private int[] ends = new int[128];

    private long[] observables = new long[64];

    /** The edge of the graph on which the regions met, so that the path can be followed. */
    private int[] meetings = new int[64];

    int add(int from, int to, long flipped, int meeting) {
        int number = count++;
        if (number == meetings.length) {
            ends = Arrays.copyOf(ends, 4 * number);
            observables = Arrays.copyOf(observables, 2 * number);
            meetings = Arrays.copyOf(meetings, 2 * number);
        }
        ends[2 * number] = from;
        ends[2 * number + 1] = to;
        observables[number] = flipped;
        meetings[number] = meeting;
        return 2 * number;
    }

    int from(int edge) {
        return ends[edge];
    }

    int to(int edge) {
        return ends[edge ^ 1];
    }

    long observables(int edge) {
        return observables[edge >> 1];
    }

    int meeting(int edge) {
        return meetings[edge >> 1];
    }

    void clear() {
        count = 0;
    }
}
