// Probabilities in double, and the fold that all sums are made of.
#ifndef JAYNES_CPU_REDUCE_H
#define JAYNES_CPU_REDUCE_H

#include "jaynes_plan.h"
#include "simd.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {

using Doubles = Simd<double>;
using DoubleVector = Doubles::Vector;

// Doubles::lanes amplitudes from consecutive memory as vectors of double.
template <class Real>
struct AmplitudeLoad;

template <>
struct AmplitudeLoad<double> {
    JAYNES_INLINE static void load(const double* p, DoubleVector& re, DoubleVector& im) {
        Shuffle<double>::split(Doubles::load(p), Doubles::load(p + Doubles::lanes), re, im);
    }
};

template <>
struct AmplitudeLoad<float> {
    typedef float Half __attribute__((vector_size(vector_bytes / 2)));
    typedef int32_t HalfMask __attribute__((vector_size(vector_bytes / 2)));
    typedef float UnalignedHalf __attribute__((vector_size(vector_bytes / 2), aligned(sizeof(float)), may_alias));

    template <int... I>
    JAYNES_INLINE static void load(const float* p, DoubleVector& re, DoubleVector& im, Indices<I...>) {
        Half a = *reinterpret_cast<const UnalignedHalf*>(p);
        Half b = *reinterpret_cast<const UnalignedHalf*>(p + Doubles::lanes);
        Half half_re = JAYNES_SHUFFLE(a, b, HalfMask, 2 * I...);
        Half half_im = JAYNES_SHUFFLE(a, b, HalfMask, 2 * I + 1 ...);
        re = __builtin_convertvector(half_re, DoubleVector);
        im = __builtin_convertvector(half_im, DoubleVector);
    }
    JAYNES_INLINE static void load(const float* p, DoubleVector& re, DoubleVector& im) {
        load(p, re, im, indices<Doubles::lanes>{});
    }
};

JAYNES_INLINE double probability_of(double re, double im) { return __builtin_fma(re, re, im * im); }

// p[i] = probability of amplitude i, for `count` consecutive amplitudes.
template <class Real>
JAYNES_INLINE void probabilities(const Real* amplitudes, uint64_t count, double* p) {
    uint64_t i = 0;
    for (; i + Doubles::lanes <= count; i += Doubles::lanes) {
        DoubleVector re, im;
        AmplitudeLoad<Real>::load(amplitudes + 2 * i, re, im);
        Doubles::store(p + i, Doubles::fma(re, re, im * im));
    }
    for (; i < count; i++) {
        p[i] = probability_of(double(amplitudes[2 * i]), double(amplitudes[2 * i + 1]));
    }
}

// The fold of s[0 .. 2^bits): destroys s.
JAYNES_INLINE double fold_in_place(double* s, uint32_t bits) {
    uint64_t h = (uint64_t(1) << bits) / 2;
    for (; h >= uint64_t(Doubles::lanes); h /= 2) {
        for (uint64_t i = 0; i < h; i += Doubles::lanes) {
            Doubles::store(s + i, Doubles::load(s + i) + Doubles::load(s + i + h));
        }
    }
    for (; h >= 1; h /= 2) {
        for (uint64_t i = 0; i < h; i++) {
            s[i] = s[i] + s[i + h];
        }
    }
    return s[0];
}

constexpr uint32_t chunk_size = 1u << JAYNES_CHUNK_BITS;

JAYNES_INLINE uint32_t chunk_bits_of(uint32_t value_bits) {
    return value_bits < JAYNES_CHUNK_BITS ? value_bits : JAYNES_CHUNK_BITS;
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes

#endif
