/*
 * Linear optics: what Java writes and every executor reads. The same rules as in jaynes_plan.h hold: plain C11,
 * fixed-width types, addresses as integers, no padding that is not named; only the operations below, in the order
 * written, each rounded once; fma(a, b, c) is a*b + c rounded once. All reals are doubles.
 *
 * A product of complex numbers (a, b)(c, d) is   re = fma(a, c, -(b * d));   im = fma(a, d, b * c);
 * and "r += (a, b)(c, d)" is   r.re = fma(-b, d, fma(a, c, r.re));   r.im = fma(b, c, fma(a, d, r.im)).
 * An address of imaginary parts that is 0 means that they are zero; nothing is then written where some would go.
 */
#ifndef JAYNES_PHOTONICS_H
#define JAYNES_PHOTONICS_H

#include <stdint.h>

/* Different columns of a permanent, and photons of a sample, at most. */
#define JAYNES_MAX_PHOTONS 64

/* Streams of a permanent that are folded into one number. */
#define JAYNES_PERMANENT_BLOCK 1024

/* Streams of a sample's permanents, and amplitudes of a run, are summed in so many lanes. */
#define JAYNES_PHOTON_LANES 8

/* Columns of a row of amplitudes of the loops that are summed side by side. */
#define JAYNES_WINDOW_RUN 32

/*
 * A row of a permanent that takes part with a number v of negative copies: digit v = 0 ... radix - 1 of a number with
 * mixed radices. Its binomials C(radix - 1, v) lie in a table from index `binomials`.
 */
typedef struct JaynesGlynnDigit {
    uint32_t row;
    uint32_t copies;
    uint32_t radix;
    uint32_t binomials;
} JaynesGlynnDigit;

/*
 * Permanents by Glynn's formula with repeated rows and columns, without the factor 2^(1-n). The low digits run through
 * a reflected Gray code: low_terms combinations, from all zeros; every step changes the lowest digit that can still
 * move in its direction by one, and turns the directions of the digits below it. Stream s holds the high digits fixed:
 * v_d = s / (product of the high radices before d) mod radix_d.
 *   sums of columns   x_j = fma(fixed_copies, a[fixed_row][j], 0); then for every digit d ascending
 *                     x_j = fma(m, a[row][j], x_j), m = copies - 2 v, or -2 v for the fixed row itself
 *                     a step of digit d by +-1:  x_j = fma(-+2, a[row][j], x_j)
 *   product           factors f = 0, 1, ...: the column of each. Chain q = 0 ... 3 starts from x of factor q (or 1 if
 *                     there is none) and is multiplied by those of the factors q + 4, q + 8, ...; then (p0 p1)(p2 p3)
 *   first term        sum = product; magnitude = |re| + |im|
 *   other terms       c = product of the binomials of the low digits, from the highest digit down, negative when the
 *                     sum of the low digits is odd; sum = fma(c, product, sum) for each part;
 *                     magnitude = fma(|c|, |re| + |im|, magnitude)
 *   stream            w = product of the binomials of the high digits, ascending, negative when their sum is odd;
 *                     (w * sum.re, w * sum.im, |w| * magnitude)
 * Item = matrix * block_count + block, block_count = ceil(streams / JAYNES_PERMANENT_BLOCK); sums[3 * item] is the fold
 * of the block's streams, s[i] = s[i] + s[i + h] for h = the largest power of two below the count, ..., 1 and i + h <
 * count, each of the three numbers on its own; im stays 0 for real matrices.
 */
typedef struct JaynesPermanentArguments {
    uint64_t re; /* address of matrices, row-major, one after the other */
    uint64_t im;
    uint64_t digits;    /* address of JaynesGlynnDigit */
    uint64_t binomials; /* address of doubles */
    uint64_t factors;   /* address of uint32 */
    uint64_t sums;      /* address of results: re, im, magnitude */
    uint64_t streams;   /* of one matrix */
    uint64_t low_terms;
    uint64_t matrix_count;
    uint32_t rows;
    uint32_t columns; /* at most JAYNES_MAX_PHOTONS */
    uint32_t factor_count;
    uint32_t digit_count;
    uint32_t low_digits;
    uint32_t fixed_row;
    uint32_t fixed_copies;
    uint32_t reserved;
} JaynesPermanentArguments;

