package org.jaynes.decoder.matching;

import java.util.Arrays;

/**
 * The regions of one shot: balls around detection events, and blossoms, which are odd cycles of regions that act as one.
 * Numbered from 1 in the order in which they are made, balls first; 0 is none. A number is not used again in the shot.
 *
 * <p>The radius of a region at time t is {@code intercept + motion * t}; it is the region's dual variable. A region inside
 * a blossom is frozen.
 */
final class Regions {
    static final int SHRINKING = -1;
    static final int FROZEN = 0;
    static final int GROWING = 1;

    /** In {@link #partner}: matched to the boundary. */
    static final int BOUNDARY = -1;

    int count;
    int[] motion = new int[0];
    long[] intercept = new long[0];

    /** The blossom that a region is part of, or 0. */
    int[] blossom = new int[0];

    /** Regions of the cycle inside a blossom, each naming the next; 0 for a ball and for a blossom that is no more. */
    int[] firstChild = new int[0];

    int[] nextChild = new int[0];

    /** The edge from a region to the next one in the cycle. */
    int[] edgeToNext = new int[0];

    /** The region that it is matched to, {@link #BOUNDARY}, or 0. */
    int[] partner = new int[0];

    /** The edge of the match, from this region. */
    int[] matchEdge = new int[0];

    /** The node of an alternating tree that holds the region, or 0. */
    int[] treeNode = new int[0];

    /** The node that the region reached last, or -1; the nodes before it are linked. Not those of its parts. */
    int[] shell = new int[0];

    /** Whether a blossom has fallen apart. */
    boolean[] gone = new boolean[0];

    /** Makes room for this many regions. */
    void reserve(int regions) {
        if (regions < motion.length) {
            return;
        }
        int size = Math.max(64, 2 * regions);
        motion = Arrays.copyOf(motion, size);
        intercept = Arrays.copyOf(intercept, size);
        blossom = Arrays.copyOf(blossom, size);
        firstChild = Arrays.copyOf(firstChild, size);
        nextChild = Arrays.copyOf(nextChild, size);
        edgeToNext = Arrays.copyOf(edgeToNext, size);
        partner = Arrays.copyOf(partner, size);
        matchEdge = Arrays.copyOf(matchEdge, size);
        treeNode = Arrays.copyOf(treeNode, size);
        shell = Arrays.copyOf(shell, size);
        gone = Arrays.copyOf(gone, size);
    }

    /** A new region without nodes, on its own. */
    int add(int itsMotion, long itsIntercept) {
        int region = ++count;
        reserve(region);
        motion[region] = itsMotion;
        intercept[region] = itsIntercept;
        blossom[region] = 0;
        firstChild[region] = 0;
        partner[region] = 0;
        treeNode[region] = 0;
        shell[region] = -1;
        gone[region] = false;
        return region;
    }

    long radius(int region, long now) {
        return intercept[region] + motion[region] * now;
    }

    /** Changes the motion and keeps the radius of the moment. */
    void setMotion(int region, int newMotion, long now) {
        intercept[region] += (motion[region] - newMotion) * now;
        motion[region] = newMotion;
    }

    /** The part of a blossom that holds this region, which is somewhere inside it. */
    int partOf(int blossomRegion, int inner) {
        int part = inner;
        while (blossom[part] != blossomRegion) {
            part = blossom[part];
        }
        return part;
    }
}
