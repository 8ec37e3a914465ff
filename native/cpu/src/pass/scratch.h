// The layout of a thread's scratch memory in a pass.
#ifndef JAYNES_CPU_SCRATCH_H
#define JAYNES_CPU_SCRATCH_H

#include "pass/program.h"

namespace jaynes {

// Shared by all instruction sets, hence always_inline: see simd.h.

constexpr uint64_t kCacheLine = 64;
constexpr uint64_t kPage = 4096;
constexpr uint64_t kProbeBytes = kMaxLanes * sizeof(int64_t);

// Scratch holds at least this many position bits: the widest vectors and the largest matrix.
constexpr uint32_t kMinPositionBits = kMaxLaneBits + JAYNES_MAX_MATRIX_BITS;

// Where amplitude i of the tile lies in the real and in the imaginary plane, in reals. After each page a cache line is
// left out: amplitudes that differ in a high bit would otherwise compete for the same few lines of the L1 cache. The
// position of a union of disjoint sets of bits is the sum of their positions (sets aligned to pages or within one).
template <class Real>
[[gnu::always_inline]] constexpr uint64_t position_of(uint64_t i) {
    constexpr uint64_t reals_per_page = kPage / sizeof(Real);
    constexpr uint64_t reals_per_line = kCacheLine / sizeof(Real);
    return i + i / reals_per_page * reals_per_line;
}

// Reals from the real plane to the imaginary plane; half a page more than needed keeps the two from competing.
template <class Real>
[[gnu::always_inline]] constexpr uint64_t plane_reals(uint64_t position_bits) {
    return position_of<Real>(uint64_t(1) << position_bits) + kPage / 2 / sizeof(Real);
}

// An instruction as it applies to one tile.
struct BoundInstruction {
    uint8_t code;
    uint8_t vector_set;
    uint16_t lane_set;
    uint32_t free_mask;
    uint32_t free_value;
    const void* coefficients;  // of the op; of a diagonal, the part of the table that the outer bits
                               // choose; of a probe, its vector of sums
    const Instruction* instruction;
};

struct BoundRound {
    const BoundInstruction* first;
    const BoundInstruction* last;
    const Round* round;
};

struct Workspace {
    Program program;
    BoundInstruction bound[kInstructionCapacity];
    BoundRound rounds[kInstructionCapacity];
    alignas(64) unsigned char expanded[kExpandedCapacity * 2 * kCacheLine];
    alignas(64) unsigned char probe_sums[kProbeCapacity * kProbeBytes];  // an int64 for each lane of each
};

template <class Real>
[[gnu::always_inline]] constexpr uint64_t scratch_bytes(uint64_t tile_bits) {
    uint64_t bits = tile_bits < kMinPositionBits ? kMinPositionBits : tile_bits;
    uint64_t planes = 2 * plane_reals<Real>(bits) * sizeof(Real);
    return (planes + kPage - 1) / kPage * kPage + sizeof(Workspace);
}

}  // namespace jaynes

#endif
