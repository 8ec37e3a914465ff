/*
 * Philox4x32-10: the only source of randomness. J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
 * SC'11, doi:10.1145/2063384.2063405. Stateless: a number depends on what it is for, never on who draws it or when.
 *
 * Key     = (low 32 bits of seed, high 32 bits of seed)
 * Counter = (low 32 bits of shot, high 32 bits of shot, row, purpose << 24 | event)
 *           the purpose is what a number is for, which those who draw decide (class Philox in Java)
 * Uniform = the top 53 bits of (word 0 << 32 | word 1), times 2^-53: in [0, 1).
 */
#ifndef JAYNES_PHILOX_H
#define JAYNES_PHILOX_H

#include <stdint.h>

#ifdef __cplusplus

#ifdef __CUDACC__
#define JAYNES_BOTH __host__ __device__ __forceinline__
#else
/* static: sources compiled for different instruction sets must not share one copy. */
#define JAYNES_BOTH static inline
#endif

namespace jaynes {

struct Philox4 {
    uint32_t word[4];
};

JAYNES_BOTH Philox4 philox4x32(uint64_t seed, Philox4 counter) {
    uint32_t key0 = (uint32_t)seed;
    uint32_t key1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < 10; round++) {
        uint64_t product0 = (uint64_t)0xD2511F53u * counter.word[0];
        uint64_t product1 = (uint64_t)0xCD9E8D57u * counter.word[2];
        counter = Philox4{{(uint32_t)(product1 >> 32) ^ counter.word[1] ^ key0, (uint32_t)product1,
                           (uint32_t)(product0 >> 32) ^ counter.word[3] ^ key1, (uint32_t)product0}};
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
    return counter;
}

/* Uniform in [0, 1) for one shot of one row; purpose_and_event = purpose << 24 | event. */
JAYNES_BOTH double philox_uniform(uint64_t seed, uint64_t shot, uint32_t row, uint32_t purpose_and_event) {
    Philox4 x = philox4x32(seed, Philox4{{(uint32_t)shot, (uint32_t)(shot >> 32), row, purpose_and_event}});
    uint64_t bits = ((uint64_t)x.word[0] << 32 | x.word[1]) >> 11;
    return (double)bits * 0x1p-53;
}

}  // namespace jaynes

#endif
#endif
