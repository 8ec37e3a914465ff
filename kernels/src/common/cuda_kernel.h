/*
 * What kernel sources include instead of the CUDA headers. nvcc compiles them for GPUs; any C++17 compiler compiles the
 * same text for the emulated device, where cuda_emulation.h (native/cuda-emulator/include) supplies the language.
 *
 * Kernels use of CUDA: the function qualifiers, __launch_bounds__, __grid_constant__; threadIdx, blockIdx, blockDim,
 * gridDim in x only; __syncthreads, __syncwarp, __shfl_down_sync, atomicAdd, __trap; __fmaf_rn, __fma_rn, __dsqrt_rn,
 * __popc,
 * __popcll, __clz; and what is defined below. Shared memory is always dynamic: it then has its exact size, and a
 * sanitizer sees every overrun.
 *
 * The emulation provides cuda_emulation::dynamic_shared_memory(), the block's dynamic shared memory aligned to 16
 * bytes, and cuda_emulation::dynamic_shared_bytes(), its size as given at the launch.
 */
#ifndef JAYNES_CUDA_KERNEL_H
#define JAYNES_CUDA_KERNEL_H

#include <stdint.h>

#ifdef __CUDACC__

#define JAYNES_UNROLL _Pragma("unroll")
#define JAYNES_NO_UNROLL _Pragma("unroll 1")

/* Hides from the compiler where a pointer points, so that loads through it are not kept in registers around a loop:
 * they become generic loads, which nothing may move across stores to shared memory. */
#define JAYNES_FORGET(pointer) asm volatile("" : "+l"(pointer))

namespace jaynes {

extern __shared__ __align__(16) unsigned char dynamic_shared[];

static __device__ __forceinline__ void* dynamic_shared_memory() { return dynamic_shared; }

static __device__ __forceinline__ uint32_t dynamic_shared_bytes() {
    uint32_t bytes;
    asm("mov.u32 %0, %%dynamic_smem_size;" : "=r"(bytes));
    return bytes;
}

/* A word that the host stores with release, and what it stored before. */
static __device__ __forceinline__ uint64_t load_from_host(const uint64_t* address) {
    uint64_t value;
    asm volatile("ld.acquire.sys.global.u64 %0, [%1];" : "=l"(value) : "l"(address) : "memory");
    return value;
}

/* A word that the host loads with acquire, to see what was stored before. */
static __device__ __forceinline__ void store_for_host(uint64_t* address, uint64_t value) {
    asm volatile("st.release.sys.global.u64 [%0], %1;" ::"l"(address), "l"(value) : "memory");
}

}  // namespace jaynes

#else

#include "cuda_emulation.h"

#define JAYNES_UNROLL
#define JAYNES_NO_UNROLL
#define JAYNES_FORGET(pointer)

namespace jaynes {

using cuda_emulation::dynamic_shared_bytes;
using cuda_emulation::dynamic_shared_memory;

static inline uint64_t load_from_host(const uint64_t* address) { return __atomic_load_n(address, __ATOMIC_ACQUIRE); }
static inline void store_for_host(uint64_t* address, uint64_t value) {
    __atomic_store_n(address, value, __ATOMIC_RELEASE);
}

}  // namespace jaynes

#endif

namespace jaynes {

/* a * b + c rounded once. The only contraction: the compilers' own is off (-fmad=false, -ffp-contract=off). */
static __device__ __forceinline__ float fused(float a, float b, float c) { return __fmaf_rn(a, b, c); }
static __device__ __forceinline__ double fused(double a, double b, double c) { return __fma_rn(a, b, c); }

/* Stops the launch with an error: the launch is outside the limits of launch.h. */
static __device__ __forceinline__ void require(bool within_limits) {
    if (!within_limits) {
        __trap();
    }
}

template <typename T>
static __device__ __forceinline__ T* at_address(uint64_t address) {
    return reinterpret_cast<T*>(address);
}

}  // namespace jaynes

#endif
