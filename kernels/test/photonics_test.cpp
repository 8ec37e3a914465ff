/*
 * The kernels of the module photonics, run by the emulated device, against the definition, bit for bit, on random
 * arguments and launches. Usage: photonics_test [CASES [FIRST_SEED]]; `photonics_test 1 SEED` repeats a failing case.
 */
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "grid.h"
#include "photonics/launch.h"
#include "photonics_definition.h"
#include "random_case.h"

using jaynes::emulator::Kernel;
using jaynes::emulator::Launch;
using photonics_definition::Number;

namespace {

uint64_t current_seed = 0;

[[noreturn]] void fail(const std::string& what) {
    fprintf(stderr, "seed %llu: %s\n", (unsigned long long)current_seed, what.c_str());
    exit(1);
}

const Kernel& find_kernel(const std::string& name) {
    for (const Kernel& kernel : jaynes::emulator::compiled_kernels()) {
        if (name == kernel.name) {
            return kernel;
        }
    }
    fail("no kernel " + name);
}

/* Why the launch failed; "" if it did not. */
template <typename Arguments>
std::string try_launch(const std::string& name, const Arguments& arguments, unsigned blocks, unsigned threads,
                       size_t shared) {
    Launch launch = {&find_kernel(name), dim3{blocks, 1, 1}, dim3{threads, 1, 1}, shared, {}};
    launch.parameters.resize(sizeof arguments);
    std::memcpy(launch.parameters.data(), &arguments, sizeof arguments);
    try {
        jaynes::emulator::run_grid(launch, 1);
        return "";
    } catch (const jaynes::emulator::KernelFailure& failure) {
        return failure.what();
    }
}

template <typename Arguments>
void launch(const std::string& name, const Arguments& arguments, unsigned blocks, unsigned threads, size_t shared) {
    std::string failure = try_launch(name, arguments, blocks, threads, shared);
    if (!failure.empty()) {
        fail(name + ": " + failure);
    }
}

template <typename T>
void compare(const std::string& what, T* actual, const T* expected, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (std::memcmp(&actual[i], &expected[i], sizeof(T)) != 0) {
            fail(what + " differs at " + std::to_string(i) + " of " + std::to_string(count));
        }
    }
}

template <typename T>
Buffer<T> buffer_of(const std::vector<T>& values) {
    Buffer<T> buffer(values.size());
    std::copy(values.begin(), values.end(), buffer.data());
    return buffer;
}

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
}

}  // namespace

int main(int count, char** arguments) {
    uint64_t cases = count > 1 ? strtoull(arguments[1], nullptr, 10) : 100;
    uint64_t first = count > 2 ? strtoull(arguments[2], nullptr, 10) : 0;
    for (uint64_t seed = first; seed < first + cases; seed++) {
        current_seed = seed;
        Random random(seed);
        test_permanent(random);
    }
}
