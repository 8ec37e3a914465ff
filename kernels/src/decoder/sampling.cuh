/*
 * Samples of an error model (JaynesSamplingArguments). A block of threads has a tile of shots, a warp takes one event
 * after the other. Its lanes draw 32 variates at once, as if none needed further numbers; those before the first that
 * does are used, and that one is drawn by all lanes alike.
 */
#ifndef JAYNES_DECODER_SAMPLING_CUH
#define JAYNES_DECODER_SAMPLING_CUH

#include "../common/philox.h"
#include "exponential.cuh"

namespace jaynes {

/* The tile that the block works on, and where its rows are: those of its first shot. */
struct SamplingTile {
    uint32_t* detectors;
    uint32_t* observables;
    uint64_t block;
    uint32_t first_shot; /* in the block of shots */
    uint32_t shot_count;
};

/* The draws of an event. */
struct EventDraws {
    uint64_t seed;
    uint64_t event;
    uint64_t block;

    __device__ __forceinline__ Philox4 draw(uint32_t number) const {
        uint32_t high = (uint32_t)(event >> 32) << 20 | (uint32_t)(block >> 32);
        return philox4x32(seed, Philox4{{number, (uint32_t)event, (uint32_t)block, high}});
    }
};

static __device__ __forceinline__ uint64_t first_half(const Philox4& draw) {
    return (uint64_t)draw.word[0] << 32 | draw.word[1];
}
static __device__ __forceinline__ uint64_t second_half(const Philox4& draw) {
    return (uint64_t)draw.word[2] << 32 | draw.word[3];
}

/* Halves of draws, one after the other. */
struct NextHalf {
    const EventDraws& draws;
    uint64_t number;

    __device__ __forceinline__ uint64_t operator()() {
        Philox4 draw = draws.draw((uint32_t)(number / 2));
        return number++ % 2 == 0 ? first_half(draw) : second_half(draw);
    }
    __device__ __forceinline__ double fraction() const { return 0; }
};

/* First halves of draws; the second half of the last one decides whether a success is one. */
struct NextDraw {
    const EventDraws& draws;
    uint64_t number;
    uint64_t rest = 0;

    __device__ __forceinline__ uint64_t operator()() {
        Philox4 draw = draws.draw((uint32_t)number++);
        rest = second_half(draw);
        return first_half(draw);
    }
    __device__ __forceinline__ double fraction() const { return unit(rest); }
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

    /* A trial that succeeded, with a number in [0, 1) for the thinning. */
    __device__ __forceinline__ void succeed(uint64_t trial, double fraction) const {
        uint32_t shot = (uint32_t)(trial % JAYNES_SAMPLING_BLOCK_SHOTS) - tile.first_shot;
        if (shot >= tile.shot_count) { /* of another tile; wraps around below the first */
            return;
        }
        uint64_t error = group.first_error + trial / JAYNES_SAMPLING_BLOCK_SHOTS;
        if (!group.all_equal && !(fraction * group.likeliest < pointer<const double>(a.probabilities)[error])) {
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

static __device__ __forceinline__ int64_t sum_up_to_lane(int64_t value) {
    uint32_t lane = threadIdx.x % JAYNES_WARP;
    for (uint32_t distance = 1; distance < JAYNES_WARP; distance *= 2) {
        long long before = __shfl_up_sync(kAllLanes, (long long)value, distance);
        value += lane >= distance ? before : 0;
    }
    return value;
}

/* Trials from one success to the next, at most one more than all trials. */
static __device__ __forceinline__ int64_t step(double variate, double scale, int64_t trials) {
    double failures = variate * scale;
    return 1 + (failures < (double)trials ? (int64_t)failures : trials);
}

/* All successes of an event; called by a whole warp. */
template <typename Next>
static __device__ __forceinline__ void sample_event(const SampledEvent& event, const EventDraws& draws) {
    const double* widths = pointer<const double>(event.a.widths);
    const double* heights = pointer<const double>(event.a.heights);
    uint32_t lane = threadIdx.x % JAYNES_WARP;
    int64_t trials = (int64_t)event.group.error_count * JAYNES_SAMPLING_BLOCK_SHOTS;
    int64_t last = -1;
    uint64_t number = 0;
    for (;;) {
        Next own{draws, number + lane};
        double variate;
        bool at_once = try_exponential(widths, own(), variate);
        uint32_t more = ~__ballot_sync(kAllLanes, at_once);
        uint32_t usable = more == 0 ? JAYNES_WARP : (uint32_t)__popc((more & (0u - more)) - 1);
        int64_t trial = last + sum_up_to_lane(lane < usable ? step(variate, event.group.scale, trials) : 0);
        if (lane < usable && trial < trials) {
            event.succeed((uint64_t)trial, own.fraction());
        }
        last = __shfl_sync(kAllLanes, (long long)trial, JAYNES_WARP - 1);
        number += usable;
        if (last >= trials) {
            return;
        }
        if (usable < JAYNES_WARP) {
            Next next{draws, number};
            last += step(exponential(widths, heights, next), event.group.scale, trials);
            number = next.number;
            if (last >= trials) {
                return;
            }
            if (lane == 0) {
                event.succeed((uint64_t)last, next.fraction());
            }
        }
    }
}

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
        if (sampled.group.all_equal) {
            sample_event<NextHalf>(sampled, draws);
        } else {
            sample_event<NextDraw>(sampled, draws);
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
