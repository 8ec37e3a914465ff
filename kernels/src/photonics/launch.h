/*
 * How the kernels of kernels.list.h are launched. Plain C.
 *
 * Any grid of 1 .. 2^31 - 1 blocks gives the same bits, and so does any block size allowed below; blocks and grids have
 * one dimension. A launch outside of these limits traps (CUDA_ERROR_LAUNCH_FAILED); nothing is checked about the
 * contents of the arguments, whose addresses are those of device memory.
 *
 *   kernel                       threads of a block       a block works on         dynamic shared memory, bytes
 *   jaynes_permanent_real_C      power of two, 32 .. 128  threads / team blocks    JAYNES_PERMANENT_SHARED_BYTES
 *   jaynes_permanent_complex_C                            of streams at a time
 *   jaynes_permanent_repeated_*  multiple of 32, .. 128   a block of streams JAYNES_REPEATED_PERMANENT_SHARED_BYTES
 *
 * jaynes_permanent_*_C are for plain permanents of C - 7 .. C columns (as few as one for C = 8): factors 0, 1, ...,
 * columns - 1 and low digits of radix 2. The others take any. Team = the smallest power of two that is at least the
 * streams of a block of streams, the threads of the block at most.
 */
#ifndef JAYNES_PHOTONICS_LAUNCH_H
#define JAYNES_PHOTONICS_LAUNCH_H

#include "../common/jaynes_photonics.h"

#define JAYNES_PERMANENT_THREADS 128

/* number_bytes = 8 (real) or 16; teams of a block; row_stride = low_digits * columns | 1; slots = streams of a block of
 * streams. */
#define JAYNES_PERMANENT_SHARED_BYTES(number_bytes, teams, row_stride, slots) \
    ((teams) * ((number_bytes) * (row_stride) + ((number_bytes) + 8) * (slots)))

#define JAYNES_REPEATED_PERMANENT_SHARED_BYTES(number_bytes, columns, threads, slots, low_terms) \
    ((number_bytes) * (columns) * (threads) + ((number_bytes) + 8) * (slots) + 9 * (low_terms))

#endif
