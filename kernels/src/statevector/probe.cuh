/*
 * Probes: sums of integers over a tile in shared memory, see JAYNES_OP_PROBE_X. Threads add up what they walk over, a
 * warp adds up its lanes, and one of them adds that to the sum in memory: integers have the same sum in any order.
 */
#ifndef JAYNES_PROBE_CUH
#define JAYNES_PROBE_CUH

#include "apply.cuh"

namespace jaynes {

/*
 * The nearest integer, ties to even, of a number below 2^62. Beside the offset, the digits of a double below one are
 * rounded off, of numbers below 2^51 only: so first come multiples of 2^11, then what is left of them, exactly.
 */
static __device__ __forceinline__ int64_t nearest(double v) {
    constexpr double offset = 6755399441055744.0; /* 1.5 * 2^52 */
    double high = v * (1.0 / 2048) + offset;
    double rest = v - (high - offset) * 2048.0 + offset;
    int64_t units = __double_as_longlong(high) - __double_as_longlong(offset);
    return units * 2048 + (__double_as_longlong(rest) - __double_as_longlong(offset));
}

template <typename Real>
static __device__ __forceinline__ Real term_of_x(Amplitude<Real> x0, Amplitude<Real> x1, Amplitude<Real> w0,
                                                 Amplitude<Real> w1) {
    Real v = fused(-w0.im, x1.re, w0.re * x1.im);
    return fused(-w1.im, x0.re, fused(w1.re, x0.im, v));
}

template <typename Real>
static __device__ __forceinline__ Real term_of_y(Amplitude<Real> x0, Amplitude<Real> x1, Amplitude<Real> w0,
                                                 Amplitude<Real> w1) {
    Real v = fused(w1.im, x0.im, w1.re * x0.re);
    return fused(-w0.im, x1.im, fused(-w0.re, x1.re, v));
}

template <typename Real>
static __device__ __forceinline__ Amplitude<Real> amplitude_at(const Unit<Real>* units, uint32_t position) {
    return units[place(position >> Unit<Real>::kBits)].amplitude[position & (Unit<Real>::kCount - 1)];
}

/* Tile bits whose parity tells the sign of a probe of Z. */
static __device__ __forceinline__ uint32_t sign_bits(const JaynesOp& op) {
    uint32_t mask = 0;
    for (uint32_t i = 1; i < op.bit_count; i++) {
        mask |= op.bits[i] < JAYNES_OUTER_BIT ? 1u << op.bits[i] : 0;
    }
    return mask;
}

/* 1 if an odd number of the outer bits of a probe of Z is 1. */
static __device__ __forceinline__ uint32_t outer_parity(const JaynesOp& op, uint64_t origin) {
    uint32_t parity = 0;
    for (uint32_t i = 1; i < op.bit_count; i++) {
        uint32_t bit = op.bits[i];
        parity ^= bit >= JAYNES_OUTER_BIT ? (uint32_t)(origin >> (bit - JAYNES_OUTER_BIT) & 1) : 0;
    }
    return parity;
}

/* What the amplitudes add whose first is at `position`, where the pair bit and the target are 0. */
template <typename Real>
static __device__ __forceinline__ int64_t probe_term(const Unit<Real>* units, const JaynesOp& op, uint32_t position,
                                                     uint32_t signs, uint32_t outer_odd) {
    uint32_t pair = 1u << op.bits[0];
    Amplitude<Real> x0 = amplitude_at(units, position);
    Amplitude<Real> w0 = amplitude_at(units, position | pair);
    if (op.kind == JAYNES_OP_PROBE_Z) {
        int64_t term = nearest((double)fused(-w0.im, x0.re, w0.re * x0.im));
        return ((__popc(position & signs) ^ outer_odd) & 1) != 0 ? -term : term;
    }
    uint32_t target = 1u << op.bits[1];
    Amplitude<Real> x1 = amplitude_at(units, position | target);
    Amplitude<Real> w1 = amplitude_at(units, position | target | pair);
    return nearest((double)(op.kind == JAYNES_OP_PROBE_X ? term_of_x(x0, x1, w0, w1) : term_of_y(x0, x1, w0, w1)));
}

/* Called by the whole block. outer_odd: as outer_parity. */
template <typename Real>
static __device__ void apply_probe(const Unit<Real>* units, const JaynesOp& op, uint32_t outer_odd, int64_t* sums,
                                   Ownership& ownership) {
    constexpr uint32_t bits = Unit<Real>::kBits;
    bool of_z = op.kind == JAYNES_OP_PROBE_Z;
    uint32_t targets = 1u << op.bits[0] | (of_z ? 0 : 1u << op.bits[1]);
    uint32_t signs = of_z ? sign_bits(op) : 0;
    ownership.prepare(targets >> bits);
    Walk walk = walk_of<Real>(op, ownership, targets >> bits);
    int64_t sum = 0;
    uint32_t step = 0;
    do {
        for (uint32_t half = 0; half < Unit<Real>::kCount; half++) {
            bool begins = (half & targets) == 0 && takes_part<Real>(op, (int)half);
            if (walk.active && begins) {
                sum += probe_term(units, op, (walk.first | step) << bits | half, signs, outer_odd);
            }
        }
        step = next_subset(step, walk.steps);
    } while (step != 0);
    for (int delta = 16; delta > 0; delta /= 2) {
        sum += __shfl_down_sync(0xFFFFFFFFu, (long long)sum, delta);
    }
    if (lane_number() == 0 && sum != 0) {
        atomicAdd((unsigned long long*)(sums + op.coefficient_offset), (unsigned long long)sum);
    }
}

}  // namespace jaynes

#endif
