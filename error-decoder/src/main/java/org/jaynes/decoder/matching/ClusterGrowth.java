package org.jaynes.decoder.matching;

/**
 * Grows the clusters of a shot until none is active. As in {@link Flooder}, the next thing that can happen at each node is
 * queued, and lengths per node are kept modulo 2^32.
 *
 * <p>The edges over which clusters have reached nodes or met form a forest: each joins what was apart before.
 */
final class ClusterGrowth {
    private static final int NEVER = Integer.MAX_VALUE;

    private final DetectorGraph graph;
    private final EventQueue queue = new EventQueue();
    final Clusters clusters = new Clusters();

    /** The cluster of each node, or 0. */
    final int[] cluster;

    /** How far growth has gone from a node is the growth of its cluster plus this. */
    private final int[] offset;

    private final int[] nextNode;
    private final int[] queuedAt;
    private final boolean[] queued;

    /** Number of edges of the forest at each node, and all their numbers combined by exclusive or. */
    final int[] degree;

    final int[] edgesXor;

    /** Nodes that belong to a cluster, in the order in which they came. */
    final int[] touched;

    int touchedCount;
    private int[] halves;
    private int[] boundaryWeights;
    private int activeCount;

    ClusterGrowth(DetectorGraph graph) {
        int nodes = graph.nodeCount;
        this.graph = graph;
        this.cluster = new int[nodes];
        this.offset = new int[nodes];
        this.nextNode = new int[nodes];
        this.queuedAt = new int[nodes];
        this.queued = new boolean[nodes];
        this.degree = new int[nodes];
        this.edgesXor = new int[nodes];
        this.touched = new int[nodes];
        this.halves = graph.halves;
        this.boundaryWeights = graph.boundaryWeights;
    }

    /** Starts a shot. */
    void clear(ShotWeights weights) {
        halves = weights.halves();
        boundaryWeights = weights.boundaryWeights();
        for (int i = 0; i < touchedCount; i++) {
            cluster[touched[i]] = 0;
            queued[touched[i]] = false;
        }
        touchedCount = 0;
        clusters.count = 0;
        activeCount = 0;
        queue.clear();
    }

    void addEvent(int node) {
        int added = clusters.add(node);
        touch(node, added);
        offset[node] = 0;
        nextNode[node] = -1;
        activeCount++;
    }

    private void touch(int node, int newCluster) {
        cluster[node] = newCluster;
        degree[node] = 0;
        edgesXor[node] = 0;
        touched[touchedCount++] = node;
    }

    /** Grows; false if a cluster with an odd number of events has nowhere to grow. */
    boolean grow() {
        for (int i = 0, events = touchedCount; i < events && activeCount > 0; i++) {
            look(touched[i]);
        }
        while (activeCount > 0) {
            int node = queue.pop();
            if (node == EventQueue.NONE) {
                return false;
            }
            if (queued[node] && queuedAt[node] == (int) queue.now()) {
                queued[node] = false;
                look(node);
            }
        }
        return true;
    }

    private int reach(int node) {
        return (int) clusters.growth(cluster[node], queue.now()) + offset[node];
    }

    /** Lets a cluster go on from a node to where it has arrived, and finds out when it arrives at the next place. */
    private void look(int node) {
        int own = cluster[node];
        if (clusters.motion[own] == 0) {
            return;
        }
        int reach = reach(node);
        int soonest = NEVER;
        for (int half = graph.firstHalf[node], end = graph.firstHalf[node + 1]; half < end; half++) {
            int neighbor = halves[2 * half];
            int other = cluster[neighbor];
            if (other == own) {
                continue;
            }
            int gap = halves[2 * half + 1] - reach;
            if (other == 0) {
                if (gap == 0) {
                    arrive(neighbor, own, graph.halfEdges[half]);
                    continue;
                }
            } else {
                gap = (gap - reach(neighbor)) >> clusters.motion[other];
                if (gap <= 0) {
                    join(own, other, graph.halfEdges[half]);
                    own = cluster[node];
                    if (clusters.motion[own] == 0) {
                        return;
                    }
                    continue;
                }
            }
            soonest = Math.min(soonest, gap);
        }
        int boundaryWeight = boundaryWeights[node];
        if (boundaryWeight != DetectorGraph.NO_BOUNDARY) {
            if (boundaryWeight <= reach) {
                clusters.boundaryNode[own] = node;
                stop(own);
                return;
            }
            soonest = Math.min(soonest, boundaryWeight - reach);
        }
        if (soonest != NEVER) {
            want(node, soonest);
        }
    }

    private void want(int node, int delay) {
        int now = (int) queue.now();
        if (!queued[node] || queuedAt[node] - now > delay) {
            queued[node] = true;
            queuedAt[node] = now + delay;
            queue.push(delay, node);
        }
    }

    private void arrive(int node, int own, int edge) {
        touch(node, own);
        offset[node] = -(int) clusters.growth(own, queue.now());
        nextNode[clusters.last[own]] = node;
        nextNode[node] = -1;
        clusters.last[own] = node;
        clusters.size[own]++;
        connect(edge);
        want(node, 0);
    }

    private void connect(int edge) {
        int a = graph.ends[2 * edge];
        int b = graph.ends[2 * edge + 1];
        degree[a]++;
        degree[b]++;
        edgesXor[a] ^= edge;
        edgesXor[b] ^= edge;
    }

    private void stop(int own) {
        clusters.setMotion(own, 0, queue.now());
        activeCount--;
    }

    private void join(int a, int b, int edge) {
        connect(edge);
        boolean larger = clusters.size[a] >= clusters.size[b];
        int into = larger ? a : b;
        int from = larger ? b : a;
        long now = queue.now();
        activeCount -= clusters.motion[a] + clusters.motion[b];
        int restartedFirst = -1;
        int restartedLast = -1;
        clusters.odd[into] ^= clusters.odd[from];
        if (clusters.boundaryNode[into] < 0) {
            clusters.boundaryNode[into] = clusters.boundaryNode[from];
        }
        int resting = clusters.motion[into] == 0 ? into : from;
        boolean anyResting = clusters.motion[resting] == 0;
        if (anyResting) {
            restartedFirst = clusters.first[resting];
            restartedLast = clusters.last[resting];
        }
        int shift = (int) (clusters.growth(from, now) - clusters.growth(into, now));
        for (int node = clusters.first[from]; node >= 0; node = nextNode[node]) {
            cluster[node] = into;
            offset[node] += shift;
        }
        nextNode[clusters.last[into]] = clusters.first[from];
        clusters.last[into] = clusters.last[from];
        clusters.size[into] += clusters.size[from];
        boolean active = clusters.active(into);
        clusters.setMotion(into, active ? 1 : 0, now);
        if (active) {
            activeCount++;
            if (anyResting) {
                restart(restartedFirst, restartedLast);
            }
        }
    }

    /** Looks again, soon, at nodes that have not been growing. */
    private void restart(int firstNode, int lastNode) {
        for (int node = firstNode; ; node = nextNode[node]) {
            want(node, 0);
            if (node == lastNode) {
                return;
            }
        }
    }
}
