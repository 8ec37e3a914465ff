// What probes add up over one group of a round: see JAYNES_OP_PROBE_X.
#ifndef JAYNES_CPU_PROBE_H
#define JAYNES_CPU_PROBE_H

#include "pass/group.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {

template <class Real>
class Probing {
    using S = Simd<Real>;
    using V = typename S::Vector;
    using Integers = typename S::Mask;

    const Group<Real>& x;
    const BoundInstruction& bound;
    Integers total = {};

 public:
    JAYNES_INLINE Probing(const Group<Real>& group, const BoundInstruction& bound) : x(group), bound(bound) {}

    // Probes of X and Y. No lane overflows: any part of the terms adds up to less than the limit of all.
    template <bool of_y, int pair_slot, int slot>
    JAYNES_INLINE void pairs() {
        unroll<group_vectors>([&](auto number) __attribute__((always_inline)) {
            constexpr int j = decltype(number)::value;
            if constexpr ((j >> pair_slot & 1) == 0 && (j >> slot & 1) == 0) {
                if ((bound.vector_set >> j & 1) != 0) {
                    constexpr int x0 = j, x1 = j | 1 << slot, w0 = j | 1 << pair_slot, w1 = x1 | w0;
                    total += S::nearest(of_y ? term_of_y<x0, x1, w0, w1>() : term_of_x<x0, x1, w0, w1>());
                }
            }
        });
    }

    // Probes of Z.
    template <int pair_slot>
    JAYNES_INLINE void singles(uint32_t position) {
        const Instruction& instruction = *bound.instruction;
        Integers odd_lanes = S::mask_of(instruction.odd_lanes);
        uint32_t odd_vectors = instruction.odd_vectors;
        odd_vectors ^= __builtin_parity(position & instruction.odd_free) != 0 ? 0xFFu : 0u;
        unroll<group_vectors>([&](auto number) __attribute__((always_inline)) {
            constexpr int j = decltype(number)::value;
            if constexpr ((j >> pair_slot & 1) == 0) {
                if ((bound.vector_set >> j & 1) != 0) {
                    constexpr int w = j | 1 << pair_slot;
                    V v = S::negated_fma(x.im[w], x.re[j], x.re[w] * x.im[j]);
                    Integers odd = (odd_vectors >> j & 1) != 0 ? ~odd_lanes : odd_lanes;
                    total += (S::nearest(v) ^ odd) - odd;
                }
            }
        });
    }

    JAYNES_INLINE void add_to_sums() {
        void* sums = const_cast<void*>(bound.coefficients);
        *static_cast<Integers*>(sums) += total & S::mask_of(bound.lane_set);
    }

 private:
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
    using Integers = typename Simd<Real>::Mask;
    Integers lanes = *static_cast<const Integers*>(sums);
    int64_t sum = 0;
    for (int i = 0; i < Simd<Real>::lanes; i++) {
        sum += int64_t(lanes[i]);
    }
    return sum;
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes

#endif
