// The amplitudes of one group of a round, in registers, and what the instructions do to them.
#ifndef JAYNES_CPU_GROUP_H
#define JAYNES_CPU_GROUP_H

#include "pass/scratch.h"
#include "simd.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {

// Slots per round: 2^slots vectors twice and the temporaries of a matrix must fit into the machine's registers.
#if JAYNES_VECTOR_BYTES == 64 || defined(__aarch64__)
constexpr int round_slots = 3;
#else
constexpr int round_slots = 2;
#endif
constexpr int group_vectors = 1 << round_slots;

template <class Real>
struct Group {
    using S = Simd<Real>;
    using V = typename S::Vector;
    using Mask = typename S::Mask;

    V re[group_vectors];
    V im[group_vectors];

    // The lower number of the p-th pair of vectors that differ in a slot.
    static constexpr int pair(int slot, int p) { return (p >> slot << (slot + 1)) | (p & ((1 << slot) - 1)); }

    // -- ops with one target -------------------------------------------------------------------------------------

    template <int kind, int slot, bool masked>
    JAYNES_INLINE void apply_pairs(const Real* m, uint32_t vector_set, uint32_t lane_set) {
        constexpr int count = kind == kPairMatrix ? 8 : kind == kPairReal || kind == kPairCross ? 4 : 0;
        V coefficient[count == 0 ? 1 : count];
        unroll<count>([&](auto i) __attribute__((always_inline)) { coefficient[i] = S::broadcast(m[i]); });
        Mask mask = S::mask_of(masked ? lane_set : 0);
        unroll<group_vectors / 2>([&](auto p) __attribute__((always_inline)) {
            constexpr int j0 = pair(slot, decltype(p)::value);
            constexpr int j1 = j0 | 1 << slot;
            if (!masked) {
                pair_op<kind>(coefficient, re[j0], im[j0], re[j1], im[j1]);
            } else if ((vector_set >> j0 & 1) != 0) {
                V re0 = re[j0], im0 = im[j0], re1 = re[j1], im1 = im[j1];
                pair_op<kind>(coefficient, re0, im0, re1, im1);
                re[j0] = S::select(mask, re0, re[j0]);
                im[j0] = S::select(mask, im0, im[j0]);
                re[j1] = S::select(mask, re1, re[j1]);
                im[j1] = S::select(mask, im1, im[j1]);
            }
        });
    }

    template <int kind>
    JAYNES_INLINE static void pair_op(const V* m, V& re0, V& im0, V& re1, V& im1) {
        V a = re0, b = im0, c = re1, d = im1;
        if constexpr (kind == kPairMatrix) {
            re0 = complex_re(m[0], m[1], a, b);
            im0 = complex_im(m[0], m[1], a, b);
            re0 = S::negated_fma(m[3], d, S::fma(m[2], c, re0));
            im0 = S::fma(m[3], c, S::fma(m[2], d, im0));
            re1 = complex_re(m[4], m[5], a, b);
            im1 = complex_im(m[4], m[5], a, b);
            re1 = S::negated_fma(m[7], d, S::fma(m[6], c, re1));
            im1 = S::fma(m[7], c, S::fma(m[6], d, im1));
        } else if constexpr (kind == kPairReal) {
            re0 = S::fma(m[1], c, m[0] * a);
            im0 = S::fma(m[1], d, m[0] * b);
            re1 = S::fma(m[3], c, m[2] * a);
            im1 = S::fma(m[3], d, m[2] * b);
        } else if constexpr (kind == kPairCross) {
            re0 = S::negated_fma(m[1], d, m[0] * a);
            im0 = S::fma(m[1], c, m[0] * b);
            re1 = S::fma_minus(m[3], c, m[2] * b);
            im1 = S::fma(m[3], d, m[2] * a);
        } else if constexpr (kind == kPairFlip) {
            re0 = c;
            im0 = d;
            re1 = a;
            im1 = b;
        } else {
            re0 = a + c;
            im0 = b + d;
            re1 = a - c;
            im1 = b - d;
        }
    }

    // Real and imaginary part of w x.
    JAYNES_INLINE static V complex_re(V w_re, V w_im, V x_re, V x_im) {
        return S::negated_fma(w_im, x_im, w_re * x_re);
    }
    JAYNES_INLINE static V complex_im(V w_re, V w_im, V x_re, V x_im) { return S::fma(w_im, x_re, w_re * x_im); }

    // -- exchange of a lane bit with a slot ----------------------------------------------------------------------

    template <int lane_bit, int slot>
    JAYNES_INLINE void exchange() {
        unroll<group_vectors / 2>([&](auto p) __attribute__((always_inline)) {
            constexpr int j0 = pair(slot, decltype(p)::value);
            constexpr int j1 = j0 | 1 << slot;
            Shuffle<Real>::template exchange<lane_bit>(re[j0], re[j1]);
            Shuffle<Real>::template exchange<lane_bit>(im[j0], im[j1]);
        });
    }

