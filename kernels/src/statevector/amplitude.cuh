/* Amplitudes as kernels hold them, and the arithmetic of jaynes_plan.h on one or two of them. */
#ifndef JAYNES_AMPLITUDE_CUH
#define JAYNES_AMPLITUDE_CUH

#include "../common/cuda_kernel.h"
#include "../common/jaynes_plan.h"

namespace jaynes {

template <typename Real>
struct alignas(2 * sizeof(Real)) Amplitude {
    Real re;
    Real im;
};

/* 16 bytes, the widest access of a thread: two complex64 amplitudes that differ in the lowest bit of their index, or
 * one complex128 amplitude. kBits is the number of index bits inside a unit. */
template <typename Real>
struct alignas(16) Unit {
    static constexpr uint32_t kBits = sizeof(Real) == sizeof(float) ? 1 : 0;
    static constexpr uint32_t kCount = 1u << kBits;
    Amplitude<Real> amplitude[kCount];
};

/* x when added to it, whatever x is: +0 would turn -0 into +0. So a fold can be padded, a sum of products started. */
template <typename Real>
static __device__ __forceinline__ Real nothing() {
    return -Real(0);
}

/* y += m x in the order of JAYNES_OP_MATRIX. */
template <typename Real>
static __device__ __forceinline__ void accumulate(Amplitude<Real>& y, Amplitude<Real> m, Amplitude<Real> x) {
    y.re = fused(m.re, x.re, y.re);
    y.re = fused(-m.im, x.im, y.re);
    y.im = fused(m.re, x.im, y.im);
    y.im = fused(m.im, x.re, y.im);
}

/* w x as JAYNES_OP_DIAGONAL has it. */
template <typename Real>
static __device__ __forceinline__ Amplitude<Real> multiply(Amplitude<Real> w, Amplitude<Real> x) {
    return Amplitude<Real>{fused(-w.im, x.im, w.re * x.re), fused(w.im, x.re, w.re * x.im)};
}

/* p of JaynesMarginalArguments. */
template <typename Real>
static __device__ __forceinline__ double probability(Amplitude<Real> x) {
    double re = x.re;
    double im = x.im;
    return fused(re, re, im * im);
}

}  // namespace jaynes

#endif
