package org.jaynes.plan;

import java.util.Arrays;
import java.util.List;

/**
 * Which elements of a pass have to come before which others: on each wire, what mixes it keeps its place among all that
 * touch it, and what only reads it may change places with what else only reads it.
 */
final class Precedence {
    private final int[] successors;
    private final int[] firstSuccessor;
    private final int[] predecessorCount;

    Precedence(List<Element> elements) {
        Edges edges = new Edges(elements.size());
        int[] lastMixing = new int[Long.SIZE];
        Arrays.fill(lastMixing, -1);
        int[][] readersSince = new int[Long.SIZE][4];
        int[] readerCount = new int[Long.SIZE];
        for (int i = 0; i < elements.size(); i++) {
            for (long rest = elements.get(i).readers(); rest != 0; rest &= rest - 1) {
                int wire = Long.numberOfTrailingZeros(rest);
                edges.add(lastMixing[wire], i);
                if (readerCount[wire] == readersSince[wire].length) {
                    readersSince[wire] = Arrays.copyOf(readersSince[wire], 2 * readerCount[wire]);
                }
                readersSince[wire][readerCount[wire]++] = i;
            }
            for (long rest = elements.get(i).targets(); rest != 0; rest &= rest - 1) {
                int wire = Long.numberOfTrailingZeros(rest);
                edges.add(lastMixing[wire], i);
                for (int r = 0; r < readerCount[wire]; r++) {
                    edges.add(readersSince[wire][r], i);
                }
                readerCount[wire] = 0;
                lastMixing[wire] = i;
            }
        }
        predecessorCount = edges.incoming;
        firstSuccessor = edges.firstOutgoing();
        successors = edges.outgoing(firstSuccessor);
    }

    /** Pairs of elements, the first before the second. */
    private static final class Edges {
        private final int[] incoming;
        private int[] from = new int[16];
        private int[] to = new int[16];
        private int count;

        Edges(int elements) {
            incoming = new int[elements];
        }

        void add(int before, int after) {
            if (before < 0) {
                return;
            }
            if (count == from.length) {
                from = Arrays.copyOf(from, 2 * count);
                to = Arrays.copyOf(to, 2 * count);
            }
            from[count] = before;
            to[count++] = after;
            incoming[after]++;
        }

        int[] firstOutgoing() {
            int[] first = new int[incoming.length + 1];
            for (int i = 0; i < count; i++) {
                first[from[i] + 1]++;
            }
            for (int i = 0; i < incoming.length; i++) {
                first[i + 1] += first[i];
            }
            return first;
        }

        int[] outgoing(int[] first) {
            int[] next = first.clone();
            int[] result = new int[count];
            for (int i = 0; i < count; i++) {
                result[next[from[i]]++] = to[i];
            }
            return result;
        }
    }

    /** Whether nothing has to come before an element any more. */
    boolean isReady(int element) {
        return predecessorCount[element] == 0;
    }

    /** The elements that have to come after an element are {@code successor(i)} for i from here to {@link #end}. */
    int begin(int element) {
        return firstSuccessor[element];
    }

    int end(int element) {
        return firstSuccessor[element + 1];
    }

    int successor(int position) {
        return successors[position];
    }

    /** Says that one of the elements before an element has been placed; true if nothing has to come before it now. */
    boolean removePredecessor(int element) {
        return --predecessorCount[element] == 0;
    }

    /** Takes back {@link #removePredecessor}. */
    void addPredecessor(int element) {
        predecessorCount[element]++;
    }
}
