/* Half precision by the definition of its format, for comparison with half.h and with the instructions of processors.
 */
#ifndef JAYNES_TEST_HALF_DEFINITION_H
#define JAYNES_TEST_HALF_DEFINITION_H

#include <cmath>
#include <cstdint>
#include <limits>

namespace half_definition {

/* What 16 bits mean: a sign, 5 bits of an exponent, 10 of a significand. */
inline float value_of(uint16_t half) {
    int exponent = half >> 10 & 31;
    int significand = half & 1023;
    float size =
        exponent == 0 ? std::ldexp(float(significand), -24) : std::ldexp(float(1024 + significand), exponent - 25);
    if (exponent == 31) {
        size = significand == 0 ? std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
    }
    return half >> 15 != 0 ? -size : size;
}

/* The nearest half to a number, ties to even, at most 65504, as a float. */
inline float nearest(float x) {
    double size = std::fmin(std::fabs(double(x)), 65504.0);
    int exponent;
    std::frexp(size, &exponent);
    double spacing = std::ldexp(1.0, (size == 0 || exponent < -13 ? -13 : exponent) - 11);
    return float(std::copysign(std::nearbyint(size / spacing) * spacing, double(x)));
}

}  // namespace half_definition

#endif
