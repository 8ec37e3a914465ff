/* Real and complex numbers as jaynes_photonics.h computes with them. */
#ifndef JAYNES_PHOTONICS_NUMBER_CUH
#define JAYNES_PHOTONICS_NUMBER_CUH

#include "../common/cuda_kernel.h"
#include "../common/jaynes_photonics.h"

namespace jaynes {
namespace photonics {

template <bool kReal>
struct Number;

template <>
struct Number<true> {
    double re;

    static __device__ __forceinline__ Number zero() { return {0.0}; }
    static __device__ __forceinline__ Number of(double re) { return {re}; }
    static __device__ __forceinline__ Number load(const double* re, const double*, uint64_t at) { return {re[at]}; }
    __device__ __forceinline__ void store(double* r, double*, uint64_t at) const { r[at] = re; }
    __device__ __forceinline__ double imaginary() const { return 0.0; }
    __device__ __forceinline__ double magnitude() const { return fabs(re); }
    __device__ __forceinline__ double square() const { return re * re; }
    __device__ __forceinline__ Number plus(Number b) const { return {re + b.re}; }
    __device__ __forceinline__ Number times(Number b) const { return {re * b.re}; }
    __device__ __forceinline__ Number scaled(double factor) const { return {factor * re}; }
    /* this + a b */
    __device__ __forceinline__ Number plus_product(Number a, Number b) const { return {fused(a.re, b.re, re)}; }
    /* fma(factor, b, this) for each part */
    __device__ __forceinline__ Number plus_scaled(double factor, Number b) const { return {fused(factor, b.re, re)}; }
};

template <>
struct alignas(16) Number<false> {
    double re;
    double im;

    static __device__ __forceinline__ Number zero() { return {0.0, 0.0}; }
    static __device__ __forceinline__ Number of(double re) { return {re, 0.0}; }
    static __device__ __forceinline__ Number load(const double* re, const double* im, uint64_t at) {
        return {re[at], im[at]};
    }
    __device__ __forceinline__ void store(double* r, double* i, uint64_t at) const {
        r[at] = re;
        i[at] = im;
    }
    __device__ __forceinline__ double imaginary() const { return im; }
    __device__ __forceinline__ double magnitude() const { return fabs(re) + fabs(im); }
    __device__ __forceinline__ double square() const { return fused(re, re, im * im); }
    __device__ __forceinline__ Number plus(Number b) const { return {re + b.re, im + b.im}; }
    __device__ __forceinline__ Number times(Number b) const {
        return {fused(re, b.re, -(im * b.im)), fused(re, b.im, im * b.re)};
    }
    __device__ __forceinline__ Number scaled(double factor) const { return {factor * re, factor * im}; }
    __device__ __forceinline__ Number plus_product(Number a, Number b) const {
        return {fused(-a.im, b.im, fused(a.re, b.re, re)), fused(a.im, b.re, fused(a.re, b.im, im))};
    }
    __device__ __forceinline__ Number plus_scaled(double factor, Number b) const {
        return {fused(factor, b.re, re), fused(factor, b.im, im)};
    }
};

}  // namespace photonics
}  // namespace jaynes

#endif
