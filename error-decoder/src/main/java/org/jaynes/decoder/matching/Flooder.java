package org.jaynes.decoder.matching;

import java.util.Arrays;

/**
 * Lets the regions of a shot grow and shrink over the detector graph and says when they meet.
 *
 * <p>Of all things that can happen at a node only the next one is queued; when its time comes the node is looked at
 * again. All lengths and times are integer weights. Those per node and in the queue are kept modulo 2^32: whatever is
 * compared differs by less than a few edges.
 */
final class Flooder {
    private static final int QUEUED = 1;
    private static final int WANTED = 2;
    private static final int TOUCHED = 4;

    /** No delay is as long. */
    private static final int NEVER = Integer.MAX_VALUE;

    /** Not the number of a half-edge. */
    private static final int NO_HALF = -1;

    private static final int BOUNDARY_HALF = -2;

    final DetectorGraph graph;
    final Regions regions = new Regions();
    final CompressedEdges edges = new CompressedEdges();
    private final EventQueue queue = new EventQueue();

    private final int[] firstHalf;
    private final int[] halfEdges;
    private final long[] observableMasks;

    /** The shot's weights; the graph's own unless a shot has changed some. */
    private int[] halves;

    private int[] boundaryWeights;

    /** The outermost region at each node, or 0. */
    final int[] top;

    /** A node's distance from the rim is the top region's radius plus this. */
    private final int[] wrapped;

    /** The region that reached the node, which may have become part of a blossom since. */
    final int[] arrived;

    /** The detection event from which the region reached the node. */
    final int[] source;

    /** The edge over which the region reached the node, -1 at a detection event. */
    final int[] cameBy;

    /** What lies between the source and the node flips these observables. */
    private final long[] crossed;

    /** The node that the region reached before this one, or -1. */
    private final int[] shellNext;

    /** When the node's entry in the queue is due. */
    private final int[] queuedAt;

    /** When the node is to be looked at, not before the entry is due. */
    private final int[] wantedAt;

    private final byte[] flags;
    private final int[] touched;
    private int touchedCount;

    private int[] area = new int[64];
    private int areaCount;
    private int[] stack = new int[16];

    /** The node of the last meeting, to be looked at again when it has been dealt with; or -1. */
    private int revisit = -1;

    /** What the last event is about. */
    int first;

    int second;
    int edge;

    Flooder(DetectorGraph graph) {
        this.graph = graph;
        this.firstHalf = graph.firstHalf;
        this.halfEdges = graph.halfEdges;
        this.observableMasks = graph.observableMasks;
        this.halves = graph.halves;
        this.boundaryWeights = graph.boundaryWeights;
        int nodes = graph.nodeCount;
        this.top = new int[nodes];
        this.wrapped = new int[nodes];
        this.arrived = new int[nodes];
        this.source = new int[nodes];
        this.cameBy = new int[nodes];
        this.crossed = new long[nodes];
        this.shellNext = new int[nodes];
        this.queuedAt = new int[nodes];
        this.wantedAt = new int[nodes];
        this.flags = new byte[nodes];
        this.touched = new int[nodes];
    }

    /** Takes the integer weights of the next shot. */
    void useWeights(ShotWeights weights) {
        halves = weights.halves();
        boundaryWeights = weights.boundaryWeights();
    }

    /** The weights in use. */
    int[] halves() {
        return halves;
    }

    int[] boundaryWeights() {
        return boundaryWeights;
    }

    long now() {
        return queue.now();
    }

    /** Makes a ball of radius 0 around a detection event, frozen. */
    int addBall(int node) {
        int region = regions.add(Regions.FROZEN, 0);
        top[node] = region;
        wrapped[node] = 0;
        arrived[node] = region;
        source[node] = node;
        cameBy[node] = -1;
        crossed[node] = 0;
        shellNext[node] = -1;
        regions.shell[region] = node;
        flags[node] = TOUCHED;
        touched[touchedCount++] = node;
        return region;
    }