/*
 * Permanents in pairs of doubles are those of JaynesPermanentArguments with other sums: sums[5 * item] is re, its rest,
 * im, its rest, magnitude. A pair (a, a') is the sum of both; (a, 0) is a double. joined(r, e) = (h, e - (h - r)), h =
 * r + e. a + b     s = a + b; t = s - a; e = (a - (s - t)) + (b - t); s2, e2 likewise of a' and b'; e = e + s2; r = s +
 * e; joined(r, (e - (r - s)) + e2);   a - b = a + (-b, -b') a b       p = a b; joined(p, fma(a, b, -p) + (a b' + a' b))
 *   a f       by a double: p = a f; joined(p, fma(a, f, -p) + a' f)
 *   columns   x_j = x_j + (a[row][j], 0) f from 0, rows and factors f as above
 *   product   p = 1, and for factors f = 0, 1, ...: p = p x, for complex numbers (p.re x.re - p.im x.im,
 *             p.im x.re + p.re x.im)
 *   term      p (w c), w of the stream and c of the low digits as above; sum = sum + p; magnitude = magnitude +
 *             (|p.re| + |p.im|), of the first doubles; stream sums start from 0, and are folded as above
 */

/*
 * Samples by the chain rule over photons in random order. Item = shot of the list. Photons of a shot: columns c[0 .. k)
 * of the isometry u; draw e of the shot is event first_event + e of Philox, see philox.h.
 *   order    for i = k - 1, ..., 1: exchange c[i] and c[(int)(draw * (i + 1))]
 *   photon l = 0, 1, ...: rows are the paths drawn before, in the order of their first draw, with multiplicity; columns
 *            c[0 .. l]. For every column the permanent p_i of the matrix without it (1 for l = 0): streams as above, of
 *            the digits of all rows in their order but the first of the rarest, of which one copy is fixed and the rest
 *            is the last digit; the low digits are taken from the first while they make at most 1024 terms and leave at
 *            least JAYNES_PHOTON_LANES streams. A term with weight c:
 *              suffix_i = 1 for the last column, suffix_(i-1) = x_i suffix_i (complex products)
 *              prefix_0 = (c, 0), prefix_(i+1) = prefix_i x_i;   stream sum_i += prefix_i suffix_i
 *            where c = w * (product of low binomials, negative when the sum of the low digits is odd), w of the stream;
 *            stream sums start from 0; lane (s mod 8) sum = lane sum + stream sum, streams ascending; lanes are folded
 *            h = 4, 2, 1.
 *   weights  of every path r: z = 0; z += u[r][c_i] p_i for i = 0 ... l; weight = fma(z.re, z.re, z.im * z.im)
 *   path     the first whose running sum of weights exceeds draw * (sum of all weights, ascending from 0.0); if
 * rounding leaves none, the last one with a weight above 0
 */
typedef struct JaynesPhotonSampleArguments {
    uint64_t re; /* address of the columns of u, each `stride` doubles from the one before */
    uint64_t im;
    uint64_t binomials;    /* address of doubles: C(n, k) at n (n + 1) / 2 + k, n < JAYNES_MAX_PHOTONS */
    uint64_t photon_start; /* address of uint32: shot i has the photons photon_start[i] ... photon_start[i + 1] - 1 */
    uint64_t columns;      /* address of uint32, by photon: ascending in each shot */
    uint64_t shots;        /* address of uint64: the number of each shot */
    uint64_t first_events; /* address of uint32 */
    uint64_t paths;        /* address of uint32, by photon: results, in the order in which they were drawn */
    uint64_t seed;
    uint64_t shot_count;
    uint32_t path_count;
    uint32_t stride; /* at least path_count rounded up to a multiple of 8; the rest is 0 */
    uint32_t row;
    uint32_t purpose; /* purpose << 24 */
} JaynesPhotonSampleArguments;

