/*
 * Union-find (JaynesUnionFindArguments): classes EventQueue, Clusters, ClusterGrowth and UnionFindSession for one
 * thread, and the proof that clusters are matched best. Functions and their order of work are theirs; lengths per node
 * are kept modulo 2^32 as there.
 */
#ifndef JAYNES_UNION_FIND_CUH
#define JAYNES_UNION_FIND_CUH

#include "block.cuh"

namespace jaynes {

constexpr uint32_t kNone = 0xFFFFFFFFu;
constexpr int32_t kNever = 0x7FFFFFFF;
constexpr int32_t kNoBoundary = 1 << 30;

/* Events in the order of time: a radix heap whose buckets are lists, last in first out for the present, first in first
 * out for the others. */
struct EventQueue {
    JaynesUnionFindEntry* entries;
    uint32_t* first;
    uint32_t* last;
    uint32_t capacity;
    uint32_t fresh = 0; /* entries that have never been used */
    uint32_t free = kNone;
    uint64_t used = 0;
    int64_t now = 0;
    bool is_full = false;

    __device__ __forceinline__ EventQueue(JaynesUnionFindEntry* entries_, uint32_t* first_, uint32_t* last_,
                                          uint32_t capacity_)
        : entries(entries_), first(first_), last(last_), capacity(capacity_) {}

    __device__ __forceinline__ void place(int64_t time, uint32_t entry) {
        uint32_t bucket = 64 - (uint32_t)__clzll((long long)(now ^ time));
        bool is_used = (used >> bucket & 1) != 0;
        if (bucket == 0) {
            entries[entry].next = is_used ? first[0] : kNone;
            first[0] = entry;
        } else {
            entries[entry].next = kNone;
            if (is_used) {
                entries[last[bucket]].next = entry;
            } else {
                first[bucket] = entry;
            }
            last[bucket] = entry;
        }
        used |= 1ull << bucket;
    }

    __device__ __forceinline__ void push(int32_t delay, uint32_t node) {
        uint32_t entry = free;
        if (entry != kNone) {
            free = entries[entry].next;
        } else if (fresh < capacity) {
            entry = fresh++;
        } else {
            is_full = true;
            return;
        }
        int64_t time = now + delay;
        entries[entry].time = (uint32_t)time;
        entries[entry].node = node;
        place(time, entry);
    }

    /* The next node, or kNone. */
    __device__ __forceinline__ uint32_t pop() {
        if ((used & 1) == 0) {
            if (used == 0) {
                return kNone;
            }
            refill();
        }
        uint32_t entry = first[0];
        first[0] = entries[entry].next;
        if (first[0] == kNone) {
            used &= ~1ull;
        }
        entries[entry].next = free;
        free = entry;
        return entries[entry].node;
    }

    __device__ __forceinline__ int32_t delay(uint32_t entry) const {
        return (int32_t)(entries[entry].time - (uint32_t)now);
    }

    __device__ __forceinline__ void refill() {
        uint32_t bucket = (uint32_t)__ffsll((long long)used) - 1;
        used &= used - 1;
        int32_t least = kNever;
        for (uint32_t entry = first[bucket]; entry != kNone; entry = entries[entry].next) {
            least = min(least, delay(entry));
        }
        now += least;
        for (uint32_t entry = first[bucket]; entry != kNone;) {
            uint32_t next = entries[entry].next;
            place(now + delay(entry), entry);
            entry = next;
        }
    }
};

/* Decoding of one shot. */
struct UnionFind {
    const JaynesUnionFindArguments& a;
    JaynesUnionFindNode* nodes;
    JaynesUnionFindCluster* clusters;
    uint32_t* touched;
    uint32_t* leaves;
    uint32_t* solution;
    EventQueue queue;
    uint64_t* prediction;
    int64_t weight;
    uint32_t touched_count = 0;
    uint32_t cluster_count = 0;
    uint32_t leaf_count = 0;
    uint32_t solution_count = 0;
    int32_t active_count = 0;
    bool is_left = false; /* to the CPU */

