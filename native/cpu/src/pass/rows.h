// A pass over small states that are whole tiles: a row in each lane, so that no op needs a shuffle and the coefficients
// of the rows may differ. The formulas, and so the bits, are those of the other layout.
#ifndef JAYNES_CPU_ROWS_H
#define JAYNES_CPU_ROWS_H

#include "bits.h"
#include "pass/group.h"
#include "pass/scratch.h"
#include "simd.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {

template <class Real>
class RowLanes {
    using S = Simd<Real>;
    using V = typename S::Vector;
    using G = Group<Real>;
    static constexpr uint32_t lanes = S::lanes;
    static constexpr uint32_t max_matrix_bits = 3;
    static constexpr uint32_t max_coefficients = 2u << (2 * max_matrix_bits);
    // To arrange the ops for a tile takes about as long as to do them on a row of so many amplitudes here.
    static constexpr uint32_t amplitudes_per_row = 32;

    const JaynesPassArguments& arguments;
    uint32_t size;          // amplitudes of a row
    uint64_t live = lanes;  // lanes with a row of their own; the others do what the last of them does
    Real* state;            // amplitude i of the rows: real parts at 2 i * lanes, imaginary parts one vector later
    V coefficients[max_coefficients];

    static uint32_t coefficient_count(const JaynesOp& op) {
        switch (op.kind) {
            case JAYNES_OP_MATRIX:
                return 2u << (2 * op.bit_count);
            case JAYNES_OP_DIAGONAL:
                return 2u << op.bit_count;
            case JAYNES_OP_FLIP:
            case JAYNES_OP_SUM_DIFFERENCE:
                return 0;
            default:
                return 4;
        }
    }

 public:
    // Whether the states are whole tiles and small enough, the rows enough to be worth it, and no op too large or a
    // probe. Slices have outer bits, which nothing here looks at.
    static bool suits(const JaynesPassArguments& arguments, uint64_t count) {
        const JaynesOp* ops = reinterpret_cast<const JaynesOp*>(arguments.ops);
        bool result = arguments.tile_bits == arguments.index_bits && arguments.slice_bits == 0 &&
                      enough(count, 1u << arguments.tile_bits) &&
                      arguments.tile_bits + uint32_t(S::lane_bits) <= kMinPositionBits;
        for (uint32_t i = 0; i < arguments.op_count && result; i++) {
            result = !is_probe(ops[i]) && coefficient_count(ops[i]) <= max_coefficients;
        }
        return result;
    }

    // scratch: the planes of a pass, which have room for 2^kMinPositionBits amplitudes at least.
    RowLanes(const JaynesPassArguments& arguments, void* scratch)
        : arguments(arguments), size(1u << arguments.tile_bits), state(static_cast<Real*>(scratch)) {}

    // Works on as many rows from `first` on as are worth it, and returns how many these are.
    uint64_t run(uint64_t first, uint64_t count) {
        const JaynesOp* ops = reinterpret_cast<const JaynesOp*>(arguments.ops);
        uint64_t row_reals = uint64_t(2) * size;
        uint64_t done = 0;
        for (; enough(count - done, size); done += live) {
            live = count - done < lanes ? count - done : lanes;
            uint64_t row = first + done;
            Real* rows = reinterpret_cast<Real*>(arguments.states) + row * row_reals;
            load(rows, row_reals);
            for (uint32_t i = 0; i < arguments.op_count; i++) {
                apply(ops[i], row);
            }
            untranspose(state, rows, row_reals);
        }
        return done;
    }

 private:
    static bool enough(uint64_t rows, uint32_t size) { return rows > 0 && rows * amplitudes_per_row >= size; }

    // -- rows to lanes and back ----------------------------------------------------------------------------------

    // Amplitudes that are known to be zero are not read.
    void load(const Real* rows, uint64_t row_reals) {
        uint32_t fixed = uint32_t(arguments.fixed_mask), value = uint32_t(arguments.fixed_value);
        if (fixed == 0) {
            transpose(rows, row_reals, 2 * size, state);
            return;
        }
        for (uint32_t i = 0; i < size; i++) {
            if ((i & fixed) == value) {
                transpose(rows + 2 * i, row_reals, 2, state + 2 * i * lanes);
            } else {
                store(i, V{}, V{});
            }
        }
    }

