/* Rounded arithmetic, bit operations and loads of CUDA. Part of cuda_emulation.h. */
#ifndef CUDA_EMULATION_ARITHMETIC_H
#define CUDA_EMULATION_ARITHMETIC_H

namespace cuda_emulation {

/* Fused multiply-add. Built for any x86-64, the compiler would call the C library each time; the instruction is used
 * directly where the CPU has it, with the same result. */
inline float fused_multiply_add(float a, float b, float c) {
#if defined(__x86_64__) && !defined(__FMA__)
    if (__builtin_expect(has_fma, 1)) {
        asm("vfmadd231ss %2, %1, %0" : "+x"(c) : "x"(a), "x"(b));
        return c;
    }
#endif
    return __builtin_fmaf(a, b, c);
}

inline double fused_multiply_add(double a, double b, double c) {
#if defined(__x86_64__) && !defined(__FMA__)
    if (__builtin_expect(has_fma, 1)) {
        asm("vfmadd231sd %2, %1, %0" : "+x"(c) : "x"(a), "x"(b));
        return c;
    }
#endif
    return __builtin_fma(a, b, c);
}

}  // namespace cuda_emulation

inline float __fmaf_rn(float a, float b, float c) { return cuda_emulation::fused_multiply_add(a, b, c); }
inline double __fma_rn(double a, double b, double c) { return cuda_emulation::fused_multiply_add(a, b, c); }

/* Each rounded on its own: kernels are compiled with -ffp-contract=off. */
inline float __fadd_rn(float a, float b) { return a + b; }
inline float __fsub_rn(float a, float b) { return a - b; }
inline float __fmul_rn(float a, float b) { return a * b; }
inline float __fdiv_rn(float a, float b) { return a / b; }
inline float __fsqrt_rn(float a) { return sqrtf(a); }
inline double __dadd_rn(double a, double b) { return a + b; }
inline double __dsub_rn(double a, double b) { return a - b; }
inline double __dmul_rn(double a, double b) { return a * b; }
inline double __ddiv_rn(double a, double b) { return a / b; }
inline double __dsqrt_rn(double a) { return sqrt(a); }

inline int __popc(unsigned int x) { return __builtin_popcount(x); }
inline int __popcll(unsigned long long x) { return __builtin_popcountll(x); }
inline int __clz(int x) { return x == 0 ? 32 : __builtin_clz((unsigned int)x); }
inline int __clzll(long long x) { return x == 0 ? 64 : __builtin_clzll((unsigned long long)x); }
inline int __ffs(int x) { return __builtin_ffs(x); }
inline int __ffsll(long long x) { return __builtin_ffsll(x); }

inline unsigned long long __brevll(unsigned long long x) {
    unsigned long long reversed = 0;
    for (int bit = 0; bit < 64; bit++) {
        reversed |= (x >> bit & 1) << (63 - bit);
    }
    return reversed;
}
inline unsigned int __brev(unsigned int x) { return (unsigned int)(__brevll(x) >> 32); }

inline unsigned int __umulhi(unsigned int a, unsigned int b) { return (unsigned int)((unsigned long long)a * b >> 32); }
inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
    __extension__ typedef unsigned __int128 Product;
    return (unsigned long long)((Product)a * b >> 64);
}

inline int __float_as_int(float x) {
    int bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}
inline float __int_as_float(int bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}
inline long long __double_as_longlong(double x) {
    long long bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}
inline double __longlong_as_double(long long bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Loads and stores with cache hints; the hints mean nothing here. */
template <typename T>
inline T __ldg(const T* address) {
    return *address;
}
template <typename T>
inline T __ldcg(const T* address) {
    return *address;
}
template <typename T>
inline T __ldcs(const T* address) {
    return *address;
}
template <typename T>
inline void __stcg(T* address, T value) {
    *address = value;
}
template <typename T>
inline void __stcs(T* address, T value) {
    *address = value;
}

#define CUDA_EMULATION_MIN_MAX(type)                          \
    inline type min(type a, type b) { return b < a ? b : a; } \
    inline type max(type a, type b) { return a < b ? b : a; }

CUDA_EMULATION_MIN_MAX(int)
CUDA_EMULATION_MIN_MAX(unsigned int)
CUDA_EMULATION_MIN_MAX(long)
CUDA_EMULATION_MIN_MAX(unsigned long)
CUDA_EMULATION_MIN_MAX(long long)
CUDA_EMULATION_MIN_MAX(unsigned long long)

#undef CUDA_EMULATION_MIN_MAX

/* As on the device: of a number and a NaN the number. */
inline float min(float a, float b) { return fminf(a, b); }
inline float max(float a, float b) { return fmaxf(a, b); }
inline double min(double a, double b) { return fmin(a, b); }
inline double max(double a, double b) { return fmax(a, b); }

#endif