    __device__ __forceinline__ UnionFind(const JaynesUnionFindArguments& arguments, unsigned char* memory,
                                         uint64_t shot)
        : a(arguments),
          nodes(reinterpret_cast<JaynesUnionFindNode*>(memory)),
          clusters(reinterpret_cast<JaynesUnionFindCluster*>(nodes + a.node_count)),
          touched(reinterpret_cast<uint32_t*>(entries_of(*this) + a.queue_capacity)),
          leaves(touched + a.node_count),
          solution(leaves + a.node_count),
          queue(entries_of(*this), solution + a.node_count, solution + a.node_count + JAYNES_UNION_FIND_BUCKETS,
                a.queue_capacity),
          prediction(pointer<uint64_t>(a.predictions) + shot * a.observable_words),
          weight(0) {}

    static __device__ __forceinline__ JaynesUnionFindEntry* entries_of(const UnionFind& u) {
        return reinterpret_cast<JaynesUnionFindEntry*>(u.clusters + u.a.node_count + 1);
    }

    __device__ __forceinline__ void touch(uint32_t node, uint32_t cluster) {
        nodes[node].cluster = cluster;
        nodes[node].origin = cluster;
        nodes[node].degree = 0;
        nodes[node].edges_xor = 0;
        touched[touched_count++] = node;
    }

    __device__ __forceinline__ void add_event(uint32_t node) {
        uint32_t added = ++cluster_count;
        clusters[added] = JaynesUnionFindCluster{0, 1, -1, (int32_t)node, (int32_t)node, 1, 1, 0, 0, 0};
        touch(node, added);
        nodes[node].offset = 0;
        nodes[node].next = -1;
        nodes[node].flags = JAYNES_UNION_FIND_ODD;
        active_count++;
    }

    __device__ __forceinline__ int64_t growth(uint32_t cluster) const {
        return clusters[cluster].intercept + clusters[cluster].motion * queue.now;
    }

    __device__ __forceinline__ uint32_t reach(uint32_t node) const {
        return (uint32_t)growth(nodes[node].cluster) + nodes[node].offset;
    }

    __device__ __forceinline__ void set_motion(uint32_t cluster, int32_t motion) {
        clusters[cluster].intercept += (clusters[cluster].motion - motion) * queue.now;
        clusters[cluster].motion = motion;
    }

    __device__ __forceinline__ void want(uint32_t node, int32_t delay) {
        uint32_t now = (uint32_t)queue.now;
        if (!(nodes[node].flags & JAYNES_UNION_FIND_QUEUED) || (int32_t)(nodes[node].queued_at - now) > delay) {
            nodes[node].flags |= JAYNES_UNION_FIND_QUEUED;
            nodes[node].queued_at = now + (uint32_t)delay;
            queue.push(delay, node);
        }
    }

    __device__ __forceinline__ void connect(uint32_t edge) {
        const int32_t* ends = pointer<const int32_t>(a.ends) + 2 * (uint64_t)edge;
        for (int end = 0; end < 2; end++) {
            nodes[ends[end]].degree++;
            nodes[ends[end]].edges_xor ^= edge;
        }
    }

    __device__ __forceinline__ void arrive(uint32_t node, uint32_t own, uint32_t edge) {
        touch(node, own);
        nodes[node].offset = 0u - (uint32_t)growth(own);
        nodes[clusters[own].last].next = (int32_t)node;
        nodes[node].next = -1;
        clusters[own].last = (int32_t)node;
        clusters[own].size++;
        connect(edge);
        want(node, 0);
    }

    __device__ __forceinline__ void join(uint32_t one, uint32_t other, uint32_t edge) {
        connect(edge);
        bool larger = clusters[one].size >= clusters[other].size;
        uint32_t into = larger ? one : other;
        uint32_t from = larger ? other : one;
        active_count -= clusters[one].motion + clusters[other].motion;
        clusters[into].events += clusters[from].events;
        if (clusters[into].boundary_node < 0) {
            clusters[into].boundary_node = clusters[from].boundary_node;
        }
        uint32_t resting = clusters[into].motion == 0 ? into : from;
        bool any_resting = clusters[resting].motion == 0;
        int32_t restarted_first = clusters[resting].first;
        int32_t restarted_last = clusters[resting].last;
        uint32_t shift = (uint32_t)(growth(from) - growth(into));
        for (int32_t node = clusters[from].first; node >= 0; node = nodes[node].next) {
            nodes[node].cluster = into;
            nodes[node].offset += shift;
        }
        nodes[clusters[into].last].next = clusters[from].first;
        clusters[into].last = clusters[from].last;
        clusters[into].size += clusters[from].size;
        bool active = clusters[into].events % 2 != 0 && clusters[into].boundary_node < 0;
        set_motion(into, active ? 1 : 0);
        if (active) {
            active_count++;
            if (any_resting) {
                restart(restarted_first, restarted_last);
            }
        }
    }