    /** Empties all nodes and forgets all regions, in time proportional to what the shot has touched. */
    void clear() {
        for (int i = 0; i < touchedCount; i++) {
            top[touched[i]] = 0;
            flags[touched[i]] = 0;
        }
        touchedCount = 0;
        revisit = -1;
        regions.count = 0;
        edges.clear();
        queue.clear();
    }

    /** Goes on until something happens that matching must decide about. */
    FloodEvent run() {
        if (revisit >= 0) {
            int node = revisit;
            revisit = -1;
            if (regions.motion[top[node]] != Regions.SHRINKING) {
                schedule(node);
            }
        }
        while (true) {
            int next = queue.pop();
            if (next == EventQueue.NONE) {
                return FloodEvent.NONE;
            }
            FloodEvent event = next >= 0 ? lookIfDue(next) : shrink(~next);
            if (event != FloodEvent.NONE) {
                return event;
            }
        }
    }

    private FloodEvent lookIfDue(int node) {
        int state = flags[node];
        int now = (int) queue.now();
        if ((state & QUEUED) == 0 || queuedAt[node] != now) {
            return FloodEvent.NONE;
        }
        flags[node] = (byte) (state & ~QUEUED);
        if ((state & WANTED) == 0) {
            return FloodEvent.NONE;
        }
        if (wantedAt[node] != now) {
            want(node, wantedAt[node] - now);
            return FloodEvent.NONE;
        }
        flags[node] = (byte) (state & TOUCHED);
        int region = top[node];
        if (region == 0 || regions.motion[region] == Regions.FROZEN) {
            return lookAtStill(node, region);
        }
        // A shrinking region's nodes are looked at again when it stops.
        return regions.motion[region] == Regions.GROWING ? lookAtGrowing(node, region) : FloodEvent.NONE;
    }

    int radiusAt(int node, int region) {
        return (int) regions.intercept[region] + regions.motion[region] * (int) queue.now() + wrapped[node];
    }

    /** Lets a growing region go on from one of its nodes to where it has arrived, and finds whom it meets there. */
    private FloodEvent lookAtGrowing(int node, int region) {
        int radius = radiusAt(node, region);
        int meeting = NO_HALF;
        int soonest = NEVER;
        if (boundaryWeights[node] != DetectorGraph.NO_BOUNDARY) {
            soonest = boundaryWeights[node] - radius;
            if (soonest == 0) {
                meeting = BOUNDARY_HALF;
            }
        }
        for (int half = firstHalf[node], end = firstHalf[node + 1]; half < end; half++) {
            int neighbor = halves[2 * half];
            int other = top[neighbor];
            if (other == region) {
                continue;
            }
            int gap = halves[2 * half + 1] - radius;
            if (other == 0) {
                if (gap == 0) {
                    arrive(neighbor, node, half, region);
                    continue;
                }
            } else {
                int motion = regions.motion[other];
                if (motion == Regions.SHRINKING) {
                    continue;
                }
                gap = (gap - radiusAt(neighbor, other)) >> motion;
                if (gap == 0) {
                    meeting = half;
                }
            }
            soonest = Math.min(soonest, gap);
        }
        if (meeting == NO_HALF) {
            if (soonest != NEVER) {
                want(node, soonest);
            }
            return FloodEvent.NONE;
        }
        return meet(node, region, meeting);
    }

    /** Looks whether a growing region has arrived at an empty node or at one whose region does not move. */
    private FloodEvent lookAtStill(int node, int region) {
        long next = nextAtStill(node, region);
        int half = (int) next;
        if (half == NO_HALF) {
            return FloodEvent.NONE;
        }
        int delay = (int) (next >>> 32);
        if (delay > 0) {
            want(node, delay);
            return FloodEvent.NONE;
        }
        if (region != 0) {
            return meet(node, region, half);
        }
        int neighbor = halves[2 * half];
        arrive(node, neighbor, half, top[neighbor]);
        return FloodEvent.NONE;
    }

