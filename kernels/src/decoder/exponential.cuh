/* Exponential variates, and exp of StrictMath, which a few of them need. */
#ifndef JAYNES_EXPONENTIAL_CUH
#define JAYNES_EXPONENTIAL_CUH

#include "block.cuh"

namespace jaynes {

/*
 * exp(x) for -700 < x <= 0, the bits of StrictMath.exp: the method of fdlibm. With x = k ln 2 + r, |r| <= ln(2) / 2,
 * exp(r) = 1 + 2 r / (R - r) where R = r (e^r + 1) / (e^r - 1) is a polynomial in r^2; k ln 2 is subtracted in two
 * parts. Every operation is rounded once, in this order.
 */
static __device__ __forceinline__ double strict_exp(double x) {
    const double ln2_high = __longlong_as_double(0x3fe62e42fee00000ll);
    const double ln2_low = __longlong_as_double(0x3dea39ef35793c76ll);
    const double inverse_ln2 = __longlong_as_double(0x3ff71547652b82fell);
    uint32_t size = (uint32_t)((uint64_t)__double_as_longlong(x) >> 32) & 0x7fffffffu;
    double high = 0;
    double low = 0;
    int k = 0;
    if (size > 0x3fd62e42u) { /* |x| > ln(2) / 2 */
        if (size < 0x3ff0a2b2u) {
            high = x + ln2_high;
            low = -ln2_low;
            k = -1;
        } else {
            k = (int)(inverse_ln2 * x - 0.5);
            high = x - k * ln2_high;
            low = k * ln2_low;
        }
        x = high - low;
    } else if (size < 0x3e300000u) { /* |x| < 2^-28 */
        return 1.0 + x;
    }
    double square = x * x;
    double polynomial = -1.65339022054652515390e-06 + square * 4.13813679705723846039e-08;
    polynomial = 6.61375632143793436117e-05 + square * polynomial;
    polynomial = -2.77777777770155933842e-03 + square * polynomial;
    polynomial = 1.66666666666666019037e-01 + square * polynomial;
    double c = x - square * polynomial;
    if (k == 0) {
        return 1.0 - ((x * c) / (c - 2.0) - x);
    }
    double result = 1.0 - ((low - (x * c) / (2.0 - c)) - high);
    return __longlong_as_double(__double_as_longlong(result) + k * (1ll << 52));
}

/* The high 53 bits as a number in [0, 1). */
static __device__ __forceinline__ double unit(uint64_t bits) { return (double)(bits >> 11) * 0x1p-53; }

/* Whether 64 bits give a variate at once, which then is `x`. */
static __device__ __forceinline__ bool try_exponential(const double* widths, uint64_t bits, double& x) {
    uint32_t layer = (uint32_t)bits % JAYNES_SAMPLING_LAYERS;
    x = unit(bits) * widths[layer];
    return x < widths[layer + 1];
}

/* A variate from as many halves as it takes: next() gives one after the other. */
template <typename Next>
static __device__ __forceinline__ double exponential(const double* widths, const double* heights, Next& next) {
    double sum = 0;
    for (;;) {
        uint64_t bits = next();
        double x;
        if (try_exponential(widths, bits, x)) {
            return sum + x;
        }
        uint32_t layer = (uint32_t)bits % JAYNES_SAMPLING_LAYERS;
        if (layer == 0) {
            sum += widths[1];
        } else {
            double u = unit(next());
            if (heights[layer] + u * (heights[layer + 1] - heights[layer]) < strict_exp(-x)) {
                return sum + x;
            }
        }
    }
}

}  // namespace jaynes

#endif
