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

#include "jaynes_frames.h"

/* Threads whose loads are served together. */
#define JAYNES_WARP 32

/*
 * Belief propagation: the formulas of jaynes_ldpc.h. A block decodes one shot at a time and takes the next from the
 * queue when it is done, so that no shot waits for another.
 *
 *   kernel                       schedule   threads of a block       dynamic shared memory, bytes
 *   jaynes_propagation_shared    flooding   multiple of 32, .. 512   JAYNES_PROPAGATION_CONTROL_BYTES + state_bytes
 *   jaynes_propagation_global    flooding   as above                 JAYNES_PROPAGATION_CONTROL_BYTES; the state is in
 * global memory
 *   jaynes_layers_shared         layered    as above                 as jaynes_propagation_shared
 *   jaynes_layers_global         layered    as above                 as jaynes_propagation_global
 *
 * Layers have neither memory nor legs. A level is a set of rows without common columns, each of which has a common
 * column with a row of the level before: the rows of a level are done at once, a warp for each, the levels one after
 * the other, which gives the bits of one row after the other.
 *
 * Rows and columns are in groups of 32, one in each lane, ordered by their number of edges, most first; their place is
 * 32 * group + lane. The k-th edges of a group are a slot. There is no row or column at the places after the last one.
 *
 * The state of a shot, in this order (row places and column places are 32 * groups; number is float, or uint16_t if
 * half): number   posteriors[column places + 1]   the last is larger than any limit of jaynes_ldpc.h; then, if half,
 * another one that is not used number   answers[2][row places]          a and b of jaynes_ldpc.h, negated if the row's
 * sign is set uint32_t first[row places]               k of the edge that is answered by b uint32_t signs[sign
 * words][row places]   bit k % 32 of word k / 32: nu of the row's k-th edge is negative uint32_t syndrome[row groups]
 * bit l: the row in lane l has a detection event uint32_t parity[row groups]              bit l: the decision does not
 * explain the row in lane l uint32_t errors[column groups]           by column, not place: the decision, where a leg
 * has ended
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
    uint64_t priors;        /* const float*, by place, and an infinite one after the last; of halves if half */
    uint64_t strengths;     /* const float*, by leg from 1 and place: gamma; ignored without legs */
    uint64_t weights;       /* const double*, by column */
    uint64_t observables;   /* const uint64_t*, a row for each column: what it flips */
    uint64_t certain;       /* const uint64_t*, a row: what flips in any case */
    uint64_t shots;         /* const uint64_t*, rows of detection events */
    uint64_t next_shot;     /* uint64_t*: the queue, 0 before the launch */
    uint64_t states;        /* unsigned char*, state_bytes for each block; ignored if the state is in shared memory */
    uint64_t predictions;   /* uint64_t*, rows of observables, by shot: result */
    uint64_t solution_weights; /* double*, by shot: result */
    uint64_t outcomes;         /* uint64_t*, by shot: 4 * iterations of all legs + 1 if any converged: result */
    uint64_t posteriors;       /* float*, by shot and column: those of the last iteration; 0 if they are not wanted */
    uint64_t levels;      /* const uint32_t*, level_count + 1: the first row of each level in level_rows; these four are
                             ignored when flooding */
    uint64_t level_rows;  /* const uint32_t*: places of the rows, by level */
    uint64_t level_edges; /* const uint32_t*, by index in level_rows, one more: the first edge of the row */
    uint64_t edge_columns; /* const uint32_t*: places of the columns of the edges, ascending by column in each row */
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
    uint32_t level_count;
    uint32_t unconverged_only; /* 1: only posteriors of shots that do not converge are wanted */
    uint32_t half;             /* 1: half precision is kept */
    uint32_t reserved;
} JaynesPropagationArguments;