    private FloodEvent meet(int node, int region, int half) {
        revisit = node;
        first = region;
        if (half == BOUNDARY_HALF) {
            int graphEdge = graph.boundaryEdges[node];
            edge = edges.add(
                    source[node], DetectorGraph.BOUNDARY, crossed[node] ^ observableMasks[graphEdge], graphEdge);
            return FloodEvent.BOUNDARY_MET;
        }
        int neighbor = halves[2 * half];
        second = top[neighbor];
        edge = join(node, neighbor, halfEdges[half]);
        return FloodEvent.REGIONS_MET;
    }

    /** The path between the sources of two neighbours. */
    int join(int node, int neighbor, int graphEdge) {
        return edges.add(
                source[node],
                source[neighbor],
                crossed[node] ^ crossed[neighbor] ^ observableMasks[graphEdge],
                graphEdge);
    }

    private void arrive(int node, int from, int half, int region) {
        int graphEdge = halfEdges[half];
        top[node] = region;
        wrapped[node] = -(int) regions.radius(region, queue.now());
        arrived[node] = region;
        source[node] = source[from];
        cameBy[node] = graphEdge;
        crossed[node] = crossed[from] ^ observableMasks[graphEdge];
        shellNext[node] = regions.shell[region];
        regions.shell[region] = node;
        if ((flags[node] & TOUCHED) == 0) {
            flags[node] = TOUCHED;
            touched[touchedCount++] = node;
        }
        scheduleGrowing(node, region);
    }

    /** Finds out what happens next at a node of a region that does not shrink, or at an empty node. */
    void schedule(int node) {
        int region = top[node];
        if (region != 0 && regions.motion[region] == Regions.GROWING) {
            scheduleGrowing(node, region);
            return;
        }
        long next = nextAtStill(node, region);
        if ((int) next == NO_HALF) {
            flags[node] &= ~WANTED;
        } else {
            want(node, (int) (next >>> 32));
        }
    }

    private void scheduleGrowing(int node, int region) {
        int radius = radiusAt(node, region);
        int soonest = NEVER;
        if (boundaryWeights[node] != DetectorGraph.NO_BOUNDARY) {
            soonest = boundaryWeights[node] - radius;
        }
        for (int half = firstHalf[node], end = firstHalf[node + 1]; half < end; half++) {
            int neighbor = halves[2 * half];
            int other = top[neighbor];
            if (other == region) {
                continue;
            }
            int gap = halves[2 * half + 1] - radius;
            if (other != 0) {
                int motion = regions.motion[other];
                if (motion == Regions.SHRINKING) {
                    continue;
                }
                gap = (gap - radiusAt(neighbor, other)) >> motion;
            }
            soonest = Math.min(soonest, gap);
        }
        if (soonest == NEVER) {
            flags[node] &= ~WANTED;
        } else {
            want(node, soonest);
        }
    }

    /** Delay in the high word and half-edge in the low word of the next arrival of a neighbour's region. */
    private long nextAtStill(int node, int region) {
        int radius = region == 0 ? 0 : radiusAt(node, region);
        int soonest = NEVER;
        int soonestHalf = NO_HALF;
        for (int half = firstHalf[node], end = firstHalf[node + 1]; half < end; half++) {
            int neighbor = halves[2 * half];
            int other = top[neighbor];
            if (other != 0 && regions.motion[other] == Regions.GROWING) {
                int gap = halves[2 * half + 1] - radius - radiusAt(neighbor, other);
                if (gap < soonest) {
                    soonest = gap;
                    soonestHalf = half;
                }
            }
        }
        return ((long) soonest << 32) | (soonestHalf & 0xFFFFFFFFL);
    }

    private void want(int node, int delay) {
        assert delay >= 0 : "node " + node + " should have been looked at " + -delay + " ago";
        int now = (int) queue.now();
        wantedAt[node] = now + delay;
        int state = flags[node];
        if ((state & QUEUED) == 0 || queuedAt[node] - now > delay) {
            queuedAt[node] = now + delay;
            queue.push(delay, node);
        }
        flags[node] = (byte) (state | QUEUED | WANTED);
    }

