/* Marginal sums, Pauli expectations, and the upper levels of their trees. Shapes and order: jaynes_plan.h. */
#ifndef JAYNES_REDUCTIONS_CUH
#define JAYNES_REDUCTIONS_CUH

#include "fold.cuh"

namespace jaynes {

/* log2 of the values in a chunk when 2^bits values are folded. */
static __device__ __forceinline__ uint32_t chunk_bits_of(uint32_t bits) {
    return bits < JAYNES_CHUNK_BITS ? bits : JAYNES_CHUNK_BITS;
}

/* The bits of `value` in the index bits other than arguments.bits. */
static __device__ __forceinline__ uint64_t spread_outside(const JaynesMarginalArguments& arguments, uint64_t value) {
    for (uint32_t i = 0; i < arguments.bit_count; i++) {
        uint64_t below = ((uint64_t)1 << arguments.bits[i]) - 1;
        value = (value & ~below) << 1 | (value & below);
    }
    return value;
}

/* The bits of `value` in the index bits arguments.bits. */
static __device__ __forceinline__ uint64_t spread_inside(const JaynesMarginalArguments& arguments, uint64_t value) {
    uint64_t index = 0;
    for (uint32_t i = 0; i < arguments.bit_count; i++) {
        index |= (value >> i & 1) << arguments.bits[i];
    }
    return index;
}

/* Reads probabilities of one chunk. The bits of a value's number j within its lane are index bits steps[0], ... */
template <typename Real>
struct ReadProbabilities {
    const Amplitude<Real>* first; /* the lane's value 0 */
    const uint64_t* steps;
    uint32_t count;

    __device__ void operator()(uint32_t batch, double (&values)[kBatch]) const {
        const Amplitude<Real>* amplitudes =
            first + ((batch & 1) != 0 ? steps[0] : 0) + ((batch & 2) != 0 ? steps[1] : 0);
        JAYNES_UNROLL
        for (uint32_t i = 0; i < kBatch; i++) {
            values[i] = nothing<double>();
            if (batch + kBatches * i < count) {
                uint64_t offset =
                    ((i & 1) != 0 ? steps[2] : 0) + ((i & 2) != 0 ? steps[3] : 0) + ((i & 4) != 0 ? steps[4] : 0);
                values[i] = probability(amplitudes[offset]);
            }
        }
    }
};

template <typename Real>
static __device__ __forceinline__ void run_marginal(const JaynesMarginalArguments& arguments) {
    require(arguments.bit_count <= arguments.index_bits && arguments.bit_count <= sizeof(arguments.bits));
    uint32_t value_bits = arguments.index_bits - arguments.bit_count;
    uint32_t chunk_bits = chunk_bits_of(value_bits);
    uint32_t chunk_count_bits = value_bits - chunk_bits;
    const Amplitude<Real>* states = at_address<const Amplitude<Real>>(arguments.states);
    uint64_t steps[JAYNES_CHUNK_BITS - kTeamBits];
    JAYNES_UNROLL
    for (uint32_t b = 0; b < JAYNES_CHUNK_BITS - kTeamBits; b++) {
        steps[b] = spread_outside(arguments, (uint64_t)1 << (kTeamBits + b));
    }
    uint64_t item_count = arguments.row_count << (arguments.bit_count + chunk_count_bits);
    fold_items(item_count, chunk_bits, at_address<double>(arguments.sums), [&](uint64_t item, const Team& team) {
        uint64_t chunk = item & (((uint64_t)1 << chunk_count_bits) - 1);
        uint64_t row_and_value = item >> chunk_count_bits;
        uint64_t value = row_and_value & (((uint64_t)1 << arguments.bit_count) - 1);
        uint64_t row = row_and_value >> arguments.bit_count;
        uint64_t index = spread_inside(arguments, value) | spread_outside(arguments, chunk << chunk_bits | team.lane);
        return ReadProbabilities<Real>{states + (row << arguments.index_bits) + index, steps, team.lane_count};
    });
}

/* Reads doubles that lie one after the other. */
struct ReadDoubles {
    const double* first;
    uint32_t count;