/*
 * One more photon: y(s) = sum over modes i of u_i x(s - e_i), s - e_i having one photon less in mode i. States are in
 * descending lexicographic order; counts[m * (photons + 2) + r + 1] is the number of states of r photons in m modes, 0
 * for r = -1; photons is that of y. Every y starts from 0; "y += u_i x" by ascending i, as fma(u, x, y) when both are
 * real. Item = r1 (r1 + 1) / 2 + r2: the states with r1 photons behind mode 0 and r2 behind mode 1, r2 <= r1 <=
 * photons; modes >= 3.
 *
 * In the last tail_modes modes, runs of states are short; their terms come from a list instead. State s of r photons in
 * them has the terms terms[tail_start[k]] ... terms[tail_start[k + 1] - 1], k = tail_first[r] + s: mode << 24 | index
 * of the state with one photon less, ascending by mode, modes counted from the first of the tail.
 */
typedef struct JaynesPhotonStepArguments {
    uint64_t counts;     /* address of uint32 */
    uint64_t tail_first; /* address of uint32, photons + 1 of them */
    uint64_t tail_start; /* address of uint32 */
    uint64_t terms;      /* address of uint32 */
    uint64_t u_re;
    uint64_t u_im;
    uint64_t x_re;
    uint64_t x_im;
    uint64_t y_re;
    uint64_t y_im;
    uint32_t modes;
    uint32_t photons;
    uint32_t tail_modes; /* 1 to modes - 2 */
    uint32_t reserved;
} JaynesPhotonStepArguments;

/* probability(s) = (product over modes, ascending, of factorials[s_i]) / norm * fma(re, re, im * im). Items as above.
 */
typedef struct JaynesPhotonProbabilityArguments {
    uint64_t counts;
    uint64_t factorials; /* address of doubles, 0! ... photons! */
    uint64_t re;
    uint64_t im;
    uint64_t probabilities;
    double norm;
    uint32_t modes;
    uint32_t photons;
} JaynesPhotonProbabilityArguments;

/*
 * Samples of one loop. Item = shot; mode m of shot i has photons[m * shot_count + i] photons, which the result
 * replaces. Draw e of the shot is event events[i] + e of Philox, and events[i] becomes the next one. For i = 0 ...
 * modes - length
 * - 1: t photons in modes i and i + length, a of them in mode i; where t > 0, their probabilities p_0 ... p_t lie at
 * i * (entries of a beam splitter) + t (t + 1) (2 t + 1) / 6 + a (t + 1), and there are (most + 1) (most + 2) (2 most +
 * 3) / 6 entries. total = p_0 + ... from 0; the first n whose running sum exceeds draw * total go on in mode i, if
 * rounding leaves none the last n with p_n > 0; the others in mode i + length. If kept < 1, each photon of mode i, then
 * of mode i + length, takes a draw and stays if it is below `kept`. A shot with t > most gives up: its event becomes
 * 2^32 - 1, and its photons are undefined.
 */
typedef struct JaynesSingleLoopArguments {
    uint64_t probabilities; /* address of doubles */
    uint64_t photons;       /* address of uint32 */
    uint64_t shots;         /* address of uint64: the number of each shot */
    uint64_t events;        /* address of uint32 */
    uint64_t seed;
    uint64_t shot_count;
    double kept;
    uint32_t modes;
    uint32_t length; /* 1 to modes - 1 */
    uint32_t most;   /* photons of a beam splitter, at most JAYNES_SINGLE_LOOP_PHOTONS */
    uint32_t row;
    uint32_t purpose; /* purpose << 24 */
    uint32_t reserved;
} JaynesSingleLoopArguments;

/*
 * Rows of amplitudes of the loops that a time step makes from other rows. The rows of x that belong to a group lie one
 * behind the other from x_start; its rows of y, as many as the matrix has, begin where rows[first_row], ... say. Rows
 * are `columns` long, a multiple of JAYNES_PHOTON_LANES.
 */
