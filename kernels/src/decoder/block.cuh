/* What the kernels of this module share: addresses, warps, the limits of a launch. */
#ifndef JAYNES_DECODER_BLOCK_CUH
#define JAYNES_DECODER_BLOCK_CUH

#include "../common/cuda_kernel.h"
#include "../common/jaynes_decoder.h"

namespace jaynes {

constexpr uint32_t kAllLanes = 0xFFFFFFFFu;

template <typename T>
static __device__ __forceinline__ T* pointer(uint64_t address) {
    return reinterpret_cast<T*>(address);
}

static __device__ __forceinline__ void require_launch(uint32_t most_threads, uint32_t shared_bytes) {
    if (blockDim.x % JAYNES_WARP != 0 || blockDim.x > most_threads || dynamic_shared_bytes() < shared_bytes) {
        __trap();
    }
}

/* Takes the next shot from a queue, for all threads of a block alike; `control` is 8 bytes of shared memory. */
static __device__ __forceinline__ uint64_t take_shot(uint64_t queue, uint64_t* control) {
    __syncthreads(); /* all have read the last one */
    if (threadIdx.x == 0) {
        *control = atomicAdd(pointer<unsigned long long>(queue), 1ull);
    }
    __syncthreads();
    return *control;
}

}  // namespace jaynes

#endif
