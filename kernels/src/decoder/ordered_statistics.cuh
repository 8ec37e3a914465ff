/*
 * Ordered statistics (JaynesOrderedStatisticsArguments), a shot for each block. The columns that are next in the order
 * are reduced together, a warp for each; a pivot then changes the others of the panel as it changes T, so that what the
 * warps hold is always T times a column. Weights are whole numbers: sums have no order.
 */
#ifndef JAYNES_ORDERED_STATISTICS_CUH
#define JAYNES_ORDERED_STATISTICS_CUH

#include "elimination.cuh"
#include "reliability_order.cuh"
#include "solution.cuh"

namespace jaynes {

/* The lightest candidate so far: the solution of the pivots alone until one is lighter. */
struct Candidate {
    int32_t weight = 0;
    uint64_t index = 0;

    __device__ __forceinline__ void offer(uint32_t other_weight, uint64_t other_index) {
        if ((int32_t)other_weight < weight) {
            weight = (int32_t)other_weight;
            index = other_index;
        }
    }
};

/* What the columns of the order are after elimination. */
struct DependentColumns {
    const uint32_t* order;
    uint32_t count;
    uint32_t moved; /* so many are at the start of the order, the others lie where they were */
    uint32_t rest;  /* and start here */

    __device__ __forceinline__ uint32_t operator[](uint32_t i) const {
        return order[i < moved ? i : rest + (i - moved)];
    }
};

struct OrderedStatistics {
    const JaynesOrderedStatisticsArguments& a;
    const EliminationState& s;

    /* Makes pivots of the first independent columns of the order; the columns that are none move to its start. */
    __device__ __forceinline__ DependentColumns eliminate(uint32_t* order) {
        uint32_t warp = threadIdx.x / JAYNES_WARP;
        uint32_t warps = blockDim.x / JAYNES_WARP;
        uint32_t moved = 0;
        uint32_t next = 0;
        uint32_t rank = 0;
        while (next < a.column_count && rank < a.row_count) {
            if (a.search == JAYNES_ORDERED_STATISTICS_ZERO && s.is_solved()) {
                break;
            }
            uint32_t width = min(warps, a.column_count - next);
            if (warp < width) {
                s.reduce(a, order[next + warp], s.panel + (uint64_t)warp * s.words);
            }
            __syncthreads();
            for (uint32_t position = 0; position < width;) {
                uint32_t found = s.find_pivot(position, width);
                if (threadIdx.x == 0) {
                    for (uint32_t dependent = position; dependent < found; dependent++) {
                        order[moved + (dependent - position)] = order[next + dependent];
                    }
                }
                moved += found - position;
                if (found < width) {
                    s.pivot(found, width, order[next + found], rank);
                    rank++;
                }
                position = found + 1;
            }
            next += width;
        }
        __syncthreads();
        return {order, moved + (a.column_count - next), moved, next};
    }

    /* What it adds to the weight to change the solution at the pivot of a row. */
    __device__ __forceinline__ uint32_t added_weight(uint32_t row) const {
        if (row >= a.row_count || !s.has_pivot(row)) {
            return 0;
        }
        uint32_t weight = pointer<const uint32_t>(a.whole_weights)[s.pivot_column[row]];
        return s.bit(s.right, row) ? 0u - weight : weight;
    }

    __device__ __forceinline__ void tabulate_added_weights() {
        for (uint32_t i = threadIdx.x; i < s.words * 8 * 16; i += blockDim.x) {
            uint32_t sum = 0;
            for (uint32_t rest = i % 16; rest != 0; rest &= rest - 1) {
                sum += added_weight(i / 16 * 4 + (uint32_t)__popc((rest & (0u - rest)) - 1));
            }
            s.added[i] = sum;
        }
        __syncthreads();
    }

    __device__ __forceinline__ uint32_t added_weight_of(uint32_t word, uint32_t change) const {
        uint32_t sum = 0;
        JAYNES_UNROLL
        for (uint32_t part = 0; part < 8; part++) {
            sum += s.added[(word * 8 + part) * 16 + (change >> (4 * part) & 15)];
        }
        return sum;
    }

    static __device__ __forceinline__ uint32_t warp_sum(uint32_t value) {
        JAYNES_UNROLL
        for (int step = 1; step < JAYNES_WARP; step *= 2) {
            value += __shfl_xor_sync(kAllLanes, value, step);
        }
        return value;
    }

    __device__ __forceinline__ uint32_t weight_of(uint32_t column) const {
        return pointer<const uint32_t>(a.whole_weights)[column];
    }