typedef struct JaynesWindowGroup {
    uint32_t x_start;
    uint32_t first_row;
    uint32_t columns;
    uint32_t matrix;
} JaynesWindowGroup;

/*
 * A time step. Matrix s has the rows first_row[s] ... first_row[s + 1] - 1; row i has the entries first_entry[i] ...
 * first_entry[i + 1] - 1. Row i of y is the sum of entry * row columns[entry] of x: y starts from 0, "y += m x",
 * entries ascending. Every group adds its squares to JAYNES_WINDOW_RUN lanes, which start from 0: of every run of so
 * many columns, ascending, row by row, that of column k of the run to lane k, lane = fma(im, im, fma(re, re, lane)).
 * Then eight sums over the groups, ascending, each sum[q] += (lane[q] + lane[q + 16]) + (lane[q + 8] + lane[q + 24]),
 * are folded h = 4, 2, 1 into `sum`.
 */
typedef struct JaynesWindowStepArguments {
    uint64_t groups; /* address of JaynesWindowGroup */
    uint64_t rows;   /* address of uint32 */
    uint64_t first_row;
    uint64_t first_entry;
    uint64_t columns; /* address of uint32 */
    uint64_t m_re;
    uint64_t m_im;
    uint64_t x_re;
    uint64_t x_im;
    uint64_t y_re;
    uint64_t y_im;
    uint64_t sum; /* address of a double */
    uint64_t group_count;
} JaynesWindowStepArguments;

/*
 * Time steps (or turns, or scalings) of many shots: `count` JaynesWindowStepArguments (JaynesWindowTurnArguments,
 * JaynesWindowScaleArguments) in device memory. Of the steps, all have imaginary parts or none has.
 */
typedef struct JaynesWindowBatchArguments {
    uint64_t items;
    uint64_t partials;      /* address of doubles: scratch memory of the steps */
    uint64_t partial_count; /* of each item: eight for each of its groups, at least */
    uint64_t count;
} JaynesWindowBatchArguments;

/* A row of the window that is divided anew; `columns` is a multiple of JAYNES_PHOTON_LANES. */
typedef struct JaynesWindowTurnRow {
    uint32_t y_start;
    uint32_t columns;
    uint32_t first_column;
    uint32_t first_base;
} JaynesWindowTurnRow;

/* Where an amplitude comes from: `base` counts from the first one of its row. */
typedef struct JaynesWindowTurnColumn {
    uint32_t base;
    uint32_t offset;
} JaynesWindowTurnColumn;

/*
 * The window divided anew: y[row.y_start + j] = x[bases[row.first_base + column.base] + column.offset], where column =
 * columns[row.first_column + j] and j = 0 ... row.columns - 1. Rows share columns; so a table has an entry for a row
 * and a photon number, not for each amplitude.
 */
typedef struct JaynesWindowTurnArguments {
    uint64_t rows;    /* address of JaynesWindowTurnRow */
    uint64_t columns; /* address of JaynesWindowTurnColumn */
    uint64_t bases;   /* address of uint32 */
    uint64_t x_re;
    uint64_t x_im;
    uint64_t y_re;
    uint64_t y_im;
    uint64_t row_count;
} JaynesWindowTurnArguments;

/* x[i] = factor * x[i]. */
typedef struct JaynesWindowScaleArguments {
    uint64_t re;
    uint64_t im; /* or 0 */
    uint64_t count;
    double factor;
} JaynesWindowScaleArguments;

/*
 * Generating functions of the photon numbers of a few modes. A form is a polynomial in x_0 ... x_(variables - 1) and
 * their conjugates: for every degree d a square matrix G[u][v] over the monomials u, v of that degree in descending
 * lexicographic order, row-major, all degrees one after the other; `forms` of them, each `entries` numbers, lie one
 * after the other. Form f is multiplied by sum over t of c_t |xi|^2t, xi = sum over i of a_i x_i, one t = 1, 2, ...
 * after the other. Item = entry (degree d <= highest) of a form: y = 0 for d = 0, else y += p_ik x[u - e_i][v - e_k]
 * for i descending, k descending, where u_i, v_k > 0: y.re = y.re + (p.re x.re - p.im x.im);   y.im = y.im + (p.re x.im
 * + p.im x.re) p.re = a_i.re a_k.re + a_i.im a_k.im;    p.im = a_i.im a_k.re - a_i.re a_k.im r = 0 + c_0 x at t = 1;
 * then r = r + c_t y, with products as those of y. x is 0 at d = highest, and so is r before; at highest = 1, x is the
 * form 1 and is not read.
 */
