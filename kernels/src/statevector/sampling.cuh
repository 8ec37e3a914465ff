/*
 * Samples: a warp draws one shot at a time (JaynesSampleArguments). All lanes search the cumulative sums alike; then
 * lane g folds group g of the chunk, and after the walk over the groups lane i computes probability i of the group
 * found. Walks are sequential sums, so every lane does them alike from shared memory.
 */
#ifndef JAYNES_SAMPLING_CUH
#define JAYNES_SAMPLING_CUH

#include "../common/philox.h"
#include "fold.cuh"

namespace jaynes {

/* Shared memory of a warp. A lane writes one half while others may still read the other, never the same: the wait after
 * each write is enough, for the next shot too. */
struct SampleScratch {
    double folds[1u << (JAYNES_CHUNK_BITS - JAYNES_SAMPLE_GROUP_BITS)];
    double probabilities[1u << JAYNES_SAMPLE_GROUP_BITS];
};

static_assert(sizeof(SampleScratch) == JAYNES_SAMPLE_SHARED_BYTES_PER_WARP, "launch.h says how much there is");
static_assert(JAYNES_CHUNK_BITS - JAYNES_SAMPLE_GROUP_BITS == kTeamBits && JAYNES_SAMPLE_GROUP_BITS == kTeamBits,
              "a lane per group, a lane per amplitude of a group");

/* The chunk that holds t, and what of t is left in it; missed: none holds t, and this is the last that adds to it. */
struct ChunkHit {
    uint64_t chunk;
    double rest;
    bool missed;
};

/* cumulative is ascending, as sums of values >= 0 are: so the first entry > t is found by halving. */
static __device__ __forceinline__ ChunkHit find_chunk(const double* cumulative, uint64_t count, double t) {
    uint64_t low = 0;
    uint64_t high = count;
    while (low < high) {
        uint64_t middle = (low + high) / 2;
        if (cumulative[middle] > t) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    bool missed = low == count;
    if (missed) {
        low = count - 1;
        while (low > 0 && !(cumulative[low] > cumulative[low - 1])) {
            low--;
        }
    }
    return ChunkHit{low, t - (low == 0 ? 0.0 : cumulative[low - 1]), missed};
}

/* The number of the value that holds `rest`; count if none does. `sum` becomes the sum of the values before it. */
static __device__ __forceinline__ uint32_t walk_values(const double* values, uint32_t count, double rest, double& sum) {
    uint32_t i = 0;
    while (i < count) {
        double next = sum + values[i];
        if (next > rest) {
            break;
        }
        sum = next;
        i++;
    }
    return i;
}

/* The last value above 0; 0 if there is none. */
static __device__ __forceinline__ uint32_t last_positive(const double* values, uint32_t count) {
    uint32_t i = count - 1;
    while (i > 0 && !(values[i] > 0)) {
        i--;
    }
    return i;
}

/* Probabilities of a group, for the fold of one lane. */
template <typename Real>
struct ReadGroup {
    const Amplitude<Real>* group;
    uint32_t count;

    __device__ void operator()(uint32_t batch, double (&values)[kBatch]) const {
        JAYNES_UNROLL
        for (uint32_t i = 0; i < kBatch; i++) {
            uint32_t j = batch + kBatches * i;
            values[i] = j < count ? probability(group[j]) : nothing<double>();
        }
    }
};

/* The last amplitude of a chunk whose probability is above 0; 0 if there is none. So rare that every lane does it. */
template <typename Real>
static __device__ uint32_t last_possible(const Amplitude<Real>* chunk, uint32_t chunk_bits) {
    uint32_t i = (1u << chunk_bits) - 1;
    while (i > 0 && !(probability(chunk[i]) > 0)) {
        i--;
    }
    return i;
}

/* Offset in the chunk of the outcome. Called by a whole warp. */
template <typename Real>
static __device__ __forceinline__ uint32_t find_amplitude(const Amplitude<Real>* chunk, uint32_t chunk_bits,
                                                          const ChunkHit& hit, SampleScratch& scratch) {
    uint32_t lane = threadIdx.x & 31;
    uint32_t group_bits = chunk_bits < JAYNES_SAMPLE_GROUP_BITS ? chunk_bits : JAYNES_SAMPLE_GROUP_BITS;
    uint32_t group_size = 1u << group_bits;
    uint32_t group_count = 1u << (chunk_bits - group_bits);
    if (lane < group_count) {
        scratch.folds[lane] = fold_lane(group_size, ReadGroup<Real>{chunk + (lane << group_bits), group_size});
    }
    __syncwarp();
    double sum = 0.0;
    uint32_t group = hit.missed ? group_count : walk_values(scratch.folds, group_count, hit.rest, sum);
    if (group == group_count) { /* for all lanes alike */
        __syncwarp();           /* the next shot writes the folds */
        return last_possible(chunk, chunk_bits);
    }
    if (lane < group_size) {
        scratch.probabilities[lane] = probability(chunk[(group << group_bits) + lane]);
    }
    __syncwarp();
    uint32_t outcome = walk_values(scratch.probabilities, group_size, hit.rest, sum);
    if (outcome == group_size) {
        outcome = last_positive(scratch.probabilities, group_size);
    }
    return (group << group_bits) + outcome;
}

template <typename Real>
static __device__ __forceinline__ void run_sample(const JaynesSampleArguments& arguments) {
    require((blockDim.x & 31) == 0 && blockDim.x <= JAYNES_MAXIMUM_WARP_THREADS);
    require(dynamic_shared_bytes() >= blockDim.x / 32 * JAYNES_SAMPLE_SHARED_BYTES_PER_WARP);
    uint32_t warp = threadIdx.x / 32;
    SampleScratch& scratch = static_cast<SampleScratch*>(dynamic_shared_memory())[warp];
    uint32_t chunk_bits = arguments.index_bits < JAYNES_CHUNK_BITS ? arguments.index_bits : JAYNES_CHUNK_BITS;
    uint64_t chunk_count = (uint64_t)1 << (arguments.index_bits - chunk_bits);
    const Amplitude<Real>* states = at_address<const Amplitude<Real>>(arguments.states);
    const double* cumulative = at_address<const double>(arguments.cumulative);
    uint64_t* outcomes = at_address<uint64_t>(arguments.outcomes);
    double total = cumulative[chunk_count - 1];
    uint64_t warps = (uint64_t)gridDim.x * (blockDim.x / 32);
    for (uint64_t item = (uint64_t)blockIdx.x * (blockDim.x / 32) + warp; item < arguments.shot_count; item += warps) {
        double u = philox_uniform(arguments.seed, arguments.first_shot + item, arguments.row, arguments.purpose);
        ChunkHit hit = find_chunk(cumulative, chunk_count, u * total);
        uint64_t start = hit.chunk << chunk_bits;
        uint32_t offset = find_amplitude(states + start, chunk_bits, hit, scratch);
        if ((threadIdx.x & 31) == 0) {
            outcomes[item] = start + offset;
        }
    }
}

}  // namespace jaynes

#endif
