/* Random numbers, and numbers as kernels read them. */
#ifndef JAYNES_TEST_PHOTONICS_BUFFERS_H
#define JAYNES_TEST_PHOTONICS_BUFFERS_H

#include <algorithm>
#include <vector>

#include "photonics_definition.h"
#include "random_case.h"

using photonics_definition::Number;

inline Buffer<double> parts(const std::vector<Number>& numbers, bool imaginary) {
    Buffer<double> buffer(numbers.size());
    for (size_t i = 0; i < numbers.size(); i++) {
        buffer[i] = imaginary ? numbers[i].im : numbers[i].re;
    }
    return buffer;
}

/* Two numbers for each, as forms lie in memory. */
inline Buffer<double> interleaved(const std::vector<Number>& numbers) {
    Buffer<double> buffer(2 * numbers.size());
    for (size_t i = 0; i < numbers.size(); i++) {
        buffer[2 * i] = numbers[i].re;
        buffer[2 * i + 1] = numbers[i].im;
    }
    return buffer;
}

inline std::vector<Number> random_numbers(Random& random, size_t count, bool real) {
    std::vector<Number> numbers;
    for (size_t i = 0; i < count; i++) {
        numbers.push_back({random.real<double>(), real ? 0 : random.real<double>()});
    }
    return numbers;
}

#endif