/*
 * Ordered statistics: classes ReliabilityOrder, Elimination and OrderedStatisticsSolver for a block of threads. Shots
 * whose outcome has bit 0 are left as they are; the others get that bit, a prediction and a weight where their system
 * can be solved. Columns are sorted by posterior, equal ones by number; a pivot is in the lowest row without one;
 * candidates are compared by whole weights, modulo 2^32, of which the first of the least is taken in the order of
 * OrderedStatisticsSolver.
 *
 *   kernel                               threads of a block       dynamic shared memory, bytes
 *   jaynes_ordered_statistics_shared     multiple of 32, .. 512   JAYNES_ORDERED_STATISTICS_CONTROL_BYTES + state_bytes
 *   jaynes_ordered_statistics_global     as above                 JAYNES_ORDERED_STATISTICS_CONTROL_BYTES; the state is
 * in global memory
 *
 * With words = ceil(row_count / 32), bit r % 32 of word r / 32 for row r, the state of a shot is
 *   uint64_t best_index[PANEL]
 *   int32_t  best_weight[PANEL]
 *   uint32_t candidate[PANEL]                the row that could be the pivot of a column of the panel
 *   uint32_t pivot_column[row_count], pivot_row[row_count]
 *   uint32_t right[words], free[words]       T times the syndrome; rows without a pivot
 *   uint32_t panel[PANEL][words]             T times the columns that are next in the order
 *   uint32_t errors[ceil(column_count / 32)] by column: the solution
 *   int32_t  added[8 * words][16]            of four rows and a change of them: the weight that it adds
 *   uint32_t kept[kept_count][words]         T times the first dependent columns
 *   uint32_t transform[row_count][words]     columns of T, the product of all row operations; before them, here: 16
 *                                            counters for each thread
 * where PANEL is JAYNES_ORDERED_STATISTICS_PANEL, the most warps of a block.
 */
#define JAYNES_ORDERED_STATISTICS_MAXIMUM_THREADS 512
#define JAYNES_ORDERED_STATISTICS_PANEL 16
#define JAYNES_ORDERED_STATISTICS_DIGITS 16
#define JAYNES_ORDERED_STATISTICS_CONTROL_BYTES 16

/* enum JaynesOrderedStatisticsSearch: what is tried besides the solution of the independent columns alone */
#define JAYNES_ORDERED_STATISTICS_ZERO 0
#define JAYNES_ORDERED_STATISTICS_EXHAUSTIVE 1
#define JAYNES_ORDERED_STATISTICS_COMBINATION_SWEEP 2

typedef struct JaynesOrderedStatisticsArguments {
    uint64_t column_start;  /* const uint32_t*, by column, one more: the first of its rows in column_rows */
    uint64_t column_rows;   /* const uint32_t* */
    uint64_t whole_weights; /* const int32_t*, by column: what candidates are compared by */
    uint64_t weights;       /* const double*, by column */
    uint64_t observables;   /* const uint64_t*, a row for each column: what it flips */
    uint64_t certain;       /* const uint64_t*, a row: what flips in any case */
    uint64_t shots;         /* const uint64_t*, rows of detection events */
    uint64_t posteriors;    /* const float*, by shot and column */
    uint64_t next_shot;     /* uint64_t*: the queue, 0 before the launch */
    uint64_t orders;        /* uint32_t*, 4 * column_count for each block */
    uint64_t states;        /* unsigned char*, state_bytes for each block; ignored if the state is in shared memory */
    uint64_t predictions;   /* uint64_t*, rows of observables, by shot: result */
    uint64_t solution_weights; /* double*, by shot: result */
    uint64_t outcomes;         /* uint64_t*, by shot: read and written */
    uint64_t shot_count;
    uint64_t state_bytes; /* a multiple of 16 */
    uint32_t row_count;
    uint32_t column_count;
    uint32_t detector_words;
    uint32_t observable_words;
    uint32_t search;
    uint32_t kept_count; /* dependent columns that are combined, fewer if there are fewer */
} JaynesOrderedStatisticsArguments;

