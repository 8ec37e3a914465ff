/*
 * The kernels of the module photonics, run by the emulated device, against the definition, bit for bit, on random
 * arguments and launches. Usage: photonics_test [CASES [FIRST_SEED]]; `photonics_test 1 SEED` repeats a failing case.
 */
#include <cstdio>
#include <cstdlib>
#include <string>

#include "generating_test.h"
#include "launching.h"
#include "philox.h"
#include "photonics/launch.h"
#include "photonics_buffers.h"
#include "photonics_definition.h"
#include "random_case.h"
#include "single_loop_test.h"
#include "window_test.h"

using photonics_definition::Number;

namespace {

void add_digit(photonics_definition::Permanent& p, uint32_t row, uint32_t copies, uint32_t radix) {
    p.digits.push_back({row, copies, radix, uint32_t(p.binomials.size())});
    double binomial = 1;
    for (uint32_t v = 0; v < radix; v++) {
        p.binomials.push_back(binomial);
        binomial = binomial * (radix - 1 - v) / (v + 1);
    }
}

/* Random rows with random copies; the last row has the fixed copy. Plain ones have single rows first and every column
 * once. */
photonics_definition::Permanent random_permanent(Random& random, bool plain) {
    photonics_definition::Permanent p = {};
    JaynesPermanentArguments& a = p.a;
    p.real = random.chance(50);
    a.matrix_count = random.between(1, 5);
    a.rows = random.between(1, 9);
    a.columns = plain ? random.between(1, 40) : random.between(1, random.chance(10) ? JAYNES_MAX_PHOTONS : 6);
    uint64_t terms = 1;
    for (uint32_t row = 0; row + 1 < a.rows && terms < 3000; row++) {
        uint32_t copies = plain && row < 6 ? 1 : random.between(1, 3);
        add_digit(p, row, copies, copies + 1);
        terms *= copies + 1;
    }
    a.fixed_row = a.rows - 1;
    a.fixed_copies = random.between(1, 3);
    if (a.fixed_copies > 1) {
        add_digit(p, a.fixed_row, a.fixed_copies, a.fixed_copies);
    }
    a.digit_count = uint32_t(p.digits.size());
    a.low_terms = 1;
    unsigned most = random.between(0, a.digit_count);
    while (a.low_digits < most && a.low_terms * p.digits[a.low_digits].radix <= 64 &&
           (!plain || p.digits[a.low_digits].radix == 2)) {
        a.low_terms *= p.digits[a.low_digits++].radix;
    }
    a.streams = 1;
    for (uint32_t d = a.low_digits; d < a.digit_count; d++) {
        a.streams *= p.digits[d].radix;
    }
    for (uint64_t i = 0; i < a.matrix_count * a.rows * a.columns; i++) {
        p.matrices.push_back({random.real<double>(), p.real ? 0 : random.real<double>()});
    }
    for (uint32_t f = 0; f < (plain ? a.columns : random.between(1, 9)); f++) {
        p.factors.push_back(plain ? f : random.between(0, a.columns - 1));
    }
    a.factor_count = uint32_t(p.factors.size());
    p.binomials.push_back(0); /* an address also where there are no digits */
    return p;
}

void test_permanent(Random& random) {
    bool plain = random.chance(60);
    photonics_definition::Permanent p = random_permanent(random, plain);
    JaynesPermanentArguments& a = p.a;
    uint64_t items = (a.streams + JAYNES_PERMANENT_BLOCK - 1) / JAYNES_PERMANENT_BLOCK * a.matrix_count;
    std::vector<double> expected;
    for (uint64_t item = 0; item < items; item++) {
        photonics_definition::Permanent::Sum sum = p.block(item);
        expected.insert(expected.end(), {sum.re, sum.im, sum.magnitude});
    }
    Buffer<double> re = parts(p.matrices, false);
    Buffer<double> im = parts(p.matrices, true);
    Buffer<JaynesGlynnDigit> digits = buffer_of(p.digits);
    Buffer<double> binomials = buffer_of(p.binomials);
    Buffer<uint32_t> factors = buffer_of(p.factors);
    Buffer<double> sums(3 * items);
    a.re = re.address();
    a.im = p.real ? 0 : im.address();
    a.digits = digits.address();
    a.binomials = binomials.address();
    a.factors = factors.address();
    a.sums = sums.address();
    size_t bytes = p.real ? 8 : 16;
    size_t slots = std::min<uint64_t>(a.streams, JAYNES_PERMANENT_BLOCK);
    unsigned threads = 1u << random.between(5, 7);
    std::string kind = p.real ? "real" : "complex";
    std::string name;
    size_t shared;
    if (plain && random.chance(90)) {
        size_t team = 1;
        while (team < slots && team < threads) {
            team *= 2;
        }
        name = "jaynes_permanent_" + kind + "_" + std::to_string((a.columns + 7) / 8 * 8);
        shared = JAYNES_PERMANENT_SHARED_BYTES(bytes, threads / team, size_t(a.low_digits * a.columns | 1), slots);
    } else {
        name = "jaynes_permanent_repeated_" + kind;
        shared = JAYNES_REPEATED_PERMANENT_SHARED_BYTES(bytes, a.columns, threads, slots, a.low_terms);
    }
    launch(name, a, random.between(1, 4), threads, shared);
    compare(name, sums.data(), expected.data(), expected.size());
    if (try_launch(name, a, 1, threads, shared - 1).empty()) {
        fail(name + " runs with less shared memory than it needs");
    }

    name = "jaynes_permanent_pairs_" + kind;
    shared = JAYNES_REPEATED_PERMANENT_SHARED_BYTES(2 * bytes, a.columns, threads, slots, a.low_terms);
    expected.clear();
    for (uint64_t item = 0; item < items; item++) {
        photonics_definition::PairPermanent::Sum sum = photonics_definition::PairPermanent(p).block(item);
        expected.insert(expected.end(), {sum.re.high, sum.re.low, sum.im.high, sum.im.low, sum.magnitude});
    }
    Buffer<double> pairs(expected.size());
    a.sums = pairs.address();
    launch(name, a, random.between(1, 4), threads, shared);
    compare(name, pairs.data(), expected.data(), expected.size());
}

uint32_t rounded(uint32_t number, uint32_t step) { return (number + step - 1) / step * step; }

/* Few paths make photons bunch, many make the weights of paths more than are kept. */
void test_sample(Random& random) {
    photonics_definition::PhotonSample p = {};
    JaynesPhotonSampleArguments& a = p.a;
    p.real = random.chance(50);
    a.path_count = random.chance(5) ? random.between(250, 300) : random.between(1, 9);
    a.stride = rounded(a.path_count, JAYNES_PHOTON_LANES);
    a.shot_count = random.between(1, 4);
    a.seed = random.bits();
    a.row = random.between(0, 3);
    a.purpose = random.between(1, 200) << 24;
    unsigned column_count = random.between(1, 9);
    for (unsigned i = 0; i < column_count * a.stride; i++) {
        p.u.push_back({random.real<double>(), p.real ? 0 : random.real<double>()});
    }
    for (uint32_t n = 0; n < JAYNES_MAX_PHOTONS; n++) {
        double binomial = 1;
        for (uint32_t k = 0; k <= n; k++) {
            p.binomials.push_back(binomial);
            binomial = binomial * (n - k) / (k + 1);
        }
    }
    unsigned most = random.chance(1) ? 15 : random.chance(10) ? random.between(9, 11) : random.between(0, 8);
    std::vector<uint32_t> starts = {0}, columns, events;
    std::vector<uint64_t> shots;
    std::vector<uint32_t> expected;
    for (uint64_t item = 0; item < a.shot_count; item++) {
        std::vector<uint32_t> own;
        for (unsigned i = random.between(0, most); i > 0; i--) {
            own.push_back(random.between(0, column_count - 1));
        }
        std::sort(own.begin(), own.end());
        columns.insert(columns.end(), own.begin(), own.end());
        starts.push_back(uint32_t(columns.size()));
        shots.push_back(random.bits());
        events.push_back(random.between(0, 100));
        auto uniform = [&](uint32_t e) {
            return jaynes::philox_uniform(a.seed, shots.back(), a.row, a.purpose | (events.back() + e));
        };
        std::vector<uint32_t> paths = p.paths(own, uniform);
        expected.insert(expected.end(), paths.begin(), paths.end());
    }
    columns.push_back(0); /* an address also where there are no photons */
    Buffer<double> re = parts(p.u, false);
    Buffer<double> im = parts(p.u, true);
    Buffer<double> binomials = buffer_of(p.binomials);
    Buffer<uint32_t> start = buffer_of(starts);
    Buffer<uint32_t> column = buffer_of(columns);
    Buffer<uint64_t> shot = buffer_of(shots);
    Buffer<uint32_t> event = buffer_of(events);
    Buffer<uint32_t> paths(columns.size());
    a.re = re.address();
    a.im = p.real ? 0 : im.address();
    a.binomials = binomials.address();
    a.photon_start = start.address();
    a.columns = column.address();
    a.shots = shot.address();
    a.first_events = event.address();
    a.paths = paths.address();
    unsigned kernel_columns = random.chance(50) ? 16 : 24;
    unsigned threads = 32 * random.between(1, 4);
    size_t slots = p.real ? 0 : kernel_columns == 16 ? 1 : 2;
    size_t low_terms = most < 4 ? 1 : std::min(1u << (most - 4), unsigned(JAYNES_PERMANENT_BLOCK));
    std::string name =
        std::string("jaynes_photon_sample_") + (p.real ? "real_" : "complex_") + std::to_string(kernel_columns);
    launch(name, a, random.between(1, 5), threads,
           JAYNES_PHOTON_SAMPLE_SHARED_BYTES(p.real ? 8 : 16, kernel_columns, slots, threads, low_terms));
    compare(name, paths.data(), expected.data(), expected.size());
}

void test_fock(Random& random) {
    bool real = random.chance(50);
    uint32_t modes = random.between(1, 6);
    uint32_t photons = random.between(1, 5);
    std::vector<Number> u = random_numbers(random, modes, real);
    std::vector<Number> x = random_numbers(random, photonics_definition::states(modes, photons - 1).size(), real);
    std::vector<Number> expected = photonics_definition::one_more(modes, photons, u, x, real);
    std::vector<uint32_t> counts;
    for (uint32_t m = 0; m <= modes; m++) {
        counts.push_back(0);
        for (uint32_t r = 0; r <= photons; r++) {
            counts.push_back(m == 0 ? r == 0 : uint32_t(photonics_definition::states(m, r).size()));
        }
    }
    Buffer<uint32_t> table = buffer_of(counts);
    Buffer<double> u_re = parts(u, false), u_im = parts(u, true);
    Buffer<double> x_re = parts(x, false), x_im = parts(x, true);
    Buffer<double> y_re(expected.size()), y_im(expected.size());
    JaynesPhotonStepArguments step = {};
    step.counts = table.address();
    step.u_re = u_re.address();
    step.u_im = real ? 0 : u_im.address();
    step.x_re = x_re.address();
    step.x_im = real ? 0 : x_im.address();
    step.y_re = y_re.address();
    step.y_im = real ? 0 : y_im.address();
    step.modes = modes;
    step.photons = photons;
    size_t shared = random.chance(50) ? 0 : 4 * counts.size();
    std::string name = real ? "jaynes_photon_step_real" : "jaynes_photon_step_complex";
    launch(name, step, random.between(1, 4), random.between(1, 70), shared);
    compare(name, y_re.data(), parts(expected, false).data(), expected.size());
    if (!real) {
        compare(name, y_im.data(), parts(expected, true).data(), expected.size());
    }

    std::vector<double> factorials = {1};
    for (uint32_t n = 1; n <= photons; n++) {
        factorials.push_back(n * factorials.back());
    }
    JaynesPhotonProbabilityArguments probability = {};
    Buffer<double> factorial = buffer_of(factorials);
    Buffer<double> p(expected.size());
    probability.counts = table.address();
    probability.factorials = factorial.address();
    probability.re = y_re.address();
    probability.im = real ? 0 : y_im.address();
    probability.probabilities = p.address();
    probability.norm = random.between(1, 6);
    probability.modes = modes;
    probability.photons = photons;
    std::vector<double> probabilities;
    for (const std::vector<uint32_t>& state : photonics_definition::states(modes, photons)) {
        double product = 1;
        for (uint32_t n : state) {
            product *= factorials[n];
        }
        Number y = expected[probabilities.size()];
        probabilities.push_back(product / probability.norm * std::fma(y.re, y.re, y.im * y.im));
    }
    launch("jaynes_photon_probability", probability, random.between(1, 4), random.between(1, 70), shared);
    compare("jaynes_photon_probability", p.data(), probabilities.data(), probabilities.size());
}

}  // namespace

int main(int count, char** arguments) {
    uint64_t cases = count > 1 ? strtoull(arguments[1], nullptr, 10) : 100;
    uint64_t first = count > 2 ? strtoull(arguments[2], nullptr, 10) : 0;
    for (uint64_t seed = first; seed < first + cases; seed++) {
        current_seed = seed;
        Random random(seed);
        test_permanent(random);
        test_sample(random);
        test_fock(random);
        test_generating(random);
        test_moments(random);
        test_window(random);
        test_window_turn(random);
        test_single_loop(random);
    }
}
