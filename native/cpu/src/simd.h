// Vectors of one instruction set. Included by sources that are compiled once per set with
//   JAYNES_INSTRUCTION_SET   the namespace: portable, avx2, avx512
//   JAYNES_VECTOR_BYTES      16, 32, 64
//
// Everything that generates code lives in that namespace: two sets must never share an inline function, or the linker
// might keep the copy with the wrong instructions.
#ifndef JAYNES_CPU_SIMD_H
#define JAYNES_CPU_SIMD_H

#include <stdint.h>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#define JAYNES_INLINE [[gnu::always_inline]] inline

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {

constexpr int vector_bytes = JAYNES_VECTOR_BYTES;

template <int... I>
struct Indices {};
template <int N, int... I>
struct MakeIndices : MakeIndices<N - 1, N - 1, I...> {};
template <int... I>
struct MakeIndices<0, I...> {
    using type = Indices<I...>;
};
template <int N>
using indices = typename MakeIndices<N>::type;

template <int I>
struct Constant {
    static constexpr int value = I;
    constexpr operator int() const { return I; }
};

// f(Constant<0>), ..., f(Constant<N - 1>): a loop whose index is a constant, so that arrays of vectors stay in
// registers.
template <int... I, class F>
JAYNES_INLINE void unrolled(Indices<I...>, [[maybe_unused]] F f) {
    (f(Constant<I>{}), ...);
}
template <int N, class F>
JAYNES_INLINE void unroll(F f) {
    unrolled(indices<N>{}, f);
}

constexpr int log2_of(int n) { return n <= 1 ? 0 : 1 + log2_of(n / 2); }

template <class Real>
struct LaneInteger;
template <>
struct LaneInteger<float> {
    using type = int32_t;
};
template <>
struct LaneInteger<double> {
    using type = int64_t;
};

template <class Real>
struct Simd {
    using Integer = typename LaneInteger<Real>::type;
    static constexpr int lanes = vector_bytes / int(sizeof(Real));
    static constexpr int lane_bits = log2_of(lanes);

    typedef Real Vector __attribute__((vector_size(vector_bytes)));
    typedef Real Unaligned __attribute__((vector_size(vector_bytes), aligned(sizeof(Real)), may_alias));
    typedef Integer Mask __attribute__((vector_size(vector_bytes)));  // per lane 0 or -1

    JAYNES_INLINE static Vector load(const Real* p) { return *reinterpret_cast<const Unaligned*>(p); }
    JAYNES_INLINE static void store(Real* p, Vector v) { *reinterpret_cast<Unaligned*>(p) = v; }

    template <int... I>
    JAYNES_INLINE static Vector broadcast(Real x, Indices<I...>) {
        return Vector{((void)I, x)...};
    }
    JAYNES_INLINE static Vector broadcast(Real x) { return broadcast(x, indices<lanes>{}); }

    template <int... I>
    JAYNES_INLINE static Mask mask_of(uint32_t set, Indices<I...>) {
        Mask member = Mask{Integer(Integer(1) << I)...};
        Mask bits = Mask{((void)I, Integer(set))...};
        return (bits & member) != 0;
    }
    // The mask of the lanes whose bit is set.
    JAYNES_INLINE static Mask mask_of(uint32_t set) { return mask_of(set, indices<lanes>{}); }

    JAYNES_INLINE static Vector select(Mask mask, Vector yes, Vector no) { return mask ? yes : no; }

    // fma(a, b, c), fma(-a, b, c) and fma(a, b, -c), each rounded once.
    JAYNES_INLINE static Vector fma(Vector a, Vector b, Vector c);
    JAYNES_INLINE static Vector negated_fma(Vector a, Vector b, Vector c);
    JAYNES_INLINE static Vector fma_minus(Vector a, Vector b, Vector c);

    // The nearest integers, ties to even, of numbers below 2^62; for doubles only.
    JAYNES_INLINE static Mask nearest(Vector v);
};

template <>
JAYNES_INLINE Simd<double>::Mask Simd<double>::nearest(Vector v) {
#if JAYNES_VECTOR_BYTES == 64
    return Mask(_mm512_cvtpd_epi64(__m512d(v)));
#else
    // Beside `offset`, the digits of a double below one are rounded off and the integer is in the low bits; of numbers
    // below 2^51 only. So first come multiples of 2^11, then what is left of them, exactly.
    Vector offset = broadcast(0x1.8p52);
    Mask high = Mask(v * broadcast(0x1p-11) + offset) - Mask(offset);
    Vector rest = v - (v * broadcast(0x1p-11) + offset - offset) * broadcast(0x1p11);
    return (high << 11) + Mask(rest + offset) - Mask(offset);
#endif
}

#if JAYNES_VECTOR_BYTES == 64
#define JAYNES_DEFINE_FMA(real, type, suffix)                                                \
    template <>                                                                              \
    JAYNES_INLINE Simd<real>::Vector Simd<real>::fma(Vector a, Vector b, Vector c) {         \
        return Vector(_mm512_fmadd_##suffix(type(a), type(b), type(c)));                     \
    }                                                                                        \
    template <>                                                                              \
    JAYNES_INLINE Simd<real>::Vector Simd<real>::negated_fma(Vector a, Vector b, Vector c) { \
        return Vector(_mm512_fnmadd_##suffix(type(a), type(b), type(c)));                    \
    }                                                                                        \
    template <>                                                                              \
    JAYNES_INLINE Simd<real>::Vector Simd<real>::fma_minus(Vector a, Vector b, Vector c) {   \
        return Vector(_mm512_fmsub_##suffix(type(a), type(b), type(c)));                     \
    }
JAYNES_DEFINE_FMA(float, __m512, ps)
JAYNES_DEFINE_FMA(double, __m512d, pd)
#elif JAYNES_VECTOR_BYTES == 32
#define JAYNES_DEFINE_FMA(real, type, suffix)                                                \
    template <>                                                                              \
    JAYNES_INLINE Simd<real>::Vector Simd<real>::fma(Vector a, Vector b, Vector c) {         \
        return Vector(_mm256_fmadd_##suffix(type(a), type(b), type(c)));                     \
    }                                                                                        \
    template <>                                                                              \
    JAYNES_INLINE Simd<real>::Vector Simd<real>::negated_fma(Vector a, Vector b, Vector c) { \
        return Vector(_mm256_fnmadd_##suffix(type(a), type(b), type(c)));                    \
    }                                                                                        \
    template <>                                                                              \
    JAYNES_INLINE Simd<real>::Vector Simd<real>::fma_minus(Vector a, Vector b, Vector c) {   \
        return Vector(_mm256_fmsub_##suffix(type(a), type(b), type(c)));                     \
    }
JAYNES_DEFINE_FMA(float, __m256, ps)
JAYNES_DEFINE_FMA(double, __m256d, pd)
#else
// One lane at a time: the compiler knows best what this machine has; where that is nothing, libm computes it exactly.
JAYNES_INLINE float scalar_fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
JAYNES_INLINE double scalar_fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
template <class Real>
JAYNES_INLINE typename Simd<Real>::Vector Simd<Real>::fma(Vector a, Vector b, Vector c) {
    Vector result = c;
    for (int i = 0; i < lanes; i++) {
        result[i] = scalar_fma(a[i], b[i], c[i]);
    }
    return result;
}
template <class Real>
JAYNES_INLINE typename Simd<Real>::Vector Simd<Real>::negated_fma(Vector a, Vector b, Vector c) {
    return fma(-a, b, c);
}
template <class Real>
JAYNES_INLINE typename Simd<Real>::Vector Simd<Real>::fma_minus(Vector a, Vector b, Vector c) {
    return fma(a, b, -c);
}
#endif

// Lane i of the result is lane index[i] of a followed by b.
#if defined(__clang__) || __GNUC__ >= 12
#define JAYNES_SHUFFLE(a, b, mask, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define JAYNES_SHUFFLE(a, b, mask, ...) __builtin_shuffle(a, b, mask{__VA_ARGS__})
#endif

template <class Real>
struct Shuffle {
    using S = Simd<Real>;
    using Vector = typename S::Vector;
    using Mask = typename S::Mask;
    static constexpr int lanes = S::lanes;

    // Real and imaginary parts of `lanes` interleaved amplitudes a, b; and back.
    template <int... I>
    JAYNES_INLINE static void split(Vector a, Vector b, Vector& re, Vector& im, Indices<I...>) {
        re = JAYNES_SHUFFLE(a, b, Mask, 2 * I...);
        im = JAYNES_SHUFFLE(a, b, Mask, 2 * I + 1 ...);
    }
    JAYNES_INLINE static void split(Vector a, Vector b, Vector& re, Vector& im) {
        split(a, b, re, im, indices<lanes>{});
    }
    template <int... I>
    JAYNES_INLINE static void join(Vector re, Vector im, Vector& a, Vector& b, Indices<I...>) {
        a = JAYNES_SHUFFLE(re, im, Mask, I / 2 + (I & 1) * lanes...);
        b = JAYNES_SHUFFLE(re, im, Mask, (lanes + I) / 2 + (I & 1) * lanes...);
    }
    JAYNES_INLINE static void join(Vector re, Vector im, Vector& a, Vector& b) { join(re, im, a, b, indices<lanes>{}); }

    // Exchanges bit t of the lane number with the bit that tells a from b. Its own inverse.
    template <int t, int... I>
    JAYNES_INLINE static void exchange(Vector& a, Vector& b, Indices<I...>) {
        Vector low = JAYNES_SHUFFLE(a, b, Mask, ((I >> t & 1) ? lanes + (I ^ 1 << t) : I)...);
        Vector high = JAYNES_SHUFFLE(a, b, Mask, ((I >> t & 1) ? lanes + I : (I ^ 1 << t))...);
        a = low;
        b = high;
    }
    template <int t>
    JAYNES_INLINE static void exchange(Vector& a, Vector& b) {
        exchange<t>(a, b, indices<lanes>{});
    }
};

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes

#endif
