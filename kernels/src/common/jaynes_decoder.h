/*
 * Decoding on a device: the arguments of the kernels in kernels/src/decoder, and how they are launched. The same rules
 * as in jaynes_plan.h hold: plain C11, fixed-width types, addresses as integers, no padding that is not named. Rows of
 * bits are 64-bit words, bit k of a row in word k / 64 at position k % 64, padding 0.
 *
 * A launch outside of what is said here traps; nothing is checked about what addresses point to. Blocks and grids have
 * one dimension, and any grid gives the same results.
 */
#ifndef JAYNES_DECODER_H
#define JAYNES_DECODER_H

#include <stdint.h>

/* Threads whose loads are served together. */
#define JAYNES_WARP 32

/*
 * Belief propagation: the formulas of jaynes_ldpc.h with the flooding schedule. A block decodes one shot at a time and
 * takes the next from the queue when it is done, so that no shot waits for another.
 *
 *   kernel                       threads of a block       dynamic shared memory, bytes
 *   jaynes_propagation_shared    multiple of 32, .. 512   JAYNES_PROPAGATION_CONTROL_BYTES + state_bytes
 *   jaynes_propagation_global    as above                 JAYNES_PROPAGATION_CONTROL_BYTES; the state is in global
 * memory
 *
 * Rows and columns are in groups of 32, one in each lane, ordered by their number of edges, most first; their place is
 * 32 * group + lane. The k-th edges of a group are a slot. There is no row or column at the places after the last one.
 *
 * The state of a shot, in this order (row places and column places are 32 * groups):
 *   float    posteriors[column places + 1]   the last is infinite
 *   float    answers[2][row places]          a and b of jaynes_ldpc.h, negated if the row's sign is set
 *   uint32_t first[row places]               k of the edge that is answered by b
 *   uint32_t signs[sign words][row places]   bit k % 32 of word k / 32: nu of the row's k-th edge is negative
 *   uint32_t syndrome[row groups]            bit l: the row in lane l has a detection event
 *   uint32_t parity[row groups]              bit l: the decision does not explain the row in lane l
 *   uint32_t errors[column groups]           by column, not place: the decision, where a leg has ended
 *
 * A shot is decoded as follows. Leg 0 starts with posteriors = priors and has `iterations` iterations at most, with
 * strength `memory` for all columns; leg g > 0 has `leg_iterations`, with the strengths of its own. An iteration
 * converges if its decision explains the shot. A leg ends at convergence or at its last iteration. Another one follows
 * while fewer than `solutions` legs have converged and `legs` have not been done. Of the decisions that converged the
 * first of least weight is taken, or the last decision if none did; weight is the sum of the weights of its columns,
 * ascending. A shot without events is decoded to no errors in no iteration if empty_is_lightest.
 */
#define JAYNES_PROPAGATION_MAXIMUM_THREADS 512
#define JAYNES_PROPAGATION_CONTROL_BYTES 16

typedef struct JaynesPropagationArguments {
    uint64_t row_slots;     /* const uint32_t*, row_group_count + 1: the first slot of each group of rows */
    uint64_t slot_columns;  /* const uint32_t*, by row slot and lane: place of the column; the number of column places
                               where there is no edge */
    uint64_t column_slots;  /* const uint32_t*, column_group_count + 1: the first slot of each group of columns */
    uint64_t slot_messages; /* const uint32_t*, by column slot and lane: k << place_bits | place of the row; 2^32 - 1
                               where there is no edge */
    uint64_t row_at;        /* const uint32_t*, by place: the row; 2^32 - 1 if there is none */
    uint64_t column_at;     /* const uint32_t*, by place of a column: the column */
    uint64_t priors;        /* const float*, by place, and an infinite one after the last */
    uint64_t strengths;     /* const float*, by leg from 1 and place: gamma; ignored without legs */
    uint64_t weights;       /* const double*, by column */
    uint64_t observables;   /* const uint64_t*, a row for each column: what it flips */
    uint64_t certain;       /* const uint64_t*, a row: what flips in any case */
    uint64_t shots;         /* const uint64_t*, rows of detection events */
    uint64_t next_shot;     /* uint64_t*: the queue, 0 before the launch */
    uint64_t states;        /* unsigned char*, state_bytes for each block; ignored if the state is in shared memory */
    uint64_t predictions;   /* uint64_t*, rows of observables, by shot: result */
    uint64_t solution_weights; /* double*, by shot: result */
    uint64_t outcomes;         /* uint64_t*, by shot: 2 * iterations of all legs + 1 if any converged: result */
    uint64_t posteriors;       /* float*, by shot and column: those of the last iteration; 0 if they are not wanted */
    uint64_t shot_count;
    uint32_t state_bytes; /* a multiple of 16 */
    uint32_t row_group_count;
    uint32_t column_group_count;
    uint32_t column_count;
    uint32_t place_bits;
    uint32_t sign_words;
    uint32_t detector_words;
    uint32_t observable_words;
    uint32_t iterations;
    uint32_t leg_iterations;
    uint32_t legs;
    uint32_t solutions;
    float scaling;       /* alpha; 0: 1 - 2^-t in iteration t of a leg */
    float memory;        /* gamma of leg 0 */
    uint32_t has_memory; /* 0: no column has memory in any leg */
    uint32_t empty_is_lightest;
} JaynesPropagationArguments;

#endif
