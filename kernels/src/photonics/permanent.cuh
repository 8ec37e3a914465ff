/*
 * Permanents whose low digits have two values and whose columns occur once: the sums of columns of a stream lie in the
 * registers of a thread, and the rows of the low digits in shared memory, where all threads of a team read the same
 * one.
 */
#ifndef JAYNES_PHOTONICS_PERMANENT_CUH
#define JAYNES_PHOTONICS_PERMANENT_CUH

#include "block_fold.cuh"
#include "launch.h"

namespace jaynes {
namespace photonics {

/* The high digits of a stream, one after the other. */
struct HighDigits {
    uint64_t rest;
    double weight;
    bool odd;

    explicit __device__ __forceinline__ HighDigits(uint64_t stream) : rest(stream), weight(1.0), odd(false) {}

    __device__ __forceinline__ uint32_t next(const JaynesGlynnDigit& digit, const double* binomials) {
        uint32_t value;
        if (digit.radix == 2) {
            value = (uint32_t)rest & 1; /* both binomials are 1 */
            rest >>= 1;
        } else {
            value = (uint32_t)(rest % digit.radix);
            rest /= digit.radix;
            weight = weight * binomials[digit.binomials + value];
        }
        odd ^= (value & 1) != 0;
        return value;
    }

    __device__ __forceinline__ double signed_weight() const { return odd ? -weight : weight; }
};

/* What a digit multiplies its row by at the start of a stream. */
static __device__ __forceinline__ double start_factor(const JaynesGlynnDigit& digit, uint32_t value,
                                                      uint32_t fixed_row) {
    double all = digit.row == fixed_row ? 0.0 : (double)digit.copies;
    return all - 2.0 * (double)value;
}

template <bool kReal>
struct Product {
    Number<kReal> chain[4];

    __device__ __forceinline__ Number<kReal> join() const {
        return chain[0].times(chain[1]).times(chain[2].times(chain[3]));
    }
};

/* One stream in the registers of a thread: up to kGroups groups of four columns. */
template <bool kReal, int kGroups>
class ColumnSums {
    typedef Number<kReal> N;
    N x[4 * kGroups];
    uint32_t columns;

    /* act(column, chain) for all columns: by fours where there are four, so that their latencies overlap. The branch
     * before each four, which all threads take alike, keeps the compiler from loading a whole row into registers. */
    template <typename Act>
    __device__ __forceinline__ void each(const Act& act) {
        JAYNES_UNROLL
        for (int first = 0; first < 4 * kGroups; first += 4) {
            if ((uint32_t)first + 4 <= columns) {
                JAYNES_UNROLL
                for (int q = 0; q < 4; q++) {
                    act(first + q, q);
                }
            } else {
                JAYNES_UNROLL
                for (int q = 0; q < 3; q++) {
                    if ((uint32_t)(first + q) < columns) {
                        act(first + q, q);
                    }
                }
            }
        }
    }

    __device__ __forceinline__ static void multiply(Product<kReal>& p, int column, int q, N x) {
        p.chain[q] = column < 4 ? x : p.chain[q].times(x);
    }

 public:
    explicit __device__ __forceinline__ ColumnSums(uint32_t column_count) : columns(column_count) {}

    /* Returns the weight of the high digits. */
    __device__ __forceinline__ double start(const JaynesPermanentArguments& a, uint64_t matrix, uint64_t stream) {
        const JaynesGlynnDigit* digits = at_address<const JaynesGlynnDigit>(a.digits);
        const double* binomials = at_address<const double>(a.binomials);
        uint64_t entries = (uint64_t)a.rows * columns;
        const double* re = at_address<const double>(a.re) + matrix * entries;
        const double* im = kReal ? re : at_address<const double>(a.im) + matrix * entries;
        JAYNES_UNROLL
        for (int j = 0; j < 4 * kGroups; j++) {
            x[j] = N::zero();
        }
        add_row(re, im, a.fixed_row, (double)a.fixed_copies);
        HighDigits high(stream);
        for (uint32_t d = 0; d < a.digit_count; d++) {
            JaynesGlynnDigit digit = digits[d];
            uint32_t value = d < a.low_digits ? 0 : high.next(digit, binomials);
            add_row(re, im, digit.row, start_factor(digit, value, a.fixed_row));
        }
        return high.signed_weight();
    }

