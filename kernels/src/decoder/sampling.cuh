/*
 * Samples of an error model (JaynesSamplingArguments). A block of threads has a tile of shots, a warp takes one event
 * after the other.
 */
#ifndef JAYNES_DECODER_SAMPLING_CUH
#define JAYNES_DECODER_SAMPLING_CUH

#include "draws.cuh"

namespace jaynes {

/* The tile that the block works on, and where its rows are: those of its first shot. */
struct SamplingTile {
    uint32_t* detectors;
    uint32_t* observables;
    uint64_t block;
    uint32_t first_shot; /* in the block of shots */
    uint32_t shot_count;
};

static __device__ __forceinline__ void flip(uint32_t* rows, uint64_t row_words, uint32_t row, uint64_t bit) {
    atomicXor(&rows[row * row_words * 2 + bit / 32], 1u << (bit % 32));
}

/* What every lane knows of the event. */
struct SampledEvent {
    const JaynesSamplingArguments& a;
    const SamplingTile& tile;
    JaynesSamplingGroup group;
    int64_t shift;

    /* A trial that succeeded, with bits for the thinning. */
    __device__ __forceinline__ void operator()(uint64_t trial, uint64_t rest) const {
        uint32_t shot = (uint32_t)(trial % JAYNES_SAMPLING_BLOCK_SHOTS) - tile.first_shot;
        if (shot >= tile.shot_count) { /* of another tile; wraps around below the first */
            return;
        }
        uint64_t error = group.first_error + trial / JAYNES_SAMPLING_BLOCK_SHOTS;
        if (!group.all_equal && !(unit(rest) * group.likeliest < pointer<const double>(a.probabilities)[error])) {
            return;
        }
        const uint32_t* error_targets = pointer<const uint32_t>(a.error_targets);
        const int32_t* targets = pointer<const int32_t>(a.targets);
        for (uint32_t i = error_targets[error]; i < error_targets[error + 1]; i++) {
            int32_t target = targets[i];
            if (target >= 0) {
                flip(tile.detectors, a.detector_words, shot, (uint64_t)(target + shift));
            } else {
                flip(tile.observables, a.observable_words, shot, (uint64_t)~target);
            }
        }
    }
};

/* The events of a tile, shared out among the warps. */
static __device__ __forceinline__ void sample_tile(const JaynesSamplingArguments& a, const SamplingTile& tile,
                                                   unsigned long long* next_event) {
    for (;;) {
        unsigned long long index = 0;
        if (threadIdx.x % JAYNES_WARP == 0) {
            index = atomicAdd(next_event, 1ull);
        }
        index = __shfl_sync(kAllLanes, index, 0);
        if (index >= a.event_count) {
            return;
        }
        JaynesSamplingEvent event = pointer<const JaynesSamplingEvent>(a.events)[index];
        SampledEvent sampled = {a, tile, pointer<const JaynesSamplingGroup>(a.groups)[event.group],
                                event.detector_shift};
        EventDraws draws = {a.seed, index + 1, tile.block};
        Trials trials = {pointer<const double>(a.widths), pointer<const double>(a.heights), sampled.group.scale,
                         (int64_t)sampled.group.error_count * JAYNES_SAMPLING_BLOCK_SHOTS};
        if (sampled.group.all_equal) {
            for_each_success<NextHalf>(trials, draws, sampled);
        } else {
            for_each_success<NextDraw>(trials, draws, sampled);
        }
    }
}

/* Copies rows out of shared memory and leaves zeros. */
static __device__ __forceinline__ void move_rows(uint64_t* rows, uint64_t* target, uint64_t words) {
    for (uint64_t word = threadIdx.x; word < words; word += blockDim.x) {
        target[word] = rows[word];
        rows[word] = 0;
    }
}

template <bool kShared>
static __device__ __forceinline__ void run_sampling(const JaynesSamplingArguments& a) {
    uint32_t tile_words = a.tile_shots * (a.detector_words + a.observable_words);
    require_launch(JAYNES_SAMPLING_MAXIMUM_THREADS, JAYNES_SAMPLING_CONTROL_BYTES + (kShared ? 8 * tile_words : 0));
    unsigned long long* next_event = static_cast<unsigned long long*>(dynamic_shared_memory());
    uint64_t* shared = reinterpret_cast<uint64_t*>(next_event) + JAYNES_SAMPLING_CONTROL_BYTES / 8;
    if (kShared) {
        for (uint32_t word = threadIdx.x; word < tile_words; word += blockDim.x) {
            shared[word] = 0;
        }
    }
    uint64_t tiles = (a.shot_count + a.tile_shots - 1) / a.tile_shots;
    for (uint64_t number = blockIdx.x; number < tiles; number += gridDim.x) {
        uint64_t first = number * a.tile_shots;
        uint64_t left = a.shot_count - first;
        uint64_t* detectors = pointer<uint64_t>(a.detectors) + first * a.detector_words;
        uint64_t* observables = pointer<uint64_t>(a.observables) + first * a.observable_words;
        uint64_t* shared_observables = shared + a.tile_shots * a.detector_words;
        SamplingTile tile = {};
        tile.detectors = reinterpret_cast<uint32_t*>(kShared ? shared : detectors);
        tile.observables = reinterpret_cast<uint32_t*>(kShared ? shared_observables : observables);
        tile.block = a.first_block + first / JAYNES_SAMPLING_BLOCK_SHOTS;
        tile.first_shot = (uint32_t)(first % JAYNES_SAMPLING_BLOCK_SHOTS);
        tile.shot_count = left < a.tile_shots ? (uint32_t)left : a.tile_shots;
        if (threadIdx.x == 0) {
            *next_event = 0;
        }
        __syncthreads();
        sample_tile(a, tile, next_event);
        __syncthreads();
        if (kShared) {
            move_rows(shared, detectors, (uint64_t)tile.shot_count * a.detector_words);
            move_rows(shared_observables, observables, (uint64_t)tile.shot_count * a.observable_words);
            __syncthreads();
        }
    }
}

}  // namespace jaynes

#endif