    private FloodEvent shrink(int region) {
        if (regions.motion[region] != Regions.SHRINKING || untilShrunk(region) != 0) {
            return FloodEvent.NONE;
        }
        first = region;
        int last = regions.shell[region];
        if (last < 0) {
            return FloodEvent.BLOSSOM_EMPTY;
        }
        if (shellNext[last] < 0 && regions.firstChild[region] == 0) {
            return FloodEvent.BALL_EMPTY;
        }
        regions.shell[region] = shellNext[last];
        top[last] = 0;
        schedule(last);
        scheduleShrinking(region);
        return FloodEvent.NONE;
    }

    /** How long until a shrinking region leaves the node that it reached last. */
    private int untilShrunk(int region) {
        int last = regions.shell[region];
        return (int) regions.radius(region, queue.now()) + (last < 0 ? 0 : wrapped[last]);
    }

    private void scheduleShrinking(int region) {
        queue.push(untilShrunk(region), ~region);
    }

    void setGrowing(int region) {
        regions.setMotion(region, Regions.GROWING, queue.now());
        scheduleArea(region);
    }

    void setShrinking(int region) {
        regions.setMotion(region, Regions.SHRINKING, queue.now());
        scheduleShrinking(region);
    }

    void setFrozen(int region) {
        boolean shrinking = regions.motion[region] == Regions.SHRINKING;
        regions.setMotion(region, Regions.FROZEN, queue.now());
        if (shrinking) {
            // What grew towards it was not looked for while it gave way.
            scheduleArea(region);
        }
    }

    /** Looks again at all nodes of a region. */
    void scheduleArea(int region) {
        collectArea(region);
        for (int i = 0; i < areaCount; i++) {
            schedule(area[i]);
        }
    }

    /** Makes a growing blossom of the regions of a cycle, which {@link Regions#nextChild} links. */
    int wrap(int firstChild) {
        long now = queue.now();
        int blossom = regions.add(Regions.GROWING, -now);
        regions.firstChild[blossom] = firstChild;
        int child = firstChild;
        do {
            regions.setMotion(child, Regions.FROZEN, now);
            regions.blossom[child] = blossom;
            moveArea(child, blossom, (int) regions.intercept[child]);
            child = regions.nextChild[child];
        } while (child != firstChild);
        scheduleArea(blossom);
        return blossom;
    }

    /** Takes a blossom of radius 0 apart. Its parts are on their own then, frozen; nothing is scheduled. */
    void unwrap(int blossom) {
        int firstChild = regions.firstChild[blossom];
        int child = firstChild;
        do {
            regions.blossom[child] = 0;
            moveArea(child, child, -(int) regions.intercept[child]);
            child = regions.nextChild[child];
        } while (child != firstChild);
        regions.setMotion(blossom, Regions.FROZEN, queue.now());
        regions.gone[blossom] = true;
    }

    private void moveArea(int region, int newTop, int radius) {
        collectArea(region);
        for (int i = 0; i < areaCount; i++) {
            top[area[i]] = newTop;
            wrapped[area[i]] += radius;
        }
    }

    /** Lists the nodes of a region and of all its parts. */
    private void collectArea(int region) {
        areaCount = 0;
        int depth = 0;
        stack[depth++] = region;
        while (depth > 0) {
            int part = stack[--depth];
            for (int node = regions.shell[part]; node >= 0; node = shellNext[node]) {
                if (areaCount == area.length) {
                    area = Arrays.copyOf(area, 2 * areaCount);
                }
                area[areaCount++] = node;
            }
            int firstChild = regions.firstChild[part];
            if (firstChild != 0) {
                int child = firstChild;
                do {
                    if (depth == stack.length) {
                        stack = Arrays.copyOf(stack, 2 * depth);
                    }
                    stack[depth++] = child;
                    child = regions.nextChild[child];
                } while (child != firstChild);
            }
        }
    }
}
