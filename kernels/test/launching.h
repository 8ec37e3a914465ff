/* Launches kernels on the emulated device by name, and compares what they leave, bit for bit. */
#ifndef JAYNES_TEST_LAUNCHING_H
#define JAYNES_TEST_LAUNCHING_H

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "grid.h"

/* Of the case that runs: a failure names it. */
inline uint64_t current_seed = 0;

[[noreturn]] inline void fail(const std::string& what) {
    fprintf(stderr, "seed %llu: %s\n", (unsigned long long)current_seed, what.c_str());
    exit(1);
}

inline const jaynes::emulator::Kernel& find_kernel(const std::string& name) {
    for (const jaynes::emulator::Kernel& kernel : jaynes::emulator::compiled_kernels()) {
        if (name == kernel.name) {
            return kernel;
        }
    }
    fail("no kernel " + name);
}

/* Why the launch failed; "" if it did not. */
template <typename Arguments>
std::string try_launch(const std::string& name, const Arguments& arguments, unsigned blocks, unsigned threads,
                       size_t shared) {
    jaynes::emulator::Launch launch = {&find_kernel(name), dim3{blocks, 1, 1}, dim3{threads, 1, 1}, shared, {}};
    launch.parameters.resize(sizeof arguments);
    std::memcpy(launch.parameters.data(), &arguments, sizeof arguments);
    try {
        jaynes::emulator::run_grid(launch, 1);
        return "";
    } catch (const jaynes::emulator::KernelFailure& failure) {
        return failure.what();
    }
}

template <typename Arguments>
void launch(const std::string& name, const Arguments& arguments, unsigned blocks, unsigned threads, size_t shared) {
    std::string failure = try_launch(name, arguments, blocks, threads, shared);
    if (!failure.empty()) {
        fail(name + ": " + failure);
    }
}

template <typename T>
void compare(const std::string& what, T* actual, const T* expected, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (std::memcmp(&actual[i], &expected[i], sizeof(T)) != 0) {
            fail(what + " differs at " + std::to_string(i) + " of " + std::to_string(count));
        }
    }
}

#endif
