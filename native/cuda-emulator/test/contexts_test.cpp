// Primary contexts and their reference counts, the stack of each thread, peers.
#include <thread>

#include "check.h"

static void primary_contexts_are_counted() {
    jaynes_emulator_reset();
    CHECK_OK(cuInit(0));
    CUcontext first = nullptr;
    CUcontext second = nullptr;
    unsigned flags = 9;
    int active = 9;
    CHECK_OK(cuDevicePrimaryCtxGetState(0, &flags, &active));
    CHECK(active == 0 && flags == 0);
    CHECK_RESULT(CUDA_ERROR_INVALID_CONTEXT, cuDevicePrimaryCtxRelease_v2(0));
    CHECK_OK(cuDevicePrimaryCtxSetFlags_v2(0, 4));
    CHECK_OK(cuDevicePrimaryCtxRetain(&first, 0));
    CHECK_OK(cuDevicePrimaryCtxRetain(&second, 0));
    CHECK(first == second && first != nullptr);
    CHECK_RESULT(CUDA_ERROR_INVALID_CONTEXT, cuCtxDestroy_v2(first));
    CHECK_OK(cuDevicePrimaryCtxRelease_v2(0));
    CHECK_OK(cuDevicePrimaryCtxGetState(0, &flags, &active));
    CHECK(active == 1 && flags == 4);
    CHECK_OK(cuCtxSetCurrent(first));
    CUdeviceptr memory = 0;
    CHECK_OK(cuMemAlloc_v2(&memory, 1000));
    CHECK_OK(cuDevicePrimaryCtxRelease_v2(0));
    CHECK_OK(cuDevicePrimaryCtxGetState(0, &flags, &active));
    CHECK(active == 0);
    CHECK_RESULT(CUDA_ERROR_CONTEXT_IS_DESTROYED, cuMemAlloc_v2(&memory, 1000));
    CHECK_RESULT(CUDA_ERROR_INVALID_CONTEXT, cuCtxSetCurrent(first));
    CHECK_OK(cuDevicePrimaryCtxRetain(&first, 0));
    CHECK_OK(cuCtxSetCurrent(first));
    size_t free_bytes = 0;
    size_t total_bytes = 0;
    CHECK_OK(cuMemGetInfo_v2(&free_bytes, &total_bytes));
    CHECK(free_bytes == total_bytes);
}

static void every_thread_has_a_stack() {
    CUcontext primary = start();
    CUcontext current = nullptr;
    CUcontext own = nullptr;
    CHECK_OK(cuCtxCreate_v2(&own, 0, 0));
    CHECK_OK(cuCtxGetCurrent(&current));
    CHECK(current == own);
    CHECK_OK(cuCtxPushCurrent_v2(primary));
    CHECK_OK(cuCtxGetCurrent(&current));
    CHECK(current == primary);
    std::thread other([] {
        CUcontext none = (CUcontext)1;
        CHECK_OK(cuCtxGetCurrent(&none));
        CHECK(none == nullptr);
        CHECK_RESULT(CUDA_ERROR_INVALID_CONTEXT, cuCtxSynchronize());
        CHECK_RESULT(CUDA_ERROR_INVALID_CONTEXT, cuCtxPopCurrent_v2(&none));
    });
    other.join();
    CHECK_OK(cuCtxPopCurrent_v2(&current));
    CHECK(current == primary);
    CHECK_OK(cuCtxDestroy_v2(own));
    CHECK_OK(cuCtxGetCurrent(&current));
    CHECK(current == primary);
    CHECK_RESULT(CUDA_ERROR_INVALID_CONTEXT, cuCtxDestroy_v2(own));
    CHECK_RESULT(CUDA_ERROR_INVALID_CONTEXT, cuCtxPushCurrent_v2(own));
    CHECK_OK(cuCtxSetCurrent(nullptr));
    CHECK_RESULT(CUDA_ERROR_INVALID_CONTEXT, cuCtxSynchronize());
    CHECK_RESULT(CUDA_ERROR_INVALID_CONTEXT, cuCtxPopCurrent_v2(nullptr));
}

static void contexts_describe_themselves() {
    CUcontext primary = start();
    unsigned version = 0;
    CHECK_OK(cuCtxGetApiVersion(primary, &version));
    CHECK(version == 3020);
    CHECK_RESULT(CUDA_ERROR_INVALID_CONTEXT, cuCtxGetApiVersion((CUcontext)(uintptr_t)0x99, &version));
    int least = 9;
    int greatest = 9;
    CHECK_OK(cuCtxGetStreamPriorityRange(&least, &greatest));
    CHECK(least == 0 && greatest == -5);
}

