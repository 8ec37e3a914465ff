// Injected failures: of any call, at any time, and a device that is lost.
#include <cstring>

#include "check.h"

static void only_the_chosen_call_fails() {
    start("JAYNES_EMULATOR_FAIL", "cuMemAlloc_v2:2@3,cuMemGetInfo:801");
    CUdeviceptr a = 0;
    CHECK_OK(cuMemAlloc_v2(&a, 1));
    CHECK_OK(cuMemAlloc_v2(&a, 1));
    CHECK_RESULT(CUDA_ERROR_OUT_OF_MEMORY, cuMemAlloc_v2(&a, 1));
    CHECK_OK(cuMemAlloc_v2(&a, 1));
    size_t bytes = 0;
    CHECK_RESULT(CUDA_ERROR_NOT_SUPPORTED, cuMemGetInfo_v2(&bytes, &bytes));
    CHECK_RESULT(CUDA_ERROR_NOT_SUPPORTED, cuMemGetInfo_v2(&bytes, &bytes));
    CHECK(jaynes_emulator_count("cuMemAlloc") == 4 && jaynes_emulator_count("cuMemAlloc_v2") == 4);
    CHECK(jaynes_emulator_count("cuMemFree_v2") == 0);
}

static void all_later_calls_fail_and_counting_begins_with_the_setting() {
    start();
    CUdeviceptr a = 0;
    CHECK_OK(cuMemAlloc_v2(&a, 1));
    CHECK_OK(cuMemAlloc_v2(&a, 1));
    configure("JAYNES_EMULATOR_FAIL", "cuMemAlloc:2@2+");
    CHECK_OK(cuMemAlloc_v2(&a, 1));
    CHECK_RESULT(CUDA_ERROR_OUT_OF_MEMORY, cuMemAlloc_v2(&a, 1));
    CHECK_RESULT(CUDA_ERROR_OUT_OF_MEMORY, cuMemAlloc_v2(&a, 1));
    configure("JAYNES_EMULATOR_FAIL", "");
    CHECK_OK(cuMemAlloc_v2(&a, 1));
    configure("JAYNES_EMULATOR_FAIL", "cuMemAlloc:9001");
    CHECK_RESULT((CUresult)9001, cuMemAlloc_v2(&a, 1));
}

static void init_can_fail() {
    for (int code : {CUDA_ERROR_NO_DEVICE, CUDA_ERROR_UNKNOWN, CUDA_ERROR_SYSTEM_DRIVER_MISMATCH}) {
        jaynes_emulator_reset();
        configure("JAYNES_EMULATOR_FAIL", ("cuInit:" + std::to_string(code)).c_str());
        CHECK_RESULT((CUresult)code, cuInit(0));
        int count = 0;
        CHECK_RESULT(CUDA_ERROR_NOT_INITIALIZED, cuDeviceGetCount(&count));
    }
}

// An injected launch failure costs the context, as a real one does; other errors cost nothing.
static void errors_that_corrupt_the_context_stay() {
    start("JAYNES_EMULATOR_FAIL", "cuStreamSynchronize:719@1,cuMemcpyHtoD:1@1");
    CUdeviceptr a = 0;
    CHECK_OK(cuMemAlloc_v2(&a, 1));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemcpyHtoD_v2(a, "x", 1));
    CHECK_OK(cuMemcpyHtoD_v2(a, "x", 1));
    CHECK_RESULT(CUDA_ERROR_LAUNCH_FAILED, cuStreamSynchronize(nullptr));
    CHECK_RESULT(CUDA_ERROR_LAUNCH_FAILED, cuMemcpyHtoD_v2(a, "x", 1));
    CHECK_RESULT(CUDA_ERROR_LAUNCH_FAILED, cuMemFree_v2(a));
    CHECK_OK(cuDevicePrimaryCtxReset_v2(0));
    CUcontext context = nullptr;
    CHECK_OK(cuDevicePrimaryCtxRetain(&context, 0));
    CHECK_OK(cuCtxSetCurrent(context));
    CHECK_OK(cuMemAlloc_v2(&a, 1));
}