    /* Each dependent column alone; keeps the first ones. */
    __device__ __forceinline__ void try_singles(const DependentColumns& dependent, uint32_t kept, Candidate& best) {
        for (uint32_t i = threadIdx.x / JAYNES_WARP; i < dependent.count; i += blockDim.x / JAYNES_WARP) {
            uint32_t column = dependent[i];
            uint32_t added = 0;
            for (uint32_t word = threadIdx.x % JAYNES_WARP; word < s.words; word += JAYNES_WARP) {
                uint32_t change = s.reduced_word(a, column, word);
                if (i < kept) {
                    s.kept[(uint64_t)i * s.words + word] = change;
                }
                added += added_weight_of(word, change);
            }
            best.offer(weight_of(column) + warp_sum(added), i);
        }
        __syncthreads();
    }

    __device__ __forceinline__ void try_pairs(const DependentColumns& dependent, uint32_t kept, Candidate& best) {
        for (uint32_t i = 0; i < kept; i++) {
            for (uint32_t j = i + 1 + threadIdx.x / JAYNES_WARP; j < kept; j += blockDim.x / JAYNES_WARP) {
                uint32_t added = 0;
                for (uint32_t word = threadIdx.x % JAYNES_WARP; word < s.words; word += JAYNES_WARP) {
                    added += added_weight_of(word, s.kept_word(i, word) ^ s.kept_word(j, word));
                }
                best.offer(weight_of(dependent[i]) + weight_of(dependent[j]) + warp_sum(added),
                           dependent.count + (uint64_t)i * kept + j);
            }
        }
    }

    /* The sum of the kept columns of a set, into the panel's row of the warp. */
    __device__ __forceinline__ void combine(uint32_t set, uint32_t* sum) {
        for (uint32_t word = threadIdx.x % JAYNES_WARP; word < s.words; word += JAYNES_WARP) {
            uint32_t bits = 0;
            for (uint32_t rest = set; rest != 0; rest &= rest - 1) {
                bits ^= s.kept_word((uint32_t)__popc((rest & (0u - rest)) - 1), word);
            }
            sum[word] = bits;
        }
    }

    /* All sets of the kept columns in the order of a Gray code, of which each warp has a part. */
    __device__ __forceinline__ void try_combinations(const DependentColumns& dependent, uint32_t kept,
                                                     Candidate& best) {
        uint32_t warp = threadIdx.x / JAYNES_WARP;
        uint32_t warps = blockDim.x / JAYNES_WARP;
        for (uint32_t i = warp; i < kept; i += warps) {
            s.reduce(a, dependent[i], s.kept + (uint64_t)i * s.words);
        }
        __syncthreads();
        uint32_t steps = (1u << kept) - 1;
        uint32_t share = (steps + warps - 1) / warps;
        uint32_t first = min(1 + warp * share, steps + 1);
        uint32_t end = min(first + share, steps + 1);
        uint32_t chosen = (first - 1) ^ (first - 1) >> 1;
        uint32_t* change = s.panel + (uint64_t)warp * s.words;
        combine(chosen, change);
        uint32_t weight = 0;
        for (uint32_t rest = chosen; rest != 0; rest &= rest - 1) {
            weight += weight_of(dependent[(uint32_t)__popc((rest & (0u - rest)) - 1)]);
        }
        for (uint32_t step = first; step < end; step++) {
            uint32_t i = (uint32_t)__popc((step & (0u - step)) - 1);
            chosen ^= 1u << i;
            weight += (chosen >> i & 1) != 0 ? weight_of(dependent[i]) : 0u - weight_of(dependent[i]);
            uint32_t added = 0;
            for (uint32_t word = threadIdx.x % JAYNES_WARP; word < s.words; word += JAYNES_WARP) {
                change[word] ^= s.kept_word(i, word); /* a lane's words are its own */
                added += added_weight_of(word, change[word]);
            }
            best.offer(weight + warp_sum(added), step);
        }
    }

    /* Of the best of all warps the lightest, and of those the first. */
    __device__ __forceinline__ Candidate choose(const Candidate& own) {
        uint32_t warps = blockDim.x / JAYNES_WARP;
        if (threadIdx.x % JAYNES_WARP == 0) {
            s.best_weight[threadIdx.x / JAYNES_WARP] = own.weight;
            s.best_index[threadIdx.x / JAYNES_WARP] = own.index;
        }
        __syncthreads();
        Candidate best;
        for (uint32_t warp = 0; warp < warps; warp++) {
            bool ties = s.best_weight[warp] == best.weight && s.best_index[warp] < best.index;
            if (s.best_weight[warp] < best.weight || ties) {
                best.weight = s.best_weight[warp];
                best.index = s.best_index[warp];
            }
        }
        return best;
    }

    __device__ __forceinline__ void add_error(uint32_t column) {
        atomicXor(&s.errors[column / 32], 1u << (column % 32));
    }

