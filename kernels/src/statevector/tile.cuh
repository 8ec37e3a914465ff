/*
 * A tile in shared memory, and who works on which part of it.
 *
 * The tile is an array of 16-byte units. Unit number u holds the amplitudes whose tile position is u << kBits and, in
 * complex64, the next one; "unit bit" b is tile bit b + kBits.
 *
 * Banks. A quarter warp (8 lanes) reads 8 units in one cycle when they differ in the low three bits of their place.
 * Lanes run over the lowest unit bits that are not targets of the op, so with a low target a plain layout collides.
 * place(u) adds the higher unit bits onto the low three: a single target, whichever it is, costs no collision, and of
 * the pairs of targets only unit bits {0, 2}, {0, 3} and {2, 3} do (two ways).
 *
 * Ownership. Some unit bits, as many as it takes to number the warps, are given to the warps: a warp works on the units
 * where these bits spell its number. An op whose targets are not among them leaves every amplitude with its warp, so
 * the warp waits only for itself; the block meets in a barrier only when ownership has to change.
 */
#ifndef JAYNES_TILE_CUH
#define JAYNES_TILE_CUH

#include "amplitude.cuh"

namespace jaynes {

static constexpr uint32_t kLaneBits = 5;

static __device__ __forceinline__ uint32_t lane_number() { return threadIdx.x & 31; }

static __device__ __forceinline__ uint32_t lowest_bit(uint32_t x) { return x & (0u - x); }

static __device__ __forceinline__ uint32_t highest_bit(uint32_t x) { return x == 0 ? 0 : 1u << (31 - __clz((int)x)); }

/* The counter that runs through the subsets of mask in ascending order; 0 follows the last. */
static __device__ __forceinline__ uint32_t next_subset(uint32_t subset, uint32_t mask) {
    return (subset - mask) & mask;
}
static __device__ __forceinline__ uint64_t next_subset(uint64_t subset, uint64_t mask) {
    return (subset - mask) & mask;
}

/* Place of a unit in the tile's array. Linear: place(u ^ v) = place(u) ^ place(v). */
static __device__ __forceinline__ uint32_t place(uint32_t unit) {
    uint32_t higher = (unit >> 3) ^ (unit >> 6);
    return unit ^ (higher & 6) ^ ((0u - (higher & 1)) & 7);
}

/* The units that this thread works on: first ^ s for every subset s of steps; none when inactive. */
struct Walk {
    uint32_t first;
    uint32_t steps;
    bool active;
};

class Ownership {
 public:
    /* The warps take the highest unit bits. all: mask of the unit bits. */
    __device__ explicit Ownership(uint32_t all) : all_(all), warp_(threadIdx.x >> kLaneBits) {
        take_highest(all);
        home_ = owned_;
    }

    /* Makes an op with these targets (unit bits) find every amplitude written by the ops before it. Called by the whole
     * block. */
    __device__ void prepare(uint32_t targets) {
        if ((owned_ & targets) == 0) {
            __syncwarp();
            return;
        }
        /* From the highest bits to the low ones above the lanes, and back: the next ops often have neighbouring
         * targets. */
        uint32_t low = all_ & ~targets & ~31u;
        if ((targets & home_) != 0 && __popc(low) >= warp_bits()) {
            take_lowest(low);
        } else {
            take_highest(all_ & ~targets);
        }
        __syncthreads();
    }

    /* Back to the ownership of the start, in which the tile is loaded and stored. Called by the whole block. */
    __device__ void return_home() {
        if (owned_ == home_) {
            __syncwarp();
            return;
        }
        take_highest(all_);
        __syncthreads();
    }

    /* This thread's units among those that have `value` in the bits of `fixed`. */
    __device__ Walk walk(uint32_t fixed, uint32_t value) const {
        Walk walk;
        walk.first = offset_ | (value & ~owned_);
        walk.active = active_ && ((offset_ ^ value) & fixed & owned_) == 0;
        uint32_t free = all_ & ~(fixed | owned_);
        uint32_t lane = lane_number();
        JAYNES_UNROLL
        for (uint32_t b = 0; b < kLaneBits; b++) {
            uint32_t bit = lowest_bit(free);
            free ^= bit;
            if (lane >> b & 1) {
                walk.first |= bit;
                walk.active = walk.active && bit != 0;
            }
        }
        walk.steps = free;
        return walk;
    }

 private:
    uint32_t all_;
    uint32_t warp_;
    uint32_t home_;
    uint32_t owned_;  /* unit bits that number the warps */
    uint32_t offset_; /* this warp's number in them */
    bool active_;     /* false: more warps than numbers */

    static __device__ int warp_bits() { return __popc((blockDim.x >> kLaneBits) - 1); }

    __device__ void take_highest(uint32_t available) {
        uint32_t taken = 0;
        for (int b = warp_bits(); b > 0; b--) {
            taken |= highest_bit(available & ~taken);
        }
        take(taken);
    }

    __device__ void take_lowest(uint32_t available) {
        uint32_t taken = 0;
        for (int b = warp_bits(); b > 0; b--) {
            taken |= lowest_bit(available & ~taken);
        }
        take(taken);
    }

    __device__ void take(uint32_t bits) {
        owned_ = bits;
        offset_ = 0;
        uint32_t number = warp_;
        while (bits != 0) {
            uint32_t bit = lowest_bit(bits);
            offset_ |= (number & 1) != 0 ? bit : 0;
            number >>= 1;
            bits ^= bit;
        }
        active_ = number == 0;
    }
};

}  // namespace jaynes

#endif
