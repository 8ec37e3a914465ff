// Expectations of sums of Pauli products that share an X mask.
#include "bits.h"
#include "kernels.h"
#include "reduce.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {
namespace {

using Bits = Doubles::Mask;

// Vectors that share the work on a term: its sign pattern is made once for all of them.
constexpr int block_vectors = 8;
constexpr int block_vector_bits = 3;
constexpr uint64_t block_size = uint64_t(block_vectors) * Doubles::lanes;

// Bit j of entry z: the parity of j & z.
constexpr uint8_t parities[block_vectors] = {0x00, 0xAA, 0xCC, 0x66, 0xF0, 0x5A, 0x3C, 0x96};

constexpr int64_t sign_bit = INT64_MIN;

template <int t, int... I>
JAYNES_INLINE Bits signs_of_lane_bit(Indices<I...>) {
    return Bits{((I >> t & 1) ? sign_bit : 0)...};
}

// The sign bit in each lane whose number has odd parity with z.
JAYNES_INLINE Bits lane_signs(uint64_t z) {
    Bits signs = {};
    unroll<Doubles::lane_bits>([&](auto t) __attribute__((always_inline)) {
        Bits pattern = signs_of_lane_bit<decltype(t)::value>(indices<Doubles::lanes>{});
        signs ^= (z >> t & 1) != 0 ? pattern : Bits{};
    });
    return signs;
}

// Lane i of the result is lane i ^ mask of v.
template <int t, int... I>
JAYNES_INLINE DoubleVector exchange_lanes(DoubleVector v, Indices<I...>) {
    return JAYNES_SHUFFLE(v, v, Bits, (I ^ 1 << t)...);
}
JAYNES_INLINE DoubleVector permute_lanes(DoubleVector v, uint64_t mask) {
    unroll<Doubles::lane_bits>([&](auto t) __attribute__((always_inline)) {
        if ((mask >> t & 1) != 0) {
            v = exchange_lanes<decltype(t)::value>(v, indices<Doubles::lanes>{});
        }
    });
    return v;
}

JAYNES_INLINE bool odd_parity(uint64_t x) { return __builtin_parityll(x) != 0; }

template <class Real>
class Pauli {
    const JaynesPauliArguments& arguments;
    const JaynesPauliTerm* real_terms;
    const JaynesPauliTerm* imaginary_terms;
    const JaynesPauliTerm* end;

 public:
    explicit Pauli(const JaynesPauliArguments& a)
        : arguments(a),
          real_terms(reinterpret_cast<const JaynesPauliTerm*>(a.terms)),
          imaginary_terms(real_terms + a.real_term_count),
          end(imaginary_terms + a.imaginary_term_count) {}

    void run_items(uint64_t first, uint64_t count) const {
        uint32_t chunk_bits = chunk_bits_of(arguments.index_bits);
        uint32_t chunk_count_bits = arguments.index_bits - chunk_bits;
        double* sums = reinterpret_cast<double*>(arguments.sums);
        alignas(64) double g[chunk_size], h[chunk_size], values[chunk_size];
        uint64_t size = uint64_t(1) << chunk_bits;
        for (uint64_t item = first; item < first + count; item++) {
            uint64_t row = item >> chunk_count_bits;
            uint64_t start = (item & low_mask(chunk_count_bits)) << chunk_bits;
            const Real* state = reinterpret_cast<const Real*>(arguments.states) + (row << arguments.index_bits) * 2;
            if (item == first || chunk_count_bits != 0) {  // the weights of a small state are those of all rows
                weights(start, size, g, h);
            }
            chunk_values(state, start, size, g, h, values);
            sums[item] = fold_in_place(values, chunk_bits);
        }
    }

