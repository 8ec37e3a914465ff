package org.jaynes.decoder.matching;

import java.util.Arrays;
import org.jaynes.decoder.TooLargeException;

/**
 * The edges of a graph while it is built, in the order in which they first occur. Parallel errors make one edge: their
 * probabilities combine as of independent errors, and the observables are those of the first.
 */
final class EdgeList {
    /** Four numbers of each edge must fit an array. */
    private static final int LIMIT = (1 << 29) - 1;

    private int count;
    private int[] ends = new int[64];
    private double[] weights = new double[32];
    private int[] firstObservable = new int[33];
    private int[] observables = new int[32];

    /** Hash table with linear probing: edge numbers plus one. */
    private int[] table = new int[128];

    /**
     * Adds an error or merges it into its edge.
     *
     * @param a a node
     * @param b another node, or {@link DetectorGraph#BOUNDARY}
     * @param weight {@code ln((1 - p) / p)}
     * @param flipped holds the observables from {@code from} to {@code to}
     * @return the edge
     */
    int merge(int a, int b, double weight, int[] flipped, int from, int to) {
        int slot = slot(a, b);
        if (table[slot] != 0) {
            int edge = table[slot] - 1;
            weights[edge] = independent(weight, weights[edge]);
            return edge;
        }
        if (count == LIMIT) {
            throw new TooLargeException("the model has more than %d edges; matching takes no more".formatted(LIMIT));
        }
        int edge = count++;
        if (count > weights.length) {
            weights = Arrays.copyOf(weights, 2 * edge);
            ends = Arrays.copyOf(ends, 4 * edge);
            firstObservable = Arrays.copyOf(firstObservable, 2 * edge + 1);
        }
        ends[2 * edge] = a;
        ends[2 * edge + 1] = b;
        weights[edge] = weight;
        int end = firstObservable[edge] + to - from;
        if (end > observables.length) {
            observables = Arrays.copyOf(observables, Math.max(end, 2 * observables.length));
        }
        System.arraycopy(flipped, from, observables, firstObservable[edge], to - from);
        firstObservable[edge + 1] = end;
        table[slot] = count;
        if (2 * count > table.length) {
            rehash();
        }
        return edge;
    }

    /** The edge between two nodes or a node and the boundary, or -1. */
    int find(int a, int b) {
        return table[slot(a, b)] - 1;
    }

    /** The weight of an edge on which one of two independent errors happens, but not both. */
    static double independent(double a, double b) {
        double least = Math.copySign(1, a) * Math.copySign(1, b) * Math.min(Math.abs(a), Math.abs(b));
        return least
                + StrictMath.log(1 + StrictMath.exp(-Math.abs(a + b)))
                - StrictMath.log(1 + StrictMath.exp(-Math.abs(a - b)));
    }

    private int slot(int a, int b) {
        int low = Math.min(a, b);
        int high = Math.max(a, b);
        long hash = ((long) high << 32 ^ low) * 0x9E3779B97F4A7C15L;
        int slot = (int) (hash >>> 33) & table.length - 1;
        while (table[slot] != 0) {
            int edge = table[slot] - 1;
            if (Math.min(ends[2 * edge], ends[2 * edge + 1]) == low
                    && Math.max(ends[2 * edge], ends[2 * edge + 1]) == high) {
                break;
            }
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private void rehash() {
        table = new int[2 * table.length];
        for (int edge = 0; edge < count; edge++) {
            table[slot(ends[2 * edge], ends[2 * edge + 1])] = edge + 1;
        }
    }

    /** Gives an edge another weight. */
    void replace(int edge, double weight) {
        weights[edge] = weight;
    }

    int count() {
        return count;
    }

    double weight(int edge) {
        return weights[edge];
    }

    int[] ends() {
        return Arrays.copyOf(ends, 2 * count);
    }

    double[] weights() {
        return Arrays.copyOf(weights, count);
    }

    int[] firstObservable() {
        return Arrays.copyOf(firstObservable, count + 1);
    }

    int[] observables() {
        return Arrays.copyOf(observables, firstObservable[count]);
    }
}
