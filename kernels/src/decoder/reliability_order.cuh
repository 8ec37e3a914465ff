/*
 * The order of the columns by posterior (class ReliabilityOrder) by a block of threads: a radix sort by digits of four
 * bits, the lowest first. Each thread has a run of the columns, counts its digits, and puts them behind those of the
 * threads before it.
 */
#ifndef JAYNES_RELIABILITY_ORDER_CUH
#define JAYNES_RELIABILITY_ORDER_CUH

#include "block.cuh"

namespace jaynes {

constexpr uint32_t kDigits = JAYNES_ORDERED_STATISTICS_DIGITS;

/* counters: kDigits for each thread; totals: one for each warp. */
struct SortScratch {
    uint32_t* counters;
    uint32_t* totals;
};

/* As unsigned numbers keys are in the order of the floats; -0 is the same as 0. */
static __device__ __forceinline__ uint32_t reliability_key(float posterior) {
    uint32_t bits = (uint32_t)__float_as_int(posterior + 0.0f);
    return bits ^ ((bits >> 31) != 0 ? 0xFFFFFFFFu : 0x80000000u);
}

/* Replaces each counter by the sum of those before it. */
static __device__ __forceinline__ void sum_before(const SortScratch& scratch) {
    uint32_t lane = threadIdx.x % JAYNES_WARP;
    uint32_t* own = scratch.counters + threadIdx.x * kDigits;
    uint32_t sum = 0;
    for (uint32_t i = 0; i < kDigits; i++) {
        uint32_t count = own[i];
        own[i] = sum;
        sum += count;
    }
    uint32_t before = sum;
    for (uint32_t step = 1; step < JAYNES_WARP; step *= 2) {
        uint32_t other = __shfl_up_sync(kAllLanes, before, step);
        before += lane >= step ? other : 0;
    }
    if (lane == JAYNES_WARP - 1) {
        scratch.totals[threadIdx.x / JAYNES_WARP] = before;
    }
    __syncthreads();
    before -= sum;
    for (uint32_t warp = 0; warp < threadIdx.x / JAYNES_WARP; warp++) {
        before += scratch.totals[warp];
    }
    for (uint32_t i = 0; i < kDigits; i++) {
        own[i] += before;
    }
    __syncthreads();
}

/* The columns in order; `orders` are 4 * count numbers to work in, of which the result is a part. */
static __device__ __forceinline__ uint32_t* sort_by_reliability(const float* posteriors, uint32_t count,
                                                                uint32_t* orders, const SortScratch& scratch) {
    uint32_t* keys = orders;
    uint32_t* columns = keys + count;
    uint32_t* next_keys = columns + count;
    uint32_t* next_columns = next_keys + count;
    for (uint32_t column = threadIdx.x; column < count; column += blockDim.x) {
        keys[column] = reliability_key(posteriors[column]);
        columns[column] = column;
    }
    uint32_t share = (count + blockDim.x - 1) / blockDim.x;
    uint32_t first = min(threadIdx.x * share, count);
    uint32_t end = min(first + share, count);
    for (uint32_t shift = 0; shift < 32; shift += 4) {
        for (uint32_t digit = 0; digit < kDigits; digit++) {
            scratch.counters[digit * blockDim.x + threadIdx.x] = 0;
        }
        __syncthreads(); /* the keys are complete as well */
        for (uint32_t i = first; i < end; i++) {
            scratch.counters[(keys[i] >> shift) % kDigits * blockDim.x + threadIdx.x]++;
        }
        __syncthreads();
        sum_before(scratch);
        for (uint32_t i = first; i < end; i++) {
            uint32_t place = scratch.counters[(keys[i] >> shift) % kDigits * blockDim.x + threadIdx.x]++;
            next_keys[place] = keys[i];
            next_columns[place] = columns[i];
        }
        __syncthreads();
        uint32_t* spare = keys;
        keys = next_keys;
        next_keys = spare;
        spare = columns;
        columns = next_columns;
        next_columns = spare;
    }
    return columns;
}

}  // namespace jaynes

#endif
