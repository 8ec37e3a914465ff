/* Vectors over Fock states: one more photon, and probabilities (jaynes_photonics.h). A thread works on a state, whose
 * photon numbers follow from its index and the table of counts; no list of terms is needed. */
#ifndef JAYNES_PHOTONICS_FOCK_CUH
#define JAYNES_PHOTONICS_FOCK_CUH

#include "launch.h"
#include "number.cuh"

namespace jaynes {
namespace photonics {

class FockStates {
    const uint32_t* counts;
    uint32_t modes;
    uint32_t photons;
    uint32_t width;

 public:
    /* Called by whole blocks: the table is read from shared memory where the launch gives room for it. */
    __device__ __forceinline__ FockStates(uint64_t table, uint32_t mode_count, uint32_t photon_count)
        : counts(at_address<const uint32_t>(table)), modes(mode_count), photons(photon_count), width(photon_count + 2) {
        uint32_t entries = (modes + 1) * width;
        if (dynamic_shared_bytes() >= entries * sizeof(uint32_t)) {
            uint32_t* copy = static_cast<uint32_t*>(dynamic_shared_memory());
            for (uint32_t i = threadIdx.x; i < entries; i += blockDim.x) {
                copy[i] = counts[i];
            }
            __syncthreads();
            counts = copy;
        }
    }

    __device__ __forceinline__ uint32_t size() const { return counts[modes * width + photons + 1]; }

    /* Where the states with so many photons behind a mode start, among those of the mode and the ones behind it. */
    __device__ __forceinline__ uint32_t start(uint32_t mode, uint32_t behind) const {
        return counts[(modes - mode) * width + behind];
    }

    /* The photons behind a mode of the state with an index among those of the mode and the ones behind it, which hold
     * `left` photons. */
    __device__ __forceinline__ uint32_t behind(uint32_t mode, uint32_t left, uint32_t index) const {
        if (mode + 1 == modes) {
            return 0;
        }
        uint32_t behind = left;
        while (start(mode, behind) > index) {
            behind--;
        }
        return behind;
    }
};

static __device__ __forceinline__ uint64_t first_state() { return (uint64_t)blockIdx.x * blockDim.x + threadIdx.x; }
static __device__ __forceinline__ uint64_t state_stride() { return (uint64_t)gridDim.x * blockDim.x; }

template <bool kReal>
static __device__ __forceinline__ void run_photon_step(const JaynesPhotonStepArguments& a) {
    typedef Number<kReal> N;
    require(blockDim.x <= JAYNES_FOCK_THREADS);
    FockStates states(a.counts, a.modes, a.photons);
    const double* u_re = at_address<const double>(a.u_re);
    const double* u_im = kReal ? u_re : at_address<const double>(a.u_im);
    const double* x_re = at_address<const double>(a.x_re);
    const double* x_im = kReal ? x_re : at_address<const double>(a.x_im);
    double* y_re = at_address<double>(a.y_re);
    double* y_im = kReal ? y_re : at_address<double>(a.y_im);
    for (uint64_t state = first_state(); state < states.size(); state += state_stride()) {
        N y = N::zero();
        uint32_t left = a.photons;
        uint32_t index = (uint32_t)state;
        uint32_t fewer = 0; /* start of the modes before, with one photon less behind each of them */
        for (uint32_t mode = 0; left > 0; mode++) {
            uint32_t behind = states.behind(mode, left, index);
            if (behind < left) {
                y = y.plus_product(N::load(u_re, u_im, mode), N::load(x_re, x_im, (uint64_t)fewer + index));
            }
            if (behind > 0) {
                index -= states.start(mode, behind);
                fewer += states.start(mode, behind - 1);
            }
            left = behind;
        }
        y.store(y_re, y_im, state);
    }
}

static __device__ __forceinline__ void run_photon_probability(const JaynesPhotonProbabilityArguments& a) {
    require(blockDim.x <= JAYNES_FOCK_THREADS);
    FockStates states(a.counts, a.modes, a.photons);
    const double* factorials = at_address<const double>(a.factorials);
    const double* re = at_address<const double>(a.re);
    const double* im = at_address<const double>(a.im);
    double* probabilities = at_address<double>(a.probabilities);
    for (uint64_t state = first_state(); state < states.size(); state += state_stride()) {
        double product = 1.0;
        uint32_t left = a.photons;
        uint32_t index = (uint32_t)state;
        for (uint32_t mode = 0; left > 0; mode++) {
            uint32_t behind = states.behind(mode, left, index);
            product = product * factorials[left - behind];
            index -= states.start(mode, behind);
            left = behind;
        }
        double square =
            a.im == 0 ? fused(re[state], re[state], 0.0) : fused(re[state], re[state], im[state] * im[state]);
        probabilities[state] = product / a.norm * square;
    }
}

}  // namespace photonics
}  // namespace jaynes

#endif
