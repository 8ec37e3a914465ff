// Devices: what an H200 says of itself, as far as the emulator can stand by it.
#include <cstdio>
#include <cstring>
#include <map>

#include "cuda_driver_api.h"
#include "driver.h"

using namespace jaynes::emulator;

namespace {

const std::map<int, int>& h200_attributes() {
    static const std::map<int, int> attributes{
        {CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK, 1024},
        {CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_X, 1024},
        {CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Y, 1024},
        {CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Z, 64},
        {CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X, 2147483647},
        {CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Y, 65535},
        {CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Z, 65535},
        {CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK, kDefaultSharedBytes},
        {CU_DEVICE_ATTRIBUTE_TOTAL_CONSTANT_MEMORY, 65536},
        {CU_DEVICE_ATTRIBUTE_WARP_SIZE, 32},
        {CU_DEVICE_ATTRIBUTE_MAX_PITCH, 2147483647},
        {CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_BLOCK, 65536},
        {CU_DEVICE_ATTRIBUTE_CLOCK_RATE, 1980000},  // kHz
        {CU_DEVICE_ATTRIBUTE_TEXTURE_ALIGNMENT, 512},
        {CU_DEVICE_ATTRIBUTE_GPU_OVERLAP, 1},
        {CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, 132},
        {CU_DEVICE_ATTRIBUTE_CAN_MAP_HOST_MEMORY, 1},
        {CU_DEVICE_ATTRIBUTE_SURFACE_ALIGNMENT, 512},
        {CU_DEVICE_ATTRIBUTE_CONCURRENT_KERNELS, 1},
        {CU_DEVICE_ATTRIBUTE_ECC_ENABLED, 1},
        {CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE, 3201000},  // kHz
        {CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH, 6144},
        {CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE, 60 << 20},
        {CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR, 2048},
        {CU_DEVICE_ATTRIBUTE_ASYNC_ENGINE_COUNT, 3},
        {CU_DEVICE_ATTRIBUTE_UNIFIED_ADDRESSING, 1},
        {CU_DEVICE_ATTRIBUTE_STREAM_PRIORITIES_SUPPORTED, 1},
        {CU_DEVICE_ATTRIBUTE_GLOBAL_L1_CACHE_SUPPORTED, 1},
        {CU_DEVICE_ATTRIBUTE_LOCAL_L1_CACHE_SUPPORTED, 1},
        {CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_MULTIPROCESSOR, 65536},
        {CU_DEVICE_ATTRIBUTE_SINGLE_TO_DOUBLE_PRECISION_PERF_RATIO, 2},
        {CU_DEVICE_ATTRIBUTE_COMPUTE_PREEMPTION_SUPPORTED, 1},
        {CU_DEVICE_ATTRIBUTE_CAN_USE_HOST_POINTER_FOR_REGISTERED_MEM, 1},
        {CU_DEVICE_ATTRIBUTE_HOST_REGISTER_SUPPORTED, 1},
        {CU_DEVICE_ATTRIBUTE_MAX_BLOCKS_PER_MULTIPROCESSOR, 32},
        {CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED, 1},
    };
    return attributes;
}

}  // namespace

CUresult cuDeviceGetCount(int* count) {
    return call("cuDeviceGetCount", [&](Driver& driver, Lock&) {
        require(count != nullptr);
        *count = (int)driver.devices.size();
    });
}

CUresult cuDeviceGet(CUdevice* device, int ordinal) {
    return call("cuDeviceGet", [&](Driver& driver, Lock&) {
        require(device != nullptr);
        *device = driver.device(ordinal).ordinal;
    });
}

CUresult cuDeviceGetName(char* name, int length, CUdevice device) {
    return call("cuDeviceGetName", [&](Driver& driver, Lock&) {
        require(name != nullptr && length > 0);
        driver.device(device);
        snprintf(name, (size_t)length, "Emulated NVIDIA H200 (Jaynes)");
    });
}

CUresult cuDeviceGetAttribute(int* value, CUdevice_attribute attribute, CUdevice device) {
    return call("cuDeviceGetAttribute", [&](Driver& driver, Lock&) {
        int number = (int)attribute;
        require(value != nullptr && number >= 1 && number < CU_DEVICE_ATTRIBUTE_MAX);
        driver.device(device);
        switch (number) {
            case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR:
                *value = driver.configuration.compute_capability_major;
                return;
            case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR:
                *value = driver.configuration.compute_capability_minor;
                return;
            case CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR:
                *value = driver.configuration.shared_memory.all;
                return;
            case CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN:
                *value = driver.configuration.shared_memory.of_block();
                return;
            case CU_DEVICE_ATTRIBUTE_RESERVED_SHARED_MEMORY_PER_BLOCK:
                *value = driver.configuration.shared_memory.reserved;
                return;
            case CU_DEVICE_ATTRIBUTE_PCI_BUS_ID:
                *value = device + 1;
                return;
            case CU_DEVICE_ATTRIBUTE_MULTI_GPU_BOARD_GROUP_ID:
                *value = device;
                return;
            default:
                // What is not listed the emulated device does not have.
                auto found = h200_attributes().find(number);
                *value = found == h200_attributes().end() ? 0 : found->second;
        }
    });
}

CUresult cuDeviceComputeCapability(int* major, int* minor, CUdevice device) {
    return call("cuDeviceComputeCapability", [&](Driver& driver, Lock&) {
        require(major != nullptr && minor != nullptr);
        driver.device(device);
        *major = driver.configuration.compute_capability_major;
        *minor = driver.configuration.compute_capability_minor;
    });
}

CUresult cuDeviceTotalMem_v2(size_t* bytes, CUdevice device) {
    return call("cuDeviceTotalMem_v2", [&](Driver& driver, Lock&) {
        require(bytes != nullptr);
        *bytes = driver.device(device).memory_bytes;
    });
}

static CUresult get_uuid(const char* name, CUuuid* uuid, CUdevice device) {
    return call(name, [&](Driver& driver, Lock&) {
        require(uuid != nullptr);
        driver.device(device);
        memcpy(uuid->bytes, "jaynes-emulated\0", sizeof uuid->bytes);
        uuid->bytes[15] = (char)device;
    });
}

CUresult cuDeviceGetUuid(CUuuid* uuid, CUdevice device) { return get_uuid("cuDeviceGetUuid", uuid, device); }

CUresult cuDeviceGetUuid_v2(CUuuid* uuid, CUdevice device) { return get_uuid("cuDeviceGetUuid_v2", uuid, device); }

CUresult cuDeviceGetPCIBusId(char* id, int length, CUdevice device) {
    return call("cuDeviceGetPCIBusId", [&](Driver& driver, Lock&) {
        require(id != nullptr && length > 0);
        driver.device(device);
        snprintf(id, (size_t)length, "0000:%02X:00.0", (unsigned)device + 1);
    });
}

CUresult cuDeviceCanAccessPeer(int* can, CUdevice device, CUdevice peer) {
    return call("cuDeviceCanAccessPeer", [&](Driver& driver, Lock&) {
        require(can != nullptr);
        *can = &driver.device(device) != &driver.device(peer);
    });
}
