/* Forms, their values, means and covariances on random data. */
#ifndef JAYNES_TEST_GENERATING_TEST_H
#define JAYNES_TEST_GENERATING_TEST_H

#include "generating_definition.h"
#include "launching.h"
#include "photonics/launch.h"
#include "photonics_buffers.h"

using generating_definition::plus;
using generating_definition::times;

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
inline void test_generating(Random& random) {
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

inline void test_moments(Random& random) {
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

#endif
