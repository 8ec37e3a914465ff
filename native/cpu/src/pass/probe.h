// What probes add up over one group of a round: see JAYNES_OP_PROBE_X.
#ifndef JAYNES_CPU_PROBE_H
#define JAYNES_CPU_PROBE_H

#include "pass/group.h"
#include "reduce.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {

// Vectors of 64-bit sums for the lanes of a vector of reals. No sum overflows: any part of the terms adds up to less
// than the limit of all.
template <class Real>
constexpr int probe_parts = Simd<Real>::lanes / Doubles::lanes;

template <class Real>
class Probing {
    using S = Simd<Real>;
    using V = typename S::Vector;
    using Integers = Doubles::Mask;

    const Group<Real>& x;
    const BoundInstruction& bound;
    Integers total[probe_parts<Real>] = {};

 public:
    JAYNES_INLINE Probing(const Group<Real>& group, const BoundInstruction& bound) : x(group), bound(bound) {}

    // Probes of X and Y.
    template <bool of_y, int pair_slot, int slot>
    JAYNES_INLINE void pairs() {
        unroll<group_vectors>([&](auto number) __attribute__((always_inline)) {
            constexpr int j = decltype(number)::value;
            if constexpr ((j >> pair_slot & 1) == 0 && (j >> slot & 1) == 0) {
                if ((bound.vector_set >> j & 1) != 0) {
                    constexpr int x0 = j, x1 = j | 1 << slot, w0 = j | 1 << pair_slot, w1 = x1 | w0;
                    add(of_y ? term_of_y<x0, x1, w0, w1>() : term_of_x<x0, x1, w0, w1>(), 0);
                }
            }
        });
    }

    // Probes of Z.
    template <int pair_slot>
    JAYNES_INLINE void singles(uint32_t position) {
        const Instruction& instruction = *bound.instruction;
        uint32_t odd_vectors = instruction.odd_vectors;
        odd_vectors ^= __builtin_parity(position & instruction.odd_free) != 0 ? 0xFFu : 0u;
        unroll<group_vectors>([&](auto number) __attribute__((always_inline)) {
            constexpr int j = decltype(number)::value;
            if constexpr ((j >> pair_slot & 1) == 0) {
                if ((bound.vector_set >> j & 1) != 0) {
                    constexpr int w = j | 1 << pair_slot;
                    V v = S::negated_fma(x.im[w], x.re[j], x.re[w] * x.im[j]);
                    add(v, (odd_vectors >> j & 1) != 0 ? ~uint32_t(instruction.odd_lanes) : instruction.odd_lanes);
                }
            }
        });
    }

    JAYNES_INLINE void add_to_sums() {
        Integers* sums = static_cast<Integers*>(const_cast<void*>(bound.coefficients));
        unroll<probe_parts<Real>>([&](auto part) __attribute__((always_inline)) {
            sums[part] += total[part] & Doubles::mask_of(uint32_t(bound.lane_set) >> part * Doubles::lanes);
        });
    }

 private:
    // Adds the nearest integers, with the other sign in the lanes of a set.
    JAYNES_INLINE void add(V v, uint32_t negated_lanes) {
        DoubleVector wide[probe_parts<Real>];
        widen(v, wide);
        unroll<probe_parts<Real>>([&](auto part) __attribute__((always_inline)) {
            Integers negated = Doubles::mask_of(negated_lanes >> part * Doubles::lanes);
            total[part] += (Doubles::nearest(wide[part]) ^ negated) - negated;
        });
    }

    JAYNES_INLINE static void widen(Simd<double>::Vector v, DoubleVector* wide) { wide[0] = v; }
    JAYNES_INLINE static void widen(Simd<float>::Vector v, DoubleVector* wide) {
        typedef float Half __attribute__((vector_size(vector_bytes / 2)));
        Half halves[2];
        __builtin_memcpy(halves, &v, sizeof(v));
        wide[0] = __builtin_convertvector(halves[0], DoubleVector);
        wide[1] = __builtin_convertvector(halves[1], DoubleVector);
    }

    template <int x0, int x1, int w0, int w1>
    JAYNES_INLINE V term_of_x() const {
        V v = S::negated_fma(x.im[w0], x.re[x1], x.re[w0] * x.im[x1]);
        return S::negated_fma(x.im[w1], x.re[x0], S::fma(x.re[w1], x.im[x0], v));
    }
    template <int x0, int x1, int w0, int w1>
    JAYNES_INLINE V term_of_y() const {
        V v = S::fma(x.im[w1], x.im[x0], x.re[w1] * x.re[x0]);
        return S::negated_fma(x.im[w0], x.im[x1], S::negated_fma(x.re[w0], x.re[x1], v));
    }
};

// The sum of a probe's lanes.
template <class Real>
int64_t sum_of_lanes(const void* sums) {
    const int64_t* lanes = static_cast<const int64_t*>(sums);
    int64_t sum = 0;
    for (int i = 0; i < Simd<Real>::lanes; i++) {
        sum += lanes[i];
    }
    return sum;
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes

#endif
