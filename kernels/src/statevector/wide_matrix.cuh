/*
 * A dense matrix with 3 to 6 targets on a tile in shared memory.
 *
 * 2^k amplitudes and as many results do not fit the registers of a thread. So a thread computes kRows rows of one
 * group, 2^(k - 3) threads share a group, and the block meets between reading a round of groups and writing it. Threads
 * of a warp work on the same rows of different groups where the block is large enough: an element of the matrix is then
 * read once for the warp.
 */
#ifndef JAYNES_WIDE_MATRIX_CUH
#define JAYNES_WIDE_MATRIX_CUH

#include "tile.cuh"

namespace jaynes {

template <typename Real>
static constexpr int kRows = sizeof(Real) == sizeof(float) ? 8 : 4;

/* Of these rows, how many elements are loaded before the first is used. */
static constexpr int kRowsInFlight = 2;

/* Place of the amplitude at a position of the tile, in amplitudes. Linear as place(). */
template <typename Real>
static __device__ __forceinline__ uint32_t amplitude_place(uint32_t position) {
    constexpr uint32_t bits = Unit<Real>::kBits;
    return place(position >> bits) << bits | (position & (Unit<Real>::kCount - 1));
}

/* Fills offsets[c] = place of the group's amplitude c relative to its amplitude 0. */
template <typename Real>
static __device__ __forceinline__ void make_offsets(uint32_t* offsets, const JaynesOp& op) {
    for (uint32_t c = threadIdx.x; c < 1u << op.bit_count; c += blockDim.x) {
        uint32_t position = 0;
        for (uint32_t i = 0; i < op.bit_count; i++) {
            position |= (c >> i & 1) << op.bits[i];
        }
        offsets[c] = amplitude_place<Real>(position);
    }
}

/* Position of amplitude 0 of a group: the bits of its number in the tile bits outside of `fixed`. */
static __device__ __forceinline__ uint32_t group_position(uint32_t group, uint32_t fixed) {
    uint32_t position = group;
    while (fixed != 0) {
        uint32_t below = lowest_bit(fixed) - 1;
        position = (position & ~below) << 1 | (position & below);
        fixed &= fixed - 1;
    }
    return position;
}

/* y[r] = row first_row + r of the matrix times the group at `group`. */
template <typename Real>
static __device__ __forceinline__ void multiply_rows(Amplitude<Real> (&y)[kRows<Real>], const Unit<Real>* rows,
                                                     uint32_t columns, const Amplitude<Real>* amplitudes,
                                                     uint32_t group, const uint32_t* offsets) {
    constexpr uint32_t count = Unit<Real>::kCount;
    JAYNES_UNROLL
    for (int r = 0; r < kRows<Real>; r++) {
        y[r] = Amplitude<Real>{nothing<Real>(), nothing<Real>()};
    }
    JAYNES_NO_UNROLL
    for (uint32_t c = 0; c < columns; c += count) {
        Amplitude<Real> x[count];
        JAYNES_UNROLL
        for (uint32_t i = 0; i < count; i++) {
            x[i] = amplitudes[group ^ offsets[c + i]];
        }
        JAYNES_UNROLL
        for (int r = 0; r < kRows<Real>; r++) {
            if (r % kRowsInFlight == 0) {
                JAYNES_FORGET(rows);
            }
            Unit<Real> m = rows[(r * columns + c) / count];
            JAYNES_UNROLL
            for (uint32_t i = 0; i < count; i++) {
                accumulate(y[r], m.amplitude[i], x[i]);
            }
        }
    }
}

/* Called by the whole block. offsets: room for 2^JAYNES_MAX_MATRIX_BITS values. */
template <typename Real>
static __device__ void apply_wide_matrix(Unit<Real>* units, const JaynesOp& op, const Real* coefficients,
                                         uint32_t tile_bits, uint32_t* offsets) {
    __syncthreads();
    make_offsets<Real>(offsets, op);
    uint32_t targets = 0;
    for (uint32_t i = 0; i < op.bit_count; i++) {
        targets |= 1u << op.bits[i];
    }
    __syncthreads();
    Amplitude<Real>* amplitudes = units->amplitude;
    uint32_t columns = 1u << op.bit_count;
    uint32_t fixed = targets | op.local_control_mask;
    uint32_t groups = 1u << (tile_bits - (uint32_t)__popc(fixed));
    uint32_t groups_at_once = blockDim.x * kRows<Real> / columns;
    uint32_t first_row = threadIdx.x / groups_at_once * kRows<Real>;
    const Unit<Real>* rows = reinterpret_cast<const Unit<Real>*>(coefficients + 2 * first_row * columns);
    for (uint32_t round = 0; round < groups; round += groups_at_once) {
        uint32_t number = round + threadIdx.x % groups_at_once;
        uint32_t group = amplitude_place<Real>(group_position(number, fixed) | op.local_control_value);
        Amplitude<Real> y[kRows<Real>];
        if (number < groups) {
            multiply_rows(y, rows, columns, amplitudes, group, offsets);
        }
        __syncthreads();
        if (number < groups) {
            JAYNES_UNROLL
            for (int r = 0; r < kRows<Real>; r++) {
                amplitudes[group ^ offsets[first_row + r]] = y[r];
            }
        }
    }
    __syncthreads();
}

}  // namespace jaynes

#endif