    // -- dense matrix on two targets -----------------------------------------------------------------------------

    template <int slot0, int slot1, bool masked>
    JAYNES_INLINE void apply_matrix2(const Real* m, uint32_t vector_set, uint32_t lane_set) {
        Mask mask = S::mask_of(masked ? lane_set : 0);
        unroll<group_vectors>([&](auto j) __attribute__((always_inline)) {
            constexpr int base = decltype(j)::value;
            if constexpr ((base >> slot0 & 1) == 0 && (base >> slot1 & 1) == 0) {
                if (!masked || (vector_set >> base & 1) != 0) {
                    matrix2_op<base, 1 << slot0, 1 << slot1, masked>(m, mask);
                }
            }
        });
    }

    template <int base, int step0, int step1, bool masked>
    JAYNES_INLINE void matrix2_op(const Real* m, Mask mask) {
        V new_re[4], new_im[4];
        unroll<4>([&](auto row) __attribute__((always_inline)) {
            unroll<4>([&](auto column) __attribute__((always_inline)) {
                constexpr int c = decltype(column)::value;
                constexpr int j = base + (c & 1) * step0 + (c >> 1) * step1;
                V m_re = S::broadcast(m[(row * 4 + c) * 2]);
                V m_im = S::broadcast(m[(row * 4 + c) * 2 + 1]);
                if constexpr (c == 0) {
                    new_re[row] = complex_re(m_re, m_im, re[j], im[j]);
                    new_im[row] = complex_im(m_re, m_im, re[j], im[j]);
                } else {
                    new_re[row] = S::negated_fma(m_im, im[j], S::fma(m_re, re[j], new_re[row]));
                    new_im[row] = S::fma(m_im, re[j], S::fma(m_re, im[j], new_im[row]));
                }
            });
        });
        unroll<4>([&](auto row) __attribute__((always_inline)) {
            constexpr int r = decltype(row)::value;
            constexpr int j = base + (r & 1) * step0 + (r >> 1) * step1;
            re[j] = masked ? S::select(mask, new_re[r], re[j]) : new_re[r];
            im[j] = masked ? S::select(mask, new_im[r], im[j]) : new_im[r];
        });
    }

    // -- diagonals -----------------------------------------------------------------------------------------------

    // table: at the entries that the outer and free bits choose; expanded: at the vectors that the free bits choose.
    template <int form, bool masked>
    JAYNES_INLINE void apply_diagonal(const Real* table, const Real* expanded, const Instruction& instruction,
                                      uint32_t vector_set, uint32_t lane_set) {
        Mask mask = S::mask_of(masked ? lane_set : 0);
        unroll<group_vectors>([&](auto number) __attribute__((always_inline)) {
            constexpr int j = decltype(number)::value;
            if (!masked || (vector_set >> j & 1) != 0) {
                V w_re, w_im;
                if constexpr (form == kFormExpanded) {
                    w_re = S::load(expanded + 2 * j * S::lanes);
                    w_im = S::load(expanded + (2 * j + 1) * S::lanes);
                } else {
                    factors<form>(table + 2 * instruction.vector_index[j], instruction.lane_index, w_re, w_im);
                }
                V new_re = complex_re(w_re, w_im, re[j], im[j]);
                V new_im = complex_im(w_re, w_im, re[j], im[j]);
                re[j] = masked ? S::select(mask, new_re, re[j]) : new_re;
                im[j] = masked ? S::select(mask, new_im, im[j]) : new_im;
            }
        });
    }

    template <int form>
    JAYNES_INLINE static void factors(const Real* table, const uint16_t* lane_index, V& w_re, V& w_im) {
        if constexpr (form == kFormUniform) {
            w_re = S::broadcast(table[0]);
            w_im = S::broadcast(table[1]);
        } else if constexpr (form == kFormConsecutive) {
            Shuffle<Real>::split(S::load(table), S::load(table + S::lanes), w_re, w_im);
        } else {
            gather(table, lane_index, w_re, w_im);
        }
    }

    // Out of line: loads of single factors cost far more than the call.
    [[gnu::noinline]] static void gather(const Real* table, const uint16_t* lane_index, V& w_re, V& w_im) {
        Real re[S::lanes], im[S::lanes];
        for (int lane = 0; lane < S::lanes; lane++) {
            re[lane] = table[2 * lane_index[lane]];
            im[lane] = table[2 * lane_index[lane] + 1];
        }
        w_re = S::load(re);
        w_im = S::load(im);
    }
};

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes

#endif
