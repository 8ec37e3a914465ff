// Marginals, probabilities, Pauli sums and samples equal the oracle bit by bit, for every instruction set and
// any split of the items.
#include <algorithm>

#include "check.h"
#include "oracle.h"
#include "random.h"

namespace {

template <class Real>
constexpr int32_t precision = sizeof(Real) == 4 ? JAYNES_COMPLEX64 : JAYNES_COMPLEX128;

uint32_t random_index_bits(Random& random) {
    return uint32_t(random.chance(0.05) ? 11 + random.below(5) : random.below(11));
}

template <class Real>
Array<Real> random_states(Random& random, uint64_t amplitudes) {
    Array<Real> states(2 * amplitudes);
    double density = random.chance(0.3) ? 0.02 : 1;
    for (size_t i = 0; i < states.size(); i++) {
        states[i] = random.chance(density) ? Real(random.real()) : Real(0);
    }
    return states;
}

Array<double> array_of(const std::vector<double>& values) {
    Array<double> result(values.size());
    std::copy(values.begin(), values.end(), result.data());
    return result;
}

// Calls call(set, first, count) for both parts of a split of `items` and compares `actual` with `expected`.
template <class T, class Call>
std::string compare(const char* what, Random& random, uint64_t items, const Array<T>& actual, const Array<T>& expected,
                    Call call) {
    for (int32_t set = 0; set <= jaynes_cpu_best_instruction_set(); set++) {
        std::memset(actual.data(), 0x55, actual.size() * sizeof(T));
        uint64_t split = random.below(items + 1);
        int32_t status = call(set, split, items - split) | call(set, uint64_t(0), split);
        int64_t at = first_difference(actual, expected);
        if (status != JAYNES_CPU_OK || at >= 0) {
            return std::string(what) + " " + name_of(set) + ": status " + std::to_string(status) +
                   ", first different value " + std::to_string(at) + " of " + std::to_string(expected.size());
        }
    }
    return "";
}

template <class Real>
std::string check_marginal(Random& random) {
    JaynesMarginalArguments a = {};
    a.index_bits = random_index_bits(random);
    a.row_count = 1 + random.below(3);
    double density = random.chance(0.3) ? 0 : random.unit();
    for (uint32_t b = 0; b < a.index_bits; b++) {
        if (random.chance(density)) {
            a.bits[a.bit_count++] = uint8_t(b);
        }
    }
    // The oracle walks the state once per value: long sets of bits only for small states.
    if (a.index_bits > 10) {
        std::fill(a.bits + std::min(a.bit_count, 3u), a.bits + 64, uint8_t(0));
        a.bit_count = std::min(a.bit_count, 3u);
    }
    Array<Real> states = random_states<Real>(random, a.row_count << a.index_bits);
    a.states = states.address();
    Array<double> expected = array_of(oracle::marginal<Real>(a)), actual(expected.size());
    a.sums = actual.address();
    return compare("marginal", random, expected.size(), actual, expected,
                   [&](int32_t set, uint64_t first, uint64_t count) {
                       return jaynes_cpu_marginal(set, precision<Real>, &a, first, count);
                   });
}

template <class Real>
std::string check_probability(Random& random) {
    JaynesProbabilityArguments a = {};
    uint64_t dimension = uint64_t(1) << random_index_bits(random);
    Array<Real> states = random_states<Real>(random, dimension);
    a.states = states.address();
    a.first = random.below(dimension);
    a.count = 1 + random.below(dimension - a.first);
    Array<double> expected(a.count), actual(a.count);
    for (uint64_t i = 0; i < a.count; i++) {
        const Real* x = states.data() + 2 * (a.first + i);
        expected[i] = oracle::probability(oracle::Complex<Real>{x[0], x[1]});
    }
    a.probabilities = actual.address();
    return compare("probability", random, a.count, actual, expected, [&](int32_t set, uint64_t first, uint64_t count) {
        return jaynes_cpu_probability(set, precision<Real>, &a, first, count);
    });
}

template <class Real>
std::string check_pauli(Random& random) {
    JaynesPauliArguments a = {};
    a.index_bits = random_index_bits(random);
    a.row_count = 1 + random.below(3);
    a.x_mask = random.chance(0.2) ? 0 : random.below(uint64_t(1) << a.index_bits);
    a.real_term_count = uint32_t(random.below(5));
    a.imaginary_term_count = uint32_t(random.below(5));
    Array<JaynesPauliTerm> terms(a.real_term_count + a.imaginary_term_count);
    for (size_t i = 0; i < terms.size(); i++) {
        terms[i] = {random.next() >> (64 - std::max(a.index_bits, 1u)), random.real()};
    }
    Array<Real> states = random_states<Real>(random, a.row_count << a.index_bits);
    a.states = states.address();
    a.terms = terms.address();
    Array<double> expected = array_of(oracle::pauli<Real>(a)), actual(expected.size());
    a.sums = actual.address();
    return compare("pauli", random, expected.size(), actual, expected,
                   [&](int32_t set, uint64_t first, uint64_t count) {
                       return jaynes_cpu_pauli(set, precision<Real>, &a, first, count);
                   });
}

template <class Real>
std::string check_sample(Random& random) {
    JaynesSampleArguments a = {};
    a.index_bits = random_index_bits(random);
    uint64_t dimension = uint64_t(1) << a.index_bits;
    Array<Real> states = random_states<Real>(random, dimension);
    states[2 * random.below(dimension)] = 1;
    JaynesMarginalArguments norms = {};
    norms.states = states.address();
    norms.row_count = 1;
    norms.index_bits = a.index_bits;
    Array<double> cumulative = array_of(oracle::marginal<Real>(norms));
    for (size_t j = 1; j < cumulative.size(); j++) {
        cumulative[j] += cumulative[j - 1];
    }
    // Sums that do not fit the state take the paths that rounding takes once in a blue moon: a walk without a hit.
    if (random.chance(0.2)) {
        for (size_t j = 0; j < cumulative.size(); j++) {
            cumulative[j] *= 1.25;
        }
    } else if (random.chance(0.1)) {
        // The smallest positive number: t becomes exactly 0 for half of the shots, where > and >= differ.
        std::fill(cumulative.data(), cumulative.data() + cumulative.size(), 0x1p-1074);
    } else if (random.chance(0.05)) {
        cumulative[cumulative.size() - 1] = NAN;
    }
    a.states = states.address();
    a.cumulative = cumulative.address();
    a.seed = random.next();
    a.first_shot = random.next() >> random.below(64);
    a.row = uint32_t(random.below(5));
    a.purpose = 1u << 24;
    a.shot_count = 50;
    Array<uint64_t> expected(a.shot_count), actual(a.shot_count);
    for (size_t i = 0; i < expected.size(); i++) {
        expected[i] = oracle::sample<Real>(a, a.first_shot + i);
    }
    a.outcomes = actual.address();
    return compare("sample", random, a.shot_count, actual, expected, [&](int32_t set, uint64_t first, uint64_t count) {
        return jaynes_cpu_sample(set, precision<Real>, &a, first, count);
    });
}

template <class Real>
std::string check_all(Random& random) {
    switch (random.below(4)) {
        case 0:
            return check_marginal<Real>(random);
        case 1:
            return check_probability<Real>(random);
        case 2:
            return check_pauli<Real>(random);
        default:
            return check_sample<Real>(random);
    }
}

}  // namespace

int main(int argc, char** argv) {
    return run_cases("sums_test", argc, argv, 10000, [](uint64_t seed, uint64_t number) {
        Random random(seed, number);
        return number % 2 == 0 ? check_all<float>(random) : check_all<double>(random);
    });
}
