/*
 * The layered schedule of belief propagation (JaynesPropagationArguments). A warp answers for one row, a lane for each
 * edge; there is no sum, only minima and signs, which are the same in any order.
 */
#ifndef JAYNES_LAYERS_CUH
#define JAYNES_LAYERS_CUH

#include "propagation.cuh"

namespace jaynes {

/* The two smallest of some sizes and the first edge that has the smallest. */
struct Minima {
    float smallest;
    float second;
    uint32_t first;

    __device__ __forceinline__ void add(float other_smallest, float other_second, uint32_t other_first) {
        bool other_wins = other_smallest < smallest || (other_smallest == smallest && other_first < first);
        float loser = other_wins ? smallest : other_smallest;
        float of_winner = other_wins ? other_second : second;
        second = loser < of_winner ? loser : of_winner;
        smallest = other_wins ? other_smallest : smallest;
        first = other_wins ? other_first : first;
    }

    /* Of all lanes, in all lanes. */
    __device__ __forceinline__ void fold() {
        JAYNES_UNROLL
        for (int step = 1; step < JAYNES_WARP; step *= 2) {
            float other_smallest = __shfl_xor_sync(kAllLanes, smallest, step);
            float other_second = __shfl_xor_sync(kAllLanes, second, step);
            uint32_t other_first = __shfl_xor_sync(kAllLanes, first, step);
            add(other_smallest, other_second, other_first);
        }
    }
};

/* Levels of rows, one after the other. */
struct Layers {
    /* The edges of a row that one warp works on. */
    struct Row {
        const uint32_t* columns;
        uint32_t count;
        uint32_t place;
        uint32_t sign; /* its event, then the sign of its answer */
    };

    template <typename Number>
    static __device__ __forceinline__ Row row_at(const JaynesPropagationArguments& a, const PropagationState<Number>& s,
                                                 uint32_t index) {
        const uint32_t* edges = pointer<const uint32_t>(a.level_edges);
        uint32_t place = pointer<const uint32_t>(a.level_rows)[index];
        uint32_t event = s.syndrome[place / JAYNES_WARP] >> (place % JAYNES_WARP) & 1;
        return {pointer<const uint32_t>(a.edge_columns) + edges[index], edges[index + 1] - edges[index], place, event};
    }

    /* nu of the k-th edge as the row has remembered its last answer. */
    template <typename Number>
    static __device__ __forceinline__ float incoming(const PropagationState<Number>& s, const Row& row, uint32_t k,
                                                     float smallest, float second, uint32_t first) {
        uint32_t signs = s.signs[k / 32 * s.row_places + row.place];
        return number_from(s.posteriors[row.columns[k]]) - answer(smallest, second, first, k, signs >> (k % 32) & 1);
    }

    template <typename Number>
    static __device__ __forceinline__ void check_row(const PropagationState<Number>& s, Row row, float alpha) {
        uint32_t lane = threadIdx.x % JAYNES_WARP;
        float old_smallest = number_from(s.smallest[row.place]);
        float old_second = number_from(s.second[row.place]);
        uint32_t old_first = s.first[row.place];
        const float largest = limit<Number>();
        Minima minima = {largest, largest, kNoEdge};
        for (uint32_t begin = 0; begin < row.count; begin += JAYNES_WARP) {
            uint32_t k = begin + lane;
            float nu = 0.0f;
            if (k < row.count) {
                nu = incoming(s, row, k, old_smallest, old_second, old_first);
                float size = negated_if(nu, sign_of(nu));
                if (size < largest) {
                    minima.add(size, largest, k);
                }
            }
            row.sign ^= (uint32_t)__popc(__ballot_sync(kAllLanes, sign_of(nu) != 0)) & 1;
        }
        minima.fold();
        Number smallest = Kept<Number>::of(negated_if(alpha * minima.smallest, row.sign));
        Number second = Kept<Number>::of(negated_if(alpha * minima.second, row.sign));
        for (uint32_t begin = 0; begin < row.count; begin += JAYNES_WARP) {
            uint32_t k = begin + lane;
            float nu = 0.0f;
            if (k < row.count) {
                nu = incoming(s, row, k, old_smallest, old_second, old_first);
                float mu = answer(number_from(smallest), number_from(second), minima.first, k, sign_of(nu));
                s.posteriors[row.columns[k]] = Kept<Number>::of(nu + mu);
            }
            uint32_t signs = __ballot_sync(kAllLanes, sign_of(nu) != 0); /* all lanes have read the old ones */
            if (lane == 0) {
                s.signs[begin / 32 * s.row_places + row.place] = signs;
            }
        }
        if (lane == 0) {
            s.smallest[row.place] = smallest;
            s.second[row.place] = second;
            s.first[row.place] = minima.first;
        }
    }

    /* Whether the decision explains the row. */
    template <typename Number>
    static __device__ __forceinline__ bool is_explained(const PropagationState<Number>& s, Row row) {
        for (uint32_t begin = 0; begin < row.count; begin += JAYNES_WARP) {
            uint32_t k = begin + threadIdx.x % JAYNES_WARP;
            bool error = k < row.count && number_from(s.posteriors[row.columns[k]]) <= 0;
            row.sign ^= (uint32_t)__popc(__ballot_sync(kAllLanes, error)) & 1;
        }
        return row.sign == 0;
    }

    template <typename Number>
    static __device__ __forceinline__ bool update(const JaynesPropagationArguments& a,
                                                  const PropagationState<Number>& s, PropagationProgress&,
                                                  float alpha) {
        const uint32_t* levels = pointer<const uint32_t>(a.levels);
        uint32_t warp = threadIdx.x / JAYNES_WARP;
        uint32_t warps = blockDim.x / JAYNES_WARP;
        for (uint32_t level = 0; level < a.level_count; level++) {
            for (uint32_t index = levels[level] + warp; index < levels[level + 1]; index += warps) {
                check_row(s, row_at(a, s, index), alpha);
            }
            __syncthreads();
        }
        bool explained = true;
        for (uint32_t index = warp; index < levels[a.level_count]; index += warps) {
            explained = is_explained(s, row_at(a, s, index)) && explained;
        }
        return __syncthreads_and(explained) != 0;
    }
};

}  // namespace jaynes

#endif