static void a_kernel_can_fail_when_it_runs() {
    start("JAYNES_EMULATOR_FAIL", "increment:700@2", "JAYNES_EMULATOR_LOG", "/dev/null");
    CUdeviceptr a = 0;
    CHECK_OK(cuMemAlloc_v2(&a, 4));
    CHECK_OK(cuMemsetD32_v2(a, 0, 1));
    CUfunction function = test_kernel("increment");
    CHECK_OK(launch(function, 1, 1, 0, nullptr, a));
    CHECK_OK(cuCtxSynchronize());
    CHECK_OK(launch(function, 1, 1, 0, nullptr, a));
    CHECK_RESULT(CUDA_ERROR_ILLEGAL_ADDRESS, cuCtxSynchronize());
    CHECK(strstr(jaynes_emulator_message(), "increment") != nullptr);
    CHECK(jaynes_emulator_count("increment") == 2);
}

static void a_lost_device_stays_lost() {
    start("JAYNES_EMULATOR_FAIL", "cuMemcpyHtoD:46@2!", "JAYNES_EMULATOR_DEVICES", "2");
    CUdeviceptr a = 0;
    CHECK_OK(cuMemAlloc_v2(&a, 1));
    CHECK_OK(cuMemcpyHtoD_v2(a, "x", 1));
    CHECK_RESULT(CUDA_ERROR_DEVICE_UNAVAILABLE, cuMemcpyHtoD_v2(a, "x", 1));
    CHECK_RESULT(CUDA_ERROR_DEVICE_UNAVAILABLE, cuCtxSynchronize());
    CUcontext context = nullptr;
    CHECK_OK(cuDevicePrimaryCtxRelease_v2(0));
    CHECK_RESULT(CUDA_ERROR_DEVICE_UNAVAILABLE, cuDevicePrimaryCtxRetain(&context, 0));
    size_t bytes = 0;
    CHECK_RESULT(CUDA_ERROR_DEVICE_UNAVAILABLE, cuDeviceTotalMem_v2(&bytes, 0));
    CHECK_OK(cuDevicePrimaryCtxRetain(&context, 1));
    CHECK_OK(cuCtxSetCurrent(context));
    CHECK_OK(cuMemAlloc_v2(&a, 1));
    CHECK_OK((CUresult)jaynes_emulator_restart());
    CHECK_OK(cuDevicePrimaryCtxRetain(&context, 0));
}

static void any_call_can_be_meant() {
    start("JAYNES_EMULATOR_FAIL", "*:999@4");
    // cuInit, retain and set are the first three
    CHECK_RESULT(CUDA_ERROR_UNKNOWN, cuCtxSynchronize());
    CHECK_OK(cuCtxSynchronize());
}