/*
 * Sampling of an error model: shots are in blocks of JAYNES_SAMPLING_BLOCK_SHOTS, numbers are drawn for a block and an
 * event, and the bits are those of class DemSampler.
 *
 *   kernel                    threads of a block       dynamic shared memory, bytes
 *   jaynes_sampling_shared    multiple of 32, .. 256   JAYNES_SAMPLING_CONTROL_BYTES + 8 * tile_shots
 *                                                      * (detector_words + observable_words)
 *   jaynes_sampling_global    as above                 JAYNES_SAMPLING_CONTROL_BYTES; the rows must be 0 before the
 * launch
 *
 * A block of threads works on a tile of shots: all of a block, or a part with numbers that are drawn anew for each
 * part.
 *
 * An event is a group of errors at a place in the model; events are counted from 1. Draw d of it is Philox4x32-10 with
 *   key     = (low, high half of the seed)
 *   counter = (d, low half of the event, low half of the block, (high half of the event) << 20 | high half of the
 * block) and has two halves of 64 bits, words 0 and 1, words 2 and 3, the first of the two on top. Trials are numbered
 * 1024 * (number of the error in the group) + shot in the block. From one success (or -1) to the next there are
 * floor(scale * exponential variate) failures; a variate takes one half after the other if all errors of the group are
 * as likely as the likeliest. If not, it takes the first halves only of draws; a success is then one with probability
 * (probability of the error) / likeliest, by the second half of the variate's last draw.
 *
 * An exponential variate: layer = low 8 bits, x = high 53 bits * 2^-53 * widths[layer]. It is x if x < widths[layer +
 * 1]. Else in layer 0 it is the widths[1] + another variate; in other layers x if heights[layer] + u * (heights[layer +
 * 1] - heights[layer]) < exp(-x), where u is the high 53 bits of the next half * 2^-53, else begin again. exp is
 * StrictMath's.
 */
#define JAYNES_SAMPLING_BLOCK_SHOTS 1024
#define JAYNES_SAMPLING_MAXIMUM_THREADS 256
#define JAYNES_SAMPLING_CONTROL_BYTES 16
#define JAYNES_SAMPLING_LAYERS 256

/* Errors of similar probability. */
typedef struct JaynesSamplingGroup {
    double scale;
    double likeliest;
    uint32_t first_error; /* of those in error_targets and probabilities */
    uint32_t error_count;
    uint32_t all_equal; /* 1: all are as likely as the likeliest */
    uint32_t reserved;
} JaynesSamplingGroup;

typedef struct JaynesSamplingEvent {
    int64_t detector_shift;
    uint32_t group;
    uint32_t reserved;
} JaynesSamplingEvent;

typedef struct JaynesSamplingArguments {
    uint64_t events;        /* const JaynesSamplingEvent* */
    uint64_t groups;        /* const JaynesSamplingGroup* */
    uint64_t probabilities; /* const double*, by error */
    uint64_t error_targets; /* const uint32_t*, by error, one more: the first of its targets */
    uint64_t targets;     /* const int32_t*: a detector's number less the event's shift, or ~ an observable's number */
    uint64_t widths;      /* const double*, JAYNES_SAMPLING_LAYERS + 1 */
    uint64_t heights;     /* const double*, likewise: exp(-width) */
    uint64_t detectors;   /* uint64_t*, rows of detection events: result */
    uint64_t observables; /* uint64_t*, rows of observables: result */
    uint64_t seed;
    uint64_t first_block;
    uint64_t shot_count; /* from the first of first_block */
    uint64_t event_count;
    uint32_t tile_shots; /* a power of two, .. JAYNES_SAMPLING_BLOCK_SHOTS */
    uint32_t detector_words;
    uint32_t observable_words;
    uint32_t reserved;
} JaynesSamplingArguments;

/*
 * Compares predictions with what has happened. jaynes_mistakes: threads of a block a multiple of 32, .. 256; no shared
 * memory.
 */
typedef struct JaynesMistakesArguments {
    uint64_t predictions; /* const uint64_t*, rows of observables */
    uint64_t observables; /* const uint64_t*, rows of observables */
    uint64_t outcomes; /* const uint64_t*, by shot: bit 0: a solution explains the shot; bit 1: it is left to the CPU */
    uint64_t counters; /* uint64_t[3], added to: wrong predictions; shots without a solution; shots left to the CPU */
    uint64_t shot_count;
    uint32_t observable_words;
    uint32_t reserved;
} JaynesMistakesArguments;

