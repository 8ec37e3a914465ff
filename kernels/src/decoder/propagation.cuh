/*
 * Belief propagation, a shot for each block (JaynesPropagationArguments). Flooding: a thread answers for one row, then
 * adds up one column; messages are never stored, a column makes them from what the row remembers. All threads of a
 * block take the same decisions, so that they meet in the same barriers.
 */
#ifndef JAYNES_PROPAGATION_CUH
#define JAYNES_PROPAGATION_CUH

#include "../common/half.h"
#include "../common/jaynes_ldpc.h"
#include "block.cuh"
#include "solution.cuh"

namespace jaynes {

constexpr uint32_t kNoRow = 0xFFFFFFFFu;
constexpr uint32_t kNoEdge = 0xFFFFFFFFu;

using Half = uint16_t;

static __device__ __forceinline__ float number_from(float kept) { return kept; }
static __device__ __forceinline__ float number_from(Half kept) { return float_of(kept); }

/* How numbers are kept, and the largest |nu| then. */
template <typename Number>
struct Kept;
template <>
struct Kept<float> {
    static constexpr int kLimitExponent = JAYNES_LDPC_LIMIT_EXPONENT;
    static __device__ __forceinline__ float of(float x) { return x; }
};
template <>
struct Kept<Half> {
    static constexpr int kLimitExponent = JAYNES_LDPC_HALF_LIMIT_EXPONENT;
    static __device__ __forceinline__ Half of(float x) { return half_of(x); }
};

template <typename Number>
static __device__ __forceinline__ float limit() {
    return __int_as_float((127 + Kept<Number>::kLimitExponent) << 23);
}

/* The state of the block's shot. */
template <typename Number>
struct PropagationState {
    Number* posteriors;
    Number* smallest;
    Number* second;
    uint32_t* first;
    uint32_t* signs;
    uint32_t* syndrome;
    uint32_t* parity;
    uint32_t* errors;
    uint32_t row_places;
    uint32_t column_places;

