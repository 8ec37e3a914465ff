// Brings the next tile's amplitudes closer while the present tile is computed. The runs of a tile are too short for the
// machine's own prefetching, and its latency would otherwise add to every tile.
#ifndef JAYNES_CPU_PREFETCH_H
#define JAYNES_CPU_PREFETCH_H

#include "bits.h"
#include "pass/tile.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {

class Prefetch {
    uint64_t amplitude_bytes;
    uint64_t run_bytes;
    uint64_t run_mask;  // the index bits that tell the tile's runs apart
    const char* tile = nullptr;
    uint64_t at = 0;      // the run's first amplitude
    uint64_t within = 0;  // bytes of the run already asked for
    uint64_t lines = 0;   // still to ask for

 public:
    // Lines to ask for per visited group.
    uint32_t per_group = 0;

    Prefetch(const TileShape& shape, uint64_t amplitude_bytes)
        : amplitude_bytes(amplitude_bytes),
          run_bytes(amplitude_bytes << shape.run_bits),
          run_mask(shape.tile_mask & ~low_mask(shape.run_bits)) {}

    void start(const void* next_tile, uint64_t line_count) {
        tile = static_cast<const char*>(next_tile);
        at = within = 0;
        lines = line_count;
    }

    JAYNES_INLINE void step() {
        for (uint32_t i = 0; i < per_group && lines != 0; i++, lines--) {
            __builtin_prefetch(tile + at * amplitude_bytes + within, 0, 2);
            within += kCacheLine;
            if (within >= run_bytes) {
                within = 0;
                at = next_in_mask(at, run_mask);
            }
        }
    }
};

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes

#endif