/*
 * Union-find: the growth of class ClusterGrowth and the peeling of UnionFindSession, step by step, a thread for each
 * shot, so that predictions are the CPU's where edges tie as well. A thread takes the next shot from the queue when it
 * is done.
 *
 *   jaynes_union_find   threads of a block: multiple of 32, .. 128; no shared memory
 *
 * Each thread of the launch has a state of state_bytes, all 0 before the first launch and after each shot:
 *   JaynesUnionFindNode     nodes[node_count]
 *   JaynesUnionFindCluster  clusters[node_count + 1]
 *   JaynesUnionFindEntry    entries[queue_capacity]
 *   uint32_t                touched[node_count], leaves[node_count], solution[node_count]
 *   uint32_t                bucket_first[JAYNES_UNION_FIND_BUCKETS], bucket_last[JAYNES_UNION_FIND_BUCKETS]
 * A shot that needs more entries is left to the CPU.
 *
 * With `certify` the solution is a minimum-weight perfect matching, proven for each cluster of one event and the
 * boundary or of two events. Let r(n) be how far the ball of node n reaches beyond it. It is checked for each edge (n,
 * m) of weight w of such a cluster that r(n) <= w if no ball of a proven cluster has m, r(m) >= r(n) - w if the same
 * ball has it, and r(n) + r(m) <= w if another has; and that r(n) is at most the weight of n's boundary edge. So no two
 * balls overlap, and none holds the boundary: the radii are a dual solution. If in each cluster the sum of the radii is
 * the weight of its edges, no solution of the clusters' events can weigh less.
 *
 * A shot with other events as well is left to the CPU, in part where there is room for its balls: then prediction and
 * weight (whole, without those of negative edges) are those of the proven clusters, and its balls are the events that
 * are left, with the reach JAYNES_UNION_FIND_EVENT, and the nodes of the proven clusters with theirs. If the regions of
 * a matching of those events overlap none of the balls, both dual solutions together are one of the shot, and both
 * matchings together are its best.
 */
#define JAYNES_UNION_FIND_MAXIMUM_THREADS 128
#define JAYNES_UNION_FIND_BUCKETS 64

/* Bits of an outcome. With PART, bits JAYNES_UNION_FIND_COUNT_SHIFT to 31 are the number of balls, and the high word is
 * the number of the first. */
#define JAYNES_UNION_FIND_SOLVED 1
#define JAYNES_UNION_FIND_LEFT 2
#define JAYNES_UNION_FIND_PART 4
#define JAYNES_UNION_FIND_COUNT_SHIFT 3

/* In place of a reach: an event that is left. */
#define JAYNES_UNION_FIND_EVENT 2147483647

typedef struct JaynesUnionFindNode {
    uint32_t cluster; /* 0 is none */
    uint32_t offset;
    int32_t next; /* of the cluster; -1 after the last */
    uint32_t queued_at;
    uint32_t edges_xor;
    uint32_t degree;
    uint32_t flags;  /* JAYNES_UNION_FIND_QUEUED, JAYNES_UNION_FIND_ODD */
    uint32_t origin; /* the cluster that has reached the node first */
} JaynesUnionFindNode;

#define JAYNES_UNION_FIND_QUEUED 1
#define JAYNES_UNION_FIND_ODD 2

typedef struct JaynesUnionFindCluster {
    int64_t intercept;
    int32_t motion;
    int32_t boundary_node;
    int32_t first;
    int32_t last;
    int32_t size;
    uint32_t events;
    int64_t gap; /* the sum of the radii less the weight of the cluster's edges in the solution */
    uint32_t is_proven;
    uint32_t reserved;
} JaynesUnionFindCluster;

typedef struct JaynesUnionFindBall {
    uint32_t node;
    int32_t reach;
} JaynesUnionFindBall;

typedef struct JaynesUnionFindEntry {
    uint32_t time;
    uint32_t node;
    uint32_t next;
    uint32_t reserved;
} JaynesUnionFindEntry;

