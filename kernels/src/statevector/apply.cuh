/*
 * One op on a tile in shared memory.
 *
 * A thread takes groups of units: the units that differ only in the op's targets. In complex64 a unit holds two
 * amplitudes that differ in tile bit 0; when that bit is no target, a group of units is two groups of amplitudes, and
 * when it is a control, only the half with its value takes part.
 */
#ifndef JAYNES_APPLY_CUH
#define JAYNES_APPLY_CUH

#include "micro_ops.cuh"
#include "tile.cuh"

namespace jaynes {

/* Whether the amplitudes number `half` of the units take part in the op. */
template <typename Real>
static __device__ __forceinline__ bool takes_part(const JaynesOp& op, int half) {
    return Unit<Real>::kBits == 0 || (op.local_control_mask & 1) == 0 || (op.local_control_value & 1) == (uint32_t)half;
}

template <typename Real>
static __device__ __forceinline__ Walk walk_of(const JaynesOp& op, const Ownership& ownership, uint32_t targets) {
    constexpr uint32_t bits = Unit<Real>::kBits;
    return ownership.walk(targets | op.local_control_mask >> bits, op.local_control_value >> bits);
}

/* An op with one target on every pair. */
template <typename Real, typename Pair>
static __device__ __forceinline__ void apply_to_pairs(Unit<Real>* units, const JaynesOp& op, Ownership& ownership,
                                                      const Pair& pair) {
    constexpr int count = Unit<Real>::kCount;
    uint32_t target = 1u << op.bits[0] >> Unit<Real>::kBits;
    ownership.prepare(target);
    Walk walk = walk_of<Real>(op, ownership, target);
    if (!walk.active) {
        return;
    }
    uint32_t step = 0;
    if (target == 0) { /* both amplitudes lie in one unit */
        do {
            Unit<Real>& place0 = units[place(walk.first | step)];
            Unit<Real> unit = place0;
            pair(unit.amplitude[0], unit.amplitude[count - 1]);
            place0 = unit;
            step = next_subset(step, walk.steps);
        } while (step != 0);
        return;
    }
    uint32_t partner = place(target);
    bool part[2] = {takes_part<Real>(op, 0), takes_part<Real>(op, 1)};
    do {
        uint32_t where = place(walk.first | step);
        Unit<Real> unit0 = units[where];
        Unit<Real> unit1 = units[where ^ partner];
        JAYNES_UNROLL
        for (int half = 0; half < count; half++) {
            if (part[half]) {
                pair(unit0.amplitude[half], unit1.amplitude[half]);
            }
        }
        units[where] = unit0;
        units[where ^ partner] = unit1;
        step = next_subset(step, walk.steps);
    } while (step != 0);
}

/* A matrix with two targets on every quad, neither target inside a unit. */
template <typename Real>
static __device__ __forceinline__ void apply_to_quads(Unit<Real>* units, const JaynesOp& op, const Walk& walk,
                                                      MatrixOnQuad<Real> matrix) {
    constexpr int count = Unit<Real>::kCount;
    uint32_t partner0 = place(1u << op.bits[0] >> Unit<Real>::kBits);
    uint32_t partner1 = place(1u << op.bits[1] >> Unit<Real>::kBits);
    bool part[2] = {takes_part<Real>(op, 0), takes_part<Real>(op, 1)};
    uint32_t step = 0;
    do {
        uint32_t where = place(walk.first | step);
        uint32_t places[4] = {where, where ^ partner0, where ^ partner1, where ^ partner0 ^ partner1};
        Amplitude<Real> x[count][4];
        JAYNES_UNROLL
        for (int i = 0; i < 4; i++) {
            Unit<Real> unit = units[places[i]];
            JAYNES_UNROLL
            for (int half = 0; half < count; half++) {
                x[half][i] = unit.amplitude[half];
            }
        }
        JAYNES_UNROLL
        for (int row = 0; row < 4; row++) {
            Unit<Real> y;
            JAYNES_UNROLL
            for (int half = 0; half < count; half++) {
                y.amplitude[half] = part[half] ? matrix(row, x[half]) : x[half][row];
            }
            units[places[row]] = y;
        }
        matrix.forget();
        step = next_subset(step, walk.steps);
    } while (step != 0);
}

/* A matrix with two targets, one of them tile bit 0, in complex64: a quad is two units. */
static __device__ __forceinline__ void apply_to_unit_pairs(Unit<float>* units, const JaynesOp& op, const Walk& walk,
                                                           MatrixOnQuad<float> matrix) {
    bool swapped = op.bits[1] == 0; /* target 1 is inside the unit */
    uint32_t partner = place(1u << op.bits[swapped ? 0 : 1] >> 1);
    uint32_t step = 0;
    do {
        uint32_t where = place(walk.first | step);
        Unit<float> unit0 = units[where];
        Unit<float> unit1 = units[where ^ partner];
        Amplitude<float> inner0 = unit0.amplitude[1];
        Amplitude<float> inner1 = unit1.amplitude[0];
        Amplitude<float> x[4] = {unit0.amplitude[0], swapped ? inner1 : inner0, swapped ? inner0 : inner1,
                                 unit1.amplitude[1]};
        Amplitude<float> y1 = matrix(1, x);
        Amplitude<float> y2 = matrix(2, x);
        units[where] = Unit<float>{{matrix(0, x), swapped ? y2 : y1}};
        units[where ^ partner] = Unit<float>{{swapped ? y1 : y2, matrix(3, x)}};
        matrix.forget();
        step = next_subset(step, walk.steps);
    } while (step != 0);
}

static __device__ __forceinline__ void apply_to_unit_pairs(Unit<double>*, const JaynesOp&, const Walk&,
                                                           MatrixOnQuad<double>) {}

template <typename Real>
static __device__ void apply_two_qubit_matrix(Unit<Real>* units, const JaynesOp& op, const Real* coefficients,
                                              Ownership& ownership) {
    constexpr uint32_t bits = Unit<Real>::kBits;
    uint32_t targets = ((1u << op.bits[0]) | (1u << op.bits[1])) >> bits;
    ownership.prepare(targets);
    Walk walk = walk_of<Real>(op, ownership, targets);
    if (!walk.active) {
        return;
    }
    MatrixOnQuad<Real> matrix(coefficients);
    if (bits != 0 && (op.bits[0] == 0 || op.bits[1] == 0)) {
        apply_to_unit_pairs(units, op, walk, matrix);
    } else {
        apply_to_quads(units, op, walk, matrix);
    }
}

/* The part of a diagonal's table index that the tile bits set in `position` make. */
static __device__ __forceinline__ uint32_t local_table_index(const JaynesOp& op, uint32_t position) {
    uint32_t index = 0;
    for (uint32_t i = 0; i < op.bit_count; i++) {
        uint32_t bit = op.bits[i];
        index |= bit < JAYNES_OUTER_BIT ? (position >> bit & 1) << i : 0;
    }
    return index;
}

/* The part that the index bits outside of the tile make; they are the same for the whole tile. */
static __device__ __forceinline__ uint32_t outer_table_index(const JaynesOp& op, uint64_t origin) {
    uint32_t index = 0;
    for (uint32_t i = 0; i < op.bit_count; i++) {
        uint32_t bit = op.bits[i];
        index |= bit >= JAYNES_OUTER_BIT ? (uint32_t)(origin >> (bit - JAYNES_OUTER_BIT) & 1) << i : 0;
    }
    return index;
}

/* A diagonal keeps the ownership: amplitudes need no partner. */
template <typename Real>
static __device__ void apply_diagonal(Unit<Real>* units, const JaynesOp& op, uint32_t outer_index,
                                      const Real* coefficients, Ownership& ownership) {
    constexpr uint32_t bits = Unit<Real>::kBits;
    constexpr int count = Unit<Real>::kCount;
    ownership.prepare(0);
    Walk walk = walk_of<Real>(op, ownership, 0);
    if (!walk.active) {
        return;
    }
    const Amplitude<Real>* table = reinterpret_cast<const Amplitude<Real>*>(coefficients);
    uint32_t first_index = outer_index | local_table_index(op, walk.first << bits);
    uint32_t half_index = count > 1 ? local_table_index(op, 1) : 0;
    bool part[2] = {takes_part<Real>(op, 0), takes_part<Real>(op, 1)};
    bool changes = local_table_index(op, walk.steps << bits) != 0;
    uint32_t step = 0;
    do {
        Unit<Real>& there = units[place(walk.first | step)];
        uint32_t index = changes ? first_index | local_table_index(op, step << bits) : first_index;
        Unit<Real> unit = there;
        JAYNES_UNROLL
        for (int half = 0; half < count; half++) {
            if (part[half]) {
                unit.amplitude[half] = multiply(table[half == 0 ? index : index | half_index], unit.amplitude[half]);
            }
        }
        there = unit;
        step = next_subset(step, walk.steps);
    } while (step != 0);
}

}  // namespace jaynes

#endif
