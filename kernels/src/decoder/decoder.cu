/* The kernels of kernels.list.h. common/jaynes_decoder.h says what they do and how they are launched. */
#include "propagation.cuh"

/* 64 registers, so that 1024 threads fit: four shots with 256 each where shared memory has room for them. */
#define JAYNES_PROPAGATION_BOUNDS __launch_bounds__(JAYNES_PROPAGATION_MAXIMUM_THREADS, 2)

extern "C" {

__global__ void JAYNES_PROPAGATION_BOUNDS
jaynes_propagation_shared(const __grid_constant__ JaynesPropagationArguments arguments) {
    jaynes::run_propagation<true>(arguments);
}
__global__ void JAYNES_PROPAGATION_BOUNDS
jaynes_propagation_global(const __grid_constant__ JaynesPropagationArguments arguments) {
    jaynes::run_propagation<false>(arguments);
}
}
