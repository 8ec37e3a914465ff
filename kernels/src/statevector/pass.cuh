/*
 * The tile pass: a block reads a tile, applies the ops of the pass to it in shared memory, writes it back, and takes
 * the next tile. Every amplitude is read and written once per pass, whatever the number of ops.
 */
#ifndef JAYNES_PASS_CUH
#define JAYNES_PASS_CUH

#include "apply.cuh"
#include "launch.h"
#include "probe.cuh"
#include "transfer.cuh"
#include "wide_matrix.cuh"

namespace jaynes {

/* How many ops are in shared memory at a time. A pass with more reads them once per tile, not once per block. */
static constexpr uint32_t kStagedOps = 32;

/* In place of a table index: the tile does not match the op's outer controls. */
static constexpr uint32_t kSkip = 0xFFFFFFFFu;

/* What precedes the tile in shared memory. */
struct Staging {
    JaynesOp ops[kStagedOps];
    uint32_t outer_index[kStagedOps];               /* table index or sign by the outer bits of this tile, or kSkip */
    uint32_t offsets[1u << JAYNES_MAX_MATRIX_BITS]; /* of the wide matrix at work */
    int64_t* probe_sums;                            /* of the tile's row */
};

static_assert(sizeof(JaynesOp) == 64, "ops are copied in 8-byte words");
static_assert(sizeof(Staging) <= JAYNES_PASS_STAGING_BYTES, "launch.h says how much shared memory there is");
static_assert(JAYNES_PASS_STAGING_BYTES % 128 == 0, "the tile starts at bank 0");

/* Copies the ops [first, first + count) of the pass. */
static __device__ __forceinline__ void stage_ops(Staging& staging, const JaynesPassArguments& arguments, uint32_t first,
                                                 uint32_t count) {
    const uint64_t* from = at_address<const uint64_t>(arguments.ops + sizeof(JaynesOp) * first);
    uint64_t* to = reinterpret_cast<uint64_t*>(staging.ops);
    for (uint32_t i = threadIdx.x; i < count * (sizeof(JaynesOp) / sizeof(uint64_t)); i += blockDim.x) {
        to[i] = from[i];
    }
}

/* What the outer bits of the tile, `outer`, mean for the staged ops: one thread per op. */
static __device__ __forceinline__ void resolve_outer_bits(Staging& staging, uint32_t count, uint64_t outer) {
    for (uint32_t i = threadIdx.x; i < count; i += blockDim.x) {
        const JaynesOp& op = staging.ops[i];
        bool matches = (outer & op.outer_control_mask) == op.outer_control_value;
        uint32_t index = op.kind == JAYNES_OP_DIAGONAL  ? outer_table_index(op, outer)
                         : op.kind == JAYNES_OP_PROBE_Z ? outer_parity(op, outer)
                                                        : 0;
        staging.outer_index[i] = matches ? index : kSkip;
    }
}

/* Called by the whole block, as the op is the same for all its threads. Without kProbes none occur. */
template <typename Real, bool kProbes>
static __device__ __forceinline__ void apply_op(Unit<Real>* units, Staging& staging, uint32_t number,
                                                const Real* row_coefficients, uint32_t tile_bits,
                                                Ownership& ownership) {
    const JaynesOp& op = staging.ops[number];
    const Real* coefficients = row_coefficients + op.coefficient_offset;
    switch (op.kind) {
        case JAYNES_OP_MATRIX:
            if (op.bit_count == 1) {
                apply_to_pairs(units, op, ownership, MatrixOnPair<Real>(coefficients));
            } else if (op.bit_count == 2) {
                apply_two_qubit_matrix(units, op, coefficients, ownership);
            } else {
                apply_wide_matrix(units, op, coefficients, tile_bits, staging.offsets);
            }
            break;
        case JAYNES_OP_REAL:
            apply_to_pairs(units, op, ownership, RealOnPair<Real>(coefficients));
            break;
        case JAYNES_OP_CROSS:
            apply_to_pairs(units, op, ownership, CrossOnPair<Real>(coefficients));
            break;
        case JAYNES_OP_FLIP:
            apply_to_pairs(units, op, ownership, FlipOfPair<Real>());
            break;
        case JAYNES_OP_SUM_DIFFERENCE:
            apply_to_pairs(units, op, ownership, SumDifferenceOfPair<Real>());
            break;
        case JAYNES_OP_DIAGONAL:
            apply_diagonal(units, op, staging.outer_index[number], coefficients, ownership);
            break;
        case JAYNES_OP_PROBE_X:
        case JAYNES_OP_PROBE_Y:
        case JAYNES_OP_PROBE_Z:
            if constexpr (kProbes) {
                apply_probe(units, op, staging.outer_index[number], staging.probe_sums, ownership);
            } else {
                __trap();
            }
            break;
        default:
            __trap();
    }
}

/* Passes with probes have a kernel of their own: those without keep the registers that probes take. */
template <typename Real, bool kProbes>
static __device__ __forceinline__ void run_pass(const JaynesPassArguments& arguments) {
    uint32_t tile_bytes = sizeof(Amplitude<Real>) << arguments.tile_bits;
    tile_bytes = tile_bytes < JAYNES_PASS_MINIMUM_TILE_BYTES ? JAYNES_PASS_MINIMUM_TILE_BYTES : tile_bytes;
    require(arguments.tile_bits <= JAYNES_MAX_TILE_BITS && arguments.tile_bits <= arguments.index_bits);
    require(dynamic_shared_bytes() >= JAYNES_PASS_STAGING_BYTES + tile_bytes);
    require(blockDim.x >= JAYNES_PASS_MINIMUM_THREADS && blockDim.x <= JAYNES_PASS_MAXIMUM_THREADS);
    require((blockDim.x & (blockDim.x - 1)) == 0);

    char* shared = static_cast<char*>(dynamic_shared_memory());
    Staging& staging = *reinterpret_cast<Staging*>(shared);
    Unit<Real>* units = reinterpret_cast<Unit<Real>*>(shared + JAYNES_PASS_STAGING_BYTES);
    Ownership ownership(tile_bytes / (uint32_t)sizeof(Unit<Real>) - 1);
    const Route route = make_route<Real>(arguments, ownership);

    uint64_t outer_fixed = arguments.fixed_mask & ~tile_index_bits(arguments);
    uint32_t row_bits = arguments.index_bits - arguments.tile_bits;
    uint64_t items = arguments.row_count << row_bits;
    uint64_t slice_origin = arguments.slice << arguments.index_bits;
    bool staged = false;
    for (uint64_t item = blockIdx.x; item < items; item += gridDim.x) {
        uint64_t row = item >> row_bits;
        uint64_t origin = tile_origin(arguments, item & (((uint64_t)1 << row_bits) - 1));
        if (((origin ^ arguments.fixed_value) & outer_fixed) != 0) {
            continue; /* all zeros */
        }
        Amplitude<Real>* tile = at_address<Amplitude<Real>>(arguments.states) + (row << arguments.index_bits) + origin;
        const Real* coefficients = at_address<const Real>(arguments.coefficients) + row * arguments.coefficient_stride;
        load_tile(units, tile, route);
        for (uint32_t first = 0; first < arguments.op_count; first += kStagedOps) {
            uint32_t count = arguments.op_count - first < kStagedOps ? arguments.op_count - first : kStagedOps;
            __syncthreads(); /* the ops before are done */
            if (!staged) {
                stage_ops(staging, arguments, first, count);
                staged = arguments.op_count <= kStagedOps;
                __syncthreads();
            }
            resolve_outer_bits(staging, count, origin | slice_origin);
            if (kProbes && threadIdx.x == 0) {
                staging.probe_sums =
                    at_address<int64_t>(arguments.probe_sums) + (item >> row_bits) * arguments.probe_count;
            }
            __syncthreads();
            for (uint32_t number = 0; number < count; number++) {
                if (staging.outer_index[number] != kSkip) {
                    apply_op<Real, kProbes>(units, staging, number, coefficients, arguments.tile_bits, ownership);
                }
            }
        }
        ownership.return_home();
        store_tile(units, tile, route);
    }
}

}  // namespace jaynes

#endif
