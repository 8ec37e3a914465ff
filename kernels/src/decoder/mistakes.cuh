/* Counts wrong predictions where they are (JaynesMistakesArguments), so that only the counters leave the device. */
#ifndef JAYNES_MISTAKES_CUH
#define JAYNES_MISTAKES_CUH

#include "block.cuh"

namespace jaynes {

static __device__ __forceinline__ void run_mistakes(const JaynesMistakesArguments& a) {
    require_launch(JAYNES_SAMPLING_MAXIMUM_THREADS, 0);
    const uint64_t* predictions = pointer<const uint64_t>(a.predictions);
    const uint64_t* observables = pointer<const uint64_t>(a.observables);
    const uint64_t* outcomes = pointer<const uint64_t>(a.outcomes);
    unsigned long long* counters = pointer<unsigned long long>(a.counters);
    for (uint64_t first = (uint64_t)blockIdx.x * blockDim.x; first < a.shot_count;
         first += (uint64_t)gridDim.x * blockDim.x) {
        uint64_t shot = first + threadIdx.x;
        bool wrong = false;
        bool unexplained = false;
        bool left = false;
        if (shot < a.shot_count) {
            for (uint32_t word = 0; word < a.observable_words; word++) {
                uint64_t at = shot * a.observable_words + word;
                wrong |= predictions[at] != observables[at];
            }
            unexplained = (outcomes[shot] & 1) == 0;
            left = (outcomes[shot] & 2) != 0;
        }
        int wrong_count = __syncthreads_count(wrong);
        int unexplained_count = __syncthreads_count(unexplained);
        int left_count = __syncthreads_count(left);
        if (threadIdx.x == 0) {
            atomicAdd(&counters[0], (unsigned long long)wrong_count);
            atomicAdd(&counters[1], (unsigned long long)unexplained_count);
            atomicAdd(&counters[2], (unsigned long long)left_count);
        }
    }
}

}  // namespace jaynes

#endif
