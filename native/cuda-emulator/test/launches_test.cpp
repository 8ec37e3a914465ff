// Kernel launches: parameters, dimensions, barriers, warp operations, atomics, shared memory, and their failures.
#include <cmath>
#include <cstring>
#include <vector>

#include "check.h"

namespace {

template <typename T>
CUdeviceptr on_device(const std::vector<T>& values) {
    CUdeviceptr address = 0;
    CHECK_OK(cuMemAlloc_v2(&address, values.size() * sizeof(T)));
    CHECK_OK(cuMemcpyHtoD_v2(address, values.data(), values.size() * sizeof(T)));
    return address;
}

template <typename T>
std::vector<T> from_device(CUdeviceptr address, size_t count) {
    std::vector<T> values(count);
    CHECK_OK(cuMemcpyDtoH_v2(values.data(), address, count * sizeof(T)));
    return values;
}

void parameters_of_any_size_arrive() {
    CUdeviceptr out = on_device(std::vector<double>(6));
    struct Mixed {
        char a;
        double b;
    };
    double expected[] = {-3, 2.5, 1234, 7, -0.125, 0.5};
    CUfunction function = test_kernel("parameters");
    CHECK_OK(launch(function, 1, 1, 0, nullptr, (char)-3, 2.5, (short)1234, Mixed{7, -0.125}, 0.5f, out));
    CHECK(memcmp(from_device<double>(out, 6).data(), expected, sizeof expected) == 0);

    struct {
        char a = -4;
        double b = 3.5;
        short c = 99;
        Mixed d{8, 0.25};
        float e = 1.5f;
        CUdeviceptr out;
    } buffer;
    buffer.out = out;
    size_t bytes = sizeof buffer;
    void* extra[] = {CU_LAUNCH_PARAM_BUFFER_POINTER, &buffer, CU_LAUNCH_PARAM_BUFFER_SIZE, &bytes, CU_LAUNCH_PARAM_END};
    CHECK_OK(cuLaunchKernel(function, 1, 1, 1, 1, 1, 1, 0, nullptr, nullptr, extra));
    double expected_from_buffer[] = {-4, 3.5, 99, 8, 0.25, 1.5};
    CHECK(memcmp(from_device<double>(out, 6).data(), expected_from_buffer, sizeof expected_from_buffer) == 0);
    bytes = 16;
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuLaunchKernel(function, 1, 1, 1, 1, 1, 1, 0, nullptr, nullptr, extra));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuLaunchKernel(function, 1, 1, 1, 1, 1, 1, 0, nullptr, nullptr, nullptr));
}

void three_dimensions() {
    CUdeviceptr out = on_device(std::vector<unsigned>(2 * 3 * 2 * 4 * 2 * 3));
    void* addresses[] = {&out};
    CHECK_OK(cuLaunchKernel(test_kernel("coordinates"), 2, 3, 2, 4, 2, 3, 0, nullptr, addresses, nullptr));
    std::vector<unsigned> values = from_device<unsigned>(out, 2 * 3 * 2 * 24);
    for (unsigned i = 0; i < values.size(); i++) {
        CHECK(values[i] == i / 24 * 1000 + i % 24);
    }
}

void limits_of_a_launch() {
    CUfunction function = test_kernel("fill");
    CUdeviceptr out = on_device(std::vector<unsigned>(1));
    unsigned value = 1;
    unsigned count = 1;
    void* addresses[] = {&out, &value, &count};
    auto attempt = [&](unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared) {
        return cuLaunchKernel(function, gx, gy, gz, bx, by, bz, shared, nullptr, addresses, nullptr);
    };
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, attempt(0, 1, 1, 1, 1, 1, 0));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, attempt(1, 1, 1, 1, 0, 1, 0));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, attempt(1, 1, 1, 1025, 1, 1, 0));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, attempt(1, 1, 1, 512, 4, 1, 0));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, attempt(1, 1, 1, 1, 1, 65, 0));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, attempt(1, 65536, 1, 1, 1, 1, 0));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, attempt(0x80000000u, 1, 1, 1, 1, 1, 0));
    CHECK_OK(attempt(1, 1, 1, 1024, 1, 1, 48 * 1024));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, attempt(1, 1, 1, 1024, 1, 1, 48 * 1024 + 1));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE,
                 cuFuncSetAttribute(function, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, 227 * 1024 + 1));
    CHECK_OK(cuFuncSetAttribute(function, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, 227 * 1024));
    CHECK_OK(attempt(1, 1, 1, 1024, 1, 1, 227 * 1024));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, attempt(1, 1, 1, 1024, 1, 1, 227 * 1024 + 1));
    CHECK_OK(cuCtxSynchronize());
}

