/*
 * The fixed tree of every reduction: a chunk of 2^c values, c <= JAYNES_CHUNK_BITS, is folded by halves (jaynes_plan.h,
 * JaynesMarginalArguments). A team of 2^min(c, 5) lanes of a warp folds a chunk without shared memory or barriers: lane
 * l holds the values l + 32 j, so the halvings down to 32 happen within lanes, the others between them.
 *
 * Chunks of fewer than 2^10 values are padded with -0, which changes no sum.
 */
#ifndef JAYNES_FOLD_CUH
#define JAYNES_FOLD_CUH

#include "amplitude.cuh"
#include "launch.h"

namespace jaynes {

static constexpr uint32_t kTeamBits = 5;

/* Values of a lane that are loaded together: numbers j = batch + kBatches * i. */
static constexpr int kBatch = 8;
static constexpr uint32_t kBatches = (1u << (JAYNES_CHUNK_BITS - kTeamBits)) / kBatch;
static_assert(kBatch == 8 && kBatches == 4, "fold_lane spells out the tree for 4 batches of 8");

/* Fold of the values 0 .. count - 1 of this lane, count a power of two of at most 32.
 * read(batch, values): values[i] = value number batch + kBatches * i for those below count, the others nothing. */
template <typename Read>
static __device__ __forceinline__ double fold_batch(uint32_t batch, uint32_t count, const Read& read) {
    if (batch >= count) {
        return nothing<double>();
    }
    double s[kBatch];
    read(batch, s);
    JAYNES_UNROLL
    for (int half = kBatch / 2; half > 0; half /= 2) {
        JAYNES_UNROLL
        for (int i = 0; i < half; i++) {
            s[i] = s[i] + s[i + half];
        }
    }
    return s[0];
}

template <typename Read>
static __device__ __forceinline__ double fold_lane(uint32_t count, const Read& read) {
    double sum = nothing<double>();
    JAYNES_NO_UNROLL /* two batches at a time, for the sake of registers */
        for (uint32_t batch = 0; batch < kBatches / 2; batch++) {
        sum = sum + (fold_batch(batch, count, read) + fold_batch(batch + kBatches / 2, count, read));
    }
    return sum;
}

/* How the threads of the grid share the chunks. */
struct Team {
    uint32_t bits;       /* 2^bits lanes fold a chunk */
    uint32_t lane;       /* of the team */
    uint32_t lane_count; /* values of a lane */
    uint64_t first;      /* the team's first chunk */
    uint64_t stride;     /* from there to its next ones */
};

static __device__ __forceinline__ Team make_team(uint32_t chunk_bits) {
    require((blockDim.x & 31) == 0 && blockDim.x <= JAYNES_MAXIMUM_WARP_THREADS);
    require(chunk_bits <= JAYNES_CHUNK_BITS);
    Team team;
    team.bits = chunk_bits < kTeamBits ? chunk_bits : kTeamBits;
    team.lane = threadIdx.x & ((1u << team.bits) - 1);
    team.lane_count = 1u << (chunk_bits - team.bits);
    team.first = ((uint64_t)blockIdx.x * blockDim.x + threadIdx.x) >> team.bits;
    team.stride = ((uint64_t)gridDim.x * blockDim.x) >> team.bits;
    return team;
}

/* The fold of the lanes' folds, in lane 0 of each team. Called by whole warps. */
static __device__ __forceinline__ double fold_team(const Team& team, double s) {
    for (uint32_t half = 1u << team.bits >> 1; half > 0; half >>= 1) {
        s = s + __shfl_down_sync(0xFFFFFFFFu, s, half, 1 << team.bits);
    }
    return s;
}

/* sums[item] = fold of its chunk for all items. read_item(item) prepares the chunk and gives its `read`. */
template <typename ReadItem>
static __device__ __forceinline__ void fold_items(uint64_t item_count, uint32_t chunk_bits, double* sums,
                                                  const ReadItem& read_item) {
    Team team = make_team(chunk_bits);
    /* All lanes of a warp stay as long as its first team has a chunk: they meet in the shuffles. */
    uint64_t teams_before = (threadIdx.x & 31) >> team.bits;
    for (uint64_t item = team.first; item - teams_before < item_count; item += team.stride) {
        double s = nothing<double>();
        if (item < item_count) {
            s = fold_lane(team.lane_count, read_item(item, team));
        }
        s = fold_team(team, s);
        if (team.lane == 0 && item < item_count) {
            sums[item] = s;
        }
    }
}

}  // namespace jaynes

#endif
