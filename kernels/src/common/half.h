/*
 * Half precision (binary16 of IEEE 754) as a way to keep numbers: 16 bits in memory, single precision in arithmetic.
 * One definition for GPUs, for the emulated device and for instruction sets without such conversions.
 */
#ifndef JAYNES_HALF_H
#define JAYNES_HALF_H

#include <stdint.h>
#include <string.h>

namespace jaynes {

constexpr float kLargestHalf = 65504.0f;

#ifdef __CUDACC__

/* The nearest half, ties to even; of numbers beyond the largest one that. `x` is a number. */
static __device__ __forceinline__ uint16_t half_of(float x) {
    uint16_t half;
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(half) : "f"(fminf(fmaxf(x, -kLargestHalf), kLargestHalf)));
    return half;
}

/* Exact. */
static __device__ __forceinline__ float float_of(uint16_t half) {
    float x;
    asm("cvt.f32.f16 %0, %1;" : "=f"(x) : "h"(half));
    return x;
}

#else

/* static: sources compiled for different instruction sets must not share one copy. */
static inline uint32_t bits_of_float(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline float float_of_bits(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* The nearest half, ties to even; of numbers beyond the largest one that. `x` is a number. */
static inline uint16_t half_of(float x) {
    uint32_t sign = bits_of_float(x) >> 31 << 15;
    float size = float_of_bits(bits_of_float(x) & 0x7FFFFFFFu);
    if (size < 0x1p-14f) {
        /* A float of [0.5, 1) has the spacing of the smallest halves, so that the sum is rounded as they are. */
        return (uint16_t)(sign | (bits_of_float(size + 0.5f) - bits_of_float(0.5f)));
    }
    uint32_t bits = bits_of_float(size < kLargestHalf ? size : kLargestHalf);
    bits += 0xFFFu + (bits >> 13 & 1); /* carries where the 13 bits that go are more than half, or half of an odd one */
    return (uint16_t)(sign | (bits - bits_of_float(0x1p-14f) + (1u << 23)) >> 13);
}

/* Exact. */
static inline float float_of(uint16_t half) {
    uint32_t size = half & 0x7FFFu;
    float x = size < 0x400u ? (float)size * 0x1p-24f : float_of_bits((size << 13) + (112u << 23));
    if (size >= 0x7C00u) { /* infinite, or not a number */
        x = float_of_bits(0x7F800000u | size << 13);
    }
    return float_of_bits(bits_of_float(x) | (uint32_t)(half >> 15) << 31);
}

#endif

}  // namespace jaynes

#endif
