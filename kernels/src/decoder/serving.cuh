/*
 * Kernels that stay on the device and serve single shots (JaynesServingRing). One thread of a block waits for a request
 * and publishes the result; all of them copy rows between the ring and the block's row in memory of the device, where
 * the decoders of batches find it as shot blockIdx.x.
 */
#ifndef JAYNES_DECODER_SERVING_CUH
#define JAYNES_DECODER_SERVING_CUH

#include "layers.cuh"
#include "propagation.cuh"
#include "union_find.cuh"

namespace jaynes {

constexpr uint64_t kNoRequest = ~0ull;
constexpr uint32_t kShortestPause = 32;

static __device__ __forceinline__ const uint64_t* request_of(const JaynesServingRing& ring, uint64_t number) {
    return pointer<const uint64_t>(ring.requests) + number % ring.slot_count * ring.request_words;
}

/* Takes the next number and waits for its request; kNoRequest if none follows. One thread does. */
static __device__ __forceinline__ uint64_t await_request(const JaynesServingRing& ring) {
    uint64_t number = atomicAdd(pointer<unsigned long long>(ring.next_number), 1ull);
    const uint64_t* request = request_of(ring, number);
    uint32_t pause = kShortestPause;
    for (;;) {
        for (int poll = 0; poll < JAYNES_SERVING_POLLS; poll++) {
            if (load_from_host(request) == number + 1) {
                return number;
            }
            __nanosleep(pause);
            pause = min(2 * pause, ring.longest_pause);
        }
        /* In this order: what was requested before the stop is seen after it. */
        if (load_from_host(pointer<const uint64_t>(ring.stop)) != 0) {
            return load_from_host(request) == number + 1 ? number : kNoRequest;
        }
    }
}

/* Decodes requests until none follows. `decode` is called by all threads and decodes the block's row. */
template <typename Arguments, typename Decode>
static __device__ __forceinline__ void serve(const JaynesServingRing& ring, const Arguments& a, uint64_t* control,
                                             Decode decode) {
    uint64_t row = blockIdx.x;
    uint64_t* events = pointer<uint64_t>(a.shots) + row * a.detector_words;
    const uint64_t* prediction = pointer<const uint64_t>(a.predictions) + row * a.observable_words;
    for (;;) {
        __syncthreads(); /* all have read the last number */
        if (threadIdx.x == 0) {
            *control = await_request(ring);
        }
        __syncthreads();
        uint64_t number = *control;
        if (number == kNoRequest) {
            return;
        }
        const uint64_t* request = request_of(ring, number);
        for (uint32_t word = threadIdx.x; word < a.detector_words; word += blockDim.x) {
            events[word] = request[1 + word];
        }
        __syncthreads();
        decode(row);
        __syncthreads();
        uint64_t* result = pointer<uint64_t>(ring.results) + number % ring.slot_count * ring.result_words;
        for (uint32_t word = threadIdx.x; word < a.observable_words; word += blockDim.x) {
            result[3 + word] = prediction[word];
        }
        __syncthreads();
        if (threadIdx.x == 0) {
            result[1] = pointer<const uint64_t>(a.solution_weights)[row];
            result[2] = pointer<const uint64_t>(a.outcomes)[row];
            __threadfence_system(); /* what the other threads have stored too */
            store_for_host(result, number + 1);
        }
    }
}

template <bool kShared, typename Schedule, typename Number>
static __device__ __forceinline__ void serve_propagation_in(const JaynesServePropagationArguments& arguments,
                                                            unsigned char* shared) {
    const JaynesPropagationArguments& a = arguments.decoding;
    PropagationState<Number> state(block_state<kShared>(a, shared), a);
    serve(arguments.ring, a, reinterpret_cast<uint64_t*>(shared),
          [&](uint64_t row) { decode_shot<Schedule>(a, state, row); });
}

template <bool kShared, typename Schedule>
static __device__ __forceinline__ void serve_propagation(const JaynesServePropagationArguments& arguments) {
    unsigned char* shared = propagation_memory<kShared>(arguments.decoding);
    if (arguments.decoding.half) {
        serve_propagation_in<kShared, Schedule, Half>(arguments, shared);
    } else {
        serve_propagation_in<kShared, Schedule, float>(arguments, shared);
    }
}

static __device__ __forceinline__ void serve_union_find(const JaynesServeUnionFindArguments& arguments) {
    const JaynesUnionFindArguments& a = arguments.decoding;
    require_launch(JAYNES_WARP, JAYNES_SERVING_CONTROL_BYTES);
    unsigned char* memory = pointer<unsigned char>(a.states) + blockIdx.x * a.state_bytes;
    serve(arguments.ring, a, static_cast<uint64_t*>(dynamic_shared_memory()), [&](uint64_t row) {
        if (threadIdx.x == 0) {
            UnionFind(a, memory, row).decode(row);
        }
    });
}

}  // namespace jaynes

#endif
