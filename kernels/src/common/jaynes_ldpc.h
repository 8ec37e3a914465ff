/*
 * Belief propagation on the check matrix of a code: what Java writes and every executor reads. The same rules as in
 * jaynes_plan.h hold: plain C11, fixed-width types, addresses as integers, no padding that is not named.
 *
 * Terms
 *   row, column  of a sparse matrix over GF(2): detectors and errors. An edge is a one of it; edges are numbered by
 * row, then column. lane         one shot. JAYNES_LDPC_LANES shots are decoded at once; arrays "by column" hold the
 * values of all lanes of column 0, then of column 1, ...; bit l of a set of lanes is lane l. posterior    ln(P(no
 * error) / P(error)) of a column.
 *
 * Arithmetic in single precision: only the operations below, in this order, each rounded once; no fused multiply-add.
 *   start     M[j] = prior[j], all mu[e] = 0
 *   leg       memory[j] = M[j], then M[j] = prior[j], all mu[e] = 0; the strengths gamma[j] are replaced
 *   check i   nu[e] = M[j] - mu[e] for the edges e = (i, j), ascending
 *             sign = syndrome[i] xor (sign bits of all nu[e])
 *             m1, m2 = the two smallest |nu[e]|, at most JAYNES_LDPC_LIMIT; a = alpha * m1, b = alpha * m2
 *             |mu[e]| = b if |nu[e]| is the first m1 of the row, else a;  sign bit = sign xor sign bit of nu[e]
 *   column j  c = prior[j]                                       without memory
 *             c = prior[j] * (1 - gamma[j]) + memory[j] * gamma[j]   with it
 *             M[j] = ((c + mu[e1]) + mu[e2]) + ... over its edges, ascending; memory[j] = M[j]
 *   decision  column j has an error if M[j] <= 0
 * Flooding does all checks, then all columns. Layered (without memory) does one check after the other, each followed by
 * M[j] = nu[e] + mu[e] for its edges.
 *
 * Half precision: the arithmetic is the same; what is kept from one step to the next, and what a decision is made of,
 * is half precision: the priors, M[j], a and b, each the nearest half to the result, ties to even, and no larger than
 * 65504 (half.h). The limit of |nu[e]| is 2^JAYNES_LDPC_HALF_LIMIT_EXPONENT, so that no sum of some checks reaches
 * that.
 *
 * Check-compressed: mu is never stored; a row keeps a and b with its sign, the edge of m1 and, for each edge, the sign
 * bit of nu.
 */
#ifndef JAYNES_LDPC_H
#define JAYNES_LDPC_H

#include <stdint.h>

#define JAYNES_LDPC_LANES 16

/* The limit of a check's answers is 2^JAYNES_LDPC_LIMIT_EXPONENT. */
#define JAYNES_LDPC_LIMIT_EXPONENT 100
#define JAYNES_LDPC_HALF_LIMIT_EXPONENT 10

/* enum JaynesLdpcSchedule */
#define JAYNES_LDPC_FLOODING 0
#define JAYNES_LDPC_LAYERED 1

/* An edge as a column sees it. */
typedef struct JaynesLdpcEdge {
    uint32_t row;
    uint32_t edge;
} JaynesLdpcEdge;

/* A matrix; constant. Counts are at most 2^31 - 1. */
typedef struct JaynesLdpcGraph {
    uint64_t row_start;    /* const uint32_t*, row_count + 1: the first edge of each row */
    uint64_t edge_column;  /* const uint32_t*, by edge */
    uint64_t column_start; /* const uint32_t*, column_count + 1: the first of each column in column_edges */
    uint64_t column_edges; /* const JaynesLdpcEdge*, ascending in each column */
    uint64_t priors;       /* const float*, by column; of halves if these are kept */
    uint32_t row_count;
    uint32_t column_count;
    uint32_t edge_count;
    uint32_t longest_row; /* edges of the row that has most */
} JaynesLdpcGraph;

/* What a row remembers of its last check, in each lane. */
typedef struct JaynesLdpcMinima {
    float smallest[JAYNES_LDPC_LANES]; /* a, negated if sign is set: mu of the edges whose nu is not negative */
    float second[JAYNES_LDPC_LANES];   /* b likewise */
    int32_t edge[JAYNES_LDPC_LANES];   /* of m1 */
} JaynesLdpcMinima;

