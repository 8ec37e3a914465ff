package org.jaynes.decoder.matching;

import java.util.Arrays;

/**
 * Matches the detection events of a shot with least total weight: the primal side of the blossom algorithm, as in
 * Higgott and Gidney, arXiv:2303.15933, section 2. Each detection event that is not matched yet is the root of an
 * alternating tree; {@link Flooder} says which regions meet.
 *
 * <p>Differs from there in the start: before anything grows, each ball is given the greatest radius for which no two
 * balls can overlap whatever the radii of the others, and balls that touch already are matched. Most errors flip two
 * neighbours or one detector at the boundary, far from others; these never enter the queue.
 */
final class Matcher {
    final Flooder flooder;
    private final Regions regions;
    private final CompressedEdges edges;
    private final Trees trees = new Trees();

    /** Unmatched regions; when there are none the shot is decoded. */
    private int treeCount;

    /** Whether the half-edges of each node are in order of their weights. */
    private boolean ascending;

    private int[] events = new int[16];
    private int eventCount;
    private int[] matches = new int[0];
    private int matchCount;
    private int[] scratch = new int[16];
    private int scratchCount;

    Matcher(Flooder flooder) {
        this.flooder = flooder;
        this.regions = flooder.regions;
        this.edges = flooder.edges;
    }

    /** Starts a shot. */
    void clear(ShotWeights weights) {
        flooder.clear();
        flooder.useWeights(weights);
        ascending = weights.isUnchanged();
        matchCount = 0;
        trees.clear();
        eventCount = 0;
        treeCount = 0;
    }

    /** Adds the detection events of 64 detectors. */
    void addEvents(int firstNode, long bits) {
        long rest = bits;
        if (eventCount + 64 > events.length) {
            events = Arrays.copyOf(events, Math.max(2 * events.length, eventCount + 64));
            regions.reserve(events.length);
        }
        while (rest != 0) {
            int node = firstNode + Long.numberOfTrailingZeros(rest);
            rest &= rest - 1;
            events[eventCount++] = node;
            flooder.addBall(node);
        }
    }

    int eventCount() {
        return eventCount;
    }

    /**
     * Matches all events that were added.
     *
     * @return false if no perfect matching exists: a component of the graph without boundary has an odd number of events
     */
    boolean match() {
        if (eventCount == 0) {
            return true;
        }
        start();
        while (treeCount > 0) {
            switch (flooder.run()) {
                case NONE -> {
                    return false;
                }
                case REGIONS_MET -> regionsMet(flooder.first, flooder.second, flooder.edge);
                case BOUNDARY_MET -> boundaryMet(flooder.first, flooder.edge);
                case BLOSSOM_EMPTY -> blossomEmpty(flooder.first);
                case BALL_EMPTY -> ballEmpty(flooder.first);
            }
        }
        return true;
    }

    /**
     * Gives each ball half the distance to the nearest event among its neighbours as radius, or the distance to the
     * boundary or to the nearest empty neighbour if that is less, and matches pairs that touch.
     */
    private void start() {
        DetectorGraph graph = flooder.graph;
        int[] halves = flooder.halves();
        int[] boundaryWeights = flooder.boundaryWeights();
        int[] top = flooder.top;
        for (int region = 1; region <= eventCount; region++) {
            int node = events[region - 1];
            int radius = boundaryWeights[node];
            int meeting = -1;
            for (int half = graph.firstHalf[node], end = graph.firstHalf[node + 1]; half < end; half++) {
                int weight = halves[2 * half + 1];
                if (ascending && weight >> 1 >= radius) {
                    break;
                }
                if (top[halves[2 * half]] != 0) {
                    if (weight >> 1 < radius) {
                        radius = weight >> 1;
                        meeting = half;
                    }
                } else if (weight < radius) {
                    radius = weight;
                    meeting = -2;
                }
            }
            if (radius == DetectorGraph.NO_BOUNDARY) {
                radius = 0;
                meeting = -2;
            }
            regions.intercept[region] = radius;
            if (regions.partner[region] == 0) {
                matchTouching(region, node, meeting);
            }
        }
        for (int region = 1; region <= eventCount; region++) {
            if (regions.partner[region] == 0) {
                regions.motion[region] = Regions.GROWING;
                regions.treeNode[region] = trees.add(0, region, 0);
                treeCount++;
            }
        }
        if (treeCount > 0) {
            for (int region = 1; region <= eventCount; region++) {
                if (regions.partner[region] == 0) {
                    flooder.schedule(events[region - 1]);
                }
            }
        }
    }

