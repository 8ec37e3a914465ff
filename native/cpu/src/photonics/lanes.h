// Eight lanes of doubles as one, two or four vectors, and complex arithmetic as jaynes_photonics.h writes it.
#ifndef JAYNES_CPU_PHOTONICS_LANES_H
#define JAYNES_CPU_PHOTONICS_LANES_H

#include "jaynes_photonics.h"
#include "simd.h"

namespace jaynes {
namespace JAYNES_INSTRUCTION_SET {

using Doubles = Simd<double>;
using DoubleVector = Doubles::Vector;

constexpr int photon_lanes = JAYNES_PHOTON_LANES;
constexpr int lane_vectors = photon_lanes / Doubles::lanes;

// A number in every lane.
struct Lanes {
    DoubleVector v[lane_vectors];

    JAYNES_INLINE static Lanes broadcast(double x) {
        Lanes r;
        unroll<lane_vectors>([&](auto i) { r.v[i] = Doubles::broadcast(x); });
        return r;
    }
    JAYNES_INLINE static Lanes load(const double* p) {
        Lanes r;
        unroll<lane_vectors>([&](auto i) { r.v[i] = Doubles::load(p + i * Doubles::lanes); });
        return r;
    }
    JAYNES_INLINE void store(double* p) const {
        unroll<lane_vectors>([&](auto i) { Doubles::store(p + i * Doubles::lanes, v[i]); });
    }
};

JAYNES_INLINE Lanes operator+(const Lanes& a, const Lanes& b) {
    Lanes r;
    unroll<lane_vectors>([&](auto i) { r.v[i] = a.v[i] + b.v[i]; });
    return r;
}
JAYNES_INLINE Lanes operator-(const Lanes& a, const Lanes& b) {
    Lanes r;
    unroll<lane_vectors>([&](auto i) { r.v[i] = a.v[i] - b.v[i]; });
    return r;
}
JAYNES_INLINE Lanes operator*(const Lanes& a, const Lanes& b) {
    Lanes r;
    unroll<lane_vectors>([&](auto i) { r.v[i] = a.v[i] * b.v[i]; });
    return r;
}
// fma(a, b, c), fma(-a, b, c), fma(a, b, -c).
JAYNES_INLINE Lanes fma(const Lanes& a, const Lanes& b, const Lanes& c) {
    Lanes r;
    unroll<lane_vectors>([&](auto i) { r.v[i] = Doubles::fma(a.v[i], b.v[i], c.v[i]); });
    return r;
}
JAYNES_INLINE Lanes negated_fma(const Lanes& a, const Lanes& b, const Lanes& c) {
    Lanes r;
    unroll<lane_vectors>([&](auto i) { r.v[i] = Doubles::negated_fma(a.v[i], b.v[i], c.v[i]); });
    return r;
}
JAYNES_INLINE Lanes fma_minus(const Lanes& a, const Lanes& b, const Lanes& c) {
    Lanes r;
    unroll<lane_vectors>([&](auto i) { r.v[i] = Doubles::fma_minus(a.v[i], b.v[i], c.v[i]); });
    return r;
}
JAYNES_INLINE Lanes absolute(const Lanes& a) {
    Lanes r;
    typedef Doubles::Mask Bits;
    unroll<lane_vectors>([&](auto i) { r.v[i] = DoubleVector(Bits(a.v[i]) & ~Bits(-Doubles::broadcast(0.0))); });
    return r;
}

// s[0] + ... as the fold h = 4, 2, 1.
JAYNES_INLINE double fold_lanes(const double* s) {
    return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

// A complex number, or a real one, in every lane.
template <bool real>
struct Numbers;

template <>
struct Numbers<true> {
    Lanes re;

    JAYNES_INLINE static Numbers one() { return {Lanes::broadcast(1)}; }
    JAYNES_INLINE static Numbers zero() { return {Lanes::broadcast(0)}; }
    JAYNES_INLINE static Numbers of(const Lanes& re) { return {re}; }
    JAYNES_INLINE static Numbers load(const double* re, const double*) { return {Lanes::load(re)}; }
    JAYNES_INLINE void store(double* r, double*) const { re.store(r); }
    JAYNES_INLINE Numbers times(const Numbers& b) const { return {re * b.re}; }
    // this + a b
    JAYNES_INLINE Numbers plus_product(const Numbers& a, const Numbers& b) const { return {fma(a.re, b.re, re)}; }
    // fma(factor, (re, im), this) for a real factor.
    JAYNES_INLINE Numbers plus_scaled(const Lanes& factor, double r, double) const {
        return {fma(factor, Lanes::broadcast(r), re)};
    }
    // fma(weight, p, this) for each part.
    JAYNES_INLINE Numbers plus_product_by(double weight, const Numbers& p) const {
        return {fma(Lanes::broadcast(weight), p.re, re)};
    }
    JAYNES_INLINE Numbers plus_number(const Numbers& b) const { return {re + b.re}; }
    JAYNES_INLINE Numbers minus_number(const Numbers& b) const { return {re - b.re}; }
    JAYNES_INLINE Numbers plus(double r, double) const { return {re + Lanes::broadcast(r)}; }
    JAYNES_INLINE Numbers minus(double r, double) const { return {re - Lanes::broadcast(r)}; }
    JAYNES_INLINE Lanes magnitude() const { return absolute(re); }
};

template <>
struct Numbers<false> {
    Lanes re, im;

    JAYNES_INLINE static Numbers one() { return {Lanes::broadcast(1), Lanes::broadcast(0)}; }
    JAYNES_INLINE static Numbers zero() { return {Lanes::broadcast(0), Lanes::broadcast(0)}; }
    JAYNES_INLINE static Numbers of(const Lanes& re) { return {re, Lanes::broadcast(0)}; }
    JAYNES_INLINE static Numbers load(const double* re, const double* im) { return {Lanes::load(re), Lanes::load(im)}; }
    JAYNES_INLINE void store(double* r, double* i) const {
        re.store(r);
        im.store(i);
    }
    JAYNES_INLINE Numbers times(const Numbers& b) const {
        return {fma_minus(re, b.re, im * b.im), fma(re, b.im, im * b.re)};
    }
    JAYNES_INLINE Numbers plus_product(const Numbers& a, const Numbers& b) const {
        return {negated_fma(a.im, b.im, fma(a.re, b.re, re)), fma(a.im, b.re, fma(a.re, b.im, im))};
    }
    JAYNES_INLINE Numbers plus_scaled(const Lanes& factor, double r, double i) const {
        return {fma(factor, Lanes::broadcast(r), re), fma(factor, Lanes::broadcast(i), im)};
    }
    JAYNES_INLINE Numbers plus_product_by(double weight, const Numbers& p) const {
        Lanes w = Lanes::broadcast(weight);
        return {fma(w, p.re, re), fma(w, p.im, im)};
    }
    JAYNES_INLINE Numbers plus_number(const Numbers& b) const { return {re + b.re, im + b.im}; }
    JAYNES_INLINE Numbers minus_number(const Numbers& b) const { return {re - b.re, im - b.im}; }
    JAYNES_INLINE Numbers plus(double r, double i) const {
        return {re + Lanes::broadcast(r), im + Lanes::broadcast(i)};
    }
    JAYNES_INLINE Numbers minus(double r, double i) const {
        return {re - Lanes::broadcast(r), im - Lanes::broadcast(i)};
    }
    JAYNES_INLINE Lanes magnitude() const { return absolute(re) + absolute(im); }
};

}  // namespace JAYNES_INSTRUCTION_SET
}  // namespace jaynes

#endif
