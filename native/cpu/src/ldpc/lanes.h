// JAYNES_LDPC_LANES floats, and what belief propagation does with them: one vector of the widest instruction set,
// several of the others.
#ifndef JAYNES_CPU_LDPC_LANES_H
#define JAYNES_CPU_LDPC_LANES_H

#include "half.h"
#include "jaynes_ldpc.h"
#include "simd.h"

#if defined(__SSE2__) && !defined(__AVX2__)
#include <emmintrin.h>
#endif

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {

// A number of half precision, as half.h makes them.
using Half = uint16_t;

#if JAYNES_VECTOR_BYTES == 64

// One set of lanes, as the machine's mask register or as a number.
using LaneSet = __mmask16;

struct Integers {
    __m512i v;
    JAYNES_INLINE static Integers load(const int32_t* p) { return {_mm512_loadu_si512(p)}; }
    JAYNES_INLINE static Integers all(int32_t x) { return {_mm512_set1_epi32(x)}; }
    JAYNES_INLINE void store(int32_t* p) const { _mm512_storeu_si512(p, v); }
};

struct Floats {
    __m512 v;
    JAYNES_INLINE static Floats load(const float* p) { return {_mm512_loadu_ps(p)}; }
    // Halves. Masked, because GCC 12 warns of the unmasked ones.
    JAYNES_INLINE static Floats load(const Half* p) {
        return {_mm512_maskz_cvtph_ps(0xFFFF, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)))};
    }
    JAYNES_INLINE static Floats all(float x) { return {_mm512_set1_ps(x)}; }
    JAYNES_INLINE void store(float* p) const { _mm512_storeu_ps(p, v); }
    JAYNES_INLINE void store(Half* p) const;
};

// Lane by lane: the gather instruction takes 1.3 times as long on Zen 5.
JAYNES_INLINE Floats gather(const float* p, const uint32_t* places) {
    auto at = [&](int lane) { return p[places[lane]]; };
    return {_mm512_set_ps(at(15), at(14), at(13), at(12), at(11), at(10), at(9), at(8), at(7), at(6), at(5), at(4),
                          at(3), at(2), at(1), at(0))};
}
JAYNES_INLINE Floats operator+(Floats a, Floats b) { return {_mm512_add_ps(a.v, b.v)}; }
JAYNES_INLINE Floats operator-(Floats a, Floats b) { return {_mm512_sub_ps(a.v, b.v)}; }
JAYNES_INLINE Floats operator*(Floats a, Floats b) { return {_mm512_mul_ps(a.v, b.v)}; }
// Masked, because GCC 12 warns of the unmasked ones.
JAYNES_INLINE Floats smaller(Floats a, Floats b) { return {_mm512_maskz_min_ps(0xFFFF, a.v, b.v)}; }
JAYNES_INLINE Floats larger(Floats a, Floats b) { return {_mm512_maskz_max_ps(0xFFFF, a.v, b.v)}; }
JAYNES_INLINE Floats magnitude(Floats a) { return {_mm512_abs_ps(a.v)}; }
JAYNES_INLINE LaneSet is_less(Floats a, Floats b) { return _mm512_cmp_ps_mask(a.v, b.v, _CMP_LT_OQ); }
JAYNES_INLINE LaneSet is_at_most(Floats a, Floats b) { return _mm512_cmp_ps_mask(a.v, b.v, _CMP_LE_OQ); }
JAYNES_INLINE LaneSet is_equal(Integers a, Integers b) { return _mm512_cmpeq_epi32_mask(a.v, b.v); }
JAYNES_INLINE LaneSet sign_bits(Floats a) { return _mm512_movepi32_mask(_mm512_castps_si512(a.v)); }
JAYNES_INLINE Floats select(LaneSet set, Floats yes, Floats no) { return {_mm512_mask_blend_ps(set, no.v, yes.v)}; }
JAYNES_INLINE Integers select(LaneSet set, Integers yes, Integers no) {
    return {_mm512_mask_blend_epi32(set, no.v, yes.v)};
}
JAYNES_INLINE Floats negate(LaneSet set, Floats a) {
    __m512i bits = _mm512_castps_si512(a.v);
    return {_mm512_castsi512_ps(_mm512_mask_xor_epi32(bits, set, bits, _mm512_set1_epi32(INT32_MIN)))};
}
JAYNES_INLINE uint16_t bits_of(LaneSet set) { return uint16_t(set); }
JAYNES_INLINE LaneSet set_of(uint16_t bits) { return LaneSet(bits); }
JAYNES_INLINE void Floats::store(Half* p) const {
    Floats bounded = smaller(larger(*this, all(-kLargestHalf)), all(kLargestHalf));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p),
                        _mm512_maskz_cvtps_ph(0xFFFF, bounded.v, _MM_FROUND_TO_NEAREST_INT));
}