void barriers_order_a_block() {
    for (unsigned block : {1u, 2u, 64u, 256u, 1024u}) {
        std::vector<unsigned> in(block * 50);
        std::vector<unsigned> sums(50);
        for (unsigned i = 0; i < in.size(); i++) {
            in[i] = i * 2654435761u;
            sums[i / block] += in[i];
        }
        CUdeviceptr device_in = on_device(in);
        CUdeviceptr out = on_device(std::vector<unsigned>(50));
        CHECK_OK(launch(test_kernel("block_sum"), 50, block, block * 4, nullptr, device_in, out));
        CHECK(from_device<unsigned>(out, 50) == sums);
        CHECK_OK(launch(test_kernel("reverse_in_static_shared"), 50, block, 0, nullptr, device_in));
        std::vector<unsigned> reversed = from_device<unsigned>(device_in, in.size());
        for (unsigned i = 0; i < in.size(); i++) {
            CHECK(reversed[i] == in[i / block * block + block - 1 - i % block]);
        }
        CHECK_OK(cuMemFree_v2(device_in));
        CHECK_OK(cuMemFree_v2(out));
    }
}

void barriers_that_reduce() {
    for (int limit : {0, 1, 70, 100}) {
        CUdeviceptr out = on_device(std::vector<int>(400));
        CHECK_OK(launch(test_kernel("predicates"), 1, 100, 0, nullptr, out, limit));
        std::vector<int> values = from_device<int>(out, 400);
        for (size_t i = 0; i < 100; i++) {
            CHECK(values[4 * i] == limit);
            CHECK(values[4 * i + 1] == (limit == 100));
            CHECK(values[4 * i + 2] == (limit > 0));
            CHECK(values[4 * i + 3] == 0);
        }
    }
}

void warps_exchange() {
    CUdeviceptr out = on_device(std::vector<long long>(8 * 96));
    CHECK_OK(launch(test_kernel("warp_operations"), 1, 96, 0, nullptr, out));
    std::vector<long long> values = from_device<long long>(out, 8 * 96);
    auto value = [](long long i) { return (i << 33) + i; };
    for (int i = 0; i < 96; i++) {
        int warp = i / 32 * 32;
        const long long* mine = &values[8 * (size_t)i];
        CHECK(mine[0] == value(warp + 5));
        CHECK(mine[1] == value(i % 16 < 3 ? i : i - 3));
        CHECK(mine[2] == value(i % 8 + 2 < 8 ? i + 2 : i));
        CHECK(mine[3] == value(i ^ 1));
        long long ballot = 0;
        for (int lane = 0; lane < 32; lane++) {
            ballot |= (long long)((warp + lane) % 3 == 0) << lane;
        }
        CHECK(mine[4] == ballot);
        CHECK(mine[5] == (warp == 32) + 2);
        CHECK(mine[6] == 32 * warp + 31 * 16);
        CHECK(mine[7] == (i ^ 1));
    }
    CUdeviceptr ballots = on_device(std::vector<unsigned>(20));
    CHECK_OK(launch(test_kernel("lanes_that_leave"), 1, 32, 0, nullptr, ballots, 20u));
    CHECK(from_device<unsigned>(ballots, 20) == std::vector<unsigned>(20, 0xfffffu));
}

void atomics_lose_nothing() {
    struct Results {
        unsigned sum;
        int highest;
        int lowest;
        unsigned bits;
        unsigned long long long_sum;
        unsigned long long long_highest;
        float real_sum;
        unsigned winner;
        double double_sum;
        unsigned last;
        unsigned counter;
    };
    constexpr unsigned kThreads = 64 * 256;
    CUdeviceptr out = on_device(std::vector<Results>(1, Results{}));
    CHECK_OK(launch(test_kernel("atomics"), 64, 256, 0, nullptr, out));
    Results results = from_device<Results>(out, 1)[0];
    CHECK(results.sum == kThreads / 2 * (kThreads - 1));
    CHECK(results.highest == (int)kThreads - 6 && results.lowest == 6 - (int)kThreads);
    CHECK(results.bits == ~0u);
    CHECK(results.long_sum == (unsigned long long)(kThreads / 2 * (kThreads - 1)) << 32);
    CHECK(results.long_highest == (unsigned long long)(kThreads - 1) << 32);
    CHECK(results.real_sum == kThreads * 0.5f && results.double_sum == kThreads * 0.25);
    CHECK(results.winner >= 1 && results.winner <= kThreads && results.last < kThreads);
    CHECK(results.counter == 2 * kThreads);
}

void arithmetic_rounds_once() {
    double x = 1.0 + 0x1p-30;
    CUdeviceptr in = on_device(std::vector<double>{x});
    CUdeviceptr out = on_device(std::vector<double>(7));
    CHECK_OK(launch(test_kernel("arithmetic"), 1, 1, 0, nullptr, in, out));
    std::vector<double> values = from_device<double>(out, 7);
    CHECK(values[0] == std::fma(x, x, -1.0) && values[0] != x * x - 1.0);
    CHECK(values[1] == 0.0);
    CHECK(values[2] == 8 + 6400 + 310000 + 63000000);
    CHECK(values[3] == 4 + 41000);
    CHECK(values[4] == 2147483648.0 + 3 + 3);
    CHECK(values[5] == 1 + 2 + 16 + 16 + 3 + 2);
    CHECK(values[6] == x + (double)(0x3ff0000000000000ll % 7) + 0x3f800000 % 7);
}

