package org.jaynes.decoder.matching;

import java.util.Arrays;
import org.jaynes.decoder.DecoderSession;
import org.jaynes.decoder.ShotPriors;
import org.jspecify.annotations.Nullable;

/** Decodes shots by union-find, one after the other. */
public final class UnionFindSession implements DecoderSession {
    private final DetectorGraph graph;
    private final ShotWeights weights;
    private final ClusterGrowth growth;
    private final int words;
    private final long[] observables;
    private final boolean[] parity;
    private int[] leaves = new int[64];
    private int leafCount;
    private boolean converged;
    private long integerWeight;

    UnionFindSession(DetectorGraph graph) {
        this.graph = graph;
        this.weights = new ShotWeights(graph);
        this.growth = new ClusterGrowth(graph);
        this.words = (graph.nodeCount + 63) / 64;
        this.observables = new long[(graph.observableCount + 63) / 64];
        this.parity = new boolean[graph.nodeCount];
    }

    /**
     * {@inheritDoc}
     *
     * <p>If an odd number of events lies in a part of the graph that has no boundary, the session has not converged and
     * predicts no flips.
     */
    @Override
    public boolean decode(long[] shots, int offset, @Nullable ShotPriors priors) {
        weights.restore();
        if (priors != null) {
            weights.apply(priors);
        }
        growth.clear(weights);
        long[] negative = weights.negativeDetectors();
        for (int word = 0; word < words; word++) {
            long rest = shots[offset + word] ^ negative[word];
            while (rest != 0) {
                int node = (word << 6) + Long.numberOfTrailingZeros(rest);
                rest &= rest - 1;
                parity[node] = true;
                growth.addEvent(node);
            }
        }
        System.arraycopy(weights.negativeObservables(), 0, observables, 0, observables.length);
        integerWeight = weights.negativeSum();
        converged = growth.grow();
        if (converged) {
            peel();
        } else {
            Arrays.fill(observables, 0);
        }
        for (int i = 0; i < growth.touchedCount; i++) {
            parity[growth.touched[i]] = false;
        }
        return converged;
    }

    /** Takes leaves off the forest; an edge belongs to the solution if the leaf that hangs on it has odd parity. */
    private void peel() {
        int[] degree = growth.degree;
        leafCount = 0;
        for (int i = 0; i < growth.touchedCount; i++) {
            addLeaf(growth.touched[i]);
        }
        while (leafCount > 0) {
            int leaf = leaves[--leafCount];
            if (degree[leaf] != 1) {
                continue;
            }
            int edge = growth.edgesXor[leaf];
            int other = graph.otherEnd(edge, leaf);
            degree[leaf] = 0;
            degree[other]--;
            growth.edgesXor[other] ^= edge;
            if (parity[leaf]) {
                parity[leaf] = false;
                parity[other] ^= true;
                flip(edge);
            }
            addLeaf(other);
        }
        Clusters clusters = growth.clusters;
        for (int cluster = 1; cluster <= clusters.count; cluster++) {
            int node = clusters.boundaryNode[cluster];
            if (node >= 0 && parity[node]) {
                parity[node] = false;
                flip(graph.boundaryEdges[node]);
            }
        }
    }

    /** Lists a node if it is a leaf, unless its cluster is to be emptied through it into the boundary. */
    private void addLeaf(int node) {
        if (growth.degree[node] == 1 && growth.clusters.boundaryNode[growth.cluster[node]] != node) {
            if (leafCount == leaves.length) {
                leaves = Arrays.copyOf(leaves, 2 * leafCount);
            }
            leaves[leafCount++] = node;
        }
    }

    private void flip(int edge) {
        graph.flipObservables(edge, observables);
        integerWeight += weights.magnitude(edge);
    }

    @Override
    public boolean converged() {
        return converged;
    }

    @Override
    public long observables(int word) {
        return observables[word];
    }

    @Override
    public double weight() {
        return converged ? graph.weightOf(integerWeight) : Double.POSITIVE_INFINITY;
    }
}