    /** Matches a ball to the boundary, or to an earlier ball, where it touches it. */
    private void matchTouching(int region, int node, int meeting) {
        if (meeting == -1) {
            int graphEdge = flooder.graph.boundaryEdges[node];
            regions.partner[region] = Regions.BOUNDARY;
            regions.matchEdge[region] =
                    edges.add(node, DetectorGraph.BOUNDARY, flooder.graph.observableMasks[graphEdge], graphEdge);
        } else if (meeting >= 0) {
            int neighbor = flooder.halves()[2 * meeting];
            int other = flooder.top[neighbor];
            if (other < region
                    && regions.partner[other] == 0
                    && regions.intercept[other] == regions.intercept[region]) {
                pair(region, other, flooder.join(node, neighbor, flooder.graph.halfEdges[meeting]));
            }
        }
    }

    private void pair(int region, int other, int edge) {
        regions.partner[region] = other;
        regions.partner[other] = region;
        regions.matchEdge[region] = edge;
        regions.matchEdge[other] = edge ^ 1;
    }

    private void regionsMet(int a, int b, int edge) {
        int treeA = regions.treeNode[a];
        int treeB = regions.treeNode[b];
        if (treeA == 0) {
            metMatched(b, a, edge ^ 1);
        } else if (treeB == 0) {
            metMatched(a, b, edge);
        } else {
            int ancestor = trees.commonAncestor(treeA, treeB);
            if (ancestor != 0) {
                makeBlossom(treeA, treeB, ancestor, edge);
            } else {
                dissolve(treeA);
                dissolve(treeB);
                pair(a, b, edge);
            }
        }
    }

    private void boundaryMet(int region, int edge) {
        dissolve(regions.treeNode[region]);
        regions.partner[region] = Regions.BOUNDARY;
        regions.matchEdge[region] = edge;
    }

    /** A region of a tree has met one that is matched: the pair joins the tree, or the boundary comes free. */
    private void metMatched(int region, int matched, int edge) {
        int partner = regions.partner[matched];
        if (partner == Regions.BOUNDARY) {
            dissolve(regions.treeNode[region]);
            pair(region, matched, edge);
            return;
        }
        int node = trees.add(matched, partner, regions.matchEdge[matched]);
        trees.attach(node, regions.treeNode[region], edge ^ 1);
        regions.treeNode[matched] = node;
        regions.treeNode[partner] = node;
        regions.partner[matched] = 0;
        regions.partner[partner] = 0;
        flooder.setShrinking(matched);
        flooder.setGrowing(partner);
    }

    /**
     * Matches all regions of a tree but the outer region of one node: from that node to the root each inner region with
     * the outer region above it, elsewhere each with its own. All are frozen, that one too.
     */
    private void dissolve(int node) {
        treeCount--;
        int child = node;
        while (trees.inner[child] != 0) {
            int above = trees.parent[child];
            pair(trees.inner[child], trees.outer[above], trees.parentEdge[child]);
            child = above;
        }
        int root = child;
        scratchCount = 0;
        push(root);
        for (int i = 0; i < scratchCount; i++) {
            int member = scratch[i];
            int outer = trees.outer[member];
            int inner = trees.inner[member];
            // The path has paired its inner regions; elsewhere none is.
            if (inner != 0 && regions.partner[inner] == 0) {
                pair(inner, outer, trees.innerEdge[member]);
            }
            regions.treeNode[outer] = 0;
            flooder.setFrozen(outer);
            for (int below = trees.firstChild[member]; below != 0; below = trees.nextSibling[below]) {
                push(below);
            }
        }
        // Last, when nothing of this tree grows any more.
        for (int i = 1; i < scratchCount; i++) {
            int inner = trees.inner[scratch[i]];
            regions.treeNode[inner] = 0;
            flooder.setFrozen(inner);
        }
        for (int i = 0; i < scratchCount; i++) {
            trees.remove(scratch[i]);
        }
    }

