/*
 * The CUDA C++ that kernels use, for a host compiler: a kernel source that includes this header instead of being
 * compiled by nvcc becomes an ordinary C++ function of one CUDA thread, which the emulator calls for every thread.
 *
 * What differs from CUDA
 *   - Dynamic shared memory is cuda_emulation::dynamic_shared_memory(), not `extern __shared__`.
 *   - `__shared__` is thread-local static storage of the host thread that runs the block; it is not cleared in between.
 *   - Threads of a block take turns at barriers and warp operations, so races between them may pass unnoticed.
 *   - All non-exited threads of a block must reach the same __syncthreads; see block.h for what is refused.
 */
#ifndef CUDA_EMULATION_H
#define CUDA_EMULATION_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define __global__
#define __device__
#define __host__
#define __constant__ static const
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)
#define __grid_constant__
#define __shared__ static thread_local

#include "cuda_emulation_runtime.h"

#define threadIdx (::cuda_emulation::position.thread_index)
#define blockIdx (::cuda_emulation::position.block_index)
#define blockDim (::cuda_emulation::position.block_dimensions)
#define gridDim (::cuda_emulation::position.grid_dimensions)
#define warpSize 32

#include "cuda_emulation_arithmetic.h"
#include "cuda_emulation_atomics.h"
#include "cuda_emulation_threads.h"

/* Last: the C++ library uses the word itself, inside of attributes. Include its headers before this one. */
#define __noinline__ __attribute__((noinline))

#endif