    // Number r of every row, `stride` apart, becomes lane by lane the vector number r of `target`.
    void transpose(const Real* rows, uint64_t stride, uint32_t numbers, Real* target) const {
        uint32_t at = 0;
        if (live < lanes) {
            transpose_few(rows, stride, numbers, target);
            return;
        }
        for (; at + lanes <= numbers; at += lanes) {
            V x[lanes];
            unroll<S::lanes>([&](auto r) __attribute__((always_inline)) { x[r] = S::load(rows + r * stride + at); });
            exchange_all(x);
            unroll<S::lanes>([&](auto r) __attribute__((always_inline)) { S::store(target + (at + r) * lanes, x[r]); });
        }
        for (; at < numbers; at++) {
            for (uint32_t r = 0; r < lanes; r++) {
                target[at * lanes + r] = rows[r * stride + at];
            }
        }
    }

    void transpose_few(const Real* rows, uint64_t stride, uint32_t numbers, Real* target) const {
        for (uint32_t at = 0; at < numbers; at++) {
            S::store(target + at * lanes, S::broadcast(rows[(live - 1) * stride + at]));
            for (uint32_t r = 0; r + 1 < live; r++) {
                target[at * lanes + r] = rows[r * stride + at];
            }
        }
    }

    void untranspose(const Real* source, Real* rows, uint64_t stride) const {
        uint32_t at = 0;
        if (live < lanes) {
            for (uint32_t r = 0; r < live; r++) {
                for (uint32_t i = 0; i < 2 * size; i++) {
                    rows[r * stride + i] = source[i * lanes + r];
                }
            }
            return;
        }
        for (; at + lanes <= 2 * size; at += lanes) {
            V x[lanes];
            unroll<S::lanes>([&](auto r) __attribute__((always_inline)) { x[r] = S::load(source + (at + r) * lanes); });
            exchange_all(x);
            unroll<S::lanes>([&](auto r) __attribute__((always_inline)) { S::store(rows + r * stride + at, x[r]); });
        }
        for (; at < 2 * size; at++) {
            for (uint32_t r = 0; r < lanes; r++) {
                rows[r * stride + at] = source[at * lanes + r];
            }
        }
    }

    // Exchanges each bit of the lane with the same bit of the vector's number.
    JAYNES_INLINE static void exchange_all(V* x) {
        unroll<S::lane_bits>([&](auto t) __attribute__((always_inline)) { exchange_bit<decltype(t)::value>(x); });
    }
    template <int t>
    JAYNES_INLINE static void exchange_bit(V* x) {
        unroll<S::lanes / 2>([&](auto p) __attribute__((always_inline)) {
            constexpr int low = G::pair(t, decltype(p)::value);
            Shuffle<Real>::template exchange<t>(x[low], x[low | 1 << t]);
        });
    }

    // -- ops -----------------------------------------------------------------------------------------------------

    void apply(const JaynesOp& op, uint64_t row) {
        load_coefficients(op, row);
        switch (op.kind) {
            case JAYNES_OP_MATRIX:
                if (op.bit_count == 1) {
                    pairs<kPairMatrix>(op);
                } else {
                    matrix(op);
                }
                break;
            case JAYNES_OP_REAL:
                pairs<kPairReal>(op);
                break;
            case JAYNES_OP_CROSS:
                pairs<kPairCross>(op);
                break;
            case JAYNES_OP_FLIP:
                pairs<kPairFlip>(op);
                break;
            case JAYNES_OP_SUM_DIFFERENCE:
                pairs<kPairSumDifference>(op);
                break;
            default:
                diagonal(op);
                break;
        }
    }

