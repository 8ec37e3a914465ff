// Streams and events: what waits for what, and what does not. A kernel that spins until the host opens its gate shows
// that a call returned before the work before it was done.
#include <chrono>
#include <cstring>
#include <thread>
#include <vector>

#include "check.h"

namespace {

// Host memory that kernels see: a gate, and the marks that they leave.
struct Shared {
    unsigned open;
    unsigned done;
    unsigned value;
};

Shared* shared;
CUfunction gate;
CUfunction increment;

CUdeviceptr address(unsigned& member) { return (CUdeviceptr)(uintptr_t)&member; }

void open_gate() { __atomic_store_n(&shared->open, 1u, __ATOMIC_RELEASE); }

void begin() {
    start();
    void* memory = nullptr;
    CHECK_OK(cuMemHostAlloc(&memory, sizeof(Shared), 0));
    shared = static_cast<Shared*>(memory);
    *shared = Shared{};
    gate = test_kernel("gate");
    increment = test_kernel("increment");
}

CUstream stream(unsigned flags) {
    CUstream created = nullptr;
    CHECK_OK(cuStreamCreate(&created, flags));
    return created;
}

void hold(CUstream held) { CHECK_OK(launch(gate, 1, 1, 0, held, address(shared->open), address(shared->done))); }

void work_is_asynchronous_and_in_order() {
    begin();
    CUstream s = stream(CU_STREAM_NON_BLOCKING);
    CHECK_OK(cuStreamQuery(s));
    hold(s);
    for (int i = 0; i < 5; i++) {
        CHECK_OK(launch(increment, 1, 1, 0, s, address(shared->value)));
    }
    CHECK_RESULT(CUDA_ERROR_NOT_READY, cuStreamQuery(s));
    CHECK(shared->done == 0 && shared->value == 0);
    open_gate();
    CHECK_OK(cuStreamSynchronize(s));
    CHECK_OK(cuStreamQuery(s));
    CHECK(shared->done == 1 && shared->value == 121);
    CHECK_OK(cuStreamDestroy_v2(s));
    CHECK_RESULT(CUDA_ERROR_INVALID_HANDLE, cuStreamSynchronize(s));
    CHECK_RESULT(CUDA_ERROR_INVALID_HANDLE, cuStreamDestroy_v2(s));
}

// Arguments are read when the launch is made, memory when its turn comes.
void parameters_are_copied_at_the_launch() {
    begin();
    CUstream s = stream(CU_STREAM_NON_BLOCKING);
    CUdeviceptr out = 0;
    CHECK_OK(cuMemAlloc_v2(&out, 4));
    hold(s);
    unsigned value = 17;
    unsigned count = 1;
    void* parameters[] = {&out, &value, &count};
    CHECK_OK(cuLaunchKernel(test_kernel("fill"), 1, 1, 1, 1, 1, 1, 0, s, parameters, nullptr));
    CHECK_OK(cuMemcpyDtoHAsync_v2(&shared->value, out, 4, s));
    value = 18;
    open_gate();
    CHECK_OK(cuStreamSynchronize(s));
    CHECK(shared->value == 17);
}

void streams_run_side_by_side() {
    begin();
    CUstream held = stream(CU_STREAM_NON_BLOCKING);
    CUstream free_one = stream(CU_STREAM_NON_BLOCKING);
    hold(held);
    CHECK_OK(launch(increment, 1, 1, 0, free_one, address(shared->value)));
    CHECK_OK(cuStreamSynchronize(free_one));
    CHECK(shared->value == 1 && shared->done == 0);
    // The legacy stream does not wait for streams that asked for that.
    CHECK_OK(launch(increment, 1, 1, 0, nullptr, address(shared->value)));
    CHECK_OK(cuStreamSynchronize(nullptr));
    CHECK(shared->value == 4 && shared->done == 0);
    open_gate();
    CHECK_OK(cuCtxSynchronize());
    CHECK(shared->done == 1);
}

void the_legacy_stream_waits_for_blocking_streams_and_they_for_it() {
    begin();
    CUstream first = stream(CU_STREAM_DEFAULT);
    CUstream second = stream(CU_STREAM_DEFAULT);
    hold(first);
    CHECK_OK(launch(increment, 1, 1, 0, nullptr, address(shared->value)));
    CHECK_OK(launch(increment, 1, 1, 0, second, address(shared->value)));
    CHECK_RESULT(CUDA_ERROR_NOT_READY, cuStreamQuery(CU_STREAM_LEGACY));
    CHECK_RESULT(CUDA_ERROR_NOT_READY, cuStreamQuery(second));
    open_gate();
    CHECK_OK(cuStreamSynchronize(second));
    CHECK(shared->value == 4 && shared->done == 1);
}

void the_per_thread_stream_is_one_for_each_thread() {
    begin();
    hold(CU_STREAM_PER_THREAD);
    CUcontext context = nullptr;
    CHECK_OK(cuCtxGetCurrent(&context));
    std::thread other([&] {
        CHECK_OK(cuCtxSetCurrent(context));
        CHECK_OK(cuStreamQuery(CU_STREAM_PER_THREAD));
        CHECK_OK(launch(increment, 1, 1, 0, CU_STREAM_PER_THREAD, address(shared->value)));
        CHECK_OK(cuStreamSynchronize(CU_STREAM_PER_THREAD));
    });
    other.join();
    CHECK(shared->value == 1 && shared->done == 0);
    open_gate();
    CHECK_OK(cuStreamSynchronize(CU_STREAM_PER_THREAD));
    CHECK(shared->done == 1);
}

void events_order_streams() {
    begin();
    CUstream first = stream(CU_STREAM_NON_BLOCKING);
    CUstream second = stream(CU_STREAM_NON_BLOCKING);
    CUevent event = nullptr;
    CHECK_OK(cuEventCreate(&event, CU_EVENT_DISABLE_TIMING));
    CHECK_OK(cuEventQuery(event));
    CHECK_OK(cuStreamWaitEvent(second, event, 0));
    CHECK_OK(cuStreamSynchronize(second));
    hold(first);
    CHECK_OK(cuEventRecord(event, first));
    CHECK_OK(cuStreamWaitEvent(second, event, 0));
    CHECK_OK(launch(increment, 1, 1, 0, second, address(shared->value)));
    // What is recorded later does not change what is waited for, and destroying the event does not end the wait.
    CHECK_RESULT(CUDA_ERROR_NOT_READY, cuEventQuery(event));
    CHECK_OK(cuEventDestroy_v2(event));
    CHECK_RESULT(CUDA_ERROR_NOT_READY, cuStreamQuery(second));
    CHECK(shared->value == 0);
    open_gate();
    CHECK_OK(cuStreamSynchronize(second));
    CHECK(shared->value == 1 && shared->done == 1);
    CHECK_RESULT(CUDA_ERROR_INVALID_HANDLE, cuEventQuery(event));
}

void events_tell_the_time() {
    begin();
    CUstream s = stream(CU_STREAM_NON_BLOCKING);
    CUevent from = nullptr;
    CUevent to = nullptr;
    CUevent without_time = nullptr;
    float milliseconds = -1;
    CHECK_OK(cuEventCreate(&from, 0));
    CHECK_OK(cuEventCreate(&to, 0));
    CHECK_OK(cuEventCreate(&without_time, CU_EVENT_DISABLE_TIMING));
    CHECK_RESULT(CUDA_ERROR_INVALID_HANDLE, cuEventElapsedTime(&milliseconds, from, to));
    CHECK_OK(cuEventRecord(from, s));
    hold(s);
    CHECK_OK(cuEventRecord(to, s));
    CHECK_OK(cuEventRecord(without_time, s));
    CHECK_RESULT(CUDA_ERROR_NOT_READY, cuEventElapsedTime(&milliseconds, from, to));
    auto before = std::chrono::steady_clock::now();
    CHECK_OK(cuEventSynchronize(from));
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    std::chrono::duration<float, std::milli> held = std::chrono::steady_clock::now() - before;
    open_gate();
    CHECK_OK(cuEventSynchronize(to));
    CHECK_OK(cuEventElapsedTime_v2(&milliseconds, from, to));
    CHECK(milliseconds > 0.0f && held.count() > 0.0f);
    CHECK_RESULT(CUDA_ERROR_INVALID_HANDLE, cuEventElapsedTime(&milliseconds, from, without_time));
}

void memory_of_a_stream() {
    begin();
    CUstream s = stream(CU_STREAM_NON_BLOCKING);
    size_t total = 0;
    size_t before = 0;
    size_t after = 0;
    CHECK_OK(cuMemGetInfo_v2(&before, &total));
    CUdeviceptr memory = 0;
    CHECK_OK(cuMemAllocAsync(&memory, 1 << 20, s));
    hold(s);
    CHECK_OK(cuMemsetD32Async(memory, 5, 1 << 18, s));
    CHECK_OK(cuMemcpyDtoHAsync_v2(&shared->value, memory + 1000, 4, s));
    CHECK_OK(cuMemFreeAsync(memory, s));
    CHECK_OK(cuMemGetInfo_v2(&after, &total));
    CHECK(after == before - (1 << 20));
    open_gate();
    CHECK_OK(cuStreamSynchronize(s));
    CHECK(shared->value == 5);
    CHECK_OK(cuMemGetInfo_v2(&after, &total));
    CHECK(after == before);
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemFreeAsync(memory, s));
}