    __device__ __forceinline__ PropagationState(unsigned char* memory, const JaynesPropagationArguments& a)
        : row_places(a.row_group_count * JAYNES_WARP), column_places(a.column_group_count * JAYNES_WARP) {
        posteriors = reinterpret_cast<Number*>(memory);
        smallest = posteriors + column_places + sizeof(float) / sizeof(Number); /* what follows has whole words */
        second = smallest + row_places;
        first = reinterpret_cast<uint32_t*>(second + row_places);
        signs = first + row_places;
        syndrome = signs + (uint64_t)a.sign_words * row_places;
        parity = syndrome + a.row_group_count;
        errors = parity + a.row_group_count;
    }
};

/* What a shot has come to; the same in all threads. */
struct PropagationProgress {
    uint64_t total;
    uint32_t leg;
    uint32_t iteration;
    uint32_t solutions;
    bool started; /* no iteration of a later leg has been done: posteriors are its memory only */
};

static __device__ __forceinline__ float negated_if(float value, uint32_t sign) {
    return __int_as_float(__float_as_int(value) ^ (int)(sign << 31));
}

static __device__ __forceinline__ uint32_t sign_of(float value) { return (uint32_t)__float_as_int(value) >> 31; }

/* alpha of an iteration, counted from 1; from the 25th on 1 - 2^-t rounds to 1. */
static __device__ __forceinline__ float scaling_of(const JaynesPropagationArguments& a, uint32_t iteration) {
    if (a.scaling != 0) {
        return a.scaling;
    }
    return iteration < 25 ? 1.0f - 1.0f / (float)(1u << iteration) : 1.0f;
}

/* Copies the events by place; true if there are any. */
template <typename Number>
static __device__ __forceinline__ bool load_syndrome(const JaynesPropagationArguments& a,
                                                     const PropagationState<Number>& s, uint64_t shot) {
    const uint64_t* events = pointer<const uint64_t>(a.shots) + shot * a.detector_words;
    const uint32_t* row_at = pointer<const uint32_t>(a.row_at);
    uint32_t any = 0;
    for (uint32_t place = threadIdx.x; place < s.row_places; place += blockDim.x) {
        uint32_t row = row_at[place];
        bool event = row != kNoRow && (events[row / 64] >> (row % 64) & 1) != 0;
        uint32_t word = __ballot_sync(kAllLanes, event);
        s.syndrome[place / JAYNES_WARP] = word;
        any |= word;
    }
    return __syncthreads_or(any != 0) != 0;
}

/* All messages become 0. */
template <typename Number>
static __device__ __forceinline__ void forget_messages(const JaynesPropagationArguments& a,
                                                       const PropagationState<Number>& s) {
    for (uint32_t place = threadIdx.x; place < s.row_places; place += blockDim.x) {
        s.smallest[place] = 0;
        s.second[place] = 0;
        s.first[place] = kNoEdge;
        for (uint32_t word = 0; word < a.sign_words; word++) {
            s.signs[word * s.row_places + place] = 0;
        }
    }
}

template <typename Number>
static __device__ __forceinline__ void start_shot(const JaynesPropagationArguments& a,
                                                  const PropagationState<Number>& s) {
    const float* priors = pointer<const float>(a.priors);
    for (uint32_t place = threadIdx.x; place <= s.column_places; place += blockDim.x) {
        s.posteriors[place] = Kept<Number>::of(priors[place]);
    }
    forget_messages(a, s);
    __syncthreads();
}

/* mu of an edge from what its row remembers. */
static __device__ __forceinline__ float answer(float smallest, float second, uint32_t first, uint32_t k,
                                               uint32_t negative) {
    return negated_if(k == first ? second : smallest, negative);
}

/* Check of the row at a place. `beliefs` are the posteriors, or the priors when a leg has started. */
template <typename Number, typename Belief>
static __device__ __forceinline__ void check_row(const JaynesPropagationArguments& a, const PropagationState<Number>& s,
                                                 const Belief* beliefs, uint32_t place, float alpha) {
    const uint32_t* row_slots = pointer<const uint32_t>(a.row_slots);
    uint32_t group = place / JAYNES_WARP;
    uint32_t lane = place % JAYNES_WARP;
    uint32_t slot = row_slots[group];
    uint32_t count = row_slots[group + 1] - slot;
    const uint32_t* columns = pointer<const uint32_t>(a.slot_columns) + (uint64_t)slot * JAYNES_WARP + lane;
    float old_smallest = number_from(s.smallest[place]);
    float old_second = number_from(s.second[place]);
    uint32_t old_first = s.first[place];
    float smallest = limit<Number>();
    float second = limit<Number>();
    uint32_t first = kNoEdge;
    uint32_t events = s.syndrome[group];
    uint32_t sign = events >> lane & 1;
    s.parity[group] = events;
    for (uint32_t begin = 0; begin < count; begin += 32) {
        uint32_t* signs = &s.signs[begin / 32 * s.row_places + place];
        uint32_t old_signs = *signs;
        uint32_t new_signs = 0;
        uint32_t end = count - begin < 32 ? count - begin : 32;
        for (uint32_t bit = 0; bit < end; bit++) {
            uint32_t k = begin + bit;
            float belief = number_from(beliefs[columns[(uint64_t)k * JAYNES_WARP]]);
            float nu = belief - answer(old_smallest, old_second, old_first, k, old_signs >> bit & 1);
            new_signs |= sign_of(nu) << bit;
            float size = negated_if(nu, sign_of(nu));
            bool is_smallest = size < smallest;
            float larger = is_smallest ? smallest : size;
            second = larger < second ? larger : second;
            smallest = is_smallest ? size : smallest;
            first = is_smallest ? k : first;
        }
        *signs = new_signs;
        sign ^= (uint32_t)__popc(new_signs) & 1;
    }
    s.smallest[place] = Kept<Number>::of(negated_if(alpha * smallest, sign));
    s.second[place] = Kept<Number>::of(negated_if(alpha * second, sign));
    s.first[place] = first;
}

/* Adds up the column at a place and notes in the parities of its rows if it has an error. */
template <typename Number>
static __device__ __forceinline__ void add_column(const JaynesPropagationArguments& a,
                                                  const PropagationState<Number>& s, const float* strengths,
                                                  uint32_t place) {
    const uint32_t* column_slots = pointer<const uint32_t>(a.column_slots);
    uint32_t group = place / JAYNES_WARP;
    uint32_t slot = column_slots[group];
    uint32_t count = column_slots[group + 1] - slot;
    const uint32_t* messages =
        pointer<const uint32_t>(a.slot_messages) + (uint64_t)slot * JAYNES_WARP + place % JAYNES_WARP;
    uint32_t place_mask = (uint32_t)((1ull << a.place_bits) - 1);
    float sum = pointer<const float>(a.priors)[place];
    if (a.has_memory) {
        float strength = strengths == nullptr ? a.memory : strengths[place];
        sum = sum * (1.0f - strength) + number_from(s.posteriors[place]) * strength;
    }
    for (uint32_t k = 0; k < count; k++) {
        uint32_t message = messages[(uint64_t)k * JAYNES_WARP];
        if (message != kNoEdge) {
            uint32_t row = message & place_mask;
            uint32_t in_row = (uint32_t)((uint64_t)message >> a.place_bits);
            uint32_t negative = s.signs[in_row / 32 * s.row_places + row] >> (in_row % 32) & 1;
            sum += answer(number_from(s.smallest[row]), number_from(s.second[row]), s.first[row], in_row, negative);
        }
    }
    Number posterior = Kept<Number>::of(sum);
    s.posteriors[place] = posterior;
    if (number_from(posterior) <= 0) {
        for (uint32_t k = 0; k < count; k++) {
            uint32_t message = messages[(uint64_t)k * JAYNES_WARP];
            if (message != kNoEdge) {
                uint32_t row = message & place_mask;
                atomicXor(&s.parity[row / JAYNES_WARP], 1u << (row % JAYNES_WARP));
            }
        }
    }
}

/* All rows, then all columns. */
struct Flooding {
    /* Does the updates of an iteration; true if it converges. */
    template <typename Number>
    static __device__ __forceinline__ bool update(const JaynesPropagationArguments& a,
                                                  const PropagationState<Number>& s, PropagationProgress& progress,
                                                  float alpha) {
        for (uint32_t place = threadIdx.x; place < s.row_places; place += blockDim.x) {
            if (progress.started) {
                check_row(a, s, pointer<const float>(a.priors), place, alpha);
            } else {
                check_row(a, s, s.posteriors, place, alpha);
            }
        }
        progress.started = false;
        __syncthreads();
        const float* strengths =
            progress.leg == 0 ? nullptr
                              : pointer<const float>(a.strengths) + (uint64_t)(progress.leg - 1) * s.column_places;
        for (uint32_t place = threadIdx.x; place < a.column_count; place += blockDim.x) {
            add_column(a, s, strengths, place);
        }
        __syncthreads();
        uint32_t unexplained = 0;
        for (uint32_t group = threadIdx.x; group < a.row_group_count; group += blockDim.x) {
            unexplained |= s.parity[group];
        }
        return __syncthreads_or(unexplained != 0) == 0;
    }
};

/* Makes a set of errors the shot's result if it is lighter than `best`, which only the threads that write know. */
template <typename Number>
static __device__ __forceinline__ void offer(const JaynesPropagationArguments& a, const PropagationState<Number>& s,
                                             uint64_t shot, bool empty, double& best) {
    uint32_t words = (a.column_count + 31) / 32;
    for (uint32_t word = threadIdx.x; word < words; word += blockDim.x) {
        s.errors[word] = 0;
    }
    __syncthreads();
    const uint32_t* column_at = pointer<const uint32_t>(a.column_at);
    for (uint32_t place = threadIdx.x; place < a.column_count && !empty; place += blockDim.x) {
        if (number_from(s.posteriors[place]) <= 0) {
            uint32_t column = column_at[place];
            atomicOr(&s.errors[column / 32], 1u << (column % 32));
        }
    }
    __syncthreads();
    write_solution(a, s.errors, shot, best);
}

/* Whether another leg follows, which it then starts. */
template <typename Number>
static __device__ __forceinline__ bool start_leg(const JaynesPropagationArguments& a, const PropagationState<Number>& s,
                                                 PropagationProgress& progress) {
    if (progress.solutions >= a.solutions || progress.leg >= a.legs) {
        return false;
    }
    progress.leg++;
    progress.iteration = 0;
    progress.started = true;
    forget_messages(a, s);
    __syncthreads();
    return true;
}

template <typename Number>
static __device__ __forceinline__ void store_posteriors(const JaynesPropagationArguments& a,
                                                        const PropagationState<Number>& s, uint64_t shot) {
    float* target = pointer<float>(a.posteriors) + shot * a.column_count;
    for (uint32_t place = threadIdx.x; place < a.column_count; place += blockDim.x) {
        target[pointer<const uint32_t>(a.column_at)[place]] = number_from(s.posteriors[place]);
    }
}

template <typename Schedule, typename Number>
static __device__ __forceinline__ void decode_shot(const JaynesPropagationArguments& a,
                                                   const PropagationState<Number>& s, uint64_t shot) {
    PropagationProgress progress = {0, 0, 0, 0, false};
    double best = infinite_weight();
    bool empty = !load_syndrome(a, s, shot) && a.empty_is_lightest;
    start_shot(a, s);
    if (empty) {
        offer(a, s, shot, true, best);
        progress.solutions = 1;
    } else {
        uint32_t limit = a.iterations;
        do {
            bool converged;
            do {
                progress.iteration++;
                progress.total++;
                converged = Schedule::update(a, s, progress, scaling_of(a, progress.iteration));
            } while (!converged && progress.iteration < limit);
            if (converged) {
                progress.solutions++;
                offer(a, s, shot, false, best);
            }
            limit = a.leg_iterations;
        } while (start_leg(a, s, progress));
        if (progress.solutions == 0) {
            offer(a, s, shot, false, best);
        }
    }
    if (threadIdx.x == 0) {
        pointer<uint64_t>(a.outcomes)[shot] = 4 * progress.total + (progress.solutions > 0);
    }
    if (a.posteriors != 0 && !(a.unconverged_only && progress.solutions > 0)) {
        store_posteriors(a, s, shot);
    }
}

/* Checks the launch; the block's shared memory, which begins with what its threads tell each other. */
template <bool kShared>
static __device__ __forceinline__ unsigned char* propagation_memory(const JaynesPropagationArguments& a) {
    require_launch(JAYNES_PROPAGATION_MAXIMUM_THREADS,
                   JAYNES_PROPAGATION_CONTROL_BYTES + (kShared ? a.state_bytes : 0));
    return static_cast<unsigned char*>(dynamic_shared_memory());
}

/* Where the state of the block's shot is. */
template <bool kShared>
static __device__ __forceinline__ unsigned char* block_state(const JaynesPropagationArguments& a,
                                                             unsigned char* shared) {
    return kShared ? shared + JAYNES_PROPAGATION_CONTROL_BYTES
                   : pointer<unsigned char>(a.states) + (uint64_t)blockIdx.x * a.state_bytes;
}

template <bool kShared, typename Schedule, typename Number>
static __device__ __forceinline__ void decode_queue(const JaynesPropagationArguments& a, unsigned char* shared) {
    PropagationState<Number> state(block_state<kShared>(a, shared), a);
    uint64_t* control = reinterpret_cast<uint64_t*>(shared);
    for (uint64_t shot = take_shot(a.next_shot, control); shot < a.shot_count; shot = take_shot(a.next_shot, control)) {
        decode_shot<Schedule>(a, state, shot);
    }
}

template <bool kShared, typename Schedule>
static __device__ __forceinline__ void run_propagation(const JaynesPropagationArguments& a) {
    unsigned char* shared = propagation_memory<kShared>(a);
    if (a.half) {
        decode_queue<kShared, Schedule, Half>(a, shared);
    } else {
        decode_queue<kShared, Schedule, float>(a, shared);
    }
}

}  // namespace jaynes

#endif
