/* What a set of errors means for a shot, for kernels that find one by a block of threads. */
#ifndef JAYNES_SOLUTION_CUH
#define JAYNES_SOLUTION_CUH

#include "block.cuh"

namespace jaynes {

static __device__ __forceinline__ double infinite_weight() { return __longlong_as_double(0x7FF0000000000000ll); }

/* Makes a set of errors, bits by column, the shot's result if it is lighter than `best`, which only the threads that
 * write know. Weights are added in ascending order of the columns, by each writer alone, so that every sum has the bits
 * of the CPU's. Arguments: weights, observables, certain, predictions, solution_weights, column_count,
 * observable_words. */
template <typename Arguments>
static __device__ __forceinline__ void write_solution(const Arguments& a, const uint32_t* errors, uint64_t shot,
                                                      double& best) {
    uint32_t words = (a.column_count + 31) / 32;
    uint32_t writers = a.observable_words == 0 ? 1 : a.observable_words;
    double before = best;
    for (uint32_t writer = threadIdx.x; writer < writers; writer += blockDim.x) {
        bool has_word = writer < a.observable_words;
        uint64_t flips = has_word ? pointer<const uint64_t>(a.certain)[writer] : 0;
        double weight = 0;
        for (uint32_t word = 0; word < words; word++) {
            for (uint32_t rest = errors[word]; rest != 0; rest &= rest - 1) {
                uint32_t column = 32 * word + (uint32_t)__popc((rest & (0u - rest)) - 1);
                weight += pointer<const double>(a.weights)[column];
                if (has_word) {
                    flips ^= pointer<const uint64_t>(a.observables)[(uint64_t)column * a.observable_words + writer];
                }
            }
        }
        if (weight < before) {
            best = weight;
            if (has_word) {
                pointer<uint64_t>(a.predictions)[shot * a.observable_words + writer] = flips;
            }
            if (writer == 0) {
                pointer<double>(a.solution_weights)[shot] = weight;
            }
        }
    }
    __syncthreads();
}

}  // namespace jaynes

#endif
