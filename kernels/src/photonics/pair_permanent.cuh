/*
 * Permanents in pairs of doubles, some 106 bits (jaynes_photonics.h). A thread sums a stream; its sums of columns lie
 * in shared memory, since 40 complex columns of pairs are more than its registers.
 */
#ifndef JAYNES_PHOTONICS_PAIR_PERMANENT_CUH
#define JAYNES_PHOTONICS_PAIR_PERMANENT_CUH

#include "gray_code.cuh"
#include "permanent.cuh"

namespace jaynes {
namespace photonics {

struct alignas(16) Pair {
    double high;
    double low;

    static __device__ __forceinline__ Pair of(double value) { return {value, 0.0}; }

    __device__ __forceinline__ Pair plus(Pair b) const {
        double s = high + b.high;
        double t = s - high;
        double e = (high - (s - t)) + (b.high - t);
        double s2 = low + b.low;
        double t2 = s2 - low;
        double e2 = (low - (s2 - t2)) + (b.low - t2);
        e = e + s2;
        double r = s + e;
        return joined(r, (e - (r - s)) + e2);
    }
    __device__ __forceinline__ Pair minus(Pair b) const { return plus({-b.high, -b.low}); }
    __device__ __forceinline__ Pair times(Pair b) const {
        double p = high * b.high;
        return joined(p, fused(high, b.high, -p) + (high * b.low + low * b.high));
    }
    __device__ __forceinline__ Pair scaled(double factor) const {
        double p = high * factor;
        return joined(p, fused(high, factor, -p) + low * factor);
    }

 private:
    static __device__ __forceinline__ Pair joined(double r, double e) {
        double h = r + e;
        return {h, e - (h - r)};
    }
};

template <bool kReal>
struct PairNumber;

template <>
struct PairNumber<true> {
    Pair re;

    static __device__ __forceinline__ PairNumber of(double value) { return {Pair::of(value)}; }
    __device__ __forceinline__ PairNumber plus(PairNumber b) const { return {re.plus(b.re)}; }
    __device__ __forceinline__ PairNumber times(PairNumber b) const { return {re.times(b.re)}; }
    __device__ __forceinline__ PairNumber scaled(double factor) const { return {re.scaled(factor)}; }
    __device__ __forceinline__ double magnitude() const { return fabs(re.high); }
    __device__ __forceinline__ void write(double* result) const {
        result[0] = re.high;
        result[1] = re.low;
        result[2] = 0.0;
        result[3] = 0.0;
    }
};

template <>
struct PairNumber<false> {
    Pair re;
    Pair im;

    static __device__ __forceinline__ PairNumber of(double value) { return {Pair::of(value), Pair::of(0.0)}; }
    __device__ __forceinline__ PairNumber plus(PairNumber b) const { return {re.plus(b.re), im.plus(b.im)}; }
    __device__ __forceinline__ PairNumber times(PairNumber b) const {
        return {re.times(b.re).minus(im.times(b.im)), im.times(b.re).plus(re.times(b.im))};
    }
    __device__ __forceinline__ PairNumber scaled(double factor) const { return {re.scaled(factor), im.scaled(factor)}; }
    __device__ __forceinline__ double magnitude() const { return fabs(re.high) + fabs(im.high); }
    __device__ __forceinline__ void write(double* result) const {
        result[0] = re.high;
        result[1] = re.low;
        result[2] = im.high;
        result[3] = im.low;
    }
};

/* One stream; column j of a thread lies at x[j * blockDim.x]. */
template <bool kReal>
class PairStream {
    typedef PairNumber<kReal> N;
    const JaynesPermanentArguments& a;
    const double* re;
    const double* im;
    N* x;

 public:
    N sum;
    double magnitude;

    __device__ __forceinline__ PairStream(const JaynesPermanentArguments& arguments, uint64_t matrix, N* columns)
        : a(arguments), x(columns + threadIdx.x), sum(N::of(0.0)), magnitude(0.0) {
        uint64_t entries = (uint64_t)a.rows * a.columns;
        re = at_address<const double>(a.re) + matrix * entries;
        im = kReal ? re : at_address<const double>(a.im) + matrix * entries;
    }

    __device__ __forceinline__ void run(const GrayTable& code, uint64_t stream) {
        const JaynesGlynnDigit* digits = at_address<const JaynesGlynnDigit>(a.digits);
        double weight = start(digits, stream);
        add_product(weight);
        for (uint32_t term = 1; term < (uint32_t)a.low_terms; term++) {
            add_row(digits[code.digit(term)].row, code.factor(term));
            add_product(weight * code.weight(term));
        }
    }