typedef struct JaynesGeneratingStepArguments {
    uint64_t numbers; /* address of uint32: the monomials of each degree */
    uint64_t lowered; /* address of uint32: of monomial k (all degrees counted), at k * variables + i: the number of the
                         one with one x_i less among those of its degree, or 2^32 - 1 */
    uint64_t amplitudes; /* address of a_0.re, a_0.im, a_1.re ... of a form */
    uint64_t factors;    /* address of c_0.re, c_0.im, c_1.re ... of a form */
    uint64_t x;          /* address of forms: re, im */
    uint64_t y;          /* address of forms, or 0 when nobody needs them */
    uint64_t result;
    uint64_t forms;
    uint64_t entries;
    uint64_t amplitude_stride; /* doubles from the amplitudes of a form to those of the next */
    uint64_t factor_stride;
    uint32_t variables;
    uint32_t highest; /* degree of y */
    uint32_t power;   /* t */
    uint32_t reserved;
} JaynesGeneratingStepArguments;

/*
 * Values of the forms at weights w: item = form * weight_count + k. z = 0; for every degree and monomial u, ascending:
 *   m = G[u][u] factorial[u]; for every variable i, u_i times: m = (-(m.re w.re - m.im w.im), -(m.re w.im + m.im
 * w.re)); z = z + m
 */
typedef struct JaynesGeneratingValueArguments {
    uint64_t numbers;
    uint64_t exponents;  /* address of uint32: u_i at monomial * variables + i, monomials of all degrees counted */
    uint64_t factorials; /* address of doubles: by monomial */
    uint64_t form;       /* address of forms */
    uint64_t weights;    /* address of w_0.re, w_0.im, w_1.re ... */
    uint64_t values;     /* address of results: re, im */
    uint64_t forms;
    uint64_t entries;
    uint64_t weight_count; /* of a form */
    uint64_t form_weights; /* weights from those of a form to those of the next; 0 when all have the same */
    uint32_t variables;
    uint32_t degree;
} JaynesGeneratingValueArguments;

/*
 * Means and covariances of photon numbers behind an isometry, n_j photons in column j. |a|^2 = a.re a.re + a.im a.im;
 * all products from the left; S = sum over j of n_j |a_pj|^2 from 0. mean of p         transmission (1 + second) S_p +
 * dark covariance of p, q: c = 0; for j ascending: c = c + n_j (n_j - 1) |a_pj|^2 |a_qj|^2, and for k != j ascending c
 * = c + n_j n_k |a_pj|^2 |a_qk|^2;   c = c + exchange[j][k] (b.re d.re - b.im d.im), b = conj(a_pj) a_pk, d =
 * conj(a_qk) a_qj, as in the kernel e = 2 second S_p S_q + second second S_p S_q; for j ascending: e = e - second
 * second n_j |a_pj|^2 |a_qj|^2 transmission transmission ((c + e) - (1 + second) S_p (1 + second) S_q)
 */
typedef struct JaynesPhotonMomentArguments {
    uint64_t re; /* address of the matrix, row-major: modes rows, inputs columns */
    uint64_t im;
    uint64_t photons;  /* address of doubles: n_j */
    uint64_t exchange; /* address of doubles: inputs x inputs */
    uint64_t pairs;    /* address of uint32: p, q of each pair */
    uint64_t results;  /* address of doubles: a mean for each mode, or a covariance for each pair */
    uint64_t count;    /* of results */
    double second;
    double transmission;
    double dark;
    uint32_t inputs;
    uint32_t reserved;
} JaynesPhotonMomentArguments;

#endif
