/* The kernels of kernels.list.h. common/jaynes_decoder.h says what they do and how they are launched. */
#include "frames.cuh"
#include "layers.cuh"
#include "mistakes.cuh"
#include "ordered_statistics.cuh"
#include "propagation.cuh"
#include "sampling.cuh"
#include "serving.cuh"
#include "union_find.cuh"

/* 64 registers, so that 1024 threads fit: four shots with 256 each where shared memory has room for them. */
#define JAYNES_PROPAGATION_BOUNDS __launch_bounds__(JAYNES_PROPAGATION_MAXIMUM_THREADS, 2)

#define JAYNES_ORDERED_STATISTICS_BOUNDS __launch_bounds__(JAYNES_ORDERED_STATISTICS_MAXIMUM_THREADS, 2)

/* 128 registers: 512 threads have states (CudaUnionFind), so that nothing is gained by fewer. */
#define JAYNES_UNION_FIND_BOUNDS __launch_bounds__(JAYNES_UNION_FIND_MAXIMUM_THREADS, 4)

#define JAYNES_SAMPLING_BOUNDS __launch_bounds__(JAYNES_SAMPLING_MAXIMUM_THREADS, 3)

extern "C" {

__global__ void JAYNES_PROPAGATION_BOUNDS
jaynes_propagation_shared(const __grid_constant__ JaynesPropagationArguments arguments) {
    jaynes::run_propagation<true, jaynes::Flooding>(arguments);
}
__global__ void JAYNES_PROPAGATION_BOUNDS
jaynes_propagation_global(const __grid_constant__ JaynesPropagationArguments arguments) {
    jaynes::run_propagation<false, jaynes::Flooding>(arguments);
}
__global__ void JAYNES_PROPAGATION_BOUNDS
jaynes_layers_shared(const __grid_constant__ JaynesPropagationArguments arguments) {
    jaynes::run_propagation<true, jaynes::Layers>(arguments);
}
__global__ void JAYNES_PROPAGATION_BOUNDS
jaynes_layers_global(const __grid_constant__ JaynesPropagationArguments arguments) {
    jaynes::run_propagation<false, jaynes::Layers>(arguments);
}

__global__ void JAYNES_ORDERED_STATISTICS_BOUNDS
jaynes_ordered_statistics_shared(const __grid_constant__ JaynesOrderedStatisticsArguments arguments) {
    jaynes::run_ordered_statistics<true>(arguments);
}
__global__ void JAYNES_ORDERED_STATISTICS_BOUNDS
jaynes_ordered_statistics_global(const __grid_constant__ JaynesOrderedStatisticsArguments arguments) {
    jaynes::run_ordered_statistics<false>(arguments);
}

__global__ void JAYNES_SAMPLING_BOUNDS
jaynes_sampling_shared(const __grid_constant__ JaynesSamplingArguments arguments) {
    jaynes::run_sampling<true>(arguments);
}
__global__ void JAYNES_SAMPLING_BOUNDS
jaynes_sampling_global(const __grid_constant__ JaynesSamplingArguments arguments) {
    jaynes::run_sampling<false>(arguments);
}

__global__ void JAYNES_SAMPLING_BOUNDS jaynes_mistakes(const __grid_constant__ JaynesMistakesArguments arguments) {
    jaynes::run_mistakes(arguments);
}

__global__ void JAYNES_UNION_FIND_BOUNDS jaynes_union_find(const __grid_constant__ JaynesUnionFindArguments arguments) {
    jaynes::run_union_find(arguments);
}

__global__ void JAYNES_PROPAGATION_BOUNDS
jaynes_serve_propagation_shared(const __grid_constant__ JaynesServePropagationArguments arguments) {
    jaynes::serve_propagation<true, jaynes::Flooding>(arguments);
}
__global__ void JAYNES_PROPAGATION_BOUNDS
jaynes_serve_propagation_global(const __grid_constant__ JaynesServePropagationArguments arguments) {
    jaynes::serve_propagation<false, jaynes::Flooding>(arguments);
}
__global__ void JAYNES_PROPAGATION_BOUNDS
jaynes_serve_layers_shared(const __grid_constant__ JaynesServePropagationArguments arguments) {
    jaynes::serve_propagation<true, jaynes::Layers>(arguments);
}
__global__ void JAYNES_PROPAGATION_BOUNDS
jaynes_serve_layers_global(const __grid_constant__ JaynesServePropagationArguments arguments) {
    jaynes::serve_propagation<false, jaynes::Layers>(arguments);
}
__global__ void __launch_bounds__(JAYNES_WARP)
    jaynes_serve_union_find(const __grid_constant__ JaynesServeUnionFindArguments arguments) {
    jaynes::serve_union_find(arguments);
}

__global__ void __launch_bounds__(JAYNES_FRAMES_MAXIMUM_THREADS)
    jaynes_frames(const __grid_constant__ JaynesFrameArguments arguments) {
    jaynes::run_frames(arguments);
}
}