    __device__ void operator()(uint32_t batch, double (&values)[kBatch]) const {
        JAYNES_UNROLL
        for (uint32_t i = 0; i < kBatch; i++) {
            uint32_t j = batch + kBatches * i;
            values[i] = j < count ? first[j << kTeamBits] : nothing<double>();
        }
    }
};

static __device__ __forceinline__ void run_fold(const JaynesFoldArguments& arguments) {
    const double* input = at_address<const double>(arguments.input);
    fold_items(arguments.item_count, arguments.chunk_bits, at_address<double>(arguments.output),
               [&](uint64_t item, const Team& team) {
                   return ReadDoubles{input + (item << arguments.chunk_bits) + team.lane, team.lane_count};
               });
}

/* Adds terms to g[i] with the signs of the amplitudes `index` | 128 i. */
static __device__ __forceinline__ void add_terms(double (&g)[kBatch], const JaynesPauliTerm* terms, uint32_t count,
                                                 uint64_t index) {
    constexpr uint32_t batch_bit = kTeamBits + 2;
    static_assert(1u << batch_bit == kBatches << kTeamBits, "value i of a batch is 128 i amplitudes further");
    JAYNES_NO_UNROLL
    for (uint32_t t = 0; t < count; t++) {
        uint64_t z_mask = terms[t].z_mask;
        double plus = terms[t].coefficient;
        double minus = -plus;
        uint32_t parity = (uint32_t)__popcll(index & z_mask);
        uint32_t z = (uint32_t)(z_mask >> batch_bit);
        JAYNES_UNROLL
        for (int i = 0; i < kBatch; i++) {
            uint32_t flips =
                parity ^ ((i & 1) != 0 ? z : 0) ^ ((i & 2) != 0 ? z >> 1 : 0) ^ ((i & 4) != 0 ? z >> 2 : 0);
            g[i] = g[i] + ((flips & 1) != 0 ? minus : plus);
        }
    }
}

/* Reads value(i) of JaynesPauliArguments. */
template <typename Real>
struct ReadPauliValues {
    const JaynesPauliArguments& arguments;
    const Amplitude<Real>* row;
    uint64_t first; /* amplitude of the lane's value 0 */
    uint32_t count;

    __device__ void operator()(uint32_t batch, double (&values)[kBatch]) const {
        uint64_t index = first | (uint64_t)batch << kTeamBits;
        const JaynesPauliTerm* terms = at_address<const JaynesPauliTerm>(arguments.terms);
        double g[kBatch] = {};
        double h[kBatch] = {};
        add_terms(g, terms, arguments.real_term_count, index);
        add_terms(h, terms + arguments.real_term_count, arguments.imaginary_term_count, index);
        JAYNES_UNROLL
        for (uint32_t i = 0; i < kBatch; i++) {
            uint32_t j = kBatches * i;
            values[i] = nothing<double>();
            if (batch + j < count) {
                uint64_t own = index | (uint64_t)j << kTeamBits;
                Amplitude<Real> a = row[own];
                Amplitude<Real> b = row[own ^ arguments.x_mask];
                double re = fused((double)b.re, (double)a.re, (double)b.im * (double)a.im);
                double im = fused((double)b.re, (double)a.im, -((double)b.im * (double)a.re));
                values[i] = fused(re, g[i], im * h[i]);
            }
        }
    }
};

template <typename Real>
static __device__ __forceinline__ void run_pauli(const JaynesPauliArguments& arguments) {
    uint32_t chunk_bits = chunk_bits_of(arguments.index_bits);
    uint32_t chunk_count_bits = arguments.index_bits - chunk_bits;
    const Amplitude<Real>* states = at_address<const Amplitude<Real>>(arguments.states);
    uint64_t item_count = arguments.row_count << chunk_count_bits;
    fold_items(item_count, chunk_bits, at_address<double>(arguments.sums), [&](uint64_t item, const Team& team) {
        uint64_t chunk = item & (((uint64_t)1 << chunk_count_bits) - 1);
        const Amplitude<Real>* row = states + (item >> chunk_count_bits << arguments.index_bits);
        return ReadPauliValues<Real>{arguments, row, chunk << chunk_bits | team.lane, team.lane_count};
    });
}

}  // namespace jaynes

#endif