// Every call that the emulator has can be made to fail: what is injected comes back.
static void each_call_fails_with_what_was_injected() {
#define FAILS(name, ...)                                     \
    do {                                                     \
        configure("JAYNES_EMULATOR_FAIL", #name ":999");     \
        CHECK_RESULT(CUDA_ERROR_UNKNOWN, name(__VA_ARGS__)); \
    } while (0)
    start();
    FAILS(cuDriverGetVersion, nullptr);
    FAILS(cuDeviceGetCount, nullptr);
    FAILS(cuDeviceGet, nullptr, 0);
    FAILS(cuDeviceGetName, nullptr, 0, 0);
    FAILS(cuDeviceGetAttribute, nullptr, CU_DEVICE_ATTRIBUTE_WARP_SIZE, 0);
    FAILS(cuDeviceTotalMem_v2, nullptr, 0);
    FAILS(cuDeviceGetUuid, nullptr, 0);
    FAILS(cuDeviceCanAccessPeer, nullptr, 0, 0);
    FAILS(cuDevicePrimaryCtxRetain, nullptr, 0);
    FAILS(cuDevicePrimaryCtxRelease_v2, 0);
    FAILS(cuDevicePrimaryCtxReset_v2, 0);
    FAILS(cuCtxCreate_v2, nullptr, 0, 0);
    FAILS(cuCtxPushCurrent_v2, nullptr);
    FAILS(cuCtxPopCurrent_v2, nullptr);
    FAILS(cuCtxSetCurrent, nullptr);
    FAILS(cuCtxGetCurrent, nullptr);
    FAILS(cuCtxGetDevice, nullptr);
    FAILS(cuCtxSynchronize);
    FAILS(cuCtxEnablePeerAccess, nullptr, 0);
    FAILS(cuMemGetInfo_v2, nullptr, nullptr);
    FAILS(cuMemAlloc_v2, nullptr, 0);
    FAILS(cuMemFree_v2, 0);
    FAILS(cuMemAllocAsync, nullptr, 0, nullptr);
    FAILS(cuMemFreeAsync, 0, nullptr);
    FAILS(cuMemHostAlloc, nullptr, 0, 0);
    FAILS(cuMemAllocHost_v2, nullptr, 0);
    FAILS(cuMemFreeHost, nullptr);
    FAILS(cuMemHostRegister_v2, nullptr, 0, 0);
    FAILS(cuMemHostUnregister, nullptr);
    FAILS(cuMemHostGetDevicePointer_v2, nullptr, nullptr, 0);
    FAILS(cuPointerGetAttribute, nullptr, CU_POINTER_ATTRIBUTE_CONTEXT, 0);
    FAILS(cuMemcpy, 0, 0, 0);
    FAILS(cuMemcpyAsync, 0, 0, 0, nullptr);
    FAILS(cuMemcpyHtoD_v2, 0, nullptr, 0);
    FAILS(cuMemcpyHtoDAsync_v2, 0, nullptr, 0, nullptr);
    FAILS(cuMemcpyDtoH_v2, nullptr, 0, 0);
    FAILS(cuMemcpyDtoHAsync_v2, nullptr, 0, 0, nullptr);
    FAILS(cuMemcpyDtoD_v2, 0, 0, 0);
    FAILS(cuMemcpyDtoDAsync_v2, 0, 0, 0, nullptr);
    FAILS(cuMemcpyPeer, 0, nullptr, 0, nullptr, 0);
    FAILS(cuMemcpyPeerAsync, 0, nullptr, 0, nullptr, 0, nullptr);
    FAILS(cuMemsetD8_v2, 0, 0, 0);
    FAILS(cuMemsetD32_v2, 0, 0, 0);
    FAILS(cuMemsetD8Async, 0, 0, 0, nullptr);
    FAILS(cuMemsetD32Async, 0, 0, 0, nullptr);
    FAILS(cuStreamCreate, nullptr, 0);
    FAILS(cuStreamCreateWithPriority, nullptr, 0, 0);
    FAILS(cuStreamDestroy_v2, nullptr);
    FAILS(cuStreamSynchronize, nullptr);
    FAILS(cuStreamQuery, nullptr);
    FAILS(cuStreamWaitEvent, nullptr, nullptr, 0);
    FAILS(cuEventCreate, nullptr, 0);
    FAILS(cuEventDestroy_v2, nullptr);
    FAILS(cuEventRecord, nullptr, nullptr);
    FAILS(cuEventSynchronize, nullptr);
    FAILS(cuEventQuery, nullptr);
    FAILS(cuEventElapsedTime, nullptr, nullptr, nullptr);
    FAILS(cuModuleLoadData, nullptr, nullptr);
    FAILS(cuModuleLoadDataEx, nullptr, nullptr, 0, nullptr, nullptr);
    FAILS(cuModuleUnload, nullptr);
    FAILS(cuModuleGetFunction, nullptr, nullptr, nullptr);
    FAILS(cuFuncGetAttribute, nullptr, CU_FUNC_ATTRIBUTE_NUM_REGS, nullptr);
    FAILS(cuFuncSetAttribute, nullptr, CU_FUNC_ATTRIBUTE_NUM_REGS, 0);
    FAILS(cuOccupancyMaxActiveBlocksPerMultiprocessor, nullptr, nullptr, 0, 0);
    FAILS(cuLaunchKernel, nullptr, 1, 1, 1, 1, 1, 1, 0, nullptr, nullptr, nullptr);
    FAILS(cuStreamBeginCapture_v2, nullptr, CU_STREAM_CAPTURE_MODE_GLOBAL);
    FAILS(cuStreamEndCapture, nullptr, nullptr);
    FAILS(cuStreamIsCapturing, nullptr, nullptr);
    FAILS(cuGraphInstantiateWithFlags, nullptr, nullptr, 0);
    FAILS(cuGraphLaunch, nullptr, nullptr);
    FAILS(cuGraphExecDestroy, nullptr);
    FAILS(cuGraphDestroy, nullptr);
#undef FAILS
}

int main() {
    only_the_chosen_call_fails();
    all_later_calls_fail_and_counting_begins_with_the_setting();
    init_can_fail();
    errors_that_corrupt_the_context_stay();
    a_kernel_can_fail_when_it_runs();
    a_lost_device_stays_lost();
    any_call_can_be_meant();
    each_call_fails_with_what_was_injected();
}
