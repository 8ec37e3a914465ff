/* CUDA's atomic operations, relaxed as on the device; each returns the old value. Part of cuda_emulation.h.
 * They are atomic between the host threads that run blocks. */
#ifndef CUDA_EMULATION_ATOMICS_H
#define CUDA_EMULATION_ATOMICS_H

namespace cuda_emulation {

/* Replaces *address by change(*address) for operations that the host has no instruction for. Bits is an integer type
 * of T's size: comparing bits, not values, ends with a NaN or a negative zero too. */
template <typename Bits, typename T, typename Change>
inline T atomic_change(T* address, Change change) {
    static_assert(sizeof(Bits) == sizeof(T), "Bits must be as wide as T");
    typedef Bits __attribute__((__may_alias__)) AliasedBits;
    AliasedBits* word = reinterpret_cast<AliasedBits*>(address);
    Bits old_bits = __atomic_load_n(word, __ATOMIC_RELAXED);
    for (;;) {
        T old_value;
        memcpy(&old_value, &old_bits, sizeof old_value);
        T new_value = change(old_value);
        Bits new_bits;
        memcpy(&new_bits, &new_value, sizeof new_bits);
        if (__atomic_compare_exchange_n(word, &old_bits, new_bits, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
            return old_value;
        }
    }
}

}  // namespace cuda_emulation

inline float atomicAdd(float* address, float value) {
    return cuda_emulation::atomic_change<uint32_t>(address, [value](float old) { return old + value; });
}
inline double atomicAdd(double* address, double value) {
    return cuda_emulation::atomic_change<uint64_t>(address, [value](double old) { return old + value; });
}
inline float atomicExch(float* address, float value) {
    return cuda_emulation::atomic_change<uint32_t>(address, [value](float) { return value; });
}

#define CUDA_EMULATION_ATOMICS(type, bits)                                                                            \
    inline type atomicAnd(type* address, type value) { return __atomic_fetch_and(address, value, __ATOMIC_RELAXED); } \
    inline type atomicOr(type* address, type value) { return __atomic_fetch_or(address, value, __ATOMIC_RELAXED); }   \
    inline type atomicXor(type* address, type value) { return __atomic_fetch_xor(address, value, __ATOMIC_RELAXED); } \
    inline type atomicExch(type* address, type value) {                                                               \
        return __atomic_exchange_n(address, value, __ATOMIC_RELAXED);                                                 \
    }                                                                                                                 \
    inline type atomicCAS(type* address, type expected, type value) {                                                 \
        __atomic_compare_exchange_n(address, &expected, value, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);            \
        return expected;                                                                                              \
    }                                                                                                                 \
    inline type atomicMax(type* address, type value) {                                                                \
        return cuda_emulation::atomic_change<bits>(address, [value](type old) { return max(old, value); });           \
    }                                                                                                                 \
    inline type atomicMin(type* address, type value) {                                                                \
        return cuda_emulation::atomic_change<bits>(address, [value](type old) { return min(old, value); });           \
    }

CUDA_EMULATION_ATOMICS(int, uint32_t)
CUDA_EMULATION_ATOMICS(unsigned int, uint32_t)
CUDA_EMULATION_ATOMICS(long long, uint64_t)
CUDA_EMULATION_ATOMICS(unsigned long long, uint64_t)

#undef CUDA_EMULATION_ATOMICS

/* CUDA has no atomicAdd for long long. */
inline int atomicAdd(int* address, int value) { return __atomic_fetch_add(address, value, __ATOMIC_RELAXED); }
inline unsigned int atomicAdd(unsigned int* address, unsigned int value) {
    return __atomic_fetch_add(address, value, __ATOMIC_RELAXED);
}
inline unsigned long long atomicAdd(unsigned long long* address, unsigned long long value) {
    return __atomic_fetch_add(address, value, __ATOMIC_RELAXED);
}

#endif