    private void push(int value) {
        if (scratchCount == scratch.length) {
            scratch = Arrays.copyOf(scratch, 2 * scratchCount);
        }
        scratch[scratchCount++] = value;
    }

    /** Two outer regions of one tree have met: they and the tree between them become one outer region. */
    private void makeBlossom(int nodeA, int nodeB, int ancestor, int edge) {
        // The cycle: from A up to the ancestor, down to B, and over the new edge back to A.
        int first = trees.outer[nodeA];
        int last = first;
        int toNext = edge;
        for (int node = nodeA; node != ancestor; node = trees.parent[node]) {
            link(last, trees.inner[node], trees.innerEdge[node] ^ 1);
            int outer = trees.outer[trees.parent[node]];
            link(trees.inner[node], outer, trees.parentEdge[node]);
            last = outer;
        }
        scratchCount = 0;
        for (int node = nodeB; node != ancestor; node = trees.parent[node]) {
            push(node);
        }
        for (int i = scratchCount - 1; i >= 0; i--) {
            int node = scratch[i];
            link(last, trees.inner[node], trees.parentEdge[node] ^ 1);
            link(trees.inner[node], trees.outer[node], trees.innerEdge[node]);
            last = trees.outer[node];
        }
        link(last, first, toNext ^ 1);
        absorb(nodeA, ancestor);
        absorb(nodeB, ancestor);
        regions.treeNode[trees.outer[ancestor]] = 0;
        int blossom = flooder.wrap(first);
        trees.outer[ancestor] = blossom;
        regions.treeNode[blossom] = ancestor;
    }

    private void link(int region, int next, int edge) {
        regions.nextChild[region] = next;
        regions.edgeToNext[region] = edge;
    }

    /** Removes the tree nodes from one up to an ancestor and hands what hangs from them to the ancestor. */
    private void absorb(int from, int ancestor) {
        int node = from;
        while (node != ancestor) {
            int above = trees.parent[node];
            trees.detach(node);
            int child = trees.firstChild[node];
            while (child != 0) {
                int next = trees.nextSibling[child];
                trees.attach(child, ancestor, trees.parentEdge[child]);
                child = next;
            }
            regions.treeNode[trees.inner[node]] = 0;
            regions.treeNode[trees.outer[node]] = 0;
            trees.remove(node);
            node = above;
        }
    }

    /** An inner ball has shrunk to its centre: the outer regions on both sides of it meet there. */
    private void ballEmpty(int region) {
        int node = regions.treeNode[region];
        int above = trees.parent[node];
        int up = trees.parentEdge[node];
        int across = trees.innerEdge[node];
        int edge = edges.add(
                edges.to(up),
                edges.to(across),
                edges.observables(up) ^ edges.observables(across),
                CompressedEdges.THROUGH_EVENT);
        regionsMet(trees.outer[above], trees.outer[node], edge);
    }