    void load_coefficients(const JaynesOp& op, uint64_t row) {
        uint32_t count = coefficient_count(op);
        const Real* own = reinterpret_cast<const Real*>(arguments.coefficients) + row * arguments.coefficient_stride +
                          op.coefficient_offset;
        if (arguments.coefficient_stride == 0) {
            for (uint32_t i = 0; i < count; i++) {
                coefficients[i] = S::broadcast(own[i]);
            }
        } else {
            transpose(own, arguments.coefficient_stride, count, reinterpret_cast<Real*>(coefficients));
        }
    }

    // Calls f(amplitude number) for those whose controls have their values and whose bits in `zero` are 0.
    template <class F>
    JAYNES_INLINE void for_each(const JaynesOp& op, uint32_t zero, F f) {
        uint32_t free = (size - 1) & ~zero & ~op.local_control_mask;
        uint32_t moving = 0;
        do {
            f(op.local_control_value | moving);
            moving = uint32_t(next_in_mask(moving, free));
        } while (moving != 0);
    }

    JAYNES_INLINE V load_re(uint32_t i) const { return S::load(state + 2 * i * lanes); }
    JAYNES_INLINE V load_im(uint32_t i) const { return S::load(state + (2 * i + 1) * lanes); }
    JAYNES_INLINE void store(uint32_t i, V re, V im) {
        S::store(state + 2 * i * lanes, re);
        S::store(state + (2 * i + 1) * lanes, im);
    }

    template <int kind>
    void pairs(const JaynesOp& op) {
        constexpr int count = kind == kPairMatrix ? 8 : kind == kPairReal || kind == kPairCross ? 4 : 0;
        V m[count == 0 ? 1 : count];
        unroll<count>([&](auto i) __attribute__((always_inline)) { m[i] = coefficients[i]; });
        uint32_t target = 1u << op.bits[0];
        for_each(op, target, [&](uint32_t i) __attribute__((always_inline)) {
            V re0 = load_re(i), im0 = load_im(i), re1 = load_re(i | target), im1 = load_im(i | target);
            G::template pair_op<kind>(m, re0, im0, re1, im1);
            store(i, re0, im0);
            store(i | target, re1, im1);
        });
    }

    void diagonal(const JaynesOp& op) {
        for_each(op, 0, [&](uint32_t i) __attribute__((always_inline)) {
            uint32_t entry = 0;
            for (uint32_t b = 0; b < op.bit_count; b++) {
                entry |= (i >> op.bits[b] & 1) << b;
            }
            V w_re = coefficients[2 * entry], w_im = coefficients[2 * entry + 1], re = load_re(i), im = load_im(i);
            store(i, G::complex_re(w_re, w_im, re, im), G::complex_im(w_re, w_im, re, im));
        });
    }

    void matrix(const JaynesOp& op) {
        uint32_t count = 1u << op.bit_count;
        uint32_t offset[1 << max_matrix_bits];
        for (uint32_t j = 0; j < count; j++) {
            offset[j] = 0;
            for (uint32_t b = 0; b < op.bit_count; b++) {
                offset[j] |= (j >> b & 1) << op.bits[b];
            }
        }
        for_each(op, offset[count - 1], [&](uint32_t i) __attribute__((always_inline)) {
            V re[1 << max_matrix_bits], im[1 << max_matrix_bits];
            for (uint32_t j = 0; j < count; j++) {
                re[j] = load_re(i | offset[j]);
                im[j] = load_im(i | offset[j]);
            }
            const V* w = coefficients;
            for (uint32_t j = 0; j < count; j++, w += 2 * count) {
                V sum_re = G::complex_re(w[0], w[1], re[0], im[0]);
                V sum_im = G::complex_im(w[0], w[1], re[0], im[0]);
                for (uint32_t c = 1; c < count; c++) {
                    sum_re = S::negated_fma(w[2 * c + 1], im[c], S::fma(w[2 * c], re[c], sum_re));
                    sum_im = S::fma(w[2 * c + 1], re[c], S::fma(w[2 * c], im[c], sum_im));
                }
                store(i | offset[j], sum_re, sum_im);
            }
        });
    }
};

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes

#endif