typedef struct JaynesUnionFindArguments {
    uint64_t first_half;           /* const uint32_t*, by node, one more: the first of its half-edges */
    uint64_t halves;               /* const int32_t[2]*, by half-edge: neighbour, weight */
    uint64_t half_edges;           /* const uint32_t*, by half-edge: the edge */
    uint64_t boundary_weights;     /* const int32_t*, by node; 2^30 if it has no boundary edge */
    uint64_t boundary_edges;       /* const int32_t*, by node */
    uint64_t ends;                 /* const int32_t[2]*, by edge */
    uint64_t magnitudes;           /* const int32_t*, by edge: its weight, not negative */
    uint64_t first_observable;     /* const uint32_t*, by edge, one more: the first of its observables */
    uint64_t observables;          /* const uint32_t* */
    uint64_t negative_detectors;   /* const uint64_t*, a row: what edges of negative weight flip */
    uint64_t negative_observables; /* const uint64_t*, a row */
    uint64_t shots;                /* const uint64_t*, rows of detection events */
    uint64_t next_shot;            /* uint64_t*: the queue, 0 before the launch */
    uint64_t states;               /* unsigned char*, state_bytes for each thread of the launch */
    uint64_t predictions;          /* uint64_t*, rows of observables, by shot: result */
    uint64_t solution_weights;     /* double*, by shot: result */
    uint64_t outcomes;             /* uint64_t*, by shot: result */
    uint64_t balls;                /* JaynesUnionFindBall*, in any order of the shots: result */
    uint64_t ball_count;           /* uint64_t*: balls that have been asked for, 0 before the launch */
    uint64_t ball_capacity;        /* at most 2^32; 0: no shot is left in part */
    uint64_t shot_count;
    uint64_t state_bytes;
    int64_t negative_sum;
    double weight_divisor; /* a weight is floor(integer weight / 2) / this */
    uint32_t node_count;
    uint32_t queue_capacity;
    uint32_t detector_words;
    uint32_t observable_words;
    uint32_t certify;
    uint32_t reserved;
} JaynesUnionFindArguments;

/*
 * Serving of single shots: a kernel that stays on the device. Host and device meet in a ring of slots in memory of the
 * host that the device addresses, so that a shot costs neither a launch nor a copy.
 *
 *   kernel                               threads of a block       dynamic shared memory, bytes
 *   jaynes_serve_propagation_shared      multiple of 32, .. 512   as jaynes_propagation_shared
 *   jaynes_serve_propagation_global      as above                 as jaynes_propagation_global
 *   jaynes_serve_layers_shared           as above                 as jaynes_layers_shared
 *   jaynes_serve_layers_global           as above                 as jaynes_layers_global
 *   jaynes_serve_union_find              32                       JAYNES_SERVING_CONTROL_BYTES
 *
 * Requests have numbers, ascending from 0; number t is in slot t % slot_count.
 *   request of a slot   word 0: t + 1, stored last, with release; then the row of detection events
 *   result of a slot    word 0: t + 1, stored last, with release; the weight (a double); the outcome; the row of
 *                       predicted observables
 * Both words are 0 before the launch. The host stores a request only after it has taken the result that the slot had.
 *
 * A block that is free takes the next number and waits for its request: so a request never waits while a block is free,
 * whatever the number of blocks that are resident. A block reads the slot again and again, with pauses that grow to
 * longest_pause, and looks at `stop` every JAYNES_SERVING_POLLS times; once that is set it ends when there is no
 * request with its number. The host stores no request after `stop`.
 *
 * In `decoding` shots, predictions, solution weights and outcomes are rows in memory of the device, one for each block;
 * states of union-find are one for each block as well. The queue and the number of shots are ignored.
 */
#define JAYNES_SERVING_CONTROL_BYTES 16
#define JAYNES_SERVING_POLLS 64

typedef struct JaynesServingRing {
    uint64_t requests;    /* const uint64_t*, request_words for each slot */
    uint64_t results;     /* uint64_t*, result_words for each slot */
    uint64_t stop;        /* const uint64_t*: 1: no request follows */
    uint64_t next_number; /* uint64_t*, in memory of the device, 0 before the launch */
    uint32_t slot_count;
    uint32_t request_words; /* at least 1 + detector_words */
    uint32_t result_words;  /* at least 3 + observable_words */
    uint32_t longest_pause; /* nanoseconds */
} JaynesServingRing;

typedef struct JaynesServePropagationArguments {
    JaynesServingRing ring;
    JaynesPropagationArguments decoding;
} JaynesServePropagationArguments;

typedef struct JaynesServeUnionFindArguments {
    JaynesServingRing ring;
    JaynesUnionFindArguments decoding;
} JaynesServeUnionFindArguments;

#endif
