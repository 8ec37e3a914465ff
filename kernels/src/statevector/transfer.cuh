/* Between a tile in global memory and the tile in shared memory. */
#ifndef JAYNES_TRANSFER_CUH
#define JAYNES_TRANSFER_CUH

#include "tile.cuh"

namespace jaynes {

/* Where the units of this thread lie in a row, relative to the tile's amplitude 0; the same for every tile. */
struct Route {
    Walk walk;       /* in the tile, at home ownership */
    uint64_t first;  /* amplitude offset of walk.first */
    uint64_t steps;  /* amplitude offsets of walk.steps: their subsets run in the same order */
    uint64_t second; /* complex64: offset of a unit's second amplitude; 0: the unit has none */
    bool wide;       /* units are contiguous and aligned in global memory */
};

template <typename Real>
static __device__ Route make_route(const JaynesPassArguments& arguments, const Ownership& home) {
    constexpr uint32_t bits = Unit<Real>::kBits;
    Route route = {};
    route.walk = home.walk(0, 0);
    for (uint32_t b = 0; b < arguments.tile_bits; b++) {
        uint64_t index_bit = (uint64_t)1 << arguments.tile_qubits[b];
        if (bits == 1 && b == 0) {
            route.second = index_bit;
            continue;
        }
        uint32_t unit_bit = 1u << (b - bits);
        route.first |= (route.walk.first & unit_bit) != 0 ? index_bit : 0;
        route.steps |= (route.walk.steps & unit_bit) != 0 ? index_bit : 0;
    }
    route.wide = bits == 0 || route.second == 1;
    return route;
}

/* The index bits of the tile. */
static __device__ __forceinline__ uint64_t tile_index_bits(const JaynesPassArguments& arguments) {
    uint64_t mask = 0;
    for (uint32_t b = 0; b < arguments.tile_bits; b++) {
        mask |= (uint64_t)1 << arguments.tile_qubits[b];
    }
    return mask;
}

/* Amplitude 0 of a tile in its row: the bits of its number spread over the index bits outside the tile. */
static __device__ __forceinline__ uint64_t tile_origin(const JaynesPassArguments& arguments, uint64_t tile_number) {
    uint64_t origin = tile_number;
    for (uint32_t b = 0; b < arguments.tile_bits; b++) {
        uint64_t below = ((uint64_t)1 << arguments.tile_qubits[b]) - 1;
        origin = (origin & ~below) << 1 | (origin & below);
    }
    return origin;
}

/* Units in global memory that are not contiguous (tiles without index bit 0), one amplitude at a time. */
template <typename Real>
static __device__ __forceinline__ Unit<Real> read_unit(const Amplitude<Real>* first, const Route& route) {
    Unit<Real> unit = {};
    unit.amplitude[0] = first[0];
    if (Unit<Real>::kCount > 1 && route.second != 0) {
        unit.amplitude[Unit<Real>::kCount - 1] = first[route.second];
    }
    return unit;
}

template <typename Real>
static __device__ __forceinline__ void write_unit(Amplitude<Real>* first, const Unit<Real>& unit, const Route& route) {
    first[0] = unit.amplitude[0];
    if (Unit<Real>::kCount > 1 && route.second != 0) {
        first[route.second] = unit.amplitude[Unit<Real>::kCount - 1];
    }
}

/* How many 16-byte reads of global memory a thread has in flight. */
static constexpr int kReadsInFlight = 8;

/* Reads this thread's units of the tile whose amplitude 0 is at `origin`. */
template <typename Real>
static __device__ void load_tile(Unit<Real>* units, const Amplitude<Real>* origin, const Route& route) {
    if (!route.walk.active) {
        return;
    }
    uint32_t step = 0;
    uint64_t offset = route.first;
    if (!route.wide) {
        do {
            units[place(route.walk.first | step)] = read_unit(origin + offset, route);
            step = next_subset(step, route.walk.steps);
            offset = route.first | next_subset(offset & route.steps, route.steps);
        } while (step != 0);
        return;
    }
    do {
        /* The number of steps is a power of two: the last batch repeats what it has already read. */
        Unit<Real> batch[kReadsInFlight];
        uint32_t places[kReadsInFlight];
        JAYNES_UNROLL
        for (int i = 0; i < kReadsInFlight; i++) {
            batch[i] = *reinterpret_cast<const Unit<Real>*>(origin + offset);
            places[i] = place(route.walk.first | step);
            step = next_subset(step, route.walk.steps);
            offset = route.first | next_subset(offset & route.steps, route.steps);
        }
        JAYNES_UNROLL
        for (int i = 0; i < kReadsInFlight; i++) {
            units[places[i]] = batch[i];
        }
    } while (step != 0);
}

/* Writes what load_tile reads. */
template <typename Real>
static __device__ void store_tile(const Unit<Real>* units, Amplitude<Real>* origin, const Route& route) {
    if (!route.walk.active) {
        return;
    }
    uint32_t step = 0;
    uint64_t offset = route.first;
    do {
        Unit<Real> unit = units[place(route.walk.first | step)];
        if (route.wide) {
            *reinterpret_cast<Unit<Real>*>(origin + offset) = unit;
        } else {
            write_unit(origin + offset, unit, route);
        }
        step = next_subset(step, route.walk.steps);
        offset = route.first | next_subset(offset & route.steps, route.steps);
    } while (step != 0);
}

}  // namespace jaynes

#endif
