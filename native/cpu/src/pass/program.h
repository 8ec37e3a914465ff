// The micro-ops of a pass, arranged for execution on planar scratch.
//
// Scratch holds a tile as vectors of `lanes` amplitudes, real and imaginary parts apart. The low bits of the position
// in the tile ("lane bits") say where in a vector an amplitude is, the others which vector.
//
//   round   one sweep over the scratch. It loads the 2^slot_count vectors that differ in a few chosen vector bits, its
//           *slots*, into registers, applies several instructions in order, and stores them. An instruction acts on
//           slots only; a target among the lane bits is first exchanged with a slot (kExchange) and later exchanged
//           back. The amplitudes see the same operations in the same order as one sweep per op would give.
//   stage   consecutive rounds whose slots together span a block that fits into the L1 cache; all of a stage's rounds
//           run on one block before the next block.
#ifndef JAYNES_CPU_PROGRAM_H
#define JAYNES_CPU_PROGRAM_H

#include "jaynes_plan.h"

namespace jaynes {

constexpr int kMaxSlots = 3;
constexpr int kMaxLanes = 16;
constexpr int kMaxLaneBits = 4;

// How a diagonal finds the factors of a vector.
enum DiagonalForm {
    kFormUniform = 0,      // one factor for all lanes
    kFormExpanded = 1,     // vectors made beforehand, one per combination of the vector bits in the table
    kFormConsecutive = 2,  // the lanes' factors lie one after the other in the table
    kFormGathered = 3,
    kFormCount = 4
};

// Instruction codes. "masked" instructions look at vector_set and lane_set, the others act on everything.
enum Code {
    kPair = 0,  // + (kind * kMaxSlots + slot) * 2 + masked; kinds as PairKind
    kPairKinds = 5,
    kExchange = kPair + kPairKinds * kMaxSlots * 2,  // + lane bit * kMaxSlots + slot
    kMatrix2 =
        kExchange + kMaxLaneBits * kMaxSlots,  // + (slot of target 0 * kMaxSlots + slot of target 1) * 2 + masked
    kDiagonal = kMatrix2 + kMaxSlots * kMaxSlots * 2,  // + form * 2 + masked
    kProbeX = kDiagonal + kFormCount * 2,              // + slot of the pair bit * kMaxSlots + slot of the target
    kProbeY = kProbeX + kMaxSlots * kMaxSlots,         // likewise
    kProbeZ = kProbeY + kMaxSlots * kMaxSlots,         // + slot of the pair bit
    kCodeCount = kProbeZ + kMaxSlots
};

inline bool is_probe(const JaynesOp& op) { return op.kind >= JAYNES_OP_PROBE_X && op.kind <= JAYNES_OP_PROBE_Z; }

// Ops with one target, in the order of JAYNES_OP_MATRIX (k = 1) ... JAYNES_OP_SUM_DIFFERENCE.
enum PairKind { kPairMatrix, kPairReal, kPairCross, kPairFlip, kPairSumDifference };

struct Instruction {
    uint8_t code;
    uint8_t vector_set;   // of the 2^slot_count vectors of a group, those that controls on slots leave
    uint16_t lane_set;    // the lanes that controls on lane bits leave
    uint32_t free_mask;   // controls on the other bits of the position: the instruction is skipped for a group unless
    uint32_t free_value;  //   (position & free_mask) == free_value
    uint32_t op;          // number of the op in the pass; not used by kExchange

    // Diagonals: an amplitude's index into the table is the sum (union of bits) of these parts and the outer part.
    uint16_t vector_index[1 << kMaxSlots];
    uint16_t lane_index[kMaxLanes];
    uint8_t free_count;  // table bits among the free bits of the position
    uint8_t free_bit[JAYNES_MAX_TABLE_BITS];
    uint8_t free_table_bit[JAYNES_MAX_TABLE_BITS];
    // Probes of Z: where a term is subtracted, by the parity of the bits in the slots, the lanes and the free position.
    uint8_t odd_vectors;
    uint16_t odd_lanes;
    uint32_t odd_free;
    uint32_t probe;  // number among the probes of the program

    uint32_t expanded_first;  // kFormExpanded: the first of its 2^(free_count + slot_count) vectors in the workspace
};

struct Round {
    uint32_t first, last;            // instructions [first, last)
    uint32_t free_mask, free_value;  // controls that all its ops share: other groups need no visit
    bool has_op;
    uint8_t slot_count;
    uint8_t slot_bit[JAYNES_MAX_MATRIX_BITS];  // the position bit of each slot

    // A dense matrix with more than two targets is a round of its own: slot i is target i, and where the target is a
    // lane bit, slot_bit[i] is the bit it changes places with.
    bool dense;
    uint8_t exchanged[JAYNES_MAX_MATRIX_BITS];  // per slot 1 + lane bit, or 0
};

struct Stage {
    uint32_t first, last;  // rounds [first, last)
    uint32_t block_mask;   // the position bits inside a block, lane bits excepted
};

// What the compiled program must fit: a machine's vectors and registers, and the workspace.
struct Shape {
    int lane_bits;
    int slot_count;     // per round, at most kMaxSlots
    int position_bits;  // tile bits, padded so that every round finds enough vector bits
    int block_bits;     // vector bits of an L1 block
};

constexpr uint32_t kInstructionCapacity = 2048;
constexpr uint32_t kProbeCapacity = 256;
constexpr uint32_t kExpandedCapacity = 512;  // vectors of kFormExpanded, real and imaginary parts counted once

struct Program {
    Instruction instructions[kInstructionCapacity];
    Round rounds[kInstructionCapacity];
    Stage stages[kInstructionCapacity];
    uint32_t instruction_count, round_count, stage_count, expanded_count, probe_count;
    bool depends_on_tile;  // an outer control or an outer bit of a diagonal occurs
};

// Arranges the ops from number `first` on, as many as fit, and returns the number of the first op left over.
uint32_t compile_ops(const JaynesPassArguments& arguments, const Shape& shape, uint32_t first, Program& program);

}  // namespace jaynes

#endif
