package org.jaynes.decoder.matching;

import java.util.Arrays;

/**
 * The clusters of one shot: sets of nodes that have grown together. Numbered from 1; 0 is none. When two join, one of the
 * numbers goes on.
 *
 * <p>A cluster is active while it has an odd number of events and no boundary. The growth of a cluster at time t is
 * {@code intercept + motion * t}.
 */
final class Clusters {
    int count;
    int[] motion = new int[64];
    long[] intercept = new long[64];
    boolean[] odd = new boolean[64];

    /** A node of the cluster whose boundary edge is full, or -1. */
    int[] boundaryNode = new int[64];

    /** The nodes, linked, from the first to the last. */
    int[] first = new int[64];

    int[] last = new int[64];
    int[] size = new int[64];

    /** A cluster of one detection event that grows. */
    int add(int node) {
        int cluster = ++count;
        if (cluster == motion.length) {
            int length = 2 * cluster;
            motion = Arrays.copyOf(motion, length);
            intercept = Arrays.copyOf(intercept, length);
            odd = Arrays.copyOf(odd, length);
            boundaryNode = Arrays.copyOf(boundaryNode, length);
            first = Arrays.copyOf(first, length);
            last = Arrays.copyOf(last, length);
            size = Arrays.copyOf(size, length);
        }
        motion[cluster] = 1;
        intercept[cluster] = 0;
        odd[cluster] = true;
        boundaryNode[cluster] = -1;
        first[cluster] = node;
        last[cluster] = node;
        size[cluster] = 1;
        return cluster;
    }

    boolean active(int cluster) {
        return odd[cluster] && boundaryNode[cluster] < 0;
    }

    long growth(int cluster, long now) {
        return intercept[cluster] + motion[cluster] * now;
    }

    void setMotion(int cluster, int newMotion, long now) {
        intercept[cluster] += (motion[cluster] - newMotion) * now;
        motion[cluster] = newMotion;
    }
}
