/*
 * The kernels of the module photonics, run by the emulated device, against the definition, bit for bit, on random
 * arguments and launches. Usage: photonics_test [CASES [FIRST_SEED]]; `photonics_test 1 SEED` repeats a failing case.
 */
#include <cstdio>
#include <cstdlib>
#include <string>

#include "generating_definition.h"
#include "launching.h"
#include "philox.h"
#include "photonics/launch.h"
#include "photonics_definition.h"
#include "random_case.h"

using photonics_definition::Number;

namespace {

Buffer<double> parts(const std::vector<Number>& numbers, bool imaginary) {
    Buffer<double> buffer(numbers.size());
    for (size_t i = 0; i < numbers.size(); i++) {
        buffer[i] = imaginary ? numbers[i].im : numbers[i].re;
    }
    return buffer;
}

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

using generating_definition::plus;
using generating_definition::times;

std::vector<Number> random_numbers(Random& random, size_t count, bool real) {
    std::vector<Number> numbers;
    for (size_t i = 0; i < count; i++) {
        numbers.push_back({random.real<double>(), real ? 0 : random.real<double>()});
    }
    return numbers;
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

/* Two numbers for each, as forms lie in memory. */
Buffer<double> interleaved(const std::vector<Number>& numbers) {
    Buffer<double> buffer(2 * numbers.size());
    for (size_t i = 0; i < numbers.size(); i++) {
        buffer[2 * i] = numbers[i].re;
        buffer[2 * i + 1] = numbers[i].im;
    }
    return buffer;
}

/* What the kernels of forms know of the monomials. */
struct Monomials {
    std::vector<uint32_t> numbers, lowered, exponents;
    std::vector<double> factorials;

    Monomials(uint32_t variables, uint32_t degree) {
        for (uint32_t d = 0; d <= degree; d++) {
            std::vector<std::vector<uint32_t>> states = photonics_definition::states(variables, d);
            numbers.push_back(uint32_t(states.size()));
            for (std::vector<uint32_t> state : states) {
                double factorial = 1;
                for (uint32_t i = 0; i < variables; i++) {
                    exponents.push_back(state[i]);
                    for (uint32_t f = 2; f <= state[i]; f++) {
                        factorial *= f;
                    }
                    lowered.push_back(state[i] == 0 ? UINT32_MAX : number_below(state, i, d));
                }
                factorials.push_back(factorial);
            }
        }
    }

 private:
    static uint32_t number_below(std::vector<uint32_t> state, uint32_t i, uint32_t degree) {
        state[i]--;
        std::vector<std::vector<uint32_t>> below = photonics_definition::states(uint32_t(state.size()), degree - 1);
        return uint32_t(std::find(below.begin(), below.end(), state) - below.begin());
    }
};

/* Inputs with one photon or several multiply forms of their own side by side. */
void test_generating(Random& random) {
    uint32_t variables = random.between(1, 3);
    std::vector<uint32_t> photons;
    uint32_t degree = 0;
    while (photons.empty() || (degree < 4 && random.chance(70))) {
        photons.push_back(random.between(1, 2));
        degree += photons.back();
    }
    size_t forms = random.between(1, 3);
    Monomials monomials(variables, degree);
    uint64_t entries = 0;
    for (uint32_t number : monomials.numbers) {
        entries += uint64_t(number) * number;
    }
    std::vector<generating_definition::Form> expected(forms, generating_definition::Form::one(variables));
    Buffer<uint32_t> numbers = buffer_of(monomials.numbers), lowered = buffer_of(monomials.lowered);
    Buffer<double> memory[4] = {Buffer<double>(2 * forms * entries), Buffer<double>(2 * forms * entries),
                                Buffer<double>(2 * forms * entries), Buffer<double>(2 * forms * entries)};
    Buffer<double>*form = &memory[0], *product = &memory[1], *power = &memory[2], *next = &memory[3];
    uint32_t highest = 0;
    for (uint32_t n : photons) {
        std::vector<Number> amplitudes = random_numbers(random, forms * variables, random.chance(30));
        std::vector<Number> factors = random_numbers(random, forms * (n + 1), random.chance(30));
        Buffer<double> a = interleaved(amplitudes), c = interleaved(factors);
        std::vector<generating_definition::Form> powers = expected;
        for (uint32_t t = 1; t <= n; t++) {
            highest++;
            JaynesGeneratingStepArguments step = {};
            step.numbers = numbers.address();
            step.lowered = lowered.address();
            step.amplitudes = a.address();
            step.factors = c.address();
            step.x = t == 1 ? form->address() : power->address();
            step.y = t == n ? 0 : next->address();
            step.result = product->address();
            step.forms = forms;
            step.entries = entries;
            step.amplitude_stride = 2 * variables;
            step.factor_stride = 2 * (n + 1);
            step.variables = variables;
            step.highest = highest;
            step.power = t;
            launch("jaynes_generating_step", step, random.between(1, 4), random.between(1, 70), 0);
            std::swap(power, next);
            for (size_t f = 0; f < forms; f++) {
                std::vector<Number> own(amplitudes.begin() + long(f * variables),
                                        amplitudes.begin() + long((f + 1) * variables));
                if (t == 1) {
                    for (auto& [key, value] : expected[f].coefficients) {
                        value = plus({0, 0}, times(factors[f * (n + 1)], value));
                    }
                }
                powers[f] = powers[f].raised(own, highest);
                for (auto& [key, value] : powers[f].coefficients) {
                    expected[f].coefficients[key] =
                        plus(expected[f].at(key.first, key.second), times(factors[f * (n + 1) + t], value));
                }
            }
        }
        std::swap(form, product);
    }
    for (size_t f = 0; f < forms; f++) {
        Buffer<double> all = interleaved(expected[f].numbers(degree));
        compare("jaynes_generating_step", form->data() + 2 * f * entries, all.data(), 2 * entries);
    }

    bool shared = random.chance(50);
    size_t points = random.between(1, 4);
    std::vector<Number> weights = random_numbers(random, (shared ? 1 : forms) * points * variables, random.chance(30));
    Buffer<double> w = interleaved(weights), factorials = buffer_of(monomials.factorials);
    Buffer<uint32_t> exponents = buffer_of(monomials.exponents);
    Buffer<double> values(2 * forms * points);
    JaynesGeneratingValueArguments value = {};
    value.numbers = numbers.address();
    value.exponents = exponents.address();
    value.factorials = factorials.address();
    value.form = form->address();
    value.weights = w.address();
    value.values = values.address();
    value.forms = forms;
    value.entries = entries;
    value.weight_count = points;
    value.form_weights = shared ? 0 : points;
    value.variables = variables;
    value.degree = degree;
    launch("jaynes_generating_value", value, random.between(1, 4), random.between(1, 70), 0);
    std::vector<Number> found;
    for (size_t i = 0; i < forms * points; i++) {
        auto first = weights.begin() + long((shared ? i % points : i) * variables);
        found.push_back(expected[i / points].value(std::vector<Number>(first, first + variables), degree));
    }
    compare("jaynes_generating_value", values.data(), interleaved(found).data(), 2 * found.size());
}

void test_moments(Random& random) {
    generating_definition::Moments moments = {};
    uint32_t modes = random.between(2, 6);
    uint32_t inputs = random.between(0, 5);
    std::vector<Number> all;
    for (uint32_t i = 0; i < modes; i++) {
        moments.rows.push_back(random_numbers(random, inputs, random.chance(20)));
        all.insert(all.end(), moments.rows.back().begin(), moments.rows.back().end());
    }
    std::vector<double> exchange;
    for (uint32_t j = 0; j < inputs; j++) {
        moments.photons.push_back(random.between(1, 3));
        moments.exchange.emplace_back();
        for (uint32_t k = 0; k < inputs; k++) {
            moments.exchange.back().push_back(random.real<double>());
            exchange.push_back(moments.exchange.back().back());
        }
    }
    moments.second = random.chance(50) ? 0 : random.real<double>();
    moments.transmission = random.real<double>();
    moments.dark = random.real<double>();
    all.push_back({0, 0}); /* an address also where there are no photons */
    exchange.push_back(0);
    std::vector<uint32_t> pairs;
    std::vector<double> means, covariances;
    for (uint32_t p = 0; p < modes; p++) {
        uint32_t q = (p + random.between(1, modes - 1)) % modes;
        pairs.insert(pairs.end(), {p, q});
        means.push_back(moments.mean(p));
        covariances.push_back(moments.covariance(p, q));
    }
    std::vector<double> photons = moments.photons;
    photons.push_back(0);
    Buffer<double> re = parts(all, false), im = parts(all, true);
    Buffer<double> n = buffer_of(photons), overlap = buffer_of(exchange), results(modes);
    Buffer<uint32_t> pair = buffer_of(pairs);
    JaynesPhotonMomentArguments a = {};
    a.re = re.address();
    a.im = im.address();
    a.photons = n.address();
    a.exchange = overlap.address();
    a.pairs = pair.address();
    a.results = results.address();
    a.count = modes;
    a.second = moments.second;
    a.transmission = moments.transmission;
    a.dark = moments.dark;
    a.inputs = inputs;
    launch("jaynes_photon_mean", a, random.between(1, 3), random.between(1, 40), 0);
    compare("jaynes_photon_mean", results.data(), means.data(), modes);
    launch("jaynes_photon_covariance", a, random.between(1, 3), random.between(1, 40), 0);
    compare("jaynes_photon_covariance", results.data(), covariances.data(), modes);
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
    }
}