// Every copy and fill that takes a stream keeps its turn.
void copies_and_fills_in_a_stream() {
    begin();
    CUstream s = stream(CU_STREAM_NON_BLOCKING);
    CUcontext context = nullptr;
    CHECK_OK(cuCtxGetCurrent(&context));
    CUdeviceptr a = 0;
    CUdeviceptr b = 0;
    CHECK_OK(cuMemAlloc_v2(&a, 16));
    CHECK_OK(cuMemAlloc_v2(&b, 16));
    unsigned char in[4] = {1, 2, 3, 4};
    unsigned char out[16] = {};
    hold(s);
    CHECK_OK(cuMemsetD8Async(a, 9, 16, s));
    CHECK_OK(cuMemcpyHtoDAsync_v2(a, in, 4, s));
    CHECK_OK(cuMemcpyDtoDAsync_v2(a + 4, a, 4, s));
    CHECK_OK(cuMemcpyPeerAsync(b, context, a, context, 16, s));
    CHECK_OK(cuMemcpyAsync((CUdeviceptr)(uintptr_t)out, b, 16, s));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemcpyDtoDAsync_v2(a + 4, a, 16, s));
    CHECK(out[0] == 0);
    open_gate();
    CHECK_OK(cuStreamSynchronize(s));
    unsigned char expected[16] = {1, 2, 3, 4, 1, 2, 3, 4, 9, 9, 9, 9, 9, 9, 9, 9};
    CHECK(memcmp(out, expected, 16) == 0);
}

