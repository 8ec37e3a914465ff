package org.jaynes.decoder.matching;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The graph on which matching decoders work. Immutable.
 *
 * <p>Nodes are the detectors. An edge is what one or several errors do that flip the same two detectors, or the same one
 * detector (a boundary edge). Its weight is {@code ln((1 - p) / p)}.
 *
 * <p>Integer weights are multiples of four: a weight times {@link #scale}, rounded, times four. Halves of them are even,
 * so that balls that start with half an edge as radius meet at whole times. A negative weight is kept as its absolute
 * value; the edge then counts as present in every shot, and matching decides where to take it out again.
 */
final class DetectorGraph {
    /** Absolute weights round to this many steps at most; PyMatching's number of distinct weights less one. */
    static final int GREATEST_ROUNDED = (1 << 24) - 1;

    /** The most steps of a weight that a shot's priors make: eight times the greatest in the model. */
    static final int GREATEST_IN_SHOT = 8 * GREATEST_ROUNDED;

    /** The other end of a boundary edge. */
    static final int BOUNDARY = -1;

    /** In place of a boundary edge's weight where a node has none; no sum with it overflows. */
    static final int NO_BOUNDARY = 1 << 30;

    final int nodeCount;
    final int edgeCount;
    final int observableCount;

    /** Ends of each edge: {@code ends[2 e]} and {@code ends[2 e + 1]}, which is {@link #BOUNDARY} or another node. */
    final int[] ends;

    /** Weight of each edge, signed. */
    final double[] weights;

    /** Integer weight of each edge, signed. */
    final int[] integerWeights;

    /** Steps per unit of weight; an integer weight divided by {@code 4 * scale} is the weight. */
    final double scale;

    /** The observables that edge {@code e} flips, where there are at most 64; 0 elsewhere. */
    final long[] observableMasks;

    /** Lists of observables: those of edge {@code e} are {@code observables[firstObservable[e] .. [e + 1])}. */
    final int[] firstObservable;

    final int[] observables;

    /** Half-edges of node {@code u}: numbers {@code firstHalf[u]} to {@code firstHalf[u + 1] - 1}, lightest first. */
    final int[] firstHalf;

    /** Half-edge {@code h}: its neighbour in {@code halves[2 h]}, its integer weight, not negative, behind it. */
    final int[] halves;

    /** The edge of each half-edge. */
    final int[] halfEdges;

    /** Integer weight of each node's boundary edge, not negative, or {@link #NO_BOUNDARY}. */
    final int[] boundaryWeights;

    /** Each node's boundary edge, or -1. */
    final int[] boundaryEdges;

    /** Where edge {@code e} stands in {@link #halves}: at {@code halvesOf[2 e]} and {@code [2 e + 1]}, -1 for none. */
    final int[] halvesOf;

    /** What the edges with negative weight do together: bit set of detectors. */
    final long[] negativeDetectors;

    /** What the edges with negative weight do together: bit set of observables. */
    final long[] negativeObservables;

    /** The edges of negative weight. */
    final int[] negativeEdges;

    /** Sum of the negative integer weights. */
    final long negativeSum;

    /** Which errors make up each edge, and the other way round. */
    final ErrorEdges errorEdges;

    DetectorGraph(EdgeList edges, int nodeCount, int observableCount, double scale, ErrorEdges errorEdges) {
        this.nodeCount = nodeCount;
        this.edgeCount = edges.count();
        this.observableCount = observableCount;
        this.ends = edges.ends();
        this.weights = edges.weights();
        this.scale = scale;
        this.firstObservable = edges.firstObservable();
        this.observables = edges.observables();
        this.observableMasks = observableMasks();
        this.errorEdges = errorEdges;
        this.boundaryWeights = new int[nodeCount];
        this.boundaryEdges = new int[nodeCount];
        this.firstHalf = new int[nodeCount + 1];
        this.halvesOf = new int[2 * edgeCount];
        this.integerWeights =
                Arrays.stream(weights).mapToInt(this::integerWeight).toArray();
        int[] magnitudes = Arrays.stream(integerWeights).map(Math::abs).toArray();
        fillBoundary(magnitudes);
        this.halfEdges = sortedHalves(magnitudes);
        this.halves = new int[2 * halfEdges.length];
        fillHalves(magnitudes);
        this.negativeDetectors = new long[(nodeCount + 63) / 64];
        this.negativeObservables = new long[(observableCount + 63) / 64];
        this.negativeEdges = IntStream.range(0, edgeCount)
                .filter(edge -> integerWeights[edge] < 0)
                .toArray();
        long sum = 0;
        for (int edge : negativeEdges) {
            flip(edge, negativeDetectors, negativeObservables);
            sum += integerWeights[edge];
        }
        this.negativeSum = sum;
    }

    /** A weight in steps, times four; a weight of a shot's priors is cut at {@link #GREATEST_IN_SHOT}. */
    int integerWeight(double weight) {
        double rounded = Math.floor(Math.abs(weight * scale) + 0.5);
        int magnitude = 4 * (int) Math.min(GREATEST_IN_SHOT, rounded);
        return weight < 0 ? -magnitude : magnitude;
    }

    /** A sum of integer weights as a weight. */
    double weightOf(long integerWeight) {
        return (integerWeight >> 1) / (2 * scale);
    }

    /** The end of an edge that is not this node. */
    int otherEnd(int edge, int node) {
        return ends[2 * edge] == node ? ends[2 * edge + 1] : ends[2 * edge];
    }

    boolean isBoundary(int edge) {
        return ends[2 * edge + 1] == BOUNDARY;
    }

    /** Whether an edge begins and ends at one node: it is never part of a matching. */
    boolean isLoop(int edge) {
        return ends[2 * edge] == ends[2 * edge + 1];
    }

    private long[] observableMasks() {
        long[] masks = new long[edgeCount];
        if (observableCount <= 64) {
            for (int edge = 0; edge < edgeCount; edge++) {
                for (int i = firstObservable[edge]; i < firstObservable[edge + 1]; i++) {
                    masks[edge] ^= 1L << observables[i];
                }
            }
        }
        return masks;
    }

    private void fillBoundary(int[] magnitudes) {
        Arrays.fill(boundaryWeights, NO_BOUNDARY);
        Arrays.fill(boundaryEdges, -1);
        for (int edge = 0; edge < edgeCount; edge++) {
            if (isBoundary(edge)) {
                boundaryWeights[ends[2 * edge]] = magnitudes[edge];
                boundaryEdges[ends[2 * edge]] = edge;
            }
        }
    }

    /** Counts the half-edges of each node into {@link #firstHalf} and lists their edges, lightest first. */
    private int[] sortedHalves(int[] magnitudes) {
        long[] byWeight = new long[edgeCount];
        int inner = 0;
        for (int edge = 0; edge < edgeCount; edge++) {
            if (!isBoundary(edge) && !isLoop(edge)) {
                byWeight[inner++] = (long) magnitudes[edge] << 32 | edge;
                firstHalf[ends[2 * edge] + 1]++;
                firstHalf[ends[2 * edge + 1] + 1]++;
            }
        }
        Arrays.sort(byWeight, 0, inner);
        for (int node = 0; node < nodeCount; node++) {
            firstHalf[node + 1] += firstHalf[node];
        }
        int[] next = Arrays.copyOf(firstHalf, nodeCount);
        int[] sorted = new int[2 * inner];
        for (int i = 0; i < inner; i++) {
            int edge = (int) byWeight[i];
            sorted[next[ends[2 * edge]]++] = edge;
            sorted[next[ends[2 * edge + 1]]++] = edge;
        }
        return sorted;
    }

    private void fillHalves(int[] magnitudes) {
        Arrays.fill(halvesOf, -1);
        for (int node = 0; node < nodeCount; node++) {
            for (int half = firstHalf[node]; half < firstHalf[node + 1]; half++) {
                int edge = halfEdges[half];
                halves[2 * half] = otherEnd(edge, node);
                halves[2 * half + 1] = magnitudes[edge];
                halvesOf[2 * edge + (ends[2 * edge] == node ? 0 : 1)] = half;
            }
        }
    }

    /** Flips what an edge flips in bit sets of detectors and observables. */
    void flip(int edge, long[] detectors, long[] flippedObservables) {
        int a = ends[2 * edge];
        int b = ends[2 * edge + 1];
        detectors[a >> 6] ^= 1L << a;
        // A loop flips its detector twice.
        if (b != BOUNDARY) {
            detectors[b >> 6] ^= 1L << b;
        }
        flipObservables(edge, flippedObservables);
    }

    /** Flips the observables of an edge in a bit set. */
    void flipObservables(int edge, long[] flippedObservables) {
        for (int i = firstObservable[edge]; i < firstObservable[edge + 1]; i++) {
            flippedObservables[observables[i] >> 6] ^= 1L << observables[i];
        }
    }
}
