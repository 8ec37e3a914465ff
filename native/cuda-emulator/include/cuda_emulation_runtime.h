/*
 * What stands behind cuda_emulation.h: CUDA's built-in types, and the functions of the emulator that kernels call. Has
 * no macros that look like CUDA, so that the emulator itself can include it beside any header.
 */
#ifndef CUDA_EMULATION_RUNTIME_H
#define CUDA_EMULATION_RUNTIME_H

#include <stdint.h>

/* Vector types with CUDA's alignments. */
#define CUDA_EMULATION_VECTORS(element, name, align2, align4)                                    \
    struct alignas(align2) name##2 { element x, y; };                                            \
    struct name##3 { element x, y, z; };                                                         \
    struct alignas(align4) name##4 { element x, y, z, w; };                                      \
    inline name##2 make_##name##2(element x, element y) { return name##2 {x, y}; }               \
    inline name##3 make_##name##3(element x, element y, element z) { return name##3 {x, y, z}; } \
    inline name##4 make_##name##4(element x, element y, element z, element w) { return name##4 {x, y, z, w}; }

CUDA_EMULATION_VECTORS(int, int, 8, 16)
CUDA_EMULATION_VECTORS(unsigned int, uint, 8, 16)
CUDA_EMULATION_VECTORS(long long, longlong, 16, 16)
CUDA_EMULATION_VECTORS(unsigned long long, ulonglong, 16, 16)
CUDA_EMULATION_VECTORS(float, float, 8, 16)
CUDA_EMULATION_VECTORS(double, double, 16, 16)

#undef CUDA_EMULATION_VECTORS

struct dim3 {
    unsigned int x, y, z;
    constexpr dim3(unsigned int x_ = 1, unsigned int y_ = 1, unsigned int z_ = 1) : x(x_), y(y_), z(z_) {}
};

namespace cuda_emulation {

/* Where the running CUDA thread is. One per host thread; the block's scheduler rewrites thread_index at each switch. */
struct Position {
    uint3 thread_index;
    uint3 block_index;
    uint3 block_dimensions;
    uint3 grid_dimensions;
    void* dynamic_shared;
    uint32_t dynamic_shared_bytes;
};

/* __thread, not thread_local: the compiler would have to ask each time whether the object is initialised. */
extern __thread Position position __attribute__((tls_model("initial-exec")));

#if defined(__x86_64__) && !defined(__FMA__)
/* True when the CPU has fused multiply-add instructions. */
extern const bool has_fma;
#endif

/* A place in a kernel's source. Default arguments of __builtin_FILE() and __builtin_LINE() make it the caller's, so
 * that it does not depend on what the compiler duplicates or inlines. */
struct Site {
    const char* file;
    int line;
};

enum class Reduction { None, Count, And, Or };
enum class WarpOperation { Synchronize, Shuffle, Ballot };

/* Waits for the block; returns the reduction of `predicate` over its threads. */
int block_barrier(Reduction reduction, int predicate, Site site);

/* Waits for the lanes of `mask`. Shuffle: the value of lane `source_lane`. Ballot: bit l is set where lane l gave a
 * value other than 0. */
uint64_t warp_exchange(WarpOperation operation, unsigned mask, uint64_t value, unsigned source_lane, Site site);

/* Lets the other threads of the block run; if they all wait, sleeps about as long, so that a kernel that waits for the
 * host leaves it the processor. */
void sleep_thread(unsigned nanoseconds);

/* Number of this thread in its warp. */
unsigned lane();

/* Ends the kernel with CUDA_ERROR_LAUNCH_FAILED. */
[[noreturn]] void trap(Site site);

/* The dynamic shared memory of the block and its size as given at the launch. */
inline void* dynamic_shared_memory() { return position.dynamic_shared; }
inline uint32_t dynamic_shared_bytes() { return position.dynamic_shared_bytes; }

}  // namespace cuda_emulation

#endif