// Freeing waits for what may still use the memory.
void free_waits() {
    begin();
    CUstream s = stream(CU_STREAM_NON_BLOCKING);
    CUdeviceptr memory = 0;
    CHECK_OK(cuMemAlloc_v2(&memory, 4));
    hold(s);
    CHECK_OK(launch(increment, 1, 1, 0, s, memory));
    std::thread opener([] {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        open_gate();
    });
    CHECK_OK(cuMemFree_v2(memory));
    CHECK(shared->done == 1);
    opener.join();
}

void streams_describe_themselves() {
    begin();
    CUstream s = nullptr;
    unsigned flags = 9;
    int priority = 9;
    CUcontext context = nullptr;
    CUcontext current = nullptr;
    CHECK_OK(cuStreamCreateWithPriority(&s, CU_STREAM_NON_BLOCKING, -100));
    CHECK_OK(cuStreamGetFlags(s, &flags));
    CHECK_OK(cuStreamGetPriority(s, &priority));
    CHECK_OK(cuStreamGetCtx(s, &context));
    CHECK_OK(cuCtxGetCurrent(&current));
    CHECK(flags == CU_STREAM_NON_BLOCKING && priority == -5 && context == current);
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuStreamCreate(&s, 7));
    CHECK_RESULT(CUDA_ERROR_INVALID_HANDLE, cuStreamQuery((CUstream)(uintptr_t)0x1234));
}

// Each stream adds to a number of its own by a chain of launches that only gives the right result in order.
void many_streams_from_many_threads() {
    begin();
    CUcontext context = nullptr;
    CHECK_OK(cuCtxGetCurrent(&context));
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; t++) {
        threads.emplace_back([context] {
            CHECK_OK(cuCtxSetCurrent(context));
            for (int round = 0; round < 20; round++) {
                CUstream s = stream(round % 2 == 0 ? CU_STREAM_DEFAULT : CU_STREAM_NON_BLOCKING);
                CUdeviceptr memory = 0;
                CHECK_OK(cuMemAlloc_v2(&memory, 4));
                CHECK_OK(cuMemsetD32Async(memory, 0, 1, s));
                unsigned expected = 0;
                for (int i = 0; i < 30; i++) {
                    CHECK_OK(launch(increment, 1, 1, 0, s, memory));
                    expected = expected * 3 + 1;
                }
                unsigned value = 0;
                CHECK_OK(cuMemcpyDtoHAsync_v2(&value, memory, 4, s));
                CHECK_OK(cuStreamSynchronize(s));
                CHECK(value == expected);
                CHECK_OK(cuStreamDestroy_v2(s));
                CHECK_OK(cuMemFree_v2(memory));
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

}  // namespace

int main() {
    work_is_asynchronous_and_in_order();
    parameters_are_copied_at_the_launch();
    streams_run_side_by_side();
    the_legacy_stream_waits_for_blocking_streams_and_they_for_it();
    the_per_thread_stream_is_one_for_each_thread();
    events_order_streams();
    events_tell_the_time();
    memory_of_a_stream();
    copies_and_fills_in_a_stream();
    free_waits();
    streams_describe_themselves();
    many_streams_from_many_threads();
}
