// Flips at the beginning and at the end of a pass. They only move whole vectors, so the copy between state and scratch
// can do it: what a run of X and CX does to positions is a map that is affine over GF(2).
#ifndef JAYNES_CPU_FLIPS_H
#define JAYNES_CPU_FLIPS_H

#include "jaynes_plan.h"
#include "simd.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {

// Numbers of vectors in a tile to numbers of vectors in the scratch.
class VectorMap {
    static constexpr int table_bits = 8;

    // The number is the exclusive or of an entry of each table: one for its low bits, one for the others.
    uint32_t low[1 << table_bits];
    uint32_t high[1 << table_bits];

 public:
    static constexpr int max_bits = 2 * table_bits;

    JAYNES_INLINE uint32_t operator()(uint32_t vector) const {
        return low[vector & ((1u << table_bits) - 1)] ^ high[vector >> table_bits];
    }

    // The map whose value is `constant` at 0 and changes by columns[b] with bit b.
    void set(uint32_t constant, const uint32_t* columns) {
        low[0] = constant;
        high[0] = 0;
        for (int b = 0; b < table_bits; b++) {
            for (uint32_t i = 0; i < 1u << b; i++) {
                low[1u << b | i] = low[i] ^ columns[b];
                high[1u << b | i] = high[i] ^ columns[table_bits + b];
            }
        }
    }
};

// Some consecutive flips of a pass.
struct FlipRun {
    const JaynesOp* first;
    const JaynesOp* last;

    bool empty() const { return first == last; }

    bool depends_on_tile() const {
        bool result = false;
        for (const JaynesOp* op = first; op != last; op++) {
            result |= op->outer_control_mask != 0;
        }
        return result;
    }

    // Whether an op is a flip of whole vectors with one control in the tile at most.
    static bool takes(const JaynesOp& op, int lane_bits) {
        uint32_t lanes = (1u << lane_bits) - 1;
        return op.kind == JAYNES_OP_FLIP && op.bits[0] >= lane_bits && (op.local_control_mask & lanes) == 0 &&
               (op.local_control_mask & (op.local_control_mask - 1)) == 0;
    }

    // Where the flips bring each vector of the tile with these outer bits.
    void map(uint64_t outer, int lane_bits, VectorMap& result) const {
        State state(lane_bits);
        for (const JaynesOp* op = first; op != last; op++) {
            state.add(*op, outer);
        }
        result.set(state.constant, state.columns);
    }

    // Where each vector comes from: a flip undoes itself.
    void inverse_map(uint64_t outer, int lane_bits, VectorMap& result) const {
        State state(lane_bits);
        for (const JaynesOp* op = last; op != first;) {
            state.add(*--op, outer);
        }
        result.set(state.constant, state.columns);
    }

 private:
    struct State {
        int lane_bits;
        uint32_t constant = 0;
        uint32_t columns[VectorMap::max_bits];

        explicit State(int lane_bits) : lane_bits(lane_bits) {
            for (int b = 0; b < VectorMap::max_bits; b++) {
                columns[b] = 1u << b;
            }
        }

        // Follows the map so far by a flip.
        void add(const JaynesOp& op, uint64_t outer) {
            if ((outer & op.outer_control_mask) != op.outer_control_value) {
                return;
            }
            uint32_t target = 1u << (op.bits[0] - lane_bits);
            uint32_t control = op.local_control_mask >> lane_bits;
            uint32_t value = op.local_control_value >> lane_bits;
            for (uint32_t& column : columns) {
                column ^= (column & control) != 0 ? target : 0;
            }
            constant ^= (constant & control) == value ? target : 0;
        }
    };
};

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes

#endif
