/*
 * What samplers draw for an event, and the trials of an event that succeed. The lanes of a warp draw 32 variates at
 * once, as if none needed further numbers; those before the first that does are used, and that one is drawn by all
 * lanes alike.
 */
#ifndef JAYNES_DECODER_DRAWS_CUH
#define JAYNES_DECODER_DRAWS_CUH

#include "../common/philox.h"
#include "exponential.cuh"

namespace jaynes {

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
    __device__ __forceinline__ uint64_t unused() const { return 0; }
};

/* First halves of draws; the second half of the last one goes with a success. */
struct NextDraw {
    const EventDraws& draws;
    uint64_t number;
    uint64_t rest = 0;

    __device__ __forceinline__ uint64_t operator()() {
        Philox4 draw = draws.draw((uint32_t)number++);
        rest = second_half(draw);
        return first_half(draw);
    }
    __device__ __forceinline__ uint64_t unused() const { return rest; }
};

/* Trials that succeed independently, with a scale from an exponential variate to failures. */
struct Trials {
    const double* widths;
    const double* heights;
    double scale;
    int64_t count;
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
static __device__ __forceinline__ int64_t step(double variate, const Trials& trials) {
    double failures = variate * trials.scale;
    return 1 + (failures < (double)trials.count ? (int64_t)failures : trials.count);
}

/* Calls succeed(trial, bits that the variate has not used) for each success of an event, in the lane that draws it, the
 * trials in no order; called by a whole warp. */
template <typename Next, typename Succeed>
static __device__ __forceinline__ void for_each_success(const Trials& trials, const EventDraws& draws,
                                                        const Succeed& succeed) {
    uint32_t lane = threadIdx.x % JAYNES_WARP;
    int64_t last = -1;
    uint64_t number = 0;
    for (;;) {
        Next own{draws, number + lane};
        double variate;
        bool at_once = try_exponential(trials.widths, own(), variate);
        uint32_t more = ~__ballot_sync(kAllLanes, at_once);
        uint32_t usable = more == 0 ? JAYNES_WARP : (uint32_t)__popc((more & (0u - more)) - 1);
        int64_t trial = last + sum_up_to_lane(lane < usable ? step(variate, trials) : 0);
        if (lane < usable && trial < trials.count) {
            succeed((uint64_t)trial, own.unused());
        }
        last = __shfl_sync(kAllLanes, (long long)trial, JAYNES_WARP - 1);
        number += usable;
        if (last >= trials.count) {
            return;
        }
        if (usable < JAYNES_WARP) {
            Next next{draws, number};
            last += step(exponential(trials.widths, trials.heights, next), trials);
            number = next.number;
            if (last >= trials.count) {
                return;
            }
            if (lane == 0) {
                succeed((uint64_t)last, next.unused());
            }
        }
    }
}

}  // namespace jaynes

#endif
