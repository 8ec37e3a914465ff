// Dense matrices on 3 to 6 targets: a round of their own, with the group in a buffer instead of registers.
#ifndef JAYNES_CPU_DENSE_H
#define JAYNES_CPU_DENSE_H

#include "bits.h"
#include "pass/prefetch.h"
#include "pass/scratch.h"
#include "simd.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {

template <class Real>
class DenseRound {
    using S = Simd<Real>;
    using V = typename S::Vector;
    static constexpr int max_vectors = 1 << JAYNES_MAX_MATRIX_BITS;

    // Rows at a time: enough independent chains of fused multiply-adds to hide their latency.
    static constexpr int rows = 4;

    const BoundRound& bound_round;
    const Round& round;
    Real* re;
    Real* im;
    int vectors;
    uint64_t offset[max_vectors];
    V x_re[max_vectors], x_im[max_vectors], y_re[max_vectors], y_im[max_vectors];

 public:
    DenseRound(const BoundRound& bound_round, Real* re, Real* im)
        : bound_round(bound_round), round(*bound_round.round), re(re), im(im), vectors(1 << round.slot_count) {
        for (int j = 0; j < vectors; j++) {
            offset[j] = 0;
            for (int s = 0; s < round.slot_count; s++) {
                offset[j] += (j >> s & 1) != 0 ? position_of<Real>(uint64_t(1) << round.slot_bit[s]) : 0;
            }
        }
    }

    void sweep(uint32_t block_base, uint32_t block_mask, Prefetch& prefetch) {
        uint32_t slots = 0;
        for (int s = 0; s < round.slot_count; s++) {
            slots |= 1u << round.slot_bit[s];
        }
        if (((block_base ^ round.free_value) & round.free_mask & ~block_mask) != 0) {
            return;
        }
        const BoundInstruction& bound = *bound_round.first;
        uint32_t free = block_mask & ~slots & ~round.free_mask;
        uint32_t fixed = block_base | (round.free_value & block_mask);
        uint32_t moving = 0;
        do {
            uint64_t address = position_of<Real>(fixed | moving);
            for (int j = 0; j < vectors; j++) {
                x_re[j] = S::load(re + address + offset[j]);
                x_im[j] = S::load(im + address + offset[j]);
            }
            prefetch.step();
            exchange(x_re, x_im);
            multiply(static_cast<const Real*>(bound.coefficients), S::mask_of(bound.lane_set));
            exchange(y_re, y_im);
            for (int j = 0; j < vectors; j++) {
                S::store(re + address + offset[j], y_re[j]);
                S::store(im + address + offset[j], y_im[j]);
            }
            moving = uint32_t(next_in_mask(moving, free));
        } while (moving != 0);
    }

 private:
    void exchange(V* a, V* b) const {
        for (int s = 0; s < round.slot_count; s++) {
            switch (round.exchanged[s]) {
                case 1:
                    exchange_lane<0>(a, b, s);
                    break;
                case 2:
                    exchange_lane<1>(a, b, s);
                    break;
                case 3:
                    exchange_lane<2>(a, b, s);
                    break;
                case 4:
                    exchange_lane<3>(a, b, s);
                    break;
                default:
                    break;
            }
        }
    }

    template <int lane_bit>
    void exchange_lane(V* a, V* b, int slot) const {
        if constexpr (lane_bit < S::lane_bits) {
            for (int j = 0; j < vectors; j++) {
                if ((j >> slot & 1) == 0) {
                    Shuffle<Real>::template exchange<lane_bit>(a[j], a[j | 1 << slot]);
                    Shuffle<Real>::template exchange<lane_bit>(b[j], b[j | 1 << slot]);
                }
            }
        }
    }

    void multiply(const Real* m, typename S::Mask mask) {
        for (int row = 0; row < vectors; row += rows) {
            V sum_re[rows], sum_im[rows];
            const Real* w = m + 2 * row * vectors;
            unroll<rows>([&](auto r) __attribute__((always_inline)) {
                V w_re = S::broadcast(w[2 * r * vectors]);
                V w_im = S::broadcast(w[2 * r * vectors + 1]);
                sum_re[r] = S::negated_fma(w_im, x_im[0], w_re * x_re[0]);
                sum_im[r] = S::fma(w_im, x_re[0], w_re * x_im[0]);
            });
            for (int column = 1; column < vectors; column++) {
                V re_c = x_re[column], im_c = x_im[column];
                unroll<rows>([&](auto r) __attribute__((always_inline)) {
                    V w_re = S::broadcast(w[2 * (r * vectors + column)]);
                    V w_im = S::broadcast(w[2 * (r * vectors + column) + 1]);
                    sum_re[r] = S::negated_fma(w_im, im_c, S::fma(w_re, re_c, sum_re[r]));
                    sum_im[r] = S::fma(w_im, re_c, S::fma(w_re, im_c, sum_im[r]));
                });
            }
            unroll<rows>([&](auto r) __attribute__((always_inline)) {
                y_re[row + r] = S::select(mask, sum_re[r], x_re[row + r]);
                y_im[row + r] = S::select(mask, sum_im[r], x_im[row + r]);
            });
        }
    }
};

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes

#endif