void deep_stacks_fit() {
    CUdeviceptr out = on_device(std::vector<unsigned>(256));
    CHECK_OK(launch(test_kernel("deep_stack"), 1, 256, 0, nullptr, out, 100u));
    CHECK_OK(cuCtxSynchronize());
}

// Each kernel that goes wrong: the context is lost with the error of a driver, and the message says what happened.
void failures_name_the_thread_and_the_place() {
    struct Case {
        const char* kernel;
        unsigned threads;
        unsigned argument;
        const char* message;
    };
    for (const Case& c : {Case{"barrier_that_some_miss", 64, 40, "exit"},
                          Case{"two_barriers", 64, 0, "while other threads of its block wait at"},
                          Case{"warp_against_block", 32, 0, "wait for each other for ever: 31 at a barrier"},
                          Case{"lane_outside_of_mask", 32, 0, "thread (31,0,0) is not in the mask"},
                          Case{"unlisted_barrier", 32, 0, "not listed as one that synchronises"},
                          Case{"trapping", 64, 33, "thread (33,0,0) traps at"}}) {
        start();
        configure("JAYNES_EMULATOR_LOG", "/dev/null");
        CUfunction function = test_kernel(c.kernel);
        CHECK_OK(launch(function, 1, c.threads, 0, nullptr, c.argument));
        CHECK_RESULT(CUDA_ERROR_LAUNCH_FAILED, cuCtxSynchronize());
        std::string message = jaynes_emulator_message();
        if (message.find(c.message) == std::string::npos || message.find(c.kernel) == std::string::npos) {
            fprintf(stderr, "%s: \"%s\" is not in \"%s\"\n", c.kernel, c.message, message.c_str());
            exit(1);
        }
        CUdeviceptr address = 0;
        CHECK_RESULT(CUDA_ERROR_LAUNCH_FAILED, cuMemAlloc_v2(&address, 1));
        CHECK_RESULT(CUDA_ERROR_LAUNCH_FAILED, launch(function, 1, 1, 0, nullptr, 0u));
        CHECK_OK(cuDevicePrimaryCtxReset_v2(0));
        CUcontext context = nullptr;
        CHECK_RESULT(CUDA_ERROR_CONTEXT_IS_DESTROYED, cuCtxSynchronize());
        CHECK_OK(cuDevicePrimaryCtxRetain(&context, 0));
        CHECK_OK(cuCtxSetCurrent(context));
        CHECK_OK(cuCtxSynchronize());
    }
}

void failures_of_warp_operations() {
    for (const char* kernel : {"shuffle_from_nobody", "different_warp_operations"}) {
        start();
        configure("JAYNES_EMULATOR_LOG", "/dev/null");
        CUdeviceptr out = on_device(std::vector<unsigned>(32));
        unsigned threads = strcmp(kernel, "shuffle_from_nobody") == 0 ? 16 : 32;
        CHECK_OK(launch(test_kernel(kernel), 1, threads, 0, nullptr, out));
        CHECK_RESULT(CUDA_ERROR_LAUNCH_FAILED, cuStreamSynchronize(nullptr));
    }
}

// With AddressSanitizer the program would end at the write itself.
void writes_outside_of_allocations_are_found() {
#ifndef __SANITIZE_ADDRESS__
    start();
    configure("JAYNES_EMULATOR_LOG", "/dev/null");
    CUdeviceptr memory = on_device(std::vector<unsigned char>(1000));
    CHECK_OK(launch(test_kernel("write_past_the_end"), 1, 1, 0, nullptr, memory, 999u));
    CHECK_OK(cuCtxSynchronize());
    CHECK_OK(launch(test_kernel("write_past_the_end"), 1, 1, 0, nullptr, memory, 1000u));
    CHECK_RESULT(CUDA_ERROR_ILLEGAL_ADDRESS, cuCtxSynchronize());
    CHECK(strstr(jaynes_emulator_message(), "past the end of the allocation") != nullptr);
#endif
}

}  // namespace

int main() {
    start();
    parameters_of_any_size_arrive();
    three_dimensions();
    limits_of_a_launch();
    for (const char* threads : {"1", "2", "5"}) {
        configure("JAYNES_EMULATOR_THREADS", threads);
        barriers_order_a_block();
        barriers_that_reduce();
        warps_exchange();
        atomics_lose_nothing();
    }
    arithmetic_rounds_once();
    deep_stacks_fit();
    failures_name_the_thread_and_the_place();
    failures_of_warp_operations();
    writes_outside_of_allocations_are_found();
}
