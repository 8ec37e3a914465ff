// Random numbers of the tests: a function of (seed, case), so that any case can be replayed alone.
#ifndef JAYNES_TEST_RANDOM_H
#define JAYNES_TEST_RANDOM_H

#include <cstdint>

class Random {
    uint64_t state;

 public:
    Random(uint64_t seed, uint64_t case_number)
        : state(seed * 0x9E3779B97F4A7C15u ^ case_number * 0xD1B54A32D192ED03u) {
        next();
    }

    uint64_t next() {  // splitmix64
        uint64_t z = state += 0x9E3779B97F4A7C15u;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
        z = (z ^ z >> 27) * 0x94D049BB133111EBu;
        return z ^ z >> 31;
    }

    // From 0 .. bound - 1.
    uint64_t below(uint64_t bound) { return next() % bound; }
    bool chance(double p) { return unit() < p; }
    double unit() { return double(next() >> 11) * 0x1p-53; }

    // A number in (-1, 1), now and then one with special rounding: 0, -0, 1, -1, very small.
    double real() {
        static constexpr double special[] = {0.0, -0.0, 1.0, -1.0, 1e-30};
        return chance(0.05) ? special[below(5)] : 2 * unit() - 1;
    }
};

#endif
