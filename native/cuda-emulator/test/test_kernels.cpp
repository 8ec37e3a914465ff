// Kernels that use what the emulation offers, and some that go wrong.
#include <string>

#include "cuda_emulation.h"
#include "image.h"
#include "kernel.h"

std::string test_image();

namespace {

// out[i] = value
__global__ void fill(unsigned* out, unsigned value, unsigned count) {
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        out[i] = value;
    }
}

// Spins until *flag is not 0, then stores 1 in *done. For tests of asynchrony: the host opens the gate.
__global__ void gate(unsigned* flag, unsigned* done) {
    while (__atomic_load_n(flag, __ATOMIC_ACQUIRE) == 0) {
        __nanosleep(100);
    }
    *done = 1;
}

__global__ void increment(unsigned* value) { *value = *value * 3 + 1; }

// Three dimensions of everything.
__global__ void coordinates(unsigned* out) {
    unsigned block = (blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x;
    unsigned thread = (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
    out[block * blockDim.x * blockDim.y * blockDim.z + thread] = block * 1000 + thread;
}

struct Mixed {
    char a;
    double b;
};

// Parameters of several sizes and alignments.
__global__ void parameters(char a, double b, short c, Mixed d, float e, double* out) {
    out[0] = a;
    out[1] = b;
    out[2] = c;
    out[3] = d.a;
    out[4] = d.b;
    out[5] = e;
}

// Sum over a block by a tree in dynamic shared memory.
__global__ void block_sum(const unsigned* in, unsigned* out) {
    unsigned* shared = static_cast<unsigned*>(cuda_emulation::dynamic_shared_memory());
    unsigned i = threadIdx.x;
    shared[i] = in[blockIdx.x * blockDim.x + i];
    for (unsigned half = blockDim.x / 2; half > 0; half /= 2) {
        __syncthreads();
        if (i < half) {
            shared[i] += shared[i + half];
        }
    }
    if (i == 0) {
        out[blockIdx.x] = shared[0];
    }
}

// The block's numbers in reverse order, by way of a static shared array; the old contents must not matter.
__global__ void reverse_in_static_shared(unsigned* data) {
    __shared__ unsigned values[1024];
    unsigned* block = data + blockIdx.x * blockDim.x;
    values[threadIdx.x] = block[threadIdx.x];
    __syncthreads();
    block[threadIdx.x] = values[blockDim.x - 1 - threadIdx.x];
}

// out[4 * thread ...] = count, and, or of "thread < limit", then again with other predicates: barriers in a row.
__global__ void predicates(int* out, int limit) {
    int i = (int)threadIdx.x;
    int count = __syncthreads_count(i < limit);
    int all = __syncthreads_and(i < limit);
    int any = __syncthreads_or(i < limit);
    int none = __syncthreads_count(0);
    out[4 * i] = count;
    out[4 * i + 1] = all;
    out[4 * i + 2] = any;
    out[4 * i + 3] = none;
}

// Eight results of warp operations per thread.
__global__ void warp_operations(long long* out) {
    int i = (int)threadIdx.x;
    long long value = ((long long)i << 33) + i;
    long long* mine = out + 8 * i;
    mine[0] = __shfl_sync(0xffffffffu, value, 5);
    mine[1] = __shfl_up_sync(0xffffffffu, value, 3, 16);
    mine[2] = __shfl_down_sync(0xffffffffu, value, 2, 8);
    mine[3] = __shfl_xor_sync(0xffffffffu, value, 1);
    mine[4] = __ballot_sync(0xffffffffu, i % 3 == 0);
    mine[5] = __any_sync(0xffffffffu, i == 40) + 2 * __all_sync(0xffffffffu, i >= 0);
    double sum = i;
    for (int delta = 16; delta > 0; delta /= 2) {
        sum += __shfl_down_sync(0xffffffffu, sum, (unsigned)delta);
    }
    mine[6] = (long long)__shfl_sync(0xffffffffu, sum, 0);
    // The halves of a warp on their own, a different number of times.
    unsigned half = i % 32 < 16 ? 0x0000ffffu : 0xffff0000u;
    float odd = 0.5f * (float)i;
    for (int turn = 0; turn < (i % 32 < 16 ? 3 : 5); turn++) {
        odd = __shfl_xor_sync(half, odd, 1);
        __syncwarp(half);
    }
    mine[7] = (long long)(2 * odd);
}

// Lanes above `keep` leave early: those that stay are not kept waiting for them.
__global__ void lanes_that_leave(unsigned* out, unsigned keep) {
    if (threadIdx.x >= keep) {
        return;
    }
    out[threadIdx.x] = __ballot_sync(0xffffffffu, 1);
}

struct AtomicResults {
    unsigned sum;
    int highest;
    int lowest;
    unsigned bits;
    unsigned long long long_sum;
    unsigned long long long_highest;
    float real_sum;
    unsigned winner;
    double double_sum;
    unsigned last;
    unsigned counter;
};

__global__ void atomics(AtomicResults* results) {
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    atomicAdd(&results->sum, i);
    atomicMax(&results->highest, (int)i - 5);
    atomicMin(&results->lowest, 5 - (int)i);
    atomicOr(&results->bits, 1u << i % 32);
    atomicAdd(&results->long_sum, (unsigned long long)i << 32);
    atomicMax(&results->long_highest, (unsigned long long)i << 32);
    atomicAdd(&results->real_sum, 0.5f);
    atomicAdd(&results->double_sum, 0.25);
    atomicCAS(&results->winner, 0u, i + 1);
    atomicExch(&results->last, i);
    unsigned seen = results->counter;
    for (unsigned assumed = ~seen; assumed != seen;) {
        assumed = seen;
        seen = atomicCAS(&results->counter, assumed, assumed + 2);
    }
}

__global__ void arithmetic(const double* in, double* out) {
    double x = in[0];
    float f = (float)x;
    out[0] = __fma_rn(x, x, -1.0);
    out[1] = (double)__fmaf_rn(f, f, -1.0f);
    out[2] = __popc(0xf0f0u) + 100 * __popcll(~0ull) + 10000 * __clz(1) + 1000000 * __clzll(1);
    out[3] = __ffs(8) + 100 * __ffs(0) + 1000 * __ffsll(1ll << 40);
    out[4] = (double)__brev(1u) + (double)__umulhi(1u << 31, 6u) + (double)__umul64hi(1ull << 63, 6ull);
    double2 pair = make_double2(1.0, 2.0);
    out[5] = pair.x + pair.y + (double)alignof(double2) + (double)sizeof(float4) + (double)min(3u, 4u) + max(-1, 2);
    out[6] = __ldg(in) + (double)(__double_as_longlong(1.0) % 7) + __float_as_int(1.0f) % 7;
}

__global__ void barrier_that_some_miss(unsigned leave) {
    if (threadIdx.x >= leave) {
        return;
    }
    __syncthreads();
}

__global__ void two_barriers() {
    if (threadIdx.x % 2 == 0) {
        __syncthreads();
    } else {
        __syncthreads();
    }
}

__global__ void warp_against_block() {
    if (threadIdx.x == 0) {
        __syncwarp();
    } else {
        __syncthreads();
    }
}

__global__ void lane_outside_of_mask() { __syncwarp(0x7fffffffu); }

__global__ void shuffle_from_nobody(unsigned* out) { out[threadIdx.x] = __shfl_sync(0xffffffffu, threadIdx.x, 20); }

__global__ void different_warp_operations(unsigned* out) {
    if (threadIdx.x < 16) {
        out[threadIdx.x] = __ballot_sync(0xffffffffu, 1);
    } else {
        out[threadIdx.x] = __shfl_sync(0xffffffffu, threadIdx.x, 0);
    }
}

__global__ void unlisted_barrier() { __syncthreads(); }

__global__ void trapping(unsigned thread) {
    if (threadIdx.x == thread) {
        __trap();
    }
    __syncthreads();
}

__global__ void write_past_the_end(unsigned char* memory, unsigned bytes) { memory[bytes] = 1; }

// On the stack of a fiber.
__global__ void write_past_shared_memory(unsigned char* memory, unsigned bytes) {
    unsigned char* shared = static_cast<unsigned char*>(cuda_emulation::dynamic_shared_memory());
    __syncthreads();
    if (threadIdx.x == 40) {
        shared[bytes] = memory[0];
    }
    __syncthreads();
}

__device__ unsigned recurse(unsigned depth) {
    volatile unsigned char frame[256];
    frame[depth % 256] = (unsigned char)depth;
    return depth == 0 ? frame[0] : recurse(depth - 1) + frame[depth % 256];
}

// Uses about 256 bytes of stack per level.
__global__ void deep_stack(unsigned* out, unsigned depth) {
    out[threadIdx.x] = recurse(depth);
    __syncthreads();
}

__global__ void barriers_in_a_loop(unsigned* out, unsigned rounds) {
    unsigned sum = 0;
    for (unsigned i = 0; i < rounds; i++) {
        sum += i;
        __syncthreads();
    }
    out[threadIdx.x] = sum;
}

}  // namespace

namespace jaynes::emulator {

const std::vector<Kernel>& compiled_kernels() {
    static const std::vector<Kernel> kernels{
        make_kernel<fill>("fill", false),
        make_kernel<gate>("gate", false),
        make_kernel<increment>("increment", false),
        make_kernel<coordinates>("coordinates", false),
        make_kernel<parameters>("parameters", false),
        make_kernel<block_sum>("block_sum", true),
        make_kernel<reverse_in_static_shared>("reverse_in_static_shared", true),
        make_kernel<predicates>("predicates", true),
        make_kernel<warp_operations>("warp_operations", true),
        make_kernel<lanes_that_leave>("lanes_that_leave", true),
        make_kernel<atomics>("atomics", false),
        make_kernel<arithmetic>("arithmetic", false),
        make_kernel<barrier_that_some_miss>("barrier_that_some_miss", true),
        make_kernel<two_barriers>("two_barriers", true),
        make_kernel<warp_against_block>("warp_against_block", true),
        make_kernel<lane_outside_of_mask>("lane_outside_of_mask", true),
        make_kernel<shuffle_from_nobody>("shuffle_from_nobody", true),
        make_kernel<different_warp_operations>("different_warp_operations", true),
        make_kernel<unlisted_barrier>("unlisted_barrier", false),
        make_kernel<trapping>("trapping", true),
        make_kernel<write_past_the_end>("write_past_the_end", false),
        make_kernel<write_past_shared_memory>("write_past_shared_memory", true),
        make_kernel<deep_stack>("deep_stack", true),
        make_kernel<barriers_in_a_loop>("barriers_in_a_loop", true),
    };
    return kernels;
}

}  // namespace jaynes::emulator

std::string test_image() {
    std::string image = std::string(jaynes::emulator::kEmulatedImageMagic) + "\n";
    for (const jaynes::emulator::Kernel& kernel : jaynes::emulator::compiled_kernels()) {
        image += std::string(kernel.name) + "\n";
    }
    return image + "listed_but_not_compiled\n";
}