 private:
    // The g and h of `size` amplitudes from `start` on.
    void weights(uint64_t start, uint64_t size, double* g, double* h) const {
        if (size < block_size) {
            for (uint64_t i = 0; i < size; i++) {
                g[i] = sum_terms_at(real_terms, imaginary_terms, start + i);
                h[i] = sum_terms_at(imaginary_terms, end, start + i);
            }
            return;
        }
        for (uint64_t i = 0; i < size; i += block_size) {
            DoubleVector sums[block_vectors];
            sum_terms(real_terms, imaginary_terms, start + i, sums);
            unroll<block_vectors>(
                [&](auto j) __attribute__((always_inline)) { Doubles::store(g + i + j * Doubles::lanes, sums[j]); });
            sum_terms(imaginary_terms, end, start + i, sums);
            unroll<block_vectors>(
                [&](auto j) __attribute__((always_inline)) { Doubles::store(h + i + j * Doubles::lanes, sums[j]); });
        }
    }

    void chunk_values(const Real* state, uint64_t start, uint64_t size, const double* g, const double* h,
                      double* values) const {
        constexpr uint64_t lane_mask = Doubles::lanes - 1;
        if (size < Doubles::lanes) {
            single_values(state, size, g, h, values);
            return;
        }
        for (uint64_t k = 0; k < size; k += Doubles::lanes) {
            uint64_t i = start + k;
            DoubleVector a_re, a_im, b_re, b_im;
            AmplitudeLoad<Real>::load(state + 2 * i, a_re, a_im);
            AmplitudeLoad<Real>::load(state + 2 * (i ^ (arguments.x_mask & ~lane_mask)), b_re, b_im);
            b_re = permute_lanes(b_re, arguments.x_mask & lane_mask);
            b_im = permute_lanes(b_im, arguments.x_mask & lane_mask);
            DoubleVector re = Doubles::fma(b_re, a_re, b_im * a_im);
            DoubleVector im = Doubles::fma_minus(b_re, a_im, b_im * a_re);
            Doubles::store(values + k, Doubles::fma(re, Doubles::load(g + k), im * Doubles::load(h + k)));
        }
    }

    JAYNES_INLINE static void sum_terms(const JaynesPauliTerm* term, const JaynesPauliTerm* last, uint64_t start,
                                        DoubleVector* sums) {
        unroll<block_vectors>([&](auto j) __attribute__((always_inline)) { sums[j] = DoubleVector{}; });
        for (; term != last; term++) {
            DoubleVector signed_lanes =
                DoubleVector(Bits(Doubles::broadcast(term->coefficient)) ^ lane_signs(term->z_mask));
            DoubleVector choice[2] = {signed_lanes, -signed_lanes};
            uint32_t odd = parities[term->z_mask >> Doubles::lane_bits & (block_vectors - 1)];
            odd ^= odd_parity(start & term->z_mask) ? 0xFFu : 0u;
            unroll<block_vectors>([&](auto j) __attribute__((always_inline)) { sums[j] += choice[odd >> j & 1]; });
        }
    }

    // States smaller than a vector, one amplitude at a time.
    void single_values(const Real* state, uint64_t size, const double* g, const double* h, double* values) const {
        for (uint64_t i = 0; i < size; i++) {
            const Real* a = state + 2 * i;
            const Real* b = state + 2 * (i ^ arguments.x_mask);
            double a_re = double(a[0]), a_im = double(a[1]), b_re = double(b[0]), b_im = double(b[1]);
            double re = __builtin_fma(b_re, a_re, b_im * a_im);
            double im = __builtin_fma(b_re, a_im, -(b_im * a_re));
            values[i] = __builtin_fma(re, g[i], im * h[i]);
        }
    }

    static double sum_terms_at(const JaynesPauliTerm* term, const JaynesPauliTerm* last, uint64_t i) {
        double sum = 0.0;
        for (; term != last; term++) {
            sum += odd_parity(i & term->z_mask) ? -term->coefficient : term->coefficient;
        }
        return sum;
    }
};
static_assert(block_vectors == 1 << block_vector_bits && block_size <= chunk_size, "blocks tile a chunk");

}  // namespace

void pauli(int32_t precision, const JaynesPauliArguments& arguments, uint64_t first, uint64_t count) {
    if (precision == JAYNES_COMPLEX64) {
        Pauli<float>(arguments).run_items(first, count);
    } else {
        Pauli<double>(arguments).run_items(first, count);
    }
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes
