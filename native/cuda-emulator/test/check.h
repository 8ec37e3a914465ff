// What the tests need: checks that say where and what, and a context to work in.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include "cuda_driver_api.h"
#include "jaynes_emulator.h"

#define CHECK(condition)                                                              \
    do {                                                                              \
        if (!(condition)) {                                                           \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                                  \
        }                                                                             \
    } while (0)

#define CHECK_RESULT(expected, call)                                                                          \
    do {                                                                                                      \
        CUresult result_ = (call);                                                                            \
        if (result_ != (expected)) {                                                                          \
            fprintf(stderr, "%s:%d: %s gave %d instead of %d; %s\n", __FILE__, __LINE__, #call, (int)result_, \
                    (int)(expected), jaynes_emulator_message());                                              \
            exit(1);                                                                                          \
        }                                                                                                     \
    } while (0)

#define CHECK_OK(call) CHECK_RESULT(CUDA_SUCCESS, call)

inline void configure(const char* key, const char* value) {
    if (jaynes_emulator_configure(key, value) != 0) {
        fprintf(stderr, "%s\n", jaynes_emulator_message());
        exit(1);
    }
}

// A fresh driver with device 0's primary context current. Settings are given as key, value, key, value, ...
template <typename... Text>
CUcontext start(Text... settings) {
    jaynes_emulator_reset();
    const char* list[] = {settings..., nullptr};
    for (size_t i = 0; i + 1 < sizeof list / sizeof *list; i += 2) {
        configure(list[i], list[i + 1]);
    }
    CHECK_OK(cuInit(0));
    CUcontext context = nullptr;
    CHECK_OK(cuDevicePrimaryCtxRetain(&context, 0));
    CHECK_OK(cuCtxSetCurrent(context));
    return context;
}

// Image of the test kernels (test_kernels.cpp).
std::string test_image();

inline CUfunction test_kernel(const char* name) {
    CUmodule module = nullptr;
    CUfunction function = nullptr;
    CHECK_OK(cuModuleLoadData(&module, test_image().c_str()));
    CHECK_OK(cuModuleGetFunction(&function, module, name));
    return function;
}

template <typename... Arguments>
CUresult launch(CUfunction function, unsigned grid, unsigned block, unsigned shared, CUstream stream,
                Arguments... arguments) {
    void* addresses[] = {&arguments..., nullptr};
    return cuLaunchKernel(function, grid, 1, 1, block, 1, 1, shared, stream, addresses, nullptr);
}