    __device__ __forceinline__ void restart(int32_t first, int32_t last) {
        for (int32_t node = first;; node = nodes[node].next) {
            want((uint32_t)node, 0);
            if (node == last) {
                return;
            }
        }
    }

    __device__ __forceinline__ void look(uint32_t node) {
        uint32_t own = nodes[node].cluster;
        if (clusters[own].motion == 0) {
            return;
        }
        uint32_t own_reach = reach(node);
        int32_t soonest = kNever;
        const uint32_t* first_half = pointer<const uint32_t>(a.first_half);
        for (uint32_t half = first_half[node], end = first_half[node + 1]; half < end; half++) {
            const int32_t* ahead = pointer<const int32_t>(a.halves) + 2 * (uint64_t)half;
            uint32_t neighbor = (uint32_t)ahead[0];
            uint32_t other = nodes[neighbor].cluster;
            if (other == own) {
                continue;
            }
            int32_t gap = (int32_t)((uint32_t)ahead[1] - own_reach);
            if (other == 0) {
                if (gap == 0) {
                    arrive(neighbor, own, pointer<const uint32_t>(a.half_edges)[half]);
                    continue;
                }
            } else {
                gap = (int32_t)((uint32_t)gap - reach(neighbor)) >> clusters[other].motion;
                if (gap <= 0) {
                    join(own, other, pointer<const uint32_t>(a.half_edges)[half]);
                    own = nodes[node].cluster;
                    if (clusters[own].motion == 0) {
                        return;
                    }
                    continue;
                }
            }
            soonest = min(soonest, gap);
        }
        int32_t boundary_weight = pointer<const int32_t>(a.boundary_weights)[node];
        if (boundary_weight != kNoBoundary) {
            if (boundary_weight <= (int32_t)own_reach) {
                clusters[own].boundary_node = (int32_t)node;
                set_motion(own, 0);
                active_count--;
                return;
            }
            soonest = min(soonest, (int32_t)((uint32_t)boundary_weight - own_reach));
        }
        if (soonest != kNever) {
            want(node, soonest);
        }
    }

    /* Grows; false if a cluster with an odd number of events has nowhere to grow, or if the shot is left to the CPU. */
    __device__ __forceinline__ bool grow() {
        uint32_t events = touched_count;
        for (uint32_t i = 0; active_count > 0 && !is_left;) {
            uint32_t node;
            if (i < events) {
                node = touched[i++];
            } else {
                node = queue.pop();
                if (node == kNone) {
                    return false;
                }
                if (!(nodes[node].flags & JAYNES_UNION_FIND_QUEUED) || nodes[node].queued_at != (uint32_t)queue.now) {
                    continue;
                }
                nodes[node].flags &= ~(uint32_t)JAYNES_UNION_FIND_QUEUED;
            }
            look(node);
            is_left = is_left || queue.is_full;
        }
        return !is_left;
    }

    __device__ __forceinline__ void flip(uint32_t edge) {
        const uint32_t* first = pointer<const uint32_t>(a.first_observable);
        for (uint32_t i = first[edge]; i < first[edge + 1]; i++) {
            uint32_t observable = pointer<const uint32_t>(a.observables)[i];
            prediction[observable / 64] ^= 1ull << (observable % 64);
        }
        weight += pointer<const int32_t>(a.magnitudes)[edge];
    }

    /* Lists an edge of the solution; its cluster is that of one of its ends. */
    __device__ __forceinline__ void solve_by(uint32_t edge, uint32_t node) {
        solution[solution_count++] = edge;
        clusters[nodes[node].cluster].gap -= pointer<const int32_t>(a.magnitudes)[edge];
    }

