/* The kernels of kernels.list.h. launch.h says how each is launched. */
#include "fock.cuh"
#include "marginal.cuh"
#include "pair_permanent.cuh"
#include "permanent.cuh"
#include "photon_sample.cuh"
#include "repeated_permanent.cuh"
#include "single_loop.cuh"
#include "window.cuh"

#define JAYNES_PERMANENT_BOUNDS __launch_bounds__(JAYNES_PERMANENT_THREADS)

/* One entry point per number of columns, in steps of eight. */
#define JAYNES_PERMANENT(columns)                                               \
    __global__ void JAYNES_PERMANENT_BOUNDS jaynes_permanent_real_##columns(    \
        const __grid_constant__ JaynesPermanentArguments arguments) {           \
        jaynes::photonics::run_permanent<true, columns / 4>(arguments);         \
    }                                                                           \
    __global__ void JAYNES_PERMANENT_BOUNDS jaynes_permanent_complex_##columns( \
        const __grid_constant__ JaynesPermanentArguments arguments) {           \
        jaynes::photonics::run_permanent<false, columns / 4>(arguments);        \
    }

/* Four blocks of a multiprocessor: with fewer registers than that leaves, ptxas spills. */
#define JAYNES_WINDOW_BOUNDS __launch_bounds__(JAYNES_WINDOW_THREADS, 4)
#define JAYNES_SINGLE_LOOP_BOUNDS __launch_bounds__(JAYNES_SINGLE_LOOP_THREADS)
#define JAYNES_FOCK_BOUNDS __launch_bounds__(JAYNES_FOCK_THREADS)
#define JAYNES_PHOTON_SAMPLE_BOUNDS __launch_bounds__(JAYNES_PHOTON_SAMPLE_THREADS)

/* One entry point per number of photons, in steps of eight. */
#define JAYNES_PHOTON_SAMPLE(columns)                                                   \
    __global__ void JAYNES_PHOTON_SAMPLE_BOUNDS jaynes_photon_sample_real_##columns(    \
        const __grid_constant__ JaynesPhotonSampleArguments arguments) {                \
        jaynes::photonics::run_photon_sample<true, columns>(arguments);                 \
    }                                                                                   \
    __global__ void JAYNES_PHOTON_SAMPLE_BOUNDS jaynes_photon_sample_complex_##columns( \
        const __grid_constant__ JaynesPhotonSampleArguments arguments) {                \
        jaynes::photonics::run_photon_sample<false, columns>(arguments);                \
    }

extern "C" {

JAYNES_PERMANENT(8)
JAYNES_PERMANENT(16)
JAYNES_PERMANENT(24)
JAYNES_PERMANENT(32)
JAYNES_PERMANENT(40)

__global__ void JAYNES_PERMANENT_BOUNDS
jaynes_permanent_repeated_real(const __grid_constant__ JaynesPermanentArguments arguments) {
    jaynes::photonics::run_repeated_permanent<true>(arguments);
}
__global__ void JAYNES_PERMANENT_BOUNDS
jaynes_permanent_repeated_complex(const __grid_constant__ JaynesPermanentArguments arguments) {
    jaynes::photonics::run_repeated_permanent<false>(arguments);
}

__global__ void JAYNES_PERMANENT_BOUNDS
jaynes_permanent_pairs_real(const __grid_constant__ JaynesPermanentArguments arguments) {
    jaynes::photonics::run_pair_permanent<true>(arguments);
}
__global__ void JAYNES_PERMANENT_BOUNDS
jaynes_permanent_pairs_complex(const __grid_constant__ JaynesPermanentArguments arguments) {
    jaynes::photonics::run_pair_permanent<false>(arguments);
}

JAYNES_PHOTON_SAMPLE(16)
JAYNES_PHOTON_SAMPLE(24)

__global__ void JAYNES_FOCK_BOUNDS
jaynes_photon_step_real(const __grid_constant__ JaynesPhotonStepArguments arguments) {
    jaynes::photonics::run_photon_step<true>(arguments);
}
__global__ void JAYNES_FOCK_BOUNDS
jaynes_photon_step_complex(const __grid_constant__ JaynesPhotonStepArguments arguments) {
    jaynes::photonics::run_photon_step<false>(arguments);
}
__global__ void JAYNES_FOCK_BOUNDS
jaynes_photon_probability(const __grid_constant__ JaynesPhotonProbabilityArguments arguments) {
    jaynes::photonics::run_photon_probability(arguments);
}

__global__ void JAYNES_FOCK_BOUNDS
jaynes_generating_step(const __grid_constant__ JaynesGeneratingStepArguments arguments) {
    jaynes::photonics::run_generating_step(arguments);
}
__global__ void JAYNES_FOCK_BOUNDS
jaynes_generating_value(const __grid_constant__ JaynesGeneratingValueArguments arguments) {
    jaynes::photonics::run_generating_value(arguments);
}
__global__ void JAYNES_FOCK_BOUNDS jaynes_photon_mean(const __grid_constant__ JaynesPhotonMomentArguments arguments) {
    jaynes::photonics::run_photon_mean(arguments);
}
__global__ void JAYNES_FOCK_BOUNDS
jaynes_photon_covariance(const __grid_constant__ JaynesPhotonMomentArguments arguments) {
    jaynes::photonics::run_photon_covariance(arguments);
}

__global__ void JAYNES_SINGLE_LOOP_BOUNDS
jaynes_single_loop(const __grid_constant__ JaynesSingleLoopArguments arguments) {
    jaynes::photonics::run_single_loop(arguments);
}

__global__ void JAYNES_WINDOW_BOUNDS
jaynes_window_step_real(const __grid_constant__ JaynesWindowBatchArguments arguments) {
    jaynes::photonics::run_window_step<true>(arguments);
}
__global__ void JAYNES_WINDOW_BOUNDS
jaynes_window_step_complex(const __grid_constant__ JaynesWindowBatchArguments arguments) {
    jaynes::photonics::run_window_step<false>(arguments);
}
__global__ void JAYNES_WINDOW_BOUNDS jaynes_window_turn(const __grid_constant__ JaynesWindowBatchArguments arguments) {
    jaynes::photonics::run_window_turn(arguments);
}
__global__ void JAYNES_WINDOW_BOUNDS jaynes_window_scale(const __grid_constant__ JaynesWindowBatchArguments arguments) {
    jaynes::photonics::run_window_scale(arguments);
}
}
