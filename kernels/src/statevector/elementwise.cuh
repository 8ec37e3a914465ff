/* Kernels in which amplitudes do not meet. A thread takes 16 bytes of amplitudes at a time. */
#ifndef JAYNES_ELEMENTWISE_CUH
#define JAYNES_ELEMENTWISE_CUH

#include "amplitude.cuh"

namespace jaynes {

static __device__ __forceinline__ uint64_t thread_number() { return (uint64_t)blockIdx.x * blockDim.x + threadIdx.x; }
static __device__ __forceinline__ uint64_t thread_count() { return (uint64_t)gridDim.x * blockDim.x; }

/* One amplitude is left over when complex64 rows of a single amplitude are odd in number. */
template <typename Real>
static __device__ __forceinline__ bool is_whole_unit(uint64_t first, uint64_t count) {
    return Unit<Real>::kCount == 1 || first + 1 < count;
}

template <typename Real>
static __device__ __forceinline__ void run_initialize(const JaynesInitializeArguments& arguments) {
    constexpr uint64_t count = Unit<Real>::kCount;
    Amplitude<Real>* states = at_address<Amplitude<Real>>(arguments.states);
    uint64_t amplitude_count = arguments.row_count << arguments.index_bits;
    uint64_t row_mask = ((uint64_t)1 << arguments.index_bits) - 1;
    for (uint64_t i = thread_number() * count; i < amplitude_count; i += thread_count() * count) {
        Unit<Real> unit;
        JAYNES_UNROLL
        for (uint64_t half = 0; half < count; half++) {
            bool is_basis_state = ((i + half) & row_mask) == arguments.basis_index;
            unit.amplitude[half] = Amplitude<Real>{is_basis_state ? Real(1) : Real(0), Real(0)};
        }
        if (is_whole_unit<Real>(i, amplitude_count)) {
            *reinterpret_cast<Unit<Real>*>(states + i) = unit;
        } else {
            states[i] = unit.amplitude[0];
        }
    }
}

template <typename Real>
static __device__ __forceinline__ void run_probability(const JaynesProbabilityArguments& arguments) {
    const Amplitude<Real>* amplitudes = at_address<const Amplitude<Real>>(arguments.states) + arguments.first;
    double* probabilities = at_address<double>(arguments.probabilities);
    for (uint64_t i = thread_number(); i < arguments.count; i += thread_count()) {
        probabilities[i] = probability(amplitudes[i]);
    }
}

template <typename Real>
static __device__ __forceinline__ Amplitude<Real> collapsed(Amplitude<Real> x, bool kept, Real scale) {
    return Amplitude<Real>{kept ? x.re * scale : Real(0), kept ? x.im * scale : Real(0)};
}

/* What is projected away is written without having been read. A row has the measured bit, so two amplitudes at least:
 * units are whole. */
template <typename Real>
static __device__ __forceinline__ void run_collapse(const JaynesCollapseArguments& arguments) {
    constexpr uint64_t count = Unit<Real>::kCount;
    Amplitude<Real>* states = at_address<Amplitude<Real>>(arguments.states);
    uint64_t amplitude_count = arguments.row_count << arguments.index_bits;
    Real scale = (Real)arguments.scale;
    for (uint64_t i = thread_number() * count; i < amplitude_count; i += thread_count() * count) {
        bool kept[2] = {(i >> arguments.bit & 1) == arguments.value, ((i + 1) >> arguments.bit & 1) == arguments.value};
        Unit<Real>& there = *reinterpret_cast<Unit<Real>*>(states + i);
        Unit<Real> unit = {};
        if (kept[0] || kept[count - 1]) {
            unit = there;
        }
        JAYNES_UNROLL
        for (uint64_t half = 0; half < count; half++) {
            unit.amplitude[half] = collapsed(unit.amplitude[half], kept[half], scale);
        }
        there = unit;
    }
}

}  // namespace jaynes

#endif