    /**
     * An inner blossom has shrunk to nothing. Of its cycle, the path of odd length between the two places where the tree
     * enters and leaves joins the tree; the others are matched in pairs.
     */
    private void blossomEmpty(int blossom) {
        int node = regions.treeNode[blossom];
        int entry = regions.partOf(blossom, flooder.arrived[edges.from(trees.parentEdge[node])]);
        int exit = regions.partOf(blossom, flooder.arrived[edges.from(trees.innerEdge[node])]);
        flooder.unwrap(blossom);
        int steps = 0;
        for (int part = entry; part != exit; part = regions.nextChild[part]) {
            steps++;
        }
        if (steps % 2 != 0) {
            reverseCycle(entry);
        }
        int above = trees.parent[node];
        int edgeUp = trees.parentEdge[node];
        trees.detach(node);
        int part = entry;
        while (part != exit) {
            int outer = regions.nextChild[part];
            int joined = trees.add(part, outer, regions.edgeToNext[part]);
            trees.attach(joined, above, edgeUp);
            regions.treeNode[part] = joined;
            regions.treeNode[outer] = joined;
            above = joined;
            edgeUp = regions.edgeToNext[outer] ^ 1;
            part = regions.nextChild[outer];
        }
        trees.inner[node] = exit;
        regions.treeNode[exit] = node;
        trees.attach(node, above, edgeUp);
        setMotions(entry, exit);
    }

    /** Sets a cycle that has been a blossom in motion: inner, outer, ..., inner from entry to exit, then pairs. */
    private void setMotions(int entry, int exit) {
        // First all that shrinks, so that what is looked for afterwards is not looked for in vain.
        for (int part = entry; ; part = regions.nextChild[regions.nextChild[part]]) {
            flooder.setShrinking(part);
            if (part == exit) {
                break;
            }
        }
        for (int part = entry; part != exit; part = regions.nextChild[regions.nextChild[part]]) {
            flooder.setGrowing(regions.nextChild[part]);
        }
        for (int part = regions.nextChild[exit]; part != entry; ) {
            int other = regions.nextChild[part];
            pair(part, other, regions.edgeToNext[part]);
            flooder.scheduleArea(part);
            flooder.scheduleArea(other);
            part = regions.nextChild[other];
        }
    }

    /** Turns the links of a cycle round. */
    private void reverseCycle(int start) {
        int part = start;
        int next = regions.nextChild[part];
        int edge = regions.edgeToNext[part];
        do {
            int after = regions.nextChild[next];
            int edgeAfter = regions.edgeToNext[next];
            regions.nextChild[next] = part;
            regions.edgeToNext[next] = edge ^ 1;
            part = next;
            next = after;
            edge = edgeAfter;
        } while (part != start);
    }

    /** Hands the match of each blossom down to its parts, so that every ball is matched. */
    void openBlossoms() {
        for (int blossom = regions.count; blossom > eventCount; blossom--) {
            if (regions.gone[blossom]) {
                continue;
            }
            int edge = regions.matchEdge[blossom];
            int part = regions.partOf(blossom, flooder.arrived[edges.from(edge)]);
            regions.matchEdge[part] = edge;
            int next = regions.nextChild[part];
            while (next != part) {
                int other = regions.nextChild[next];
                regions.matchEdge[next] = regions.edgeToNext[next];
                regions.matchEdge[other] = regions.edgeToNext[next] ^ 1;
                next = regions.nextChild[other];
            }
        }
    }

    /** The integer weight of the matching: the sum of all radii. */
    long weight() {
        long sum = 0;
        for (int region = 1; region <= regions.count; region++) {
            sum += regions.intercept[region];
        }
        return sum;
    }

    /** The compressed edge that matches an event, of even number for one event of a pair; blossoms must be open. */
    int path(int event) {
        return regions.matchEdge[event + 1];
    }

    /** The number of matches; blossoms must be open. */
    int matchCount() {
        if (matches.length < eventCount) {
            matches = new int[events.length];
        }
        matchCount = 0;
        for (int event = 0; event < eventCount; event++) {
            if ((path(event) & 1) == 0) {
                matches[matchCount++] = path(event);
            }
        }
        return matchCount;
    }

    int matchFirst(int match) {
        return edges.from(matches[match]);
    }

    int matchSecond(int match) {
        return edges.to(matches[match]);
    }

    /** The observables that the matched paths flip together, where there are at most 64; blossoms must be open. */
    long observables() {
        long flipped = 0;
        for (int region = 1; region <= eventCount; region++) {
            int edge = regions.matchEdge[region];
            if ((edge & 1) == 0) {
                flipped ^= edges.observables(edge);
            }
        }
        return flipped;
    }
}
