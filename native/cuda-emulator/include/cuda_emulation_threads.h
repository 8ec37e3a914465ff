/* Barriers, warp operations and fences of CUDA. Part of cuda_emulation.h. */
#ifndef CUDA_EMULATION_THREADS_H
#define CUDA_EMULATION_THREADS_H

/* Parameters that every operation takes last and no caller gives. */
#define CUDA_EMULATION_SITE const char *file = __builtin_FILE(), int line = __builtin_LINE()

inline void __syncthreads(CUDA_EMULATION_SITE) {
    cuda_emulation::block_barrier(cuda_emulation::Reduction::None, 0, {file, line});
}
inline int __syncthreads_count(int predicate, CUDA_EMULATION_SITE) {
    return cuda_emulation::block_barrier(cuda_emulation::Reduction::Count, predicate, {file, line});
}
inline int __syncthreads_and(int predicate, CUDA_EMULATION_SITE) {
    return cuda_emulation::block_barrier(cuda_emulation::Reduction::And, predicate, {file, line});
}
inline int __syncthreads_or(int predicate, CUDA_EMULATION_SITE) {
    return cuda_emulation::block_barrier(cuda_emulation::Reduction::Or, predicate, {file, line});
}

inline void __syncwarp(unsigned mask = 0xffffffffu, CUDA_EMULATION_SITE) {
    cuda_emulation::warp_exchange(cuda_emulation::WarpOperation::Synchronize, mask, 0, 0, {file, line});
}
inline unsigned __ballot_sync(unsigned mask, int predicate, CUDA_EMULATION_SITE) {
    return (unsigned)cuda_emulation::warp_exchange(cuda_emulation::WarpOperation::Ballot, mask, predicate != 0, 0,
                                                   {file, line});
}
inline int __any_sync(unsigned mask, int predicate, CUDA_EMULATION_SITE) {
    return __ballot_sync(mask, predicate, file, line) != 0;
}
inline int __all_sync(unsigned mask, int predicate, CUDA_EMULATION_SITE) {
    return __ballot_sync(mask, !predicate, file, line) == 0;
}

namespace cuda_emulation {

template <typename T>
inline T shuffle(unsigned mask, T value, unsigned source_lane, Site site) {
    static_assert(sizeof(T) == 4 || sizeof(T) == 8, "shuffles move 4 or 8 bytes");
    uint64_t word = 0;
    memcpy(&word, &value, sizeof value);
    word = warp_exchange(WarpOperation::Shuffle, mask, word, source_lane, site);
    memcpy(&value, &word, sizeof value);
    return value;
}

/* First and last lane of the group of `width` lanes (a power of two) that this lane belongs to. */
inline unsigned first_lane(int width) { return lane() & ~((unsigned)width - 1); }
inline unsigned last_lane(int width) { return lane() | ((unsigned)width - 1); }

}  // namespace cuda_emulation

template <typename T>
inline T __shfl_sync(unsigned mask, T value, int source, int width = 32, CUDA_EMULATION_SITE) {
    unsigned from = cuda_emulation::first_lane(width) + ((unsigned)source & ((unsigned)width - 1));
    return cuda_emulation::shuffle(mask, value, from, {file, line});
}
template <typename T>
inline T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = 32, CUDA_EMULATION_SITE) {
    unsigned own = cuda_emulation::lane();
    unsigned from = own - cuda_emulation::first_lane(width) < delta ? own : own - delta;
    return cuda_emulation::shuffle(mask, value, from, {file, line});
}
template <typename T>
inline T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = 32, CUDA_EMULATION_SITE) {
    unsigned own = cuda_emulation::lane();
    unsigned from = cuda_emulation::last_lane(width) - own < delta ? own : own + delta;
    return cuda_emulation::shuffle(mask, value, from, {file, line});
}
template <typename T>
inline T __shfl_xor_sync(unsigned mask, T value, int lane_mask, int width = 32, CUDA_EMULATION_SITE) {
    unsigned own = cuda_emulation::lane();
    unsigned from = own ^ (unsigned)lane_mask;
    return cuda_emulation::shuffle(mask, value, from > cuda_emulation::last_lane(width) ? own : from, {file, line});
}

inline void __threadfence() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline void __threadfence_block() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline void __threadfence_system() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline void __nanosleep(unsigned nanoseconds) { cuda_emulation::sleep_thread(nanoseconds); }
[[noreturn]] inline void __trap(CUDA_EMULATION_SITE) { cuda_emulation::trap({file, line}); }

#undef CUDA_EMULATION_SITE

#endif