 private:
    __device__ __forceinline__ double start(const JaynesGlynnDigit* digits, uint64_t stream) {
        for (uint32_t j = 0; j < a.columns; j++) {
            x[j * blockDim.x] = N::of(0.0);
        }
        add_row(a.fixed_row, (double)a.fixed_copies);
        HighDigits high(stream);
        for (uint32_t d = 0; d < a.digit_count; d++) {
            JaynesGlynnDigit digit = digits[d];
            uint32_t value = d < a.low_digits ? 0 : high.next(digit, at_address<const double>(a.binomials));
            add_row(digit.row, start_factor(digit, value, a.fixed_row));
        }
        return high.signed_weight();
    }

    __device__ __forceinline__ void add_row(uint32_t row, double factor) {
        for (uint32_t j = 0; j < a.columns; j++) {
            N* column = x + j * blockDim.x;
            *column = column->plus(entry((uint64_t)row * a.columns + j).scaled(factor));
        }
    }

    __device__ __forceinline__ N entry(uint64_t at) const {
        N value = N::of(re[at]);
        if constexpr (!kReal) {
            value.im = Pair::of(im[at]);
        }
        return value;
    }

    __device__ __forceinline__ void add_product(double weight) {
        const uint32_t* factors = at_address<const uint32_t>(a.factors);
        N product = N::of(1.0);
        for (uint32_t f = 0; f < a.factor_count; f++) {
            product = product.times(x[factors[f] * blockDim.x]);
        }
        product = product.scaled(weight);
        sum = sum.plus(product);
        magnitude = magnitude + product.magnitude();
    }
};

/* The sums of the streams of a block, in shared memory. */
template <bool kReal>
class PairSums {
    PairNumber<kReal>* numbers;
    double* magnitudes;

 public:
    __device__ __forceinline__ PairSums(PairNumber<kReal>* memory, uint32_t slots)
        : numbers(memory), magnitudes(reinterpret_cast<double*>(memory + slots)) {}

    __device__ __forceinline__ void set(uint32_t stream, const PairStream<kReal>& sums) {
        numbers[stream] = sums.sum;
        magnitudes[stream] = sums.magnitude;
    }

    /* Called by all threads of the block. */
    __device__ __forceinline__ void fold(uint32_t size) {
        __syncthreads();
        for (uint32_t left = size; left > 1;) {
            uint32_t h = half_of(left);
            for (uint32_t i = threadIdx.x; i + h < left; i += blockDim.x) {
                numbers[i] = numbers[i].plus(numbers[i + h]);
                magnitudes[i] = magnitudes[i] + magnitudes[i + h];
            }
            __syncthreads();
            left = h;
        }
    }

    /* By one thread, after the fold. */
    __device__ __forceinline__ void write(double* result) const {
        numbers[0].write(result);
        result[4] = magnitudes[0];
    }
};

template <bool kReal>
static __device__ __forceinline__ void run_pair_permanent(const JaynesPermanentArguments& a) {
    typedef PairNumber<kReal> N;
    require(a.columns <= JAYNES_MAX_PHOTONS && a.low_terms <= JAYNES_PERMANENT_BLOCK);
    StreamBlocks blocks(a);
    uint32_t terms = (uint32_t)a.low_terms;
    require(dynamic_shared_bytes() >=
            JAYNES_REPEATED_PERMANENT_SHARED_BYTES(sizeof(N), a.columns, blockDim.x, blocks.slots, terms));
    N* columns = static_cast<N*>(dynamic_shared_memory());
    PairSums<kReal> sums(columns + a.columns * blockDim.x, blocks.slots);
    double* behind = reinterpret_cast<double*>(columns + a.columns * blockDim.x + blocks.slots) + blocks.slots;
    GrayTable code(behind, terms);
    code.fill(at_address<const JaynesGlynnDigit>(a.digits), a.low_digits, at_address<const double>(a.binomials), terms,
              threadIdx.x, blockDim.x);
    __syncthreads();
    for (uint64_t item = blockIdx.x; item < blocks.count; item += gridDim.x) {
        uint64_t first_stream = blocks.first_stream(item);
        uint32_t size = blocks.size(first_stream);
        for (uint32_t stream = threadIdx.x; stream < size; stream += blockDim.x) {
            PairStream<kReal> own(a, blocks.matrix(item), columns);
            own.run(code, first_stream + stream);
            sums.set(stream, own);
        }
        sums.fold(size);
        if (threadIdx.x == 0) {
            sums.write(at_address<double>(a.sums) + 5 * item);
        }
        __syncthreads();
    }
}

}  // namespace photonics
}  // namespace jaynes

#endif