    __device__ __forceinline__ void add_leaf(uint32_t node) {
        if (nodes[node].degree == 1 && clusters[nodes[node].cluster].boundary_node != (int32_t)node) {
            leaves[leaf_count++] = node;
        }
    }

    __device__ __forceinline__ void peel() {
        for (uint32_t i = 0; i < touched_count; i++) {
            add_leaf(touched[i]);
        }
        while (leaf_count > 0) {
            uint32_t leaf = leaves[--leaf_count];
            if (nodes[leaf].degree != 1) {
                continue;
            }
            uint32_t edge = nodes[leaf].edges_xor;
            const int32_t* ends = pointer<const int32_t>(a.ends) + 2 * (uint64_t)edge;
            uint32_t other = (uint32_t)((uint32_t)ends[0] == leaf ? ends[1] : ends[0]);
            nodes[leaf].degree = 0;
            nodes[other].degree--;
            nodes[other].edges_xor ^= edge;
            if (nodes[leaf].flags & JAYNES_UNION_FIND_ODD) {
                nodes[leaf].flags ^= JAYNES_UNION_FIND_ODD;
                nodes[other].flags ^= JAYNES_UNION_FIND_ODD;
                solve_by(edge, leaf);
            }
            add_leaf(other);
        }
        for (uint32_t cluster = 1; cluster <= cluster_count; cluster++) {
            int32_t node = clusters[cluster].boundary_node;
            if (node >= 0 && (nodes[node].flags & JAYNES_UNION_FIND_ODD)) {
                nodes[node].flags ^= JAYNES_UNION_FIND_ODD;
                solve_by((uint32_t)pointer<const int32_t>(a.boundary_edges)[node], (uint32_t)node);
            }
        }
    }

    __device__ __forceinline__ bool is_proven(uint32_t node) const {
        return nodes[node].cluster != 0 && clusters[nodes[node].cluster].is_proven;
    }

    /* Whether the radii are a dual solution around a node. */
    __device__ __forceinline__ bool is_feasible(uint32_t node) const {
        int64_t own_reach = (int32_t)reach(node);
        const uint32_t* first_half = pointer<const uint32_t>(a.first_half);
        for (uint32_t half = first_half[node], end = first_half[node + 1]; half < end; half++) {
            const int32_t* ahead = pointer<const int32_t>(a.halves) + 2 * (uint64_t)half;
            uint32_t neighbor = (uint32_t)ahead[0];
            int64_t beyond = is_proven(neighbor) ? (int32_t)reach(neighbor) : 0;
            bool same = is_proven(neighbor) && nodes[neighbor].origin == nodes[node].origin;
            if (same ? beyond < own_reach - ahead[1] : own_reach + beyond > ahead[1]) {
                return false;
            }
        }
        return own_reach >= 0 && own_reach <= pointer<const int32_t>(a.boundary_weights)[node];
    }

    /* Finds the clusters that are proven, now that the solution is peeled. The events are the nodes that were touched
     * first. A cluster that fails may leave its neighbours without a reason to. */
    __device__ __forceinline__ void prove(uint32_t event_count) {
        for (uint32_t i = 0; i < event_count; i++) {
            clusters[nodes[touched[i]].cluster].gap += (int32_t)reach(touched[i]);
        }
        for (uint32_t cluster = 1; cluster <= cluster_count; cluster++) {
            clusters[cluster].is_proven = clusters[cluster].events <= 2 && clusters[cluster].gap == 0;
        }
        for (uint32_t i = 0; i < touched_count; i++) {
            if (is_proven(touched[i]) && !is_feasible(touched[i])) {
                clusters[nodes[touched[i]].cluster].is_proven = 0;
            }
        }
    }