/* The same in half precision. */
typedef struct JaynesLdpcHalfMinima {
    uint16_t smallest[JAYNES_LDPC_LANES];
    uint16_t second[JAYNES_LDPC_LANES];
    int32_t edge[JAYNES_LDPC_LANES];
} JaynesLdpcHalfMinima;

/* The shots of one thread. All addresses are aligned to 64 bytes. */
typedef struct JaynesLdpcState {
    uint64_t posteriors;  /* float*, or uint16_t* if half; by column */
    uint64_t strengths;   /* float*, by column: gamma; 0 without memory */
    uint64_t minima;      /* JaynesLdpcMinima*, or JaynesLdpcHalfMinima* if half; by row */
    uint64_t signs;       /* uint16_t*, by edge: lanes in which nu is negative */
    uint64_t syndromes;   /* uint16_t*, by row: lanes with a detection event */
    uint64_t unexplained; /* uint16_t*, by row: lanes whose decision disagrees with the syndrome */
    uint64_t decisions;   /* uint16_t*, by column: lanes with an error */
    uint64_t scratch;     /* float*, JAYNES_LDPC_LANES for each edge of the longest row */
    uint32_t started;     /* lanes that have started a leg since the last iteration: their posteriors are memory only */
    uint32_t converged;   /* lanes whose decision explains the syndrome: result of an iteration */
    uint32_t half;        /* 1: half precision is kept */
    uint32_t reserved;
    float alpha[JAYNES_LDPC_LANES];
} JaynesLdpcState;

/* What a lane does next. */
typedef struct JaynesLdpcStart {
    uint64_t shot; /* const uint64_t*: bit i of the row of words is syndrome[i]; 0 starts a leg of the lane's shot */
    uint64_t strengths; /* const float*, by column: gamma; 0 for the one below. Ignored without memory */
    float strength;
    uint32_t lane;
} JaynesLdpcStart;

/*
 * The same matrix for one shot at a time: rows and columns in groups of JAYNES_LDPC_LANES, one in each lane. The k-th
 * edges of a group's rows (or columns) are a slot. Rows and columns are ordered by their number of edges, so that few
 * lanes of a slot are empty; the place of a column is JAYNES_LDPC_LANES * group + lane. Numbers of half precision are
 * kept as floats here, because one at a time is what is gathered.
 */
typedef struct JaynesLdpcGroupedGraph {
    uint64_t row_slots;     /* const uint32_t*, row_group_count + 1: the first slot of each group of rows */
    uint64_t slot_columns;  /* const uint32_t*, by row slot and lane: place of the column; of the place after the last
                               if there is no edge */
    uint64_t column_slots;  /* const uint32_t*, column_group_count + 1: the first slot of each group of columns */
    uint64_t slot_messages; /* const uint32_t*, by column slot and lane: JAYNES_LDPC_LANES * row slot + lane of the
                               edge; the number of messages if there is none */
    uint64_t column_rows;   /* const uint32_t*, by place: first of its rows in `rows`; one more than places */
    uint64_t rows;          /* const uint32_t*: JAYNES_LDPC_LANES * group + lane of a row */
    uint64_t priors;        /* const float*, by place; 1 where there is no column, and one more as in posteriors */
    uint32_t row_group_count;
    uint32_t column_group_count;
} JaynesLdpcGroupedGraph;

/* One shot. All addresses are aligned to 64 bytes. */
typedef struct JaynesLdpcShot {
    uint64_t posteriors;  /* float*, by place; the one after the last is infinite */
    uint64_t strengths;   /* const float*, by place: gamma; 0 without memory */
    uint64_t messages;    /* float*, mu by row slot and lane; the one after the last is -0 */
    uint64_t syndrome;    /* const uint8_t*, by group and lane of rows: 0 or 1 */
    uint64_t unexplained; /* uint8_t*, likewise: whether the decision disagrees with the syndrome */
    uint64_t decisions;   /* uint16_t*, by group of columns: lanes with an error */
    uint64_t scratch;     /* float*, JAYNES_LDPC_LANES for each slot of the group that has most */
    float alpha;
    uint32_t started;   /* 1 in the first iteration of a leg: posteriors are memory only; an iteration sets it to 0 */
    uint32_t converged; /* 1 if the decision explains the syndrome: result of an iteration */
    uint32_t half;      /* 1: numbers are rounded to half precision where they are kept */
} JaynesLdpcShot;

#endif