static void two_contexts_of_a_device_share_its_memory() {
    start("JAYNES_EMULATOR_MEMORY", "1M");
    CUdeviceptr memory = 0;
    CHECK_OK(cuMemAlloc_v2(&memory, 600 << 10));
    CUcontext own = nullptr;
    CHECK_OK(cuCtxCreate_v4(&own, nullptr, 0, 0));
    CUdeviceptr more = 0;
    CHECK_RESULT(CUDA_ERROR_OUT_OF_MEMORY, cuMemAlloc_v2(&more, 600 << 10));
    CHECK_OK(cuMemAlloc_v2(&more, 300 << 10));
    CHECK_OK(cuCtxDestroy_v2(own));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemFree_v2(more));
    size_t free_bytes = 0;
    size_t total_bytes = 0;
    CHECK_OK(cuMemGetInfo_v2(&free_bytes, &total_bytes));
    CHECK(total_bytes == 1 << 20 && free_bytes == 424 << 10);
    CHECK_OK(cuMemFree_v2(memory));
}

static void handles_of_a_destroyed_context_are_invalid() {
    CUcontext primary = start();
    CUcontext own = nullptr;
    CHECK_OK(cuCtxCreate_v2(&own, 0, 0));
    CUstream stream = nullptr;
    CUevent event = nullptr;
    CHECK_OK(cuStreamCreate(&stream, 0));
    CHECK_OK(cuEventCreate(&event, 0));
    CUfunction function = test_kernel("increment");
    CHECK_OK(cuCtxDestroy_v2(own));
    CHECK_OK(cuCtxSetCurrent(primary));
    CHECK_RESULT(CUDA_ERROR_INVALID_HANDLE, cuStreamSynchronize(stream));
    CHECK_RESULT(CUDA_ERROR_INVALID_HANDLE, cuEventSynchronize(event));
    CHECK_RESULT(CUDA_ERROR_INVALID_HANDLE, launch(function, 1, 1, 0, nullptr, (CUdeviceptr)0));
}

static void devices_are_apart() {
    CUcontext first = start("JAYNES_EMULATOR_DEVICES", "2", "JAYNES_EMULATOR_MEMORY", "1M,2M");
    CUcontext second = nullptr;
    CHECK_OK(cuDevicePrimaryCtxRetain(&second, 1));
    CUdeviceptr on_first = 0;
    CUdeviceptr on_second = 0;
    CHECK_OK(cuMemAlloc_v2(&on_first, 1 << 20));
    CHECK_RESULT(CUDA_ERROR_OUT_OF_MEMORY, cuMemAlloc_v2(&on_second, 1));
    CHECK_OK(cuCtxSetCurrent(second));
    CUdevice device = -1;
    CHECK_OK(cuCtxGetDevice(&device));
    CHECK(device == 1);
    CHECK_OK(cuMemAlloc_v2(&on_second, 2 << 20));
    CHECK_OK(cuMemsetD32_v2(on_first, 0x01020304, 100));
    CHECK_OK(cuMemcpyPeer(on_second, second, on_first, first, 400));
    unsigned values[100];
    CHECK_OK(cuMemcpyDtoH_v2(values, on_second, 400));
    CHECK(values[0] == 0x01020304 && values[99] == 0x01020304);
    CHECK_OK(cuCtxEnablePeerAccess(first, 0));
    CHECK_RESULT(CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED, cuCtxEnablePeerAccess(first, 0));
    CHECK_RESULT(CUDA_ERROR_INVALID_DEVICE, cuCtxEnablePeerAccess(second, 0));
    CHECK_OK(cuCtxDisablePeerAccess(first));
    CHECK_RESULT(CUDA_ERROR_PEER_ACCESS_NOT_ENABLED, cuCtxDisablePeerAccess(first));
    CUfunction function = test_kernel("increment");
    CUstream stream = nullptr;
    CHECK_OK(cuCtxSetCurrent(first));
    CHECK_OK(cuStreamCreate(&stream, 0));
    CHECK_RESULT(CUDA_ERROR_INVALID_HANDLE, launch(function, 1, 1, 0, stream, on_first));
}

int main() {
    primary_contexts_are_counted();
    every_thread_has_a_stack();
    contexts_describe_themselves();
    two_contexts_of_a_device_share_its_memory();
    handles_of_a_destroyed_context_are_invalid();
    devices_are_apart();
}
