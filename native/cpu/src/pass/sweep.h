// One round over (a block of) the scratch: for each group, load, apply the instructions, store.
#ifndef JAYNES_CPU_SWEEP_H
#define JAYNES_CPU_SWEEP_H

#include "bits.h"
#include "pass/group.h"
#include "pass/prefetch.h"
#include "pass/probe.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {

// Index into a diagonal's table, or number among its expanded vectors, that the free bits of a position choose.
JAYNES_INLINE uint32_t table_index(const Instruction& instruction, uint32_t position) {
    uint32_t index = 0;
    for (int i = 0; i < instruction.free_count; i++) {
        index |= (position >> instruction.free_bit[i] & 1) << instruction.free_table_bit[i];
    }
    return index;
}
JAYNES_INLINE uint32_t expanded_index(const Instruction& instruction, uint32_t position) {
    uint32_t index = 0;
    for (int i = 0; i < instruction.free_count; i++) {
        index |= (position >> instruction.free_bit[i] & 1) << i;
    }
    return index;
}

template <int code, class Real>
JAYNES_INLINE void execute_probe(const Group<Real>& group, const BoundInstruction& bound, uint32_t position) {
    constexpr int pair_slot = code >= kProbeZ ? code - kProbeZ : (code - kProbeX) / kMaxSlots % kMaxSlots;
    constexpr int slot = (code - kProbeX) % kMaxSlots;
    if constexpr (pair_slot < round_slots && (code >= kProbeZ || (slot < round_slots && slot != pair_slot))) {
        Probing<Real> probing(group, bound);
        if constexpr (code >= kProbeZ) {
            probing.template singles<pair_slot>(position);
        } else {
            probing.template pairs<(code >= kProbeY), pair_slot, slot>();
        }
        probing.add_to_sums();
    }
}

// Applies the instruction whose code is the constant `code`; the codes that this machine's slots rule out do not occur.
template <int code, class Real>
JAYNES_INLINE void execute(Group<Real>& group, const BoundInstruction& bound, uint32_t position) {
    const Real* m = static_cast<const Real*>(bound.coefficients);
    constexpr bool masked = (code & 1) != 0;
    if constexpr (code < kExchange) {
        constexpr int slot = code / 2 % kMaxSlots;
        if constexpr (slot < round_slots) {
            group.template apply_pairs<code / 2 / kMaxSlots, slot, masked>(m, bound.vector_set, bound.lane_set);
        }
    } else if constexpr (code < kMatrix2) {
        constexpr int lane_bit = (code - kExchange) / kMaxSlots;
        constexpr int slot = (code - kExchange) % kMaxSlots;
        if constexpr (slot < round_slots && lane_bit < Simd<Real>::lane_bits) {
            group.template exchange<lane_bit, slot>();
        }
    } else if constexpr (code < kDiagonal) {
        constexpr int slot0 = (code - kMatrix2) / 2 / kMaxSlots;
        constexpr int slot1 = (code - kMatrix2) / 2 % kMaxSlots;
        if constexpr (slot0 != slot1 && slot0 < round_slots && slot1 < round_slots) {
            group.template apply_matrix2<slot0, slot1, masked>(m, bound.vector_set, bound.lane_set);
        }
    } else if constexpr (code >= kProbeX) {
        execute_probe<code>(group, bound, position);
    } else {
        constexpr int form = (code - kDiagonal) / 2;
        const Instruction& instruction = *bound.instruction;
        const Real* expanded = nullptr;
        if constexpr (form == kFormExpanded) {
            expanded = m + expanded_index(instruction, position) * (2 * group_vectors * Simd<Real>::lanes);
        } else {
            m += 2 * table_index(instruction, position);
        }
        group.template apply_diagonal<form, masked>(m, expanded, instruction, bound.vector_set, bound.lane_set);
    }
}
static_assert(kPair % 2 == 0 && kMatrix2 % 2 == 0 && kDiagonal % 2 == 0, "the lowest bit of a code says `masked`");
static_assert(kCodeCount <= 96, "the switch below covers 96 codes");

#define JAYNES_CASE(code)                             \
    case code:                                        \
        if constexpr ((code) < kCodeCount) {          \
            execute<(code)>(group, *bound, position); \
        }                                             \
        break;
#define JAYNES_CASES_4(code) JAYNES_CASE(code) JAYNES_CASE(code + 1) JAYNES_CASE(code + 2) JAYNES_CASE(code + 3)
#define JAYNES_CASES_16(code) \
    JAYNES_CASES_4(code) JAYNES_CASES_4(code + 4) JAYNES_CASES_4(code + 8) JAYNES_CASES_4(code + 12)

// Visits the groups whose position has the bits `block_base` and any combination of the bits `block_mask`.
template <class Real>
void sweep(const BoundRound& bound_round, Real* re, Real* im, uint32_t block_base, uint32_t block_mask,
           Prefetch& prefetch) {
    using S = Simd<Real>;
    const Round& round = *bound_round.round;
    uint32_t slots = 0;
    uint64_t offset[group_vectors] = {};
    for (int s = 0; s < round_slots; s++) {
        slots |= 1u << round.slot_bit[s];
        for (int j = 0; j < group_vectors; j++) {
            offset[j] += (j >> s & 1) != 0 ? position_of<Real>(uint64_t(1) << round.slot_bit[s]) : 0;
        }
    }
    if (((block_base ^ round.free_value) & round.free_mask & ~block_mask) != 0) {
        return;
    }
    uint32_t free = block_mask & ~slots & ~round.free_mask;
    uint32_t fixed = block_base | (round.free_value & block_mask);
    uint32_t moving = 0;
    do {
        uint32_t position = fixed | moving;
        uint64_t address = position_of<Real>(position);
        prefetch.step();
        Group<Real> group;
        unroll<group_vectors>([&](auto j) __attribute__((always_inline)) {
            group.re[j] = S::load(re + address + offset[j]);
            group.im[j] = S::load(im + address + offset[j]);
        });
        for (const BoundInstruction* bound = bound_round.first; bound != bound_round.last; bound++) {
            if ((position & bound->free_mask) != bound->free_value) {
                continue;
            }
            switch (bound->code) {
                JAYNES_CASES_16(0)
                JAYNES_CASES_16(16)
                JAYNES_CASES_16(32)
                JAYNES_CASES_16(48)
                JAYNES_CASES_16(64)
                JAYNES_CASES_16(80)
                default:
                    __builtin_unreachable();
            }
        }
        unroll<group_vectors>([&](auto j) __attribute__((always_inline)) {
            S::store(re + address + offset[j], group.re[j]);
            S::store(im + address + offset[j], group.im[j]);
        });
        moving = uint32_t(next_in_mask(moving, free));
    } while (moving != 0);
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes

#endif