    __device__ __forceinline__ void add_row(const double* re, const double* im, uint32_t row, double factor) {
        uint64_t at = (uint64_t)row * columns;
        each([&](int j, int) { x[j] = x[j].plus_scaled(factor, N::load(re, im, at + (uint64_t)j)); });
    }

    __device__ __forceinline__ N product() {
        Product<kReal> p;
        JAYNES_UNROLL
        for (int q = 0; q < 4; q++) {
            p.chain[q] = N::of(1.0);
        }
        each([&](int j, int q) { multiply(p, j, q, x[j]); });
        return p.join();
    }

    /* Adds factor times a row, and multiplies the sums. */
    __device__ __forceinline__ N step(const N* row, double factor) {
        Product<kReal> p;
        JAYNES_UNROLL
        for (int q = 0; q < 4; q++) {
            p.chain[q] = N::of(1.0);
        }
        each([&](int j, int q) {
            x[j] = x[j].plus_scaled(factor, row[j]);
            multiply(p, j, q, x[j]);
        });
        return p.join();
    }
};

/* Threads of a block that share a block of streams: a power of two. */
static __device__ __forceinline__ uint32_t team_threads(uint32_t slots) {
    uint32_t threads = blockDim.x;
    while (threads > 1 && threads / 2 >= slots) {
        threads /= 2;
    }
    return threads;
}

template <bool kReal, int kGroups>
static __device__ __forceinline__ void run_permanent(const JaynesPermanentArguments& a) {
    typedef Number<kReal> N;
    require(a.columns <= 4 * kGroups && a.low_digits <= 10);
    require(blockDim.x >= 32 && blockDim.x <= JAYNES_PERMANENT_THREADS && (blockDim.x & (blockDim.x - 1)) == 0);
    StreamBlocks blocks(a);
    uint32_t threads = team_threads(blocks.slots);
    uint32_t teams = blockDim.x / threads;
    uint32_t team = threadIdx.x / threads;
    uint32_t thread = threadIdx.x % threads;
    /* An odd stride: teams of a warp then read different banks. */
    uint32_t row_stride = a.low_digits * a.columns | 1;
    require(dynamic_shared_bytes() >= JAYNES_PERMANENT_SHARED_BYTES(sizeof(N), teams, row_stride, blocks.slots));
    N* rows = static_cast<N*>(dynamic_shared_memory());
    StreamSums<kReal> sums(reinterpret_cast<double*>(rows + teams * row_stride) +
                               (uint64_t)team * StreamSums<kReal>::kNumbers * blocks.slots,
                           blocks.slots);
    rows += team * row_stride;
    const JaynesGlynnDigit* digits = at_address<const JaynesGlynnDigit>(a.digits);
    uint64_t entries = (uint64_t)a.rows * a.columns;
    ColumnSums<kReal, kGroups> columns(a.columns);
    for (uint64_t first = (uint64_t)blockIdx.x * teams; first < blocks.count; first += (uint64_t)gridDim.x * teams) {
        uint64_t item = first + team;
        bool active = item < blocks.count;
        uint64_t matrix = blocks.matrix(active ? item : first);
        uint64_t first_stream = blocks.first_stream(active ? item : first);
        uint32_t size = blocks.size(first_stream);
        for (uint32_t i = thread; i < a.low_digits * a.columns; i += threads) {
            uint64_t at = matrix * entries + (uint64_t)digits[i / a.columns].row * a.columns + i % a.columns;
            rows[i] = N::load(at_address<const double>(a.re), at_address<const double>(a.im), at);
        }
        __syncthreads();
        for (uint32_t stream = thread; active && stream < size; stream += threads) {
            double weight = columns.start(a, matrix, first_stream + stream);
            N sum = columns.product();
            double magnitude = sum.magnitude();
            for (uint32_t term = 1; term < (uint32_t)a.low_terms; term++) {
                uint32_t digit = (uint32_t)__ffs((int)term) - 1;
                bool up = ((term ^ term >> 1) >> digit & 1) != 0;
                N product = columns.step(rows + digit * a.columns, up ? -2.0 : 2.0);
                sum = sum.plus_scaled((term & 1) != 0 ? -1.0 : 1.0, product);
                magnitude = magnitude + product.magnitude();
            }
            sums.set(stream, weight, sum, magnitude);
        }
        sums.fold(size, thread, threads, active);
        if (active && thread == 0) {
            sums.write(at_address<double>(a.sums) + 3 * item);
        }
        __syncthreads();
    }
}

}  // namespace photonics
}  // namespace jaynes

#endif
