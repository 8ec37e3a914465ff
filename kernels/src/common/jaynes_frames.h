/*
 * Pauli frames on a device: the circuit as a program, and the arguments of the kernel that runs it. Part of
 * jaynes_decoder.h; the same rules hold.
 *
 *   jaynes_frames   threads of a block: multiple of 32, .. 128; no shared memory
 *
 * A warp runs the program for a block of JAYNES_SAMPLING_BLOCK_SHOTS shots, lane l for the shots 32 l to 32 l + 31 of
 * it, which are bits 0 to 31 of word l of every row. Its state is, in rows of 32 words: X parts of the frames by qubit,
 * Z parts by qubit, the last history_length results (older ones are overwritten), detectors, observables, two rows for
 * chains of correlated errors, and for each depth of loops two for the rounds that are left.
 *
 * The bits are those of class FrameSimulator. Random numbers are those of JaynesSamplingArguments, with events counted
 * from 1 in the order in which they happen; row r of random bits of an event is, from bit 0 on, the halves of draws 8 r
 * to 8 r + 7. Event 1 makes the Z parts random, row q those of qubit q. In the program a * marks what is an event.
 *
 * A program is a list of words. Each instruction is a code and its operands; operators have bit 0 for X, bit 1 for Z; a
 * factor is qubit << 3 | operator; a lookback of 1 is the last result.
 *   END                                                     the last one
 *   LOOP          depth, rounds: low, high word             goes on up to the NEXT of the same depth, so many times
 *   NEXT          depth, position after the LOOP
 *   ONE           images, n, n qubits                       images: 2 bits for each generator, X Z of what it becomes
 *   TWO           images, n, n pairs of qubits              likewise 4 bits for each, of both qubits
 *   FEEDBACK      lookback, factor                          multiplies by the factor where the result is flipped
 *   MEASURE     * operator, resets, n, n qubits             random bits: row i for qubit i
 *   RESET       * operator, n, n qubits                     likewise
 *   PRODUCTS    * n products, each: m, m factors            random bits: row i for product i
 *   ROTATE        n products, each: m, m factors
 *   ZEROS         n                                         adds n results that are not flipped
 *   DETECTOR      n, n lookbacks
 *   OBSERVABLE    number, n, n of: factor, or lookback << 3 | 4
 *   EVENT       *                                           of a channel that does nothing
 *   FLIP        * numbers, n                                flips each of the last n results; numbers[0] is the scale
 *   PAULI       * numbers, operator, n, n qubits            likewise with an operator
 *   DEPOLARIZE  * numbers, width, n, n * width qubits       operator: 1 + (high word of the rest) * (4^width - 1) /
 * 2^32 EXCLUSIVE   * numbers, width, heralds, c, c operators, n, n * width qubits numbers: scale, sum, c probabilities;
 * the case in which rest * sum falls; heralds: flips also the result of it, of the last n CORRELATED  * numbers,
 * otherwise, n, n factors          numbers[0]: scale, negative for probability 0; otherwise: only where none of the
 * chain has happened The scale leads from an exponential variate to failures between two successes, as in
 * JaynesSamplingArguments.
 */
#ifndef JAYNES_FRAMES_H
#define JAYNES_FRAMES_H

#include <stdint.h>

#define JAYNES_FRAMES_MAXIMUM_THREADS 128

/* Rows of a state beside those of qubits, results, detectors, observables and loops. */
#define JAYNES_FRAMES_SPARE_ROWS 2

#define JAYNES_FRAMES_END 0
#define JAYNES_FRAMES_LOOP 1
#define JAYNES_FRAMES_NEXT 2
#define JAYNES_FRAMES_ONE 3
#define JAYNES_FRAMES_TWO 4
#define JAYNES_FRAMES_FEEDBACK 5
#define JAYNES_FRAMES_MEASURE 6
#define JAYNES_FRAMES_RESET 7
#define JAYNES_FRAMES_PRODUCTS 8
#define JAYNES_FRAMES_ROTATE 9
#define JAYNES_FRAMES_ZEROS 10
#define JAYNES_FRAMES_DETECTOR 11
#define JAYNES_FRAMES_OBSERVABLE 12
#define JAYNES_FRAMES_EVENT 13
#define JAYNES_FRAMES_FLIP 14
#define JAYNES_FRAMES_PAULI 15
#define JAYNES_FRAMES_DEPOLARIZE 16
#define JAYNES_FRAMES_EXCLUSIVE 17
#define JAYNES_FRAMES_CORRELATED 18

typedef struct JaynesFrameArguments {
    uint64_t program;     /* const uint32_t* */
    uint64_t numbers;     /* const double* */
    uint64_t widths;      /* const double*, as in JaynesSamplingArguments */
    uint64_t heights;     /* const double*, likewise */
    uint64_t states;      /* uint32_t*, 32 * state_rows for each warp of the launch */
    uint64_t reference;   /* const uint64_t*, a row: results of which the flips are taken */
    uint64_t results;     /* uint64_t*, rows of results: result */
    uint64_t detectors;   /* uint64_t*, rows of detection events: result */
    uint64_t observables; /* uint64_t*, rows of observables: result */
    uint64_t seed;
    uint64_t first_block;
    uint64_t shot_count; /* from the first of first_block */
    uint64_t state_rows;
    uint32_t qubit_count;
    uint32_t history_length; /* at least 1 */
    uint32_t result_count;   /* 0, or all results, which history_length then holds */
    uint32_t detector_count;
    uint32_t observable_count;
    uint32_t reserved;
} JaynesFrameArguments;

#endif
