/* Permanents with repeated rows and columns: any digits, any factors. The sums of columns lie in shared memory, a
 * thread's own ones in its own bank. */
#ifndef JAYNES_PHOTONICS_REPEATED_PERMANENT_CUH
#define JAYNES_PHOTONICS_REPEATED_PERMANENT_CUH

#include "gray_code.cuh"
#include "permanent.cuh"

namespace jaynes {
namespace photonics {

template <bool kReal>
class RepeatedColumns {
    typedef Number<kReal> N;
    const JaynesPermanentArguments& a;
    const double* re;
    const double* im;
    const uint32_t* factors;
    N* x; /* of column j: x[j * blockDim.x] */

 public:
    __device__ __forceinline__ RepeatedColumns(const JaynesPermanentArguments& arguments, uint64_t matrix, N* sums)
        : a(arguments), factors(at_address<const uint32_t>(a.factors)), x(sums + threadIdx.x) {
        uint64_t entries = (uint64_t)a.rows * a.columns;
        re = at_address<const double>(a.re) + matrix * entries;
        im = kReal ? re : at_address<const double>(a.im) + matrix * entries;
    }

    __device__ __forceinline__ void add_row(uint32_t row, double factor) {
        for (uint32_t j = 0; j < a.columns; j++) {
            N* sum = x + j * blockDim.x;
            *sum = sum->plus_scaled(factor, N::load(re, im, (uint64_t)row * a.columns + j));
        }
    }

    __device__ __forceinline__ double start(uint64_t stream) {
        const JaynesGlynnDigit* digits = at_address<const JaynesGlynnDigit>(a.digits);
        for (uint32_t j = 0; j < a.columns; j++) {
            x[j * blockDim.x] = N::zero();
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

    __device__ __forceinline__ N product() const {
        Product<kReal> p;
        JAYNES_UNROLL
        for (uint32_t q = 0; q < 4; q++) {
            p.chain[q] = q < a.factor_count ? x[factors[q] * blockDim.x] : N::of(1.0);
        }
        for (uint32_t f = 4; f < a.factor_count; f += 4) {
            JAYNES_UNROLL
            for (uint32_t q = 0; q < 4; q++) {
                if (f + q < a.factor_count) {
                    p.chain[q] = p.chain[q].times(x[factors[f + q] * blockDim.x]);
                }
            }
        }
        return p.join();
    }
};

template <bool kReal>
static __device__ __forceinline__ void run_repeated_permanent(const JaynesPermanentArguments& a) {
    typedef Number<kReal> N;
    require(a.columns <= JAYNES_MAX_PHOTONS && a.low_terms <= JAYNES_PERMANENT_BLOCK);
    StreamBlocks blocks(a);
    uint32_t terms = (uint32_t)a.low_terms;
    require(dynamic_shared_bytes() >=
            JAYNES_REPEATED_PERMANENT_SHARED_BYTES(sizeof(N), a.columns, blockDim.x, blocks.slots, terms));
    N* columns = static_cast<N*>(dynamic_shared_memory());
    double* memory = reinterpret_cast<double*>(columns + a.columns * blockDim.x);
    StreamSums<kReal> sums(memory, blocks.slots);
    GrayTable code(memory + StreamSums<kReal>::kNumbers * blocks.slots, terms);
    const JaynesGlynnDigit* digits = at_address<const JaynesGlynnDigit>(a.digits);
    code.fill(digits, a.low_digits, at_address<const double>(a.binomials), terms, threadIdx.x, blockDim.x);
    __syncthreads();
    for (uint64_t item = blockIdx.x; item < blocks.count; item += gridDim.x) {
        uint64_t first_stream = blocks.first_stream(item);
        uint32_t size = blocks.size(first_stream);
        RepeatedColumns<kReal> x(a, blocks.matrix(item), columns);
        for (uint32_t stream = threadIdx.x; stream < size; stream += blockDim.x) {
            double weight = x.start(first_stream + stream);
            N sum = x.product();
            double magnitude = sum.magnitude();
            for (uint32_t term = 1; term < terms; term++) {
                x.add_row(digits[code.digit(term)].row, code.factor(term));
                N product = x.product();
                sum = sum.plus_scaled(code.weight(term), product);
                magnitude = fused(fabs(code.weight(term)), product.magnitude(), magnitude);
            }
            sums.set(stream, weight, sum, magnitude);
        }
        sums.fold(size, threadIdx.x, blockDim.x, true);
        if (threadIdx.x == 0) {
            sums.write(at_address<double>(a.sums) + 3 * item);
        }
        __syncthreads();
    }
}

}  // namespace photonics
}  // namespace jaynes

#endif
