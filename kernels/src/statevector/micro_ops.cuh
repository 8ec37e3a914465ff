/*
 * The micro-ops on one group of amplitudes in registers: the formulas of jaynes_plan.h, nothing else. Each is an object
 * that reads its coefficients once and is then applied to many groups.
 */
#ifndef JAYNES_MICRO_OPS_CUH
#define JAYNES_MICRO_OPS_CUH

#include "amplitude.cuh"

namespace jaynes {

/* JAYNES_OP_MATRIX, k = 1. */
template <typename Real>
struct MatrixOnPair {
    Amplitude<Real> m[4];

    __device__ explicit MatrixOnPair(const Real* coefficients) {
        const Amplitude<Real>* elements = reinterpret_cast<const Amplitude<Real>*>(coefficients);
        JAYNES_UNROLL
        for (int i = 0; i < 4; i++) {
            m[i] = elements[i];
        }
    }

    __device__ void operator()(Amplitude<Real>& x0, Amplitude<Real>& x1) const {
        Amplitude<Real> y0 = {nothing<Real>(), nothing<Real>()};
        Amplitude<Real> y1 = y0;
        accumulate(y0, m[0], x0);
        accumulate(y0, m[1], x1);
        accumulate(y1, m[2], x0);
        accumulate(y1, m[3], x1);
        x0 = y0;
        x1 = y1;
    }
};

/* JAYNES_OP_REAL. */
template <typename Real>
struct RealOnPair {
    Real m00, m01, m10, m11;

    __device__ explicit RealOnPair(const Real* m) : m00(m[0]), m01(m[1]), m10(m[2]), m11(m[3]) {}

    __device__ void operator()(Amplitude<Real>& x0, Amplitude<Real>& x1) const {
        Amplitude<Real> y0 = {fused(m01, x1.re, m00 * x0.re), fused(m01, x1.im, m00 * x0.im)};
        Amplitude<Real> y1 = {fused(m11, x1.re, m10 * x0.re), fused(m11, x1.im, m10 * x0.im)};
        x0 = y0;
        x1 = y1;
    }
};

/* JAYNES_OP_CROSS. */
template <typename Real>
struct CrossOnPair {
    Real a, b, c, d;

    __device__ explicit CrossOnPair(const Real* m) : a(m[0]), b(m[1]), c(m[2]), d(m[3]) {}

    __device__ void operator()(Amplitude<Real>& x0, Amplitude<Real>& x1) const {
        Amplitude<Real> y0 = {fused(-b, x1.im, a * x0.re), fused(b, x1.re, a * x0.im)};
        Amplitude<Real> y1 = {fused(d, x1.re, -(c * x0.im)), fused(d, x1.im, c * x0.re)};
        x0 = y0;
        x1 = y1;
    }
};

/* JAYNES_OP_FLIP. */
template <typename Real>
struct FlipOfPair {
    __device__ void operator()(Amplitude<Real>& x0, Amplitude<Real>& x1) const {
        Amplitude<Real> y0 = x1;
        x1 = x0;
        x0 = y0;
    }
};

/* JAYNES_OP_SUM_DIFFERENCE. */
template <typename Real>
struct SumDifferenceOfPair {
    __device__ void operator()(Amplitude<Real>& x0, Amplitude<Real>& x1) const {
        Amplitude<Real> y1 = {x0.re - x1.re, x0.im - x1.im};
        x0 = Amplitude<Real>{x0.re + x1.re, x0.im + x1.im};
        x1 = y1;
    }
};

/* JAYNES_OP_MATRIX, k = 2. The 16 elements stay in memory (the first-level cache serves all threads at once): in
 * registers they would halve the number of threads that fit. */
template <typename Real>
struct MatrixOnQuad {
    const Unit<Real>* elements;

    __device__ explicit MatrixOnQuad(const Real* coefficients)
        : elements(reinterpret_cast<const Unit<Real>*>(coefficients)) {}

    /* Between two quads: reads the elements again for the next. */
    __device__ void forget() { JAYNES_FORGET(elements); }

    /* Row `row` of M x. */
    __device__ Amplitude<Real> operator()(int row, const Amplitude<Real> (&x)[4]) const {
        constexpr int count = Unit<Real>::kCount;
        Amplitude<Real> y = {nothing<Real>(), nothing<Real>()};
        JAYNES_UNROLL
        for (int column = 0; column < 4; column += count) {
            Unit<Real> m = elements[(4 * row + column) / count];
            JAYNES_UNROLL
            for (int i = 0; i < count; i++) {
                accumulate(y, m.amplitude[i], x[column + i]);
            }
        }
        return y;
    }
};

}  // namespace jaynes

#endif
