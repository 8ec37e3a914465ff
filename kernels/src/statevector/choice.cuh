/*
 * What rows draw, and what follows from that without the host.
 *
 * Every row draws an operator (JaynesChoiceArguments), a thread for each row. The weights are computed twice, once for
 * their sum and once for the walk over them: there may be more of them than registers.
 */
#ifndef JAYNES_CHOICE_CUH
#define JAYNES_CHOICE_CUH

#include "../common/philox.h"
#include "elementwise.cuh"

namespace jaynes {

static __device__ __forceinline__ double choice_weight(const JaynesChoiceArguments& arguments, uint64_t row,
                                                       uint32_t j) {
    const double* parts = at_address<const double>(arguments.parts);
    const double* factors = at_address<const double>(arguments.factors) + (uint64_t)j * arguments.part_count;
    uint32_t marginals = 1u << arguments.bit_count;
    double weight = 0.0;
    for (uint32_t p = 0; p < arguments.part_count; p++) {
        uint64_t at = p < marginals ? (row << arguments.bit_count | p) : p * arguments.row_count + row;
        weight = fused(factors[p], parts[at], weight);
    }
    return weight > 0 ? weight : 0.0;
}

/* What a row draws, and its weight. */
struct Choice {
    uint32_t outcome;
    double weight;
};

static __device__ __forceinline__ Choice choose(const JaynesChoiceArguments& arguments, uint64_t row, uint32_t event) {
    double norm = 0.0;
    uint32_t last = 0;
    for (uint32_t j = 0; j < arguments.operator_count; j++) {
        double weight = choice_weight(arguments, row, j);
        norm = norm + weight;
        last = weight > 0 ? j : last;
    }
    if (!(norm > 0)) {
        return Choice{JAYNES_CHOICE_IMPOSSIBLE, 1.0};
    }
    double t = philox_uniform(arguments.seed, arguments.first_shot + row, 0, event) * norm;
    double sum = 0.0;
    uint32_t j = 0;
    for (;; j++) {
        double weight = choice_weight(arguments, row, j);
        sum = sum + weight;
        if (j == last || sum > t) {
            return Choice{j, weight};
        }
    }
}

template <typename Real>
static __device__ __forceinline__ void run_choice(const JaynesChoiceArguments& arguments) {
    require(arguments.bit_count >= 1 && arguments.bit_count <= 2);
    const uint32_t* events = at_address<const uint32_t>(arguments.events);
    const double* operators = at_address<const double>(arguments.operators);
    uint32_t* outcomes = at_address<uint32_t>(arguments.outcomes);
    Real* coefficients = at_address<Real>(arguments.coefficients);
    uint32_t size = 1u << arguments.bit_count;
    uint32_t reals = 2 * size * size;
    for (uint64_t row = thread_number(); row < arguments.row_count; row += thread_count()) {
        Choice choice = {JAYNES_CHOICE_NONE, 1.0};
        if (events[row] != JAYNES_CHOICE_NONE) {
            choice = choose(arguments, row, events[row]);
        }
        outcomes[row] = choice.outcome;
        bool drawn = choice.outcome < arguments.operator_count;
        double scale = 1.0 / __dsqrt_rn(choice.weight);
        for (uint32_t i = 0; i < reals; i++) {
            double unit = i % (2 * (size + 1)) == 0 ? 1.0 : 0.0;
            double value = drawn ? operators[(uint64_t)choice.outcome * reals + i] * scale : unit;
            coefficients[row * arguments.coefficient_stride + i] = (Real)value;
        }
    }
}

/* A thread for each word: neighbours read and write neighbours. */
static __device__ __forceinline__ void run_select(const JaynesSelectArguments& arguments) {
    require(arguments.bit_count <= JAYNES_MAX_SELECT_BITS);
    const uint64_t* table = at_address<const uint64_t>(arguments.table);
    uint64_t* coefficients = at_address<uint64_t>(arguments.coefficients);
    uint64_t items = arguments.row_count * arguments.word_count;
    for (uint64_t item = thread_number(); item < items; item += thread_count()) {
        uint64_t row = item / arguments.word_count;
        uint64_t set = 0;
        for (uint32_t b = 0; b < arguments.bit_count; b++) {
            uint64_t one = at_address<const uint32_t>(arguments.outcomes[b])[row] == 1 ? 1 : 0;
            set |= one << b;
        }
        coefficients[item] = table[set * arguments.word_count + (item - row * arguments.word_count)];
    }
}

}  // namespace jaynes

#endif
