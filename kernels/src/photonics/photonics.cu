/* The kernels of kernels.list.h. launch.h says how each is launched. */
#include "permanent.cuh"
#include "repeated_permanent.cuh"

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
}
