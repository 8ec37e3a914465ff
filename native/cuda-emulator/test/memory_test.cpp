// Device and host memory: limits, bounds, copies, fills, attributes of addresses.
#include <cstring>
#include <vector>

#include "check.h"

static size_t free_memory() {
    size_t free_bytes = 0;
    size_t total_bytes = 0;
    CHECK_OK(cuMemGetInfo_v2(&free_bytes, &total_bytes));
    return free_bytes;
}

static void memory_ends_where_it_was_told_to() {
    start("JAYNES_EMULATOR_MEMORY", "1M");
    CUdeviceptr a = 0;
    CUdeviceptr b = 0;
    CHECK(free_memory() == 1 << 20);
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemAlloc_v2(&a, 0));
    CHECK_RESULT(CUDA_ERROR_OUT_OF_MEMORY, cuMemAlloc_v2(&a, (1 << 20) + 1));
    CHECK_RESULT(CUDA_ERROR_OUT_OF_MEMORY, cuMemAlloc_v2(&a, ~(size_t)0));
    CHECK_OK(cuMemAlloc_v2(&a, 1000));
    CHECK(a % 256 == 0 && free_memory() == (1 << 20) - 1024);
    CHECK_RESULT(CUDA_ERROR_OUT_OF_MEMORY, cuMemAlloc_v2(&b, 1 << 20));
    CHECK_OK(cuMemAlloc_v2(&b, (1 << 20) - 1024));
    CHECK(free_memory() == 0);
    CHECK_OK(cuMemFree_v2(a));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemFree_v2(a));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemFree_v2(b + 256));
    CHECK_OK(cuMemFree_v2(b));
    CHECK_OK(cuMemFree_v2(0));
    CHECK(free_memory() == 1 << 20);
    for (int i = 0; i < 10000; i++) {
        CHECK_OK(cuMemAlloc_v2(&a, 1 + (size_t)i % 3000));
        CHECK_OK(cuMemFree_v2(a));
    }
    CHECK(free_memory() == 1 << 20);
}

static void copies_stay_inside_of_allocations() {
    start();
    CUdeviceptr a = 0;
    CUdeviceptr b = 0;
    CHECK_OK(cuMemAlloc_v2(&a, 1000));
    CHECK_OK(cuMemAlloc_v2(&b, 1000));
    std::vector<unsigned char> in(2000);
    std::vector<unsigned char> out(2000);
    for (size_t i = 0; i < in.size(); i++) {
        in[i] = (unsigned char)(i * 7);
    }
    CHECK_OK(cuMemcpyHtoD_v2(a, in.data(), 1000));
    CHECK_OK(cuMemcpyDtoD_v2(b + 100, a, 900));
    CHECK_OK(cuMemcpyDtoH_v2(out.data(), b + 100, 900));
    CHECK(memcmp(in.data(), out.data(), 900) == 0);
    CHECK_OK(cuMemcpy(b, a, 1000));
    CHECK_OK(cuMemcpy((CUdeviceptr)(uintptr_t)out.data(), b, 1000));
    CHECK(memcmp(in.data(), out.data(), 1000) == 0);
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemcpyHtoD_v2(a, in.data(), 1001));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemcpyHtoD_v2(a + 999, in.data(), 2));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemcpyHtoD_v2(a, nullptr, 1));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemcpyDtoH_v2(out.data(), a - 1, 1));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemcpyDtoD_v2(b, a + 1, 1000));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemcpyDtoD_v2(b + 1, a, 1000));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemcpyDtoH_v2(out.data(), a, ~(size_t)0));
    CHECK_OK(cuMemcpyHtoD_v2(a, in.data(), 0));
    CHECK_OK(cuMemFree_v2(a));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemcpyHtoD_v2(a, in.data(), 1));
}

static void fills() {
    start();
    CUdeviceptr a = 0;
    CHECK_OK(cuMemAlloc_v2(&a, 1002));
    CHECK_OK(cuMemsetD8_v2(a, 7, 1002));
    CHECK_OK(cuMemsetD32_v2(a + 4, 0x01020304, 2));
    unsigned char out[12];
    CHECK_OK(cuMemcpyDtoH_v2(out, a, 12));
    unsigned char expected[12] = {7, 7, 7, 7, 4, 3, 2, 1, 4, 3, 2, 1};
    CHECK(memcmp(out, expected, sizeof out) == 0);
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemsetD8_v2(a, 7, 1003));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemsetD32_v2(a, 7, 251));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemsetD32_v2(a + 2, 7, 1));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemsetD32_v2(a, 7, (~(size_t)0 >> 2) + 2));
}

