// The library as a program finds it: library_test LIBRARY IMAGE. Loads it by its path, finds calls by their names, and
// runs kernels of kernels/src on it.
#include <dlfcn.h>

#include <cmath>
#include <complex>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "cuda_driver_api.h"
#include "jaynes_plan.h"
#include "statevector/launch.h"

#define CHECK(condition)                                                              \
    do {                                                                              \
        if (!(condition)) {                                                           \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                                  \
        }                                                                             \
    } while (0)

namespace {

void* library;

// Calls are named by their type in the header and found in the library alone.
template <typename Call>
Call* find(Call*, const char* name) {
    void* address = dlsym(library, name);
    if (address == nullptr) {
        fprintf(stderr, "the library has no %s\n", name);
        exit(1);
    }
    return reinterpret_cast<Call*>(address);
}

#define CALL(name, ...) CHECK(find((decltype(name)*)nullptr, #name)(__VA_ARGS__) == CUDA_SUCCESS)

template <typename Arguments>
void launch(CUmodule module, const char* name, unsigned grid, unsigned block, unsigned shared, Arguments arguments) {
    CUfunction function = nullptr;
    CALL(cuModuleGetFunction, &function, module, name);
    void* parameters[] = {&arguments};
    CALL(cuLaunchKernel, function, grid, 1, 1, block, 1, 1, shared, nullptr, parameters, nullptr);
}

// |0...0> by the kernel, then a Hadamard gate on each of three qubits, then the norm.
void kernels_run(CUmodule module) {
    constexpr unsigned kBits = 6;
    constexpr unsigned kAmplitudes = 1u << kBits;
    CUdeviceptr states = 0;
    CUdeviceptr coefficients = 0;
    CUdeviceptr ops = 0;
    CALL(cuMemAlloc_v2, &states, kAmplitudes * 16);
    CALL(cuMemAlloc_v2, &coefficients, 4 * 8);
    CALL(cuMemAlloc_v2, &ops, 3 * sizeof(JaynesOp));
    JaynesInitializeArguments initialize{};
    initialize.states = states;
    initialize.row_count = 1;
    initialize.index_bits = kBits;
    launch(module, "jaynes_initialize_c128", 1, JAYNES_ELEMENT_THREADS, 0, initialize);

    double half = std::sqrt(0.5);
    double hadamard[4] = {half, half, half, -half};
    CALL(cuMemcpyHtoD_v2, coefficients, hadamard, sizeof hadamard);
    JaynesOp list[3]{};
    for (unsigned i = 0; i < 3; i++) {
        list[i].kind = JAYNES_OP_REAL;
        list[i].bit_count = 1;
        list[i].bits[0] = (uint8_t)(2 * i);
    }
    CALL(cuMemcpyHtoD_v2, ops, list, sizeof list);
    JaynesPassArguments pass{};
    pass.states = states;
    pass.coefficients = coefficients;
    pass.ops = ops;
    pass.row_count = 1;
    pass.index_bits = pass.tile_bits = pass.low_bits = kBits;
    pass.op_count = 3;
    for (unsigned bit = 0; bit < kBits; bit++) {
        pass.tile_qubits[bit] = (uint8_t)bit;
    }
    launch(module, "jaynes_pass_c128", 1, 32, JAYNES_PASS_STAGING_BYTES + kAmplitudes * 16, pass);
    std::vector<std::complex<double>> amplitudes(kAmplitudes);
    CALL(cuMemcpyDtoH_v2, amplitudes.data(), states, kAmplitudes * 16);
    for (unsigned i = 0; i < kAmplitudes; i++) {
        std::complex<double> expected = (i & 0x2a) == 0 ? half * half * half : 0.0;
        CHECK(amplitudes[i] == expected);
    }

    CUdeviceptr sums = 0;
    CALL(cuMemAlloc_v2, &sums, 8);
    JaynesMarginalArguments norm{};
    norm.states = states;
    norm.sums = sums;
    norm.row_count = 1;
    norm.index_bits = kBits;
    launch(module, "jaynes_marginal_c128", 1, JAYNES_FOLD_THREADS, 0, norm);
    double value = 0;
    CALL(cuMemcpyDtoH_v2, &value, sums, 8);
    CHECK(std::abs(value - 1.0) < 1e-15);
}

}  // namespace

int main(int count, char** arguments) {
    CHECK(count == 3);
    library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    // The soname answers for the driver: what was linked with it is served by this library.
    CHECK(dlopen("libcuda.so.1", RTLD_NOW | RTLD_NOLOAD) == library);
    CHECK(find((decltype(cuDeviceGetCount)*)nullptr, "cuLaunchCooperativeKernel")(nullptr) == CUDA_ERROR_NOT_SUPPORTED);
    CALL(cuInit, 0);
    CUcontext context = nullptr;
    CALL(cuDevicePrimaryCtxRetain, &context, 0);
    CALL(cuCtxSetCurrent, context);
    std::ostringstream image;
    image << std::ifstream(arguments[2]).rdbuf();
    CUmodule module = nullptr;
    CALL(cuModuleLoadData, &module, image.str().c_str());
#define JAYNES_KERNEL(name, arguments, synchronizes) \
    CUfunction name##_function = nullptr;            \
    CALL(cuModuleGetFunction, &name##_function, module, #name);
#include "statevector/kernels.list.h"
#undef JAYNES_KERNEL
    kernels_run(module);
}
