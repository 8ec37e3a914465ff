/*
 * The permanents of all matrices that the rows drawn so far become when one column is left out (jaynes_photonics.h,
 * JaynesPhotonSampleArguments). A thread sums a stream; sums of columns, products and results lie in registers where
 * there is room, else in shared memory.
 */
#ifndef JAYNES_PHOTONICS_MINORS_CUH
#define JAYNES_PHOTONICS_MINORS_CUH

#include "gray_code.cuh"
#include "permanent.cuh"

namespace jaynes {
namespace photonics {

/* A number for each column, of one thread. Indices are known to the compiler. */
template <typename N, int kColumns, bool kInRegisters>
class Slots;

template <typename N, int kColumns>
class Slots<N, kColumns, true> {
    N values[kColumns];

 public:
    explicit __device__ __forceinline__ Slots(N*&) {}
    __device__ __forceinline__ N get(int i) const { return values[i]; }
    __device__ __forceinline__ void set(int i, N value) { values[i] = value; }
};

template <typename N, int kColumns>
class Slots<N, kColumns, false> {
    N* values;

 public:
    /* Takes its part of the memory of all threads. */
    explicit __device__ __forceinline__ Slots(N*& memory) : values(memory + threadIdx.x) {
        memory += kColumns * blockDim.x;
    }
    __device__ __forceinline__ N get(int i) const { return values[i * blockDim.x]; }
    __device__ __forceinline__ void set(int i, N value) { values[i * blockDim.x] = value; }
};

/* The rows drawn so far; digits as a permanent has them. In shared memory, written by thread 0. */
template <int kColumns>
struct DrawnRows {
    JaynesGlynnDigit digits[kColumns];
    uint32_t paths[kColumns];
    uint32_t copies[kColumns];
    uint32_t count;
    uint32_t fixed;
    uint32_t digit_count;
    uint32_t low_digits;
    uint32_t low_terms;
    uint32_t streams;
    uint32_t added; /* whether the last path was a new row */
    uint32_t reserved;

    __device__ void add(uint32_t path) {
        added = 0;
        for (uint32_t d = 0; d < count; d++) {
            if (paths[d] == path) {
                copies[d]++;
                return;
            }
        }
        paths[count] = path;
        copies[count] = 1;
        count++;
        added = 1;
    }

    __device__ void plan() {
        fixed = 0;
        for (uint32_t d = 1; d < count; d++) {
            fixed = copies[d] < copies[fixed] ? d : fixed;
        }
        digit_count = 0;
        for (uint32_t d = 0; d < count; d++) {
            if (d != fixed) {
                add_digit(d, copies[d] + 1);
            }
        }
        if (copies[fixed] > 1) {
            add_digit(fixed, copies[fixed]);
        }
        uint32_t terms = 1;
        for (uint32_t d = 0; d < digit_count; d++) {
            terms *= digits[d].radix;
        }
        low_digits = 0;
        low_terms = 1;
        while (low_digits < digit_count) {
            uint32_t more = low_terms * digits[low_digits].radix;
            if (more > JAYNES_PERMANENT_BLOCK || more > terms / JAYNES_PHOTON_LANES) {
                break;
            }
            low_terms = more;
            low_digits++;
        }
        streams = terms / low_terms;
    }

 private:
    __device__ void add_digit(uint32_t row, uint32_t radix) {
        digits[digit_count] = JaynesGlynnDigit{row, copies[row], radix, (radix - 1) * radix / 2};
        digit_count++;
    }
};

template <bool kReal, int kColumns>
class MinorSums {
    typedef Number<kReal> N;
    static constexpr int kWords = kColumns * (kReal ? 1 : 2); /* registers for doubles that one set of slots takes */

 public:
    static constexpr bool kSuffixInRegisters = kWords <= 24;
    static constexpr bool kSumsInRegisters = kWords <= 32;
    /* Sets of slots in shared memory. */
    static constexpr uint32_t kSharedSlots = (kSuffixInRegisters ? 0 : 1) + (kSumsInRegisters ? 0 : 1);

 private:
    N x[kColumns];
    Slots<N, kColumns, kSuffixInRegisters> suffix;
    Slots<N, kColumns, kSumsInRegisters> sums;
    uint32_t size;

