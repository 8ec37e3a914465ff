// Sets of index bits as masks.
#ifndef JAYNES_CPU_BITS_H
#define JAYNES_CPU_BITS_H

#include <stdint.h>

namespace jaynes {

// The number after x among the numbers whose bits all lie in mask, ascending; 0 after the last one.
static inline uint64_t next_in_mask(uint64_t x, uint64_t mask) { return ((x | ~mask) + 1) & mask; }

// Spreads the low bits of x over the bits of mask, ascending.
static inline uint64_t spread(uint64_t x, uint64_t mask) {
    uint64_t result = 0;
    for (; mask != 0 && x != 0; mask &= mask - 1, x >>= 1) {
        result |= (x & 1) != 0 ? mask & -mask : 0;
    }
    return result;
}

static inline uint64_t low_mask(uint32_t bits) { return bits >= 64 ? ~uint64_t(0) : (uint64_t(1) << bits) - 1; }

}  // namespace jaynes

#endif