// What nobody wrote is not zero, so that a program that relies on it is found out.
static void new_memory_is_not_clean() {
    start();
    CUdeviceptr a = 0;
    CHECK_OK(cuMemAlloc_v2(&a, 64));
    unsigned char out[64];
    CHECK_OK(cuMemcpyDtoH_v2(out, a, 64));
    for (unsigned char byte : out) {
        CHECK(byte == 0xff);
    }
}

static void pinned_and_registered_memory() {
    start();
    void* pinned = nullptr;
    CUdeviceptr address = 0;
    CUdeviceptr device = 0;
    CHECK_OK(cuMemHostAlloc(&pinned, 4096, 0));
    CHECK_OK(cuMemHostGetDevicePointer_v2(&address, pinned, 0));
    CHECK_OK(cuMemAlloc_v2(&device, 4096));
    memset(pinned, 9, 4096);
    CHECK_OK(cuMemcpyDtoD_v2(device, address, 4096));
    unsigned char byte = 0;
    CHECK_OK(cuMemcpyDtoH_v2(&byte, device + 4095, 1));
    CHECK(byte == 9);
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemcpyHtoD_v2(device, (char*)pinned + 1, 4096));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemFree_v2(address));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemFreeHost((void*)(uintptr_t)device));
    CHECK_OK(cuMemFreeHost(pinned));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemFreeHost(pinned));
    std::vector<char> own(1000);
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuMemHostGetDevicePointer_v2(&address, own.data(), 0));
    CHECK_OK(cuMemHostRegister_v2(own.data(), own.size(), 0));
    CHECK_RESULT(CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED, cuMemHostRegister_v2(own.data() + 999, 10, 0));
    CHECK_OK(cuMemHostGetDevicePointer_v2(&address, own.data() + 10, 0));
    CHECK(address == (CUdeviceptr)(uintptr_t)(own.data() + 10));
    CHECK_OK(cuMemHostUnregister(own.data()));
    CHECK_RESULT(CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED, cuMemHostUnregister(own.data()));
}

static void addresses_have_attributes() {
    CUcontext context = start();
    CUdeviceptr a = 0;
    CHECK_OK(cuMemAlloc_v2(&a, 1000));
    CUcontext owner = nullptr;
    unsigned type = 0;
    int ordinal = -1;
    CUdeviceptr base = 0;
    size_t bytes = 0;
    CHECK_OK(cuPointerGetAttribute(&owner, CU_POINTER_ATTRIBUTE_CONTEXT, a + 500));
    CHECK_OK(cuPointerGetAttribute(&type, CU_POINTER_ATTRIBUTE_MEMORY_TYPE, a));
    CHECK_OK(cuPointerGetAttribute(&ordinal, CU_POINTER_ATTRIBUTE_DEVICE_ORDINAL, a));
    CHECK_OK(cuPointerGetAttribute(&base, CU_POINTER_ATTRIBUTE_RANGE_START_ADDR, a + 999));
    CHECK_OK(cuPointerGetAttribute(&bytes, CU_POINTER_ATTRIBUTE_RANGE_SIZE, a));
    CHECK(owner == context && type == CU_MEMORYTYPE_DEVICE && ordinal == 0 && base == a && bytes == 1000);
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuPointerGetAttribute(&type, CU_POINTER_ATTRIBUTE_MEMORY_TYPE, a + 1000));
    CHECK_OK(cuMemGetAddressRange_v2(&base, &bytes, a + 7));
    CHECK(base == a && bytes == 1000);
    CHECK_RESULT(CUDA_ERROR_NOT_FOUND, cuMemGetAddressRange_v2(&base, &bytes, 64));
    void* pinned = nullptr;
    CHECK_OK(cuMemAllocHost_v2(&pinned, 10));
    CHECK_OK(cuPointerGetAttribute(&type, CU_POINTER_ATTRIBUTE_MEMORY_TYPE, (CUdeviceptr)(uintptr_t)pinned));
    CHECK(type == CU_MEMORYTYPE_HOST);
}

int main() {
    memory_ends_where_it_was_told_to();
    copies_stay_inside_of_allocations();
    fills();
    new_memory_is_not_clean();
    pinned_and_registered_memory();
    addresses_have_attributes();
}
