// The number of host threads changes nothing, and switching fibers is cheap (measured, not judged).
#include <chrono>
#include <cstring>
#include <vector>

#include "check.h"

static std::vector<unsigned> sums(const char* threads) {
    configure("JAYNES_EMULATOR_THREADS", threads);
    constexpr unsigned kBlocks = 300;
    constexpr unsigned kThreads = 128;
    std::vector<unsigned> in(kBlocks * kThreads);
    for (unsigned i = 0; i < in.size(); i++) {
        in[i] = i * i;
    }
    CUdeviceptr from = 0;
    CUdeviceptr to = 0;
    CHECK_OK(cuMemAlloc_v2(&from, in.size() * 4));
    CHECK_OK(cuMemAlloc_v2(&to, kBlocks * 4));
    CHECK_OK(cuMemcpyHtoD_v2(from, in.data(), in.size() * 4));
    std::vector<unsigned> out(kBlocks);
    for (int repetition = 0; repetition < 20; repetition++) {
        CHECK_OK(launch(test_kernel("reverse_in_static_shared"), kBlocks, kThreads, 0, nullptr, from));
        CHECK_OK(launch(test_kernel("block_sum"), kBlocks, kThreads, kThreads * 4, nullptr, from, to));
    }
    CHECK_OK(cuMemcpyDtoH_v2(out.data(), to, kBlocks * 4));
    CHECK_OK(cuMemFree_v2(from));
    CHECK_OK(cuMemFree_v2(to));
    return out;
}

static void any_number_of_threads_gives_the_same() {
    start();
    std::vector<unsigned> one = sums("1");
    for (const char* threads : {"2", "3", "7", "16"}) {
        CHECK(sums(threads) == one);
    }
}

static void print_times() {
    start();
    CUdeviceptr out = 0;
    CHECK_OK(cuMemAlloc_v2(&out, 256 * 4));
    CUfunction function = test_kernel("barriers_in_a_loop");
    for (unsigned rounds : {0u, 100u}) {
        constexpr int kLaunches = 200;
        auto start_time = std::chrono::steady_clock::now();
        for (int i = 0; i < kLaunches; i++) {
            CHECK_OK(launch(function, 1, 256, 0, nullptr, out, rounds));
            CHECK_OK(cuCtxSynchronize());
        }
        std::chrono::duration<double, std::micro> elapsed = std::chrono::steady_clock::now() - start_time;
        printf("256 threads, %u barriers: %.1f us per launch and wait\n", rounds, elapsed.count() / kLaunches);
        unsigned value = 0;
        CHECK_OK(cuMemcpyDtoH_v2(&value, out, 4));
        CHECK(value == rounds * (rounds - 1) / 2);
    }
}

int main() {
    any_number_of_threads_gives_the_same();
    print_times();
}