#else

constexpr int kVectors = JAYNES_LDPC_LANES / Simd<float>::lanes;
constexpr int kVectorLanes = Simd<float>::lanes;

struct Integers {
    Simd<float>::Mask v[kVectors];
    JAYNES_INLINE static Integers load(const int32_t* p) {
        Integers result;
        __builtin_memcpy(&result, p, sizeof(result));
        return result;
    }
    JAYNES_INLINE static Integers all(int32_t x) {
        Integers result;
        unroll<kVectors>([&](auto i) { result.v[i] = Simd<float>::Mask{} + x; });
        return result;
    }
    JAYNES_INLINE void store(int32_t* p) const { __builtin_memcpy(p, v, sizeof(v)); }
};
using LaneSet = Integers;  // per lane 0 or -1

struct Floats {
    Simd<float>::Vector v[kVectors];
    JAYNES_INLINE static Floats load(const float* p) {
        Floats result;
        unroll<kVectors>([&](auto i) { result.v[i] = Simd<float>::load(p + i * kVectorLanes); });
        return result;
    }
    JAYNES_INLINE static Floats load(const Half* p);
    JAYNES_INLINE static Floats all(float x) {
        Floats result;
        unroll<kVectors>([&](auto i) { result.v[i] = Simd<float>::broadcast(x); });
        return result;
    }
    JAYNES_INLINE void store(float* p) const {
        unroll<kVectors>([&](auto i) { Simd<float>::store(p + i * kVectorLanes, v[i]); });
    }
    JAYNES_INLINE void store(Half* p) const;
};

template <class To, class From>
JAYNES_INLINE To same_bits(From from) {
    To to;
    static_assert(sizeof(to) == sizeof(from));
    __builtin_memcpy(&to, &from, sizeof(to));
    return to;
}

JAYNES_INLINE Floats gather(const float* p, const uint32_t* places) {
    float values[JAYNES_LDPC_LANES];
    for (int lane = 0; lane < JAYNES_LDPC_LANES; lane++) {
        values[lane] = p[places[lane]];
    }
    return Floats::load(values);
}

template <class Result, class F>
JAYNES_INLINE Result each(F f) {
    Result result;
    unroll<kVectors>([&](auto i) { result.v[i] = f(i); });
    return result;
}

JAYNES_INLINE Floats operator+(Floats a, Floats b) {
    return each<Floats>([&](auto i) { return a.v[i] + b.v[i]; });
}
JAYNES_INLINE Floats operator-(Floats a, Floats b) {
    return each<Floats>([&](auto i) { return a.v[i] - b.v[i]; });
}
JAYNES_INLINE Floats operator*(Floats a, Floats b) {
    return each<Floats>([&](auto i) { return a.v[i] * b.v[i]; });
}
JAYNES_INLINE Floats smaller(Floats a, Floats b) {
    return each<Floats>([&](auto i) { return a.v[i] < b.v[i] ? a.v[i] : b.v[i]; });
}
JAYNES_INLINE Floats larger(Floats a, Floats b) {
    return each<Floats>([&](auto i) { return a.v[i] > b.v[i] ? a.v[i] : b.v[i]; });
}
JAYNES_INLINE Floats magnitude(Floats a) {
    return each<Floats>([&](auto i) {
        using Mask = Simd<float>::Mask;
        return same_bits<Simd<float>::Vector>(same_bits<Mask>(a.v[i]) & (Mask{} + INT32_MAX));
    });
}
JAYNES_INLINE LaneSet is_less(Floats a, Floats b) {
    return each<LaneSet>([&](auto i) { return a.v[i] < b.v[i]; });
}
JAYNES_INLINE LaneSet is_at_most(Floats a, Floats b) {
    return each<LaneSet>([&](auto i) { return a.v[i] <= b.v[i]; });
}
JAYNES_INLINE LaneSet is_equal(Integers a, Integers b) {
    return each<LaneSet>([&](auto i) { return a.v[i] == b.v[i]; });
}
JAYNES_INLINE LaneSet sign_bits(Floats a) {
    return each<LaneSet>([&](auto i) { return same_bits<Simd<float>::Mask>(a.v[i]) >> 31; });
}
JAYNES_INLINE Floats select(LaneSet set, Floats yes, Floats no) {
    return each<Floats>([&](auto i) { return set.v[i] ? yes.v[i] : no.v[i]; });
}
JAYNES_INLINE Integers select(LaneSet set, Integers yes, Integers no) {
    return each<Integers>([&](auto i) { return set.v[i] ? yes.v[i] : no.v[i]; });
}
JAYNES_INLINE Floats negate(LaneSet set, Floats a) {
    return each<Floats>([&](auto i) {
        using Mask = Simd<float>::Mask;
        return same_bits<Simd<float>::Vector>(same_bits<Mask>(a.v[i]) ^ (set.v[i] & (Mask{} + INT32_MIN)));
    });
}
JAYNES_INLINE uint16_t bits_of(LaneSet set) {
    uint32_t bits = 0;
#if JAYNES_VECTOR_BYTES == 32
    unroll<kVectors>(
        [&](auto i) { bits |= uint32_t(_mm256_movemask_ps(same_bits<__m256>(set.v[i]))) << (i * kVectorLanes); });
#elif defined(__SSE2__)
    unroll<kVectors>(
        [&](auto i) { bits |= uint32_t(_mm_movemask_ps(same_bits<__m128>(set.v[i]))) << (i * kVectorLanes); });
#else
    for (int lane = 0; lane < JAYNES_LDPC_LANES; lane++) {
        bits |= uint32_t(set.v[lane / kVectorLanes][lane % kVectorLanes] & 1) << lane;
    }
#endif
    return uint16_t(bits);
}
JAYNES_INLINE LaneSet set_of(uint16_t bits) {
    return each<LaneSet>([&](auto i) { return Simd<float>::mask_of(uint32_t(bits) >> (i * kVectorLanes)); });
}

