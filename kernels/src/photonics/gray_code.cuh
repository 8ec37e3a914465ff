/*
 * The reflected Gray code of digits with mixed radices as a table in shared memory: which digit a step changes, which
 * way, and the product of the binomials after it. Each entry follows from its number alone, so threads share the work.
 */
#ifndef JAYNES_PHOTONICS_GRAY_CODE_CUH
#define JAYNES_PHOTONICS_GRAY_CODE_CUH

#include "number.cuh"

namespace jaynes {
namespace photonics {

class GrayTable {
    double* weights;
    uint8_t* steps;
    static constexpr uint8_t kUp = 0x80;

 public:
    static constexpr uint32_t kTermBytes = sizeof(double) + 1;

    __device__ __forceinline__ GrayTable(void* memory, uint32_t terms)
        : weights(static_cast<double*>(memory)), steps(reinterpret_cast<uint8_t*>(weights + terms)) {}

    /* Entries thread, thread + threads, ...; digits[0 .. count) make `terms` combinations. Every digit that a term has
     * counts up while the number above it is even, and down while it is odd. */
    __device__ __forceinline__ void fill(const JaynesGlynnDigit* digits, uint32_t count, const double* binomials,
                                         uint32_t terms, uint32_t thread, uint32_t threads) {
        for (uint32_t term = thread; term < terms; term += threads) {
            double weight = 1.0;
            uint32_t below = terms; /* combinations of the digits below */
            uint8_t step = 0;
            for (uint32_t d = count; d-- > 0;) {
                uint32_t radix = digits[d].radix;
                below /= radix;
                uint32_t counted = term / below;
                uint32_t digit = counted % radix;
                bool upwards = (counted / radix & 1) == 0;
                if (digit != 0) {
                    step = (uint8_t)(upwards ? d | kUp : d); /* the lowest such digit is the one that changes */
                }
                weight = weight * binomials[digits[d].binomials + (upwards ? digit : radix - 1 - digit)];
            }
            weights[term] = (term & 1) != 0 ? -weight : weight;
            steps[term] = step;
        }
    }

    __device__ __forceinline__ uint32_t digit(uint32_t term) const { return steps[term] & (kUp - 1u); }
    /* What the step to a term multiplies the row of its digit by. */
    __device__ __forceinline__ double factor(uint32_t term) const { return (steps[term] & kUp) != 0 ? -2.0 : 2.0; }
    /* Product of the binomials, negative when the sum of the digits is odd. */
    __device__ __forceinline__ double weight(uint32_t term) const { return weights[term]; }
};

}  // namespace photonics
}  // namespace jaynes

#endif
