/*
 * How the kernels of kernels.list.h are launched. Plain C.
 *
 * Any grid of 1 .. 2^31 - 1 blocks gives the same bits, and so does any block size allowed below; blocks and grids have
 * one dimension. A launch outside of these limits traps (CUDA_ERROR_LAUNCH_FAILED); nothing is checked about the
 * contents of the arguments, whose addresses are those of device memory.
 *
 *   kernel                       threads of a block       a block works on       dynamic shared memory, bytes
 *   jaynes_permanent_real_C      power of two, 32 .. 128  threads / team blocks  JAYNES_PERMANENT_SHARED_BYTES
 *   jaynes_permanent_complex_C                            of streams at a time
 *   jaynes_permanent_repeated_*  multiple of 32, .. 128   a block of streams     JAYNES_REPEATED_PERMANENT_...
 *   jaynes_permanent_pairs_*     multiple of 32, .. 128   a block of streams     as repeated, of pairs
 *   jaynes_photon_sample_*_C     multiple of 32, .. 128   a shot                 JAYNES_PHOTON_SAMPLE_SHARED_BYTES
 *   jaynes_photon_step_*         any, .. 256              states                 4 (modes + 1) (photons + 2), or 0
 *   jaynes_photon_probability
 *   jaynes_generating_*          any, .. 256              entries, values        0
 *   jaynes_photon_mean, _covariance                       results
 *   jaynes_single_loop           any, .. 128              shots                  0
 *   jaynes_window_step_*, _turn  multiple of 32, .. 256   a step, a turn         0
 *   jaynes_window_scale          any, .. 256              a scaling              0
 *
 * jaynes_permanent_real_C and _complex_C are for plain permanents of C - 7 .. C columns (as few as one for C = 8):
 * factors 0, 1, ..., columns - 1 and low digits of radix 2. The others take any. Team = the smallest power of two that
 * is at least the streams of a block of streams, the threads of the block at most. jaynes_photon_sample_*_C are for
 * shots of up to C photons.
 */
#ifndef JAYNES_PHOTONICS_LAUNCH_H
#define JAYNES_PHOTONICS_LAUNCH_H

#include "../common/jaynes_photonics.h"

#define JAYNES_PERMANENT_THREADS 128

/* number_bytes = 8 (real) or 16; teams of a block; row_stride = low_digits * columns | 1; slots = streams of a block of
 * streams. */
#define JAYNES_PERMANENT_SHARED_BYTES(number_bytes, teams, row_stride, slots) \
    ((teams) * ((number_bytes) * (row_stride) + ((number_bytes) + 8) * (slots)))

/* number_bytes = 8 (real) or 16, and twice as much for pairs. */
#define JAYNES_REPEATED_PERMANENT_SHARED_BYTES(number_bytes, columns, threads, slots, low_terms) \
    ((number_bytes) * (columns) * (threads) + ((number_bytes) + 8) * (slots) + 9 * (low_terms))

#define JAYNES_FOCK_THREADS 256

#define JAYNES_PHOTON_SAMPLE_THREADS 128

#define JAYNES_SINGLE_LOOP_THREADS 128

/* Photons of a beam splitter whose probabilities a table may have. */
#define JAYNES_SINGLE_LOOP_PHOTONS 48

#define JAYNES_WINDOW_THREADS 256

/* Paths whose weights are kept until one is drawn. */
#define JAYNES_PHOTON_SAMPLE_PATHS 256

/* number_bytes = 8 (real) or 16; columns = those of the kernel's name; slots = numbers per column and thread in shared
 * memory: 0 for real ones, 1 for 16 complex columns, 2 for 24; low_terms = the most low terms of a photon, 2^(photons -
 * 4) and JAYNES_PERMANENT_BLOCK at most, 1 at least. */
#define JAYNES_PHOTON_SAMPLE_SHARED_BYTES(number_bytes, columns, slots, threads, low_terms)                      \
    ((number_bytes) * (columns) * ((columns) + JAYNES_PHOTON_LANES + 1 + (slots) * (threads)) + 44 * (columns) + \
     2096 + 9 * (low_terms))

#endif
