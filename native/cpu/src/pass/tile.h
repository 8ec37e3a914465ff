// Copies a tile between the state (interleaved, in runs) and the scratch (planar, contiguous).
#ifndef JAYNES_CPU_TILE_H
#define JAYNES_CPU_TILE_H

#include "bits.h"
#include "pass/scratch.h"
#include "simd.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {

// The index bits of a tile. Its amplitudes lie in runs of 2^run_bits consecutive ones.
struct TileShape {
    uint32_t tile_bits;
    uint32_t run_bits;
    uint64_t tile_mask;   // index bits of the tile
    uint64_t outer_mask;  // the other index bits
    uint64_t fixed_mask;  // index bits whose value is known in all amplitudes that are not zero
    uint64_t fixed_value;

    explicit TileShape(const JaynesPassArguments& arguments)
        : tile_bits(arguments.tile_bits),
          run_bits(0),
          tile_mask(0),
          fixed_mask(arguments.fixed_mask),
          fixed_value(arguments.fixed_value) {
        for (uint32_t b = 0; b < tile_bits; b++) {
            tile_mask |= uint64_t(1) << arguments.tile_qubits[b];
            run_bits += run_bits == b && arguments.tile_qubits[b] == b ? 1 : 0;
        }
        outer_mask = low_mask(arguments.index_bits) & ~tile_mask;
    }

    // Whether the tile with these outer bits is known to be all zeros.
    bool is_zero(uint64_t outer) const { return ((outer ^ fixed_value) & fixed_mask & outer_mask) != 0; }

    // Whether some amplitudes of a tile that is not zero are known to be.
    bool has_zeros() const { return (fixed_mask & tile_mask) != 0; }
};

template <class Real>
class TileCopy {
    using S = Simd<Real>;
    using V = typename S::Vector;
    static constexpr uint64_t lanes = S::lanes;

    const TileShape& shape;
    Real* re;
    Real* im;

 public:
    TileCopy(const TileShape& shape, Real* re, Real* im) : shape(shape), re(re), im(im) {}

    // Whether a tile is made of several whole vectors, which can be placed anywhere.
    static bool moves_vectors(const TileShape& shape) {
        return int(shape.run_bits) >= S::lane_bits && int(shape.tile_bits) > S::lane_bits;
    }

    // Sets what the tile leaves free of the scratch's 2^position_bits amplitudes to zero, so that ops find numbers
    // there.
    void clear_padding(uint64_t position_bits) {
        for (uint64_t i = uint64_t(1) << shape.tile_bits; i < uint64_t(1) << position_bits; i++) {
            re[position_of<Real>(i)] = 0;
            im[position_of<Real>(i)] = 0;
        }
    }

    // tile: the amplitude whose tile bits are all 0. place(v): the vector of the scratch for vector v of the tile;
    // called only where runs are whole vectors, see `moves_vectors`.
    template <class Place>
    void load(const Real* tile, Place place) const {
        for_each_vector(
            tile, place,
            [&](const Real* first, const Real* second, uint64_t position) __attribute__((always_inline)) {
                V a, b;
                Shuffle<Real>::split(S::load(first), S::load(second), a, b);
                S::store(re + position, a);
                S::store(im + position, b);
            },
            [&](const Real* amplitude, uint64_t position) __attribute__((always_inline)) {
                re[position] = amplitude[0];
                im[position] = amplitude[1];
            });
    }

    // As `load`, but reads only amplitudes that may not be zero.
    template <class Place>
    void load_nonzero(const Real* tile, Place place) const {
        uint64_t run = uint64_t(1) << shape.run_bits;
        uint64_t size = uint64_t(1) << shape.tile_bits;
        uint64_t high_mask = shape.tile_mask & ~low_mask(shape.run_bits);
        uint64_t fixed = shape.fixed_mask & shape.tile_mask;
        uint64_t value = shape.fixed_value & shape.tile_mask;
        uint64_t step = run < lanes ? run : lanes;
        bool vectors = step == lanes && (fixed & (lanes - 1)) == 0;
        for (uint64_t i = 0, at = 0; i < size; i += run, at = next_in_mask(at, high_mask)) {
            for (uint64_t k = 0; k < run; k += step) {
                uint64_t vector = place(uint32_t((i + k) / lanes));
                uint64_t position = position_of<Real>(vector * lanes + (i + k) % lanes);
                const Real* from = tile + 2 * (at + k);
                if (vectors && ((at + k) & fixed) == value) {
                    V a, b;
                    Shuffle<Real>::split(S::load(from), S::load(from + lanes), a, b);
                    S::store(re + position, a);
                    S::store(im + position, b);
                } else if (vectors) {
                    S::store(re + position, V{});
                    S::store(im + position, V{});
                } else {
                    for (uint64_t j = 0; j < step; j++) {
                        bool read = ((at + k + j) & fixed) == value;
                        re[position + j] = read ? from[2 * j] : 0;
                        im[position + j] = read ? from[2 * j + 1] : 0;
                    }
                }
            }
        }
    }

    template <class Place>
    void store(Real* tile, Place place) const {
        for_each_vector(
            tile, place,
            [&](Real* first, Real* second, uint64_t position) __attribute__((always_inline)) {
                V a, b;
                Shuffle<Real>::join(S::load(re + position), S::load(im + position), a, b);
                S::store(first, a);
                S::store(second, b);
            },
            [&](Real* amplitude, uint64_t position) __attribute__((always_inline)) {
                amplitude[0] = re[position];
                amplitude[1] = im[position];
            });
    }

 private:
    // Calls whole(first half, second half, position) for each vector of scratch, or single(amplitude, position) for
    // each amplitude where runs are shorter than half a vector of amplitudes, which is a whole vector of reals.
    template <class Pointer, class Place, class Whole, class Single>
    JAYNES_INLINE void for_each_vector(Pointer tile, Place place, Whole whole, Single single) const {
        uint64_t run = uint64_t(1) << shape.run_bits;
        uint64_t size = uint64_t(1) << shape.tile_bits;
        uint64_t high_mask = shape.tile_mask & ~low_mask(shape.run_bits);
        uint64_t at = 0;  // the tile's amplitude number, without the low bits of the run
        if (run >= lanes) {
            for (uint64_t i = 0; i < size; i += run, at = next_in_mask(at, high_mask)) {
                Pointer p = tile + 2 * at;
                for (uint64_t k = 0; k < run; k += lanes) {
                    uint64_t vector = place(uint32_t((i + k) / lanes));
                    whole(p + 2 * k, p + 2 * k + lanes, position_of<Real>(vector * lanes));
                }
            }
        } else if (2 * run == lanes && size >= lanes) {
            for (uint64_t i = 0; i < size; i += lanes) {
                uint64_t next = next_in_mask(at, high_mask);
                whole(tile + 2 * at, tile + 2 * next, position_of<Real>(i));
                at = next_in_mask(next, high_mask);
            }
        } else {
            for (uint64_t i = 0; i < size; i += run, at = next_in_mask(at, high_mask)) {
                for (uint64_t k = 0; k < run; k++) {
                    single(tile + 2 * (at + k), position_of<Real>(i + k));
                }
            }
        }
    }
};

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes

#endif
