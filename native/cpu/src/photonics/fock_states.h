// Where the states of a Fock basis lie: see jaynes_photonics.h, JaynesPhotonStepArguments.
#ifndef JAYNES_CPU_PHOTONICS_FOCK_STATES_H
#define JAYNES_CPU_PHOTONICS_FOCK_STATES_H

#include <stdint.h>

#include "simd.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {

class FockStates {
    const uint32_t* counts;
    uint32_t modes;
    uint32_t width;

 public:
    JAYNES_INLINE FockStates(uint64_t table, uint32_t mode_count, uint32_t photons)
        : counts(reinterpret_cast<const uint32_t*>(table)), modes(mode_count), width(photons + 2) {}

    // Where the states with so many photons behind a mode start, among those of the mode and the ones behind it; so
    // many are there with one photon less in the mode and those behind it.
    JAYNES_INLINE uint64_t start(uint32_t mode, uint32_t behind_mode) const {
        return counts[(modes - mode) * width + behind_mode];
    }

    // The states of some photons in the modes behind a mode.
    JAYNES_INLINE uint64_t behind(uint32_t mode, uint32_t photons) const {
        return counts[(modes - mode - 1) * width + photons + 1];
    }
};

// The pair of photon numbers r2 <= r1 with the number r1 (r1 + 1) / 2 + r2.
struct BlockNumber {
    uint32_t r1 = 0;
    uint32_t r2 = 0;

    JAYNES_INLINE explicit BlockNumber(uint64_t number) {
        while (number > r1) {
            r1++;
            number -= r1;
        }
        r2 = uint32_t(number);
    }
    JAYNES_INLINE void next() {
        if (r2 < r1) {
            r2++;
        } else {
            r1++;
            r2 = 0;
        }
    }
};

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes

#endif