#if JAYNES_VECTOR_BYTES == 32

JAYNES_INLINE Floats Floats::load(const Half* p) {
    return each<Floats>([&](auto i) {
        __m128i halves = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + i * kVectorLanes));
        return same_bits<Simd<float>::Vector>(_mm256_cvtph_ps(halves));
    });
}
JAYNES_INLINE void Floats::store(Half* p) const {
    Floats bounded = smaller(larger(*this, all(-kLargestHalf)), all(kLargestHalf));
    unroll<kVectors>([&](auto i) {
        _mm_storeu_si128(reinterpret_cast<__m128i*>(p + i * kVectorLanes),
                         _mm256_cvtps_ph(same_bits<__m256>(bounded.v[i]), _MM_FROUND_TO_NEAREST_INT));
    });
}

#else

JAYNES_INLINE Floats Floats::load(const Half* p) {
    float values[JAYNES_LDPC_LANES];
    for (int lane = 0; lane < JAYNES_LDPC_LANES; lane++) {
        values[lane] = float_of(p[lane]);
    }
    return load(values);
}
JAYNES_INLINE void Floats::store(Half* p) const {
    float values[JAYNES_LDPC_LANES];
    store(values);
    for (int lane = 0; lane < JAYNES_LDPC_LANES; lane++) {
        p[lane] = half_of(values[lane]);
    }
}

#endif

#endif

// How a number is kept: as it is, or as a half.
template <class Number>
JAYNES_INLINE Number number_of(float x);
template <>
JAYNES_INLINE float number_of(float x) {
    return x;
}
template <>
JAYNES_INLINE Half number_of(float x) {
#if JAYNES_VECTOR_BYTES > 16
    return Half(_mm_cvtsi128_si32(_mm_cvtps_ph(_mm_set_ss(x < -kLargestHalf  ? -kLargestHalf
                                                          : x > kLargestHalf ? kLargestHalf
                                                                             : x),
                                               _MM_FROUND_TO_NEAREST_INT)));
#else
    return half_of(x);
#endif
}

// Numbers as they read after they were kept.
template <class Number>
JAYNES_INLINE Floats kept(Floats x);
template <>
JAYNES_INLINE Floats kept<float>(Floats x) {
    return x;
}
template <>
JAYNES_INLINE Floats kept<Half>(Floats x) {
    Half halves[JAYNES_LDPC_LANES];
    x.store(halves);
    return Floats::load(halves);
}

// No |nu| is larger.
template <class Number>
JAYNES_INLINE Floats limit();
template <>
JAYNES_INLINE Floats limit<float>() {
    return Floats::all(__builtin_ldexpf(1, JAYNES_LDPC_LIMIT_EXPONENT));
}
template <>
JAYNES_INLINE Floats limit<Half>() {
    return Floats::all(__builtin_ldexpf(1, JAYNES_LDPC_HALF_LIMIT_EXPONENT));
}

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes

#endif
