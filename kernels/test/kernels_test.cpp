/*
 * Every kernel of the module statevector, run by the emulated device, against the definition, bit for bit, on random
 * arguments and launches.
 * Usage: kernels_test [CASES [FIRST_SEED]]. A failure names its seed: `kernels_test 1 SEED` repeats it alone.
 */
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>

#include "launching.h"
#include "random_case.h"
#include "statevector/launch.h"

namespace {

template <typename Real>
std::string suffix() {
    return sizeof(Real) == sizeof(float) ? "_c64" : "_c128";
}

unsigned power_of_two(Random& random, unsigned low, unsigned high) { return 1u << random.between(low, high); }

/* Lets some index bits be known, and zeroes the amplitudes that are known to be zero. */
template <typename Real>
void fix_bits(Random& random, JaynesPassArguments& a, Buffer<definition::Complex<Real>>& states) {
    uint64_t all = (uint64_t(1) << a.index_bits) - 1;
    a.fixed_mask = random.chance(20) ? all : random.bits() & all;
    a.fixed_value = random.bits() & a.fixed_mask;
    for (uint64_t i = 0; i < states.size(); i++) {
        if ((i & a.fixed_mask) != a.fixed_value) {
            states[i] = {};
        }
    }
}

template <typename Real>
void test_pass(Random& random) {
    typedef definition::Complex<Real> Complex;
    RandomPass<Real> pass(random, random.chance(20) ? 14 : 9, 80);
    JaynesPassArguments& a = pass.arguments;
    bool shared_set = random.chance(50);
    a.coefficient_stride = shared_set ? 0 : pass.coefficients.size();
    Buffer<Real> coefficients(pass.coefficients.size() * (shared_set ? 1 : a.row_count));
    for (size_t i = 0; i < coefficients.size(); i++) {
        coefficients[i] = i < pass.coefficients.size() ? pass.coefficients[i] : random.real<Real>();
    }
    Buffer<JaynesOp> ops(pass.ops.size());
    std::copy(pass.ops.begin(), pass.ops.end(), ops.data());
    Buffer<Complex> states = random_states<Real>(random, a.row_count, a.index_bits);
    for (size_t i = 0; i < states.size() && a.probe_count != 0; i++) {
        states[i] = {states[i].re * 16, states[i].im * 16}; /* integers of some size */
    }
    if (random.chance(30)) {
        fix_bits(random, a, states);
    }
    std::vector<Complex> expected(states.data(), states.data() + states.size());
    std::vector<int64_t> expected_sums(a.row_count * a.probe_count);
    Buffer<int64_t> sums(expected_sums.size());
    definition::pass(a, expected.data(), coefficients.data(), ops.data(), expected_sums.data());
    a.probe_sums = sums.address();
    a.states = states.address();
    a.coefficients = coefficients.address();
    a.ops = ops.address();
    size_t tile_bytes = std::max(sizeof(Complex) << a.tile_bits, size_t(JAYNES_PASS_MINIMUM_TILE_BYTES));
    std::string kernel =
        (a.probe_count != 0 || random.chance(20) ? "jaynes_probe_pass" : "jaynes_pass") + suffix<Real>();
    launch(kernel, a, random.between(1, 9), power_of_two(random, 5, random.chance(30) ? 9 : 6),
           JAYNES_PASS_STAGING_BYTES + tile_bytes);
    compare(kernel, states.data(), expected.data(), states.size());
    compare("sums of " + kernel, sums.data(), expected_sums.data(), sums.size());
}

template <typename Real>
void test_initialize(Random& random) {
    typedef definition::Complex<Real> Complex;
    unsigned index_bits = random.between(0, 8);
    uint64_t rows = random.between(1, 5);
    Buffer<Complex> states = random_states<Real>(random, rows, index_bits);
    uint64_t basis = random.bits() & ((uint64_t(1) << index_bits) - 1);
    std::vector<Complex> expected(states.size(), Complex{0, 0});
    for (uint64_t row = 0; row < rows; row++) {
        expected[(row << index_bits) + basis].re = 1;
    }
    JaynesInitializeArguments a = {states.address(), basis, rows, index_bits, 0};
    launch("jaynes_initialize" + suffix<Real>(), a, random.between(1, 3), random.between(1, 70), 0);
    compare("jaynes_initialize" + suffix<Real>(), states.data(), expected.data(), states.size());
}

template <typename Real>
void test_marginal(Random& random) {
    JaynesMarginalArguments a = {};
    a.index_bits = random.between(0, random.chance(30) ? 14 : 8);
    a.row_count = random.between(1, 4);
    a.bit_count = random.between(0, std::min(a.index_bits, random.chance(70) ? 3u : 14u));
    std::vector<unsigned> bits = random.distinct(a.bit_count, a.index_bits);
    std::sort(bits.begin(), bits.end());
    std::copy(bits.begin(), bits.end(), a.bits);
    auto states = random_states<Real>(random, a.row_count, a.index_bits);
    std::vector<double> expected = definition::marginal(a, states.data());
    Buffer<double> sums(expected.size());
    a.states = states.address();
    a.sums = sums.address();
    launch("jaynes_marginal" + suffix<Real>(), a, random.between(1, 3), 32 * random.between(1, 4), 0);
    compare("jaynes_marginal" + suffix<Real>(), sums.data(), expected.data(), expected.size());
}

void test_fold(Random& random) {
    JaynesFoldArguments a = {};
    a.chunk_bits = random.between(0, JAYNES_CHUNK_BITS);
    a.item_count = random.between(1, 20);
    Buffer<double> input(a.item_count << a.chunk_bits);
    for (size_t i = 0; i < input.size(); i++) {
        input[i] = random.real<double>();
    }
    std::vector<double> expected;
    definition::fold_chunks(std::vector<double>(input.data(), input.data() + input.size()), a.chunk_bits, expected);
    Buffer<double> output(expected.size());
    a.input = input.address();
    a.output = output.address();
    launch("jaynes_fold", a, random.between(1, 3), 32 * random.between(1, 4), 0);
    compare("jaynes_fold", output.data(), expected.data(), expected.size());
}

template <typename Real>
void test_probability(Random& random) {
    unsigned index_bits = random.between(0, 8);
    auto states = random_states<Real>(random, 1, index_bits);
    unsigned first = random.between(0, unsigned(states.size()) - 1);
    unsigned count = random.between(0, unsigned(states.size()) - first);
    Buffer<double> probabilities(count);
    std::vector<double> expected;
    for (unsigned i = 0; i < count; i++) {
        expected.push_back(definition::probability(states[first + i]));
    }
    JaynesProbabilityArguments a = {states.address(), probabilities.address(), first, count};
    launch("jaynes_probability" + suffix<Real>(), a, random.between(1, 3), random.between(1, 70), 0);
    compare("jaynes_probability" + suffix<Real>(), probabilities.data(), expected.data(), count);
}

template <typename Real>
void test_pauli(Random& random) {
    JaynesPauliArguments a = {};
    a.index_bits = random.between(0, random.chance(30) ? 13 : 8);
    a.row_count = random.between(1, 3);
    uint64_t mask = (uint64_t(1) << a.index_bits) - 1;
    a.x_mask = random.chance(20) ? 0 : random.bits() & mask;
    a.real_term_count = random.between(0, 4);
    a.imaginary_term_count = random.between(0, 4);
    Buffer<JaynesPauliTerm> terms(a.real_term_count + a.imaginary_term_count);
    for (size_t i = 0; i < terms.size(); i++) {
        terms[i] = {random.bits() & mask, random.real<double>()};
    }
    auto states = random_states<Real>(random, a.row_count, a.index_bits);
    std::vector<double> expected = definition::pauli(a, states.data(), terms.data());
    Buffer<double> sums(expected.size());
    a.states = states.address();
    a.terms = terms.address();
    a.sums = sums.address();
    launch("jaynes_pauli" + suffix<Real>(), a, random.between(1, 3), 32 * random.between(1, 4), 0);
    compare("jaynes_pauli" + suffix<Real>(), sums.data(), expected.data(), expected.size());
}

template <typename Real>
void test_sample(Random& random) {
    JaynesSampleArguments a = {};
    a.index_bits = random.between(0, random.chance(30) ? 13 : 8);
    a.seed = random.bits();
    a.first_shot = random.bits() >> random.between(0, 63);
    a.shot_count = random.between(1, 40);
    a.row = random.between(0, 3);
    a.purpose = 1u << 24;
    auto state = random_states<Real>(random, 1, a.index_bits);
    state[random.between(0, unsigned(state.size()) - 1)].re = Real(0.5); /* a row of zeros has no samples */
    if (random.chance(50)) { /* few outcomes, many groups and chunks of probability 0 */
        for (size_t i = 0; i < state.size(); i++) {
            state[i] = random.chance(3) || i == 0 ? state[i] : definition::Complex<Real>{0, 0};
        }
        state[0].re = Real(0.25);
    }
    if (random.chance(10)) { /* no cumulative sum is above t, for none compares with what is no number */
        state[random.between(0, unsigned(state.size()) - 1)].im = std::numeric_limits<Real>::quiet_NaN();
    }
    JaynesMarginalArguments norm = {};
    norm.index_bits = a.index_bits;
    norm.row_count = 1;
    std::vector<double> sums = definition::marginal(norm, state.data());
    Buffer<double> cumulative(sums.size());
    double sum = 0;
    for (size_t i = 0; i < sums.size(); i++) {
        cumulative[i] = sum = sum + sums[i];
    }
    /* Sums that the amplitudes do not reach send some shots into the rules for rounding. */
    cumulative[sums.size() - 1] *= random.chance(20) ? 1.5 : 1;
    std::vector<double> cumulative_sums(cumulative.data(), cumulative.data() + cumulative.size());
    Buffer<uint64_t> outcomes(a.shot_count);
    std::vector<uint64_t> expected;
    for (uint64_t i = 0; i < a.shot_count; i++) {
        expected.push_back(definition::sample(a, state.data(), cumulative_sums, a.first_shot + i));
    }
    a.states = state.address();
    a.cumulative = cumulative.address();
    a.outcomes = outcomes.address();
    unsigned warps = random.between(1, 4);
    launch("jaynes_sample" + suffix<Real>(), a, random.between(1, 3), 32 * warps,
           JAYNES_SAMPLE_SHARED_BYTES_PER_WARP * warps);
    compare("jaynes_sample" + suffix<Real>(), outcomes.data(), expected.data(), expected.size());
}

template <typename Real>
void test_collapse(Random& random) {
    typedef definition::Complex<Real> Complex;
    JaynesCollapseArguments a = {};
    a.index_bits = random.between(1, 8);
    a.row_count = random.between(1, 4);
    a.bit = random.chance(20) ? JAYNES_NO_BIT : random.between(0, a.index_bits - 1);
    a.value = random.between(0, 1);
    Real scale = random.real<Real>();
    a.scale = scale;
    Buffer<Complex> states = random_states<Real>(random, a.row_count, a.index_bits);
    std::vector<Complex> expected(states.data(), states.data() + states.size());
    for (size_t i = 0; i < expected.size(); i++) {
        Complex x = expected[i];
        expected[i] = (i >> a.bit & 1) == a.value ? Complex{x.re * scale, x.im * scale} : Complex{0, 0};
    }
    a.states = states.address();
    launch("jaynes_collapse" + suffix<Real>(), a, random.between(1, 3), random.between(1, 70), 0);
    compare("jaynes_collapse" + suffix<Real>(), states.data(), expected.data(), states.size());
}

template <typename Real>
void test_choice(Random& random) {
    JaynesChoiceArguments a = {};
    a.bit_count = random.between(1, 2);
    a.row_count = random.between(1, 70);
    a.operator_count = random.between(1, 5);
    a.part_count = (1u << a.bit_count) + random.between(0, a.bit_count == 1 ? 2 : 12);
    unsigned reals = 2u << 2 * a.bit_count;
    a.coefficient_stride = reals + (random.chance(50) ? 16 : 0);
    a.seed = random.bits();
    a.first_shot = random.bits() >> random.between(0, 63);
    Buffer<double> parts(a.part_count * a.row_count), factors(a.part_count * a.operator_count);
    Buffer<double> operators(reals * a.operator_count);
    for (Buffer<double>* numbers : {&parts, &factors, &operators}) {
        for (size_t i = 0; i < numbers->size(); i++) {
            (*numbers)[i] = random.real<double>();
        }
    }
    if (random.chance(10)) { /* rows that can draw nothing */
        std::fill(factors.data(), factors.data() + factors.size(), random.chance(50) ? 0.0 : NAN);
    }
    Buffer<uint32_t> events(a.row_count), outcomes(a.row_count);
    Buffer<Real> coefficients(a.row_count * a.coefficient_stride);
    std::vector<uint32_t> expected_outcomes;
    for (size_t i = 0; i < coefficients.size(); i++) {
        coefficients[i] = Real(7);
    }
    std::vector<Real> expected(coefficients.size(), Real(7));
    for (uint64_t row = 0; row < a.row_count; row++) {
        events[row] = random.chance(30) ? JAYNES_CHOICE_NONE : 3u << 24 | random.between(0, 1000);
        definition::Drawn drawn = {JAYNES_CHOICE_NONE, 1};
        if (events[row] != JAYNES_CHOICE_NONE) {
            drawn = definition::choice(a, row, parts.data(), factors.data(), events[row]);
        }
        expected_outcomes.push_back(drawn.outcome);
        for (unsigned i = 0; i < reals; i++) {
            double value = i / 2 % ((1u << a.bit_count) + 1) == 0 && i % 2 == 0 ? 1.0 : 0.0;
            if (drawn.outcome < a.operator_count) {
                value = operators[drawn.outcome * reals + i] * (1.0 / std::sqrt(drawn.weight));
            }
            expected[row * a.coefficient_stride + i] = Real(value);
        }
    }
    a.parts = parts.address();
    a.factors = factors.address();
    a.operators = operators.address();
    a.events = events.address();
    a.coefficients = coefficients.address();
    a.outcomes = outcomes.address();
    launch("jaynes_choice" + suffix<Real>(), a, random.between(1, 3), random.between(1, 70), 0);
    compare("outcomes of jaynes_choice" + suffix<Real>(), outcomes.data(), expected_outcomes.data(), a.row_count);
    compare("jaynes_choice" + suffix<Real>(), coefficients.data(), expected.data(), expected.size());
}

void test_select(Random& random) {
    JaynesSelectArguments a = {};
    a.bit_count = random.between(0, JAYNES_MAX_SELECT_BITS);
    a.row_count = random.between(1, 70);
    a.word_count = random.between(1, 40);
    Buffer<uint64_t> table(a.word_count << a.bit_count), coefficients(a.row_count * a.word_count);
    for (size_t i = 0; i < table.size(); i++) {
        table[i] = random.bits();
    }
    const uint32_t kinds[] = {0, 1, 2, JAYNES_CHOICE_NONE, JAYNES_CHOICE_IMPOSSIBLE};
    std::vector<uint64_t> sets(a.row_count, 0);
    std::vector<Buffer<uint32_t>> outcomes;
    for (uint32_t b = 0; b < a.bit_count; b++) {
        outcomes.emplace_back(a.row_count);
        for (uint64_t row = 0; row < a.row_count; row++) {
            uint32_t outcome = kinds[random.between(0, 4)];
            outcomes.back()[row] = outcome;
            sets[row] += outcome == 1 ? uint64_t(1) << b : 0;
        }
        a.outcomes[b] = outcomes.back().address();
    }
    std::vector<uint64_t> expected;
    for (uint64_t set : sets) {
        for (uint64_t word = 0; word < a.word_count; word++) {
            expected.push_back(table[set * a.word_count + word]);
        }
    }
    a.table = table.address();
    a.coefficients = coefficients.address();
    launch("jaynes_select", a, random.between(1, 3), random.between(1, 70), 0);
    compare("jaynes_select", coefficients.data(), expected.data(), expected.size());
}

template <typename Real>
void test_all(Random& random) {
    test_pass<Real>(random);
    test_initialize<Real>(random);
    test_marginal<Real>(random);
    test_probability<Real>(random);
    test_pauli<Real>(random);
    test_sample<Real>(random);
    test_collapse<Real>(random);
    test_choice<Real>(random);
}

/* Launches outside of launch.h trap before they touch a state. */
void test_refusals() {
    Random random(0);
    auto states = random_states<float>(random, 1, 6);
    auto untouched = states;
    JaynesPassArguments pass = {};
    pass.states = states.address();
    pass.row_count = 1;
    pass.index_bits = 6;
    pass.tile_bits = 5;
    for (unsigned b = 0; b < pass.tile_bits; b++) {
        pass.tile_qubits[b] = uint8_t(b);
    }
    size_t shared = JAYNES_PASS_STAGING_BYTES + (sizeof(float) * 2 << pass.tile_bits);
    JaynesFoldArguments fold = {0, 0, 0, 0, 0};
    JaynesFoldArguments large_fold = {0, 0, 0, JAYNES_CHUNK_BITS + 1, 0};
    JaynesSampleArguments sample = {};
    bool refused = !try_launch("jaynes_pass_c64", pass, 1, 48, shared).empty() &&
                   !try_launch("jaynes_pass_c64", pass, 1, 16, shared).empty() &&
                   !try_launch("jaynes_pass_c64", pass, 1, 1024, shared).empty() &&
                   !try_launch("jaynes_pass_c64", pass, 1, 32, shared - 1).empty() &&
                   !try_launch("jaynes_pass_c128", pass, 1, 32, shared).empty() &&
                   !try_launch("jaynes_fold", fold, 1, 33, 0).empty() &&
                   !try_launch("jaynes_fold", fold, 1, 288, 0).empty() &&
                   !try_launch("jaynes_fold", large_fold, 1, 32, 0).empty() &&
                   !try_launch("jaynes_sample_c64", sample, 1, 64, JAYNES_SAMPLE_SHARED_BYTES_PER_WARP).empty();
    if (!refused) {
        fail("a launch outside of launch.h was accepted");
    }
    compare("state after refused launches", states.data(), untouched.data(), states.size());
    launch("jaynes_pass_c64", pass, 1, 32, shared);
}

}  // namespace

int main(int argument_count, char** arguments) {
    uint64_t cases = argument_count > 1 ? strtoull(arguments[1], nullptr, 10) : 200;
    uint64_t first = argument_count > 2 ? strtoull(arguments[2], nullptr, 10) : 1;
    test_refusals();
    for (current_seed = first; current_seed < first + cases; current_seed++) {
        Random random(current_seed);
        test_all<float>(random);
        test_all<double>(random);
        test_fold(random);
        test_select(random);
    }
    printf("%llu cases of each kernel from seed %llu: the same bits as the definition\n", (unsigned long long)cases,
           (unsigned long long)first);
    return 0;
}
