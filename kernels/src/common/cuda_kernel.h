/*
 * What kernel sources include instead of the CUDA headers. nvcc compiles them for GPUs; any C++17 compiler compiles the
 * same text for the emulated device, where cuda_emulation.h (native/cuda-emulator/include) supplies the language:
 *
 *   __global__ __device__ __host__ __forceinline__ __noinline__ __restrict__ __launch_bounds__ __grid_constant__
 *   threadIdx blockIdx blockDim gridDim (.x)
 *   __syncthreads() __syncwarp() __trap()
 *   __shfl_down_sync(mask, value, delta, width)                    value: double, uint32_t, uint64_t
 *   void* cuda_emulation::dynamic_shared()                         the block's dynamic shared memory, 16-byte aligned
 *   uint32_t cuda_emulation::dynamic_shared_bytes()                its size as given at the launch
 *
 * Kernels use nothing else of CUDA but what is defined below: no static __shared__ variables (dynamic shared memory has
 * its exact size, so a sanitizer sees every overrun), one-dimensional blocks and grids, no warp votes, no atomics.
 */
#ifndef JAYNES_CUDA_KERNEL_H
#define JAYNES_CUDA_KERNEL_H

#include <stdint.h>

#ifdef __CUDACC__

/* T* name = the dynamic shared memory of the block. */
#define JAYNES_DYNAMIC_SHARED(T, name)                                    \
    extern __shared__ __align__(16) unsigned char jaynes_dynamic_shared[]; \
    T* const name = reinterpret_cast<T*>(jaynes_dynamic_shared)

#define JAYNES_UNROLL _Pragma("unroll")
#define JAYNES_NO_UNROLL _Pragma("unroll 1")

namespace jaynes {

static __device__ __forceinline__ uint32_t dynamic_shared_bytes() {
    uint32_t bytes;
    asm("mov.u32 %0, %%dynamic_smem_size;" : "=r"(bytes));
    return bytes;
}

/* a * b + c rounded once. The only contraction: the compilers' own is off (-fmad=false, -ffp-contract=off). */
static __device__ __forceinline__ float fused(float a, float b, float c) { return __fmaf_rn(a, b, c); }
static __device__ __forceinline__ double fused(double a, double b, double c) { return __fma_rn(a, b, c); }

static __device__ __forceinline__ uint32_t bit_count(uint32_t x) { return (uint32_t)__popc(x); }
static __device__ __forceinline__ uint32_t bit_count(uint64_t x) { return (uint32_t)__popcll(x); }

}  // namespace jaynes

#else

#include "cuda_emulation.h"

#define JAYNES_DYNAMIC_SHARED(T, name) T* const name = static_cast<T*>(cuda_emulation::dynamic_shared())

#define JAYNES_UNROLL
#define JAYNES_NO_UNROLL

namespace jaynes {

inline uint32_t dynamic_shared_bytes() { return cuda_emulation::dynamic_shared_bytes(); }

inline float fused(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
inline double fused(double a, double b, double c) { return __builtin_fma(a, b, c); }

inline uint32_t bit_count(uint32_t x) { return (uint32_t)__builtin_popcount(x); }
inline uint32_t bit_count(uint64_t x) { return (uint32_t)__builtin_popcountll(x); }

}  // namespace jaynes

#endif

#endif