    /* act(i) for i = 0 ... size - 1, by fours where there are four. All threads take the same branches. */
    template <typename Act>
    __device__ __forceinline__ void ascending(const Act& act) {
        JAYNES_UNROLL
        for (int first = 0; first < kColumns; first += 4) {
            if ((uint32_t)first + 4 <= size) {
                JAYNES_UNROLL
                for (int q = 0; q < 4; q++) {
                    act(first + q);
                }
            } else {
                JAYNES_UNROLL
                for (int q = 0; q < 3; q++) {
                    if ((uint32_t)(first + q) < size) {
                        act(first + q);
                    }
                }
            }
        }
    }
    template <typename Act>
    __device__ __forceinline__ void descending(const Act& act) {
        JAYNES_UNROLL
        for (int first = kColumns - 4; first >= 0; first -= 4) {
            if ((uint32_t)first + 4 <= size) {
                JAYNES_UNROLL
                for (int q = 3; q >= 0; q--) {
                    act(first + q);
                }
            } else {
                JAYNES_UNROLL
                for (int q = 2; q >= 0; q--) {
                    if ((uint32_t)(first + q) < size) {
                        act(first + q);
                    }
                }
            }
        }
    }

    __device__ __forceinline__ void add_row(const N* row, double factor) {
        ascending([&](int i) { x[i] = x[i].plus_scaled(factor, row[i]); });
    }

    /* Adds weight times the product of all columns but i to the sum of i. */
    __device__ __forceinline__ void add_products(double weight) {
        N product = N::of(1.0);
        descending([&](int i) {
            suffix.set(i, product);
            product = x[i].times(product);
        });
        N prefix = N::of(weight);
        ascending([&](int i) {
            sums.set(i, sums.get(i).plus_product(prefix, suffix.get(i)));
            prefix = prefix.times(x[i]);
        });
    }

 public:
    /* memory: of all threads, for kSharedSlots * kColumns * blockDim.x numbers. */
    __device__ __forceinline__ MinorSums(N* memory, uint32_t columns) : suffix(memory), sums(memory), size(columns) {}

    /* Sums a stream; `entries` has kColumns columns. */
    __device__ __forceinline__ void run(const DrawnRows<kColumns>& rows, const N* entries, const GrayTable& code,
                                        const double* binomials, uint32_t stream) {
        JAYNES_UNROLL
        for (int i = 0; i < kColumns; i++) {
            x[i] = N::zero();
        }
        add_row(entries + rows.fixed * kColumns, (double)rows.copies[rows.fixed]);
        HighDigits high(stream);
        for (uint32_t d = 0; d < rows.digit_count; d++) {
            JaynesGlynnDigit digit = rows.digits[d];
            uint32_t value = d < rows.low_digits ? 0 : high.next(digit, binomials);
            add_row(entries + digit.row * kColumns, start_factor(digit, value, rows.fixed));
        }
        double weight = high.signed_weight();
        clear();
        add_products(weight);
        for (uint32_t term = 1; term < rows.low_terms; term++) {
            add_row(entries + rows.digits[code.digit(term)].row * kColumns, code.factor(term));
            add_products(weight * code.weight(term));
        }
    }

    __device__ __forceinline__ void clear() {
        JAYNES_UNROLL
        for (int i = 0; i < kColumns; i++) {
            if (kSumsInRegisters || (uint32_t)i < size) {
                sums.set(i, N::zero());
            }
        }
    }

    /* Adds the sums of the streams first, first + 1, ... of a warp's lanes to lanes[8 i + (stream mod 8)], in their
     * order. Called by whole warps; `first` is a multiple of 8. */
    __device__ __forceinline__ void add_to(N* lanes, uint32_t first, uint32_t streams) {
        uint32_t lane = threadIdx.x & 7;
        ascending([&](int i) {
            N own = sums.get(i);
            N sum = lanes[JAYNES_PHOTON_LANES * i + lane];
            __syncwarp();
            JAYNES_UNROLL
            for (uint32_t k = 0; k < 4; k++) {
                N other = shuffled(own, (int)(lane + 8 * k));
                if (first + lane + 8 * k < streams) {
                    sum = sum.plus(other);
                }
            }
            if ((threadIdx.x & 31) < 8) {
                lanes[JAYNES_PHOTON_LANES * i + lane] = sum;
            }
        });
    }

 private:
    static __device__ __forceinline__ Number<true> shuffled(Number<true> own, int lane) {
        return {__shfl_sync(0xFFFFFFFFu, own.re, lane)};
    }
    static __device__ __forceinline__ Number<false> shuffled(Number<false> own, int lane) {
        return {__shfl_sync(0xFFFFFFFFu, own.re, lane), __shfl_sync(0xFFFFFFFFu, own.im, lane)};
    }
};

}  // namespace photonics
}  // namespace jaynes

#endif
