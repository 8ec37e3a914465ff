/* The kernels of kernels.list.h: one entry point per kernel and precision. launch.h says how each is launched. */
#include "choice.cuh"
#include "elementwise.cuh"
#include "pass.cuh"
#include "reductions.cuh"
#include "sampling.cuh"

/* The register limits: a pass may use 80, which lets as many of its threads onto a multiprocessor as shared memory does
 * (768 threads with 32 complex64 amplitudes each are 192 KB); a reduction may use 80 as well. */
#define JAYNES_PASS_BOUNDS __launch_bounds__(768)
#define JAYNES_PROBE_BOUNDS __launch_bounds__(JAYNES_PASS_MAXIMUM_THREADS)
#define JAYNES_WARP_BOUNDS __launch_bounds__(JAYNES_MAXIMUM_WARP_THREADS, 3)
#define JAYNES_ELEMENT_BOUNDS __launch_bounds__(JAYNES_MAXIMUM_ELEMENT_THREADS)

static_assert(JAYNES_PASS_MAXIMUM_THREADS <= 768, "the bound must admit every block that launch.h allows");

extern "C" {

__global__ void JAYNES_PASS_BOUNDS jaynes_pass_c64(const __grid_constant__ JaynesPassArguments arguments) {
    jaynes::run_pass<float, false>(arguments);
}
__global__ void JAYNES_PASS_BOUNDS jaynes_pass_c128(const __grid_constant__ JaynesPassArguments arguments) {
    jaynes::run_pass<double, false>(arguments);
}
__global__ void JAYNES_PROBE_BOUNDS jaynes_probe_pass_c64(const __grid_constant__ JaynesPassArguments arguments) {
    jaynes::run_pass<float, true>(arguments);
}
__global__ void JAYNES_PROBE_BOUNDS jaynes_probe_pass_c128(const __grid_constant__ JaynesPassArguments arguments) {
    jaynes::run_pass<double, true>(arguments);
}

__global__ void JAYNES_ELEMENT_BOUNDS
jaynes_initialize_c64(const __grid_constant__ JaynesInitializeArguments arguments) {
    jaynes::run_initialize<float>(arguments);
}
__global__ void JAYNES_ELEMENT_BOUNDS
jaynes_initialize_c128(const __grid_constant__ JaynesInitializeArguments arguments) {
    jaynes::run_initialize<double>(arguments);
}

__global__ void JAYNES_WARP_BOUNDS jaynes_marginal_c64(const __grid_constant__ JaynesMarginalArguments arguments) {
    jaynes::run_marginal<float>(arguments);
}
__global__ void JAYNES_WARP_BOUNDS jaynes_marginal_c128(const __grid_constant__ JaynesMarginalArguments arguments) {
    jaynes::run_marginal<double>(arguments);
}

__global__ void JAYNES_WARP_BOUNDS jaynes_fold(const __grid_constant__ JaynesFoldArguments arguments) {
    jaynes::run_fold(arguments);
}

__global__ void JAYNES_ELEMENT_BOUNDS
jaynes_probability_c64(const __grid_constant__ JaynesProbabilityArguments arguments) {
    jaynes::run_probability<float>(arguments);
}
__global__ void JAYNES_ELEMENT_BOUNDS
jaynes_probability_c128(const __grid_constant__ JaynesProbabilityArguments arguments) {
    jaynes::run_probability<double>(arguments);
}

__global__ void JAYNES_WARP_BOUNDS jaynes_pauli_c64(const __grid_constant__ JaynesPauliArguments arguments) {
    jaynes::run_pauli<float>(arguments);
}
__global__ void JAYNES_WARP_BOUNDS jaynes_pauli_c128(const __grid_constant__ JaynesPauliArguments arguments) {
    jaynes::run_pauli<double>(arguments);
}

__global__ void JAYNES_WARP_BOUNDS jaynes_sample_c64(const __grid_constant__ JaynesSampleArguments arguments) {
    jaynes::run_sample<float>(arguments);
}
__global__ void JAYNES_WARP_BOUNDS jaynes_sample_c128(const __grid_constant__ JaynesSampleArguments arguments) {
    jaynes::run_sample<double>(arguments);
}

__global__ void JAYNES_ELEMENT_BOUNDS jaynes_collapse_c64(const __grid_constant__ JaynesCollapseArguments arguments) {
    jaynes::run_collapse<float>(arguments);
}
__global__ void JAYNES_ELEMENT_BOUNDS jaynes_collapse_c128(const __grid_constant__ JaynesCollapseArguments arguments) {
    jaynes::run_collapse<double>(arguments);
}

__global__ void JAYNES_ELEMENT_BOUNDS jaynes_choice_c64(const __grid_constant__ JaynesChoiceArguments arguments) {
    jaynes::run_choice<float>(arguments);
}
__global__ void JAYNES_ELEMENT_BOUNDS jaynes_choice_c128(const __grid_constant__ JaynesChoiceArguments arguments) {
    jaynes::run_choice<double>(arguments);
}

__global__ void JAYNES_ELEMENT_BOUNDS jaynes_select(const __grid_constant__ JaynesSelectArguments arguments) {
    jaynes::run_select(arguments);
}
}