    /* Writes down the change of the best candidate and the errors at its dependent columns, by the first warp. */
    __device__ __forceinline__ void apply(const DependentColumns& dependent, uint32_t kept, const Candidate& best) {
        bool is_first = threadIdx.x == 0;
        uint32_t lane = threadIdx.x % JAYNES_WARP;
        if (best.weight >= 0) {
            combine(0, s.panel);
        } else if (a.search == JAYNES_ORDERED_STATISTICS_EXHAUSTIVE) {
            uint32_t set = (uint32_t)best.index ^ (uint32_t)best.index >> 1;
            combine(set, s.panel);
            for (uint32_t rest = is_first ? set : 0; rest != 0; rest &= rest - 1) {
                add_error(dependent[(uint32_t)__popc((rest & (0u - rest)) - 1)]);
            }
        } else if (best.index < dependent.count) {
            s.reduce(a, dependent[(uint32_t)best.index], s.panel);
            if (is_first) {
                add_error(dependent[(uint32_t)best.index]);
            }
        } else {
            uint32_t i = (uint32_t)((best.index - dependent.count) / kept);
            uint32_t j = (uint32_t)((best.index - dependent.count) % kept);
            for (uint32_t word = lane; word < s.words; word += JAYNES_WARP) {
                s.panel[word] = s.kept_word(i, word) ^ s.kept_word(j, word);
            }
            if (is_first) {
                add_error(dependent[i]);
                add_error(dependent[j]);
            }
        }
    }

    __device__ __forceinline__ void collect(uint64_t shot, const DependentColumns& dependent, uint32_t kept,
                                            const Candidate& best) {
        for (uint32_t word = threadIdx.x; word < (a.column_count + 31) / 32; word += blockDim.x) {
            s.errors[word] = 0;
        }
        __syncthreads();
        if (threadIdx.x < JAYNES_WARP) {
            apply(dependent, kept, best);
        }
        __syncthreads();
        for (uint32_t row = threadIdx.x; row < a.row_count; row += blockDim.x) {
            if (s.has_pivot(row) && (s.bit(s.right, row) ^ s.bit(s.panel, row)) != 0) {
                add_error(s.pivot_column[row]);
            }
        }
        __syncthreads();
        double nothing = infinite_weight();
        write_solution(a, s.errors, shot, nothing);
    }

    __device__ __forceinline__ void decode(uint64_t shot, uint32_t* orders) {
        uint32_t* order = sort_by_reliability(pointer<const float>(a.posteriors) + shot * a.column_count,
                                              a.column_count, orders, SortScratch{s.transform, s.candidate});
        s.start(pointer<const uint64_t>(a.shots) + shot * a.detector_words);
        DependentColumns dependent = eliminate(order);
        if (!s.is_solved()) {
            return; /* belief propagation's last decision stays */
        }
        uint32_t kept = min(a.kept_count, dependent.count);
        Candidate best;
        if (a.search != JAYNES_ORDERED_STATISTICS_ZERO) {
            tabulate_added_weights();
        }
        if (a.search == JAYNES_ORDERED_STATISTICS_EXHAUSTIVE) {
            try_combinations(dependent, kept, best);
        } else if (a.search == JAYNES_ORDERED_STATISTICS_COMBINATION_SWEEP) {
            try_singles(dependent, kept, best);
            try_pairs(dependent, kept, best);
        }
        collect(shot, dependent, kept, choose(best));
        if (threadIdx.x == 0) {
            pointer<uint64_t>(a.outcomes)[shot] |= 1;
        }
    }
};

template <bool kShared>
static __device__ __forceinline__ void run_ordered_statistics(const JaynesOrderedStatisticsArguments& a) {
    require_launch(JAYNES_ORDERED_STATISTICS_MAXIMUM_THREADS,
                   JAYNES_ORDERED_STATISTICS_CONTROL_BYTES + (kShared ? (uint32_t)a.state_bytes : 0));
    unsigned char* shared = static_cast<unsigned char*>(dynamic_shared_memory());
    unsigned char* memory = kShared ? shared + JAYNES_ORDERED_STATISTICS_CONTROL_BYTES
                                    : pointer<unsigned char>(a.states) + (uint64_t)blockIdx.x * a.state_bytes;
    EliminationState state(memory, a);
    OrderedStatistics statistics{a, state};
    uint32_t* orders = pointer<uint32_t>(a.orders) + (uint64_t)blockIdx.x * 4 * a.column_count;
    uint64_t* control = reinterpret_cast<uint64_t*>(shared);
    for (uint64_t shot = take_shot(a.next_shot, control); shot < a.shot_count; shot = take_shot(a.next_shot, control)) {
        if ((pointer<const uint64_t>(a.outcomes)[shot] & 1) == 0) {
            statistics.decode(shot, orders);
        }
    }
}

}  // namespace jaynes

#endif
