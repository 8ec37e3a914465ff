/*
 * How the kernels of kernels.list.h are launched. Plain C #defines, so that the Java bindings are generated from it.
 *
 * Every kernel strides over its items (jaynes_plan.h) by the grid: any grid of 1 .. 2^31 - 1 blocks gives the same
 * bits, and so does any block size allowed below. Blocks and grids have one dimension. A launch outside of these limits
 * traps (CUDA_ERROR_LAUNCH_FAILED), and so does a probe in jaynes_pass_*; nothing else is checked about the contents of
 * the arguments.
 *
 *   kernel               threads of a block         a block works on      dynamic shared memory, bytes
 *   jaynes_pass_*        power of two, 32 .. 512    one tile at a time    JAYNES_PASS_STAGING_BYTES + tile bytes, where
 *   jaynes_probe_pass_*                                                   tile bytes = 2^tile_bits * bytes of an
 *                                                                         amplitude (8 or 16), 16 at least
 *   jaynes_marginal_*    multiple of 32, .. 256     32-thread teams,      0
 *   jaynes_pauli_*                                  each one or more
 *   jaynes_fold                                     items at a time
 *   jaynes_sample_*      multiple of 32, .. 256     a shot per 32         JAYNES_SAMPLE_SHARED_BYTES_PER_WARP
 *                                                   threads               * threads / 32
 *   jaynes_initialize_*  any, .. 1024               amplitudes            0
 *   jaynes_probability_*
 *   jaynes_collapse_*
 *   jaynes_choice_*      any, .. 1024               a row a thread        0
 *   jaynes_select        any, .. 1024               8 bytes a thread      0
 *
 * Advice, not needed for right results: a grid of ceil(work / work of a block) blocks, at most a few per multiprocessor
 * that fit at once (JAYNES_BLOCKS_PER_MULTIPROCESSOR), lets a block stage its ops once for many tiles.
 */
#ifndef JAYNES_STATEVECTOR_LAUNCH_H
#define JAYNES_STATEVECTOR_LAUNCH_H

/* Pass: threads = tile amplitudes / amplitudes per thread, a power of two, clamped to the limits. */
#define JAYNES_PASS_MINIMUM_THREADS 32
#define JAYNES_PASS_MAXIMUM_THREADS 512
#define JAYNES_PASS_AMPLITUDES_PER_THREAD_C64 32
#define JAYNES_PASS_AMPLITUDES_PER_THREAD_C128 16
#define JAYNES_PASS_STAGING_BYTES 2560
#define JAYNES_PASS_MINIMUM_TILE_BYTES 16

/* Marginal, Pauli, fold, sample: threads of a block at most. */
#define JAYNES_MAXIMUM_WARP_THREADS 256

/* Marginal, Pauli, fold: a warp folds one chunk of up to 2^10 values, or 2^(5 - c) chunks of 2^c values with c < 5. */
#define JAYNES_FOLD_THREADS 256

/* Sample: a warp draws one shot at a time. */
#define JAYNES_SAMPLE_THREADS 128
#define JAYNES_SAMPLE_SHARED_BYTES_PER_WARP 512

/* Initialize, probability, collapse: a thread works on 16 bytes of amplitudes at a time. Choice: on a row. */
#define JAYNES_ELEMENT_THREADS 256
#define JAYNES_MAXIMUM_ELEMENT_THREADS 1024

#define JAYNES_BLOCKS_PER_MULTIPROCESSOR 16

#endif