    /* The outcome of a shot of which some events are not proven: leaves the CPU these, and the balls of the others. */
    __device__ __forceinline__ uint64_t leave_rest(uint32_t event_count) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < touched_count; i++) {
            count += is_proven(touched[i]) || i < event_count;
        }
        uint64_t first = a.ball_capacity == 0 ? 0 : atomicAdd(pointer<unsigned long long>(a.ball_count), count);
        if (first + count > a.ball_capacity) {
            return JAYNES_UNION_FIND_LEFT;
        }
        JaynesUnionFindBall* ball = pointer<JaynesUnionFindBall>(a.balls) + first;
        for (uint32_t i = 0; i < touched_count; i++) {
            if (is_proven(touched[i])) {
                *ball++ = JaynesUnionFindBall{touched[i], (int32_t)reach(touched[i])};
            } else if (i < event_count) {
                *ball++ = JaynesUnionFindBall{touched[i], JAYNES_UNION_FIND_EVENT};
            }
        }
        return JAYNES_UNION_FIND_LEFT | JAYNES_UNION_FIND_PART | (uint64_t)count << JAYNES_UNION_FIND_COUNT_SHIFT |
               first << 32;
    }

    /* The outcome of a shot that grew to the end; flips what it or its proven part flips. */
    __device__ __forceinline__ uint64_t predict(uint32_t event_count) {
        uint64_t outcome = JAYNES_UNION_FIND_SOLVED;
        if (a.certify) {
            prove(event_count);
            uint32_t proven = 0;
            for (uint32_t i = 0; i < event_count; i++) {
                proven += is_proven(touched[i]);
            }
            if (proven < event_count) {
                outcome = proven == 0 ? JAYNES_UNION_FIND_LEFT : leave_rest(event_count);
            }
        }
        if (outcome == JAYNES_UNION_FIND_SOLVED) {
            weight += a.negative_sum;
            for (uint32_t word = 0; word < a.observable_words; word++) {
                prediction[word] = pointer<const uint64_t>(a.negative_observables)[word];
            }
        }
        for (uint32_t i = 0; i < solution_count && outcome != JAYNES_UNION_FIND_LEFT; i++) {
            uint32_t end = (uint32_t)pointer<const int32_t>(a.ends)[2 * (uint64_t)solution[i]];
            if (outcome == JAYNES_UNION_FIND_SOLVED || is_proven(end)) {
                flip(solution[i]);
            }
        }
        return outcome;
    }

    __device__ __forceinline__ double weight_of(uint64_t outcome) const {
        if ((outcome & JAYNES_UNION_FIND_PART) != 0) {
            return (double)weight;
        }
        return outcome == JAYNES_UNION_FIND_SOLVED ? (double)(weight >> 1) / a.weight_divisor
                                                   : __longlong_as_double(0x7FF0000000000000ll);
    }

    __device__ __forceinline__ void decode(uint64_t shot) {
        const uint64_t* events = pointer<const uint64_t>(a.shots) + shot * a.detector_words;
        for (uint32_t word = 0; word < a.detector_words; word++) {
            uint64_t rest = events[word] ^ pointer<const uint64_t>(a.negative_detectors)[word];
            for (; rest != 0; rest &= rest - 1) {
                add_event(64 * word + (uint32_t)__ffsll((long long)rest) - 1);
            }
        }
        for (uint32_t word = 0; word < a.observable_words; word++) {
            prediction[word] = 0;
        }
        uint32_t event_count = touched_count;
        uint64_t outcome;
        if (grow()) {
            peel();
            outcome = predict(event_count);
        } else {
            outcome = is_left ? JAYNES_UNION_FIND_LEFT : 0;
        }
        pointer<double>(a.solution_weights)[shot] = weight_of(outcome);
        pointer<uint64_t>(a.outcomes)[shot] = outcome;
        for (uint32_t i = 0; i < touched_count; i++) {
            nodes[touched[i]].cluster = 0;
            nodes[touched[i]].flags = 0;
        }
    }
};

static __device__ __forceinline__ void run_union_find(const JaynesUnionFindArguments& a) {
    require_launch(JAYNES_UNION_FIND_MAXIMUM_THREADS, 0);
    uint64_t thread = (uint64_t)blockIdx.x * blockDim.x + threadIdx.x;
    unsigned char* memory = pointer<unsigned char>(a.states) + thread * a.state_bytes;
    unsigned long long* queue = pointer<unsigned long long>(a.next_shot);
    for (uint64_t shot = atomicAdd(queue, 1ull); shot < a.shot_count; shot = atomicAdd(queue, 1ull)) {
        UnionFind(a, memory, shot).decode(shot);
    }
}

}  // namespace jaynes

#endif
