/*
 * The part of the CUDA driver API that the emulator implements: names, types and numeric codes as the CUDA 13 driver's
 * ABI has them. Written for this project; a program that includes NVIDIA's cuda.h links with the emulator just as well.
 */
#ifndef JAYNES_CUDA_DRIVER_API_H
#define JAYNES_CUDA_DRIVER_API_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CUDA_API __attribute__((visibility("default")))

/* Callers may pass numbers that have no name here. */
#ifdef __cplusplus
#define CUDA_AS_INT : int
#else
#define CUDA_AS_INT
#endif

typedef int CUdevice;
typedef unsigned long long CUdeviceptr;
typedef struct CUctx_st* CUcontext;
typedef struct CUmod_st* CUmodule;
typedef struct CUfunc_st* CUfunction;
typedef struct CUevent_st* CUevent;
typedef struct CUstream_st* CUstream;
typedef struct CUgraph_st* CUgraph;
typedef struct CUgraphExec_st* CUgraphExec;

typedef struct CUuuid {
    char bytes[16];
} CUuuid;

/* Stream handles with a meaning of their own. */
#define CU_STREAM_LEGACY ((CUstream)0x1)
#define CU_STREAM_PER_THREAD ((CUstream)0x2)

/* In cuLaunchKernel's `extra`. */
#define CU_LAUNCH_PARAM_END ((void*)0x00)
#define CU_LAUNCH_PARAM_BUFFER_POINTER ((void*)0x01)
#define CU_LAUNCH_PARAM_BUFFER_SIZE ((void*)0x02)

typedef enum CUresult CUDA_AS_INT {
#define CUDA_RESULT(name, code, text) name = code,
#include "cuda_driver_results.h"
#undef CUDA_RESULT
} CUresult;

/* Those that the emulator has something to say about; a caller may ask for any number. */
typedef enum CUdevice_attribute CUDA_AS_INT {
    CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK = 1,
    CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_X = 2,
    CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Y = 3,
    CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Z = 4,
    CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X = 5,
    CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Y = 6,
    CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Z = 7,
    CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK = 8,
    CU_DEVICE_ATTRIBUTE_TOTAL_CONSTANT_MEMORY = 9,
    CU_DEVICE_ATTRIBUTE_WARP_SIZE = 10,
    CU_DEVICE_ATTRIBUTE_MAX_PITCH = 11,
    CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_BLOCK = 12,
    CU_DEVICE_ATTRIBUTE_CLOCK_RATE = 13,
    CU_DEVICE_ATTRIBUTE_TEXTURE_ALIGNMENT = 14,
    CU_DEVICE_ATTRIBUTE_GPU_OVERLAP = 15,
    CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT = 16,
    CU_DEVICE_ATTRIBUTE_CAN_MAP_HOST_MEMORY = 19,
    CU_DEVICE_ATTRIBUTE_SURFACE_ALIGNMENT = 30,
    CU_DEVICE_ATTRIBUTE_CONCURRENT_KERNELS = 31,
    CU_DEVICE_ATTRIBUTE_ECC_ENABLED = 32,
    CU_DEVICE_ATTRIBUTE_PCI_BUS_ID = 33,
    CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE = 36,
    CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH = 37,
    CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE = 38,
    CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR = 39,
    CU_DEVICE_ATTRIBUTE_ASYNC_ENGINE_COUNT = 40,
    CU_DEVICE_ATTRIBUTE_UNIFIED_ADDRESSING = 41,
    CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR = 75,
    CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR = 76,
    CU_DEVICE_ATTRIBUTE_STREAM_PRIORITIES_SUPPORTED = 78,
    CU_DEVICE_ATTRIBUTE_GLOBAL_L1_CACHE_SUPPORTED = 79,
    CU_DEVICE_ATTRIBUTE_LOCAL_L1_CACHE_SUPPORTED = 80,
    CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR = 81,
    CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_MULTIPROCESSOR = 82,
    CU_DEVICE_ATTRIBUTE_MULTI_GPU_BOARD_GROUP_ID = 85,
    CU_DEVICE_ATTRIBUTE_SINGLE_TO_DOUBLE_PRECISION_PERF_RATIO = 87,
    CU_DEVICE_ATTRIBUTE_COMPUTE_PREEMPTION_SUPPORTED = 90,
    CU_DEVICE_ATTRIBUTE_CAN_USE_HOST_POINTER_FOR_REGISTERED_MEM = 91,
    CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN = 97,
    CU_DEVICE_ATTRIBUTE_HOST_REGISTER_SUPPORTED = 99,
    CU_DEVICE_ATTRIBUTE_MAX_BLOCKS_PER_MULTIPROCESSOR = 106,
    CU_DEVICE_ATTRIBUTE_RESERVED_SHARED_MEMORY_PER_BLOCK = 111,
    CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED = 115,
    CU_DEVICE_ATTRIBUTE_MAX = 149
} CUdevice_attribute;

typedef enum CUfunction_attribute CUDA_AS_INT {
    CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK = 0,
    CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES = 1,
    CU_FUNC_ATTRIBUTE_CONST_SIZE_BYTES = 2,
    CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES = 3,
    CU_FUNC_ATTRIBUTE_NUM_REGS = 4,
    CU_FUNC_ATTRIBUTE_PTX_VERSION = 5,
    CU_FUNC_ATTRIBUTE_BINARY_VERSION = 6,
    CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES = 8,
    CU_FUNC_ATTRIBUTE_PREFERRED_SHARED_MEMORY_CARVEOUT = 9,
    CU_FUNC_ATTRIBUTE_MAX = 16
} CUfunction_attribute;

typedef enum CUpointer_attribute CUDA_AS_INT {
    CU_POINTER_ATTRIBUTE_CONTEXT = 1,
    CU_POINTER_ATTRIBUTE_MEMORY_TYPE = 2,
    CU_POINTER_ATTRIBUTE_DEVICE_POINTER = 3,
    CU_POINTER_ATTRIBUTE_HOST_POINTER = 4,
    CU_POINTER_ATTRIBUTE_IS_MANAGED = 8,
    CU_POINTER_ATTRIBUTE_DEVICE_ORDINAL = 9,
    CU_POINTER_ATTRIBUTE_RANGE_START_ADDR = 11,
    CU_POINTER_ATTRIBUTE_RANGE_SIZE = 12,
    CU_POINTER_ATTRIBUTE_MAPPED = 13
} CUpointer_attribute;

typedef enum CUmemorytype CUDA_AS_INT { CU_MEMORYTYPE_HOST = 1, CU_MEMORYTYPE_DEVICE = 2 } CUmemorytype;

#define CU_STREAM_DEFAULT 0
#define CU_STREAM_NON_BLOCKING 1

#define CU_EVENT_DEFAULT 0
#define CU_EVENT_BLOCKING_SYNC 1
#define CU_EVENT_DISABLE_TIMING 2
#define CU_EVENT_INTERPROCESS 4

typedef enum CUstreamCaptureMode CUDA_AS_INT {
    CU_STREAM_CAPTURE_MODE_GLOBAL = 0,
    CU_STREAM_CAPTURE_MODE_THREAD_LOCAL = 1,
    CU_STREAM_CAPTURE_MODE_RELAXED = 2
} CUstreamCaptureMode;

typedef enum CUstreamCaptureStatus CUDA_AS_INT {
    CU_STREAM_CAPTURE_STATUS_NONE = 0,
    CU_STREAM_CAPTURE_STATUS_ACTIVE = 1,
    CU_STREAM_CAPTURE_STATUS_INVALIDATED = 2
} CUstreamCaptureStatus;

typedef enum CUdriverProcAddressQueryResult CUDA_AS_INT {
    CU_GET_PROC_ADDRESS_SUCCESS = 0,
    CU_GET_PROC_ADDRESS_SYMBOL_NOT_FOUND = 1
} CUdriverProcAddressQueryResult;

/* Initialisation, version, errors. */
CUDA_API CUresult cuInit(unsigned int flags);
CUDA_API CUresult cuDriverGetVersion(int* version);
CUDA_API CUresult cuGetErrorName(CUresult error, const char** name);
CUDA_API CUresult cuGetErrorString(CUresult error, const char** text);
CUDA_API CUresult cuGetProcAddress_v2(const char* symbol, void** function, int cuda_version, uint64_t flags,
                                      CUdriverProcAddressQueryResult* status);

/* Devices. */
CUDA_API CUresult cuDeviceGetCount(int* count);
CUDA_API CUresult cuDeviceGet(CUdevice* device, int ordinal);
CUDA_API CUresult cuDeviceGetName(char* name, int length, CUdevice device);
CUDA_API CUresult cuDeviceGetAttribute(int* value, CUdevice_attribute attribute, CUdevice device);
CUDA_API CUresult cuDeviceComputeCapability(int* major, int* minor, CUdevice device);
CUDA_API CUresult cuDeviceTotalMem_v2(size_t* bytes, CUdevice device);
CUDA_API CUresult cuDeviceGetUuid(CUuuid* uuid, CUdevice device);
CUDA_API CUresult cuDeviceGetUuid_v2(CUuuid* uuid, CUdevice device);
CUDA_API CUresult cuDeviceGetPCIBusId(char* id, int length, CUdevice device);
CUDA_API CUresult cuDeviceCanAccessPeer(int* can, CUdevice device, CUdevice peer);

/* Contexts. */
CUDA_API CUresult cuDevicePrimaryCtxRetain(CUcontext* context, CUdevice device);
CUDA_API CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device);
CUDA_API CUresult cuDevicePrimaryCtxReset_v2(CUdevice device);
CUDA_API CUresult cuDevicePrimaryCtxGetState(CUdevice device, unsigned int* flags, int* active);
CUDA_API CUresult cuDevicePrimaryCtxSetFlags_v2(CUdevice device, unsigned int flags);
CUDA_API CUresult cuCtxCreate_v2(CUcontext* context, unsigned int flags, CUdevice device);
CUDA_API CUresult cuCtxCreate_v4(CUcontext* context, void* parameters, unsigned int flags, CUdevice device);
CUDA_API CUresult cuCtxDestroy_v2(CUcontext context);
CUDA_API CUresult cuCtxPushCurrent_v2(CUcontext context);
CUDA_API CUresult cuCtxPopCurrent_v2(CUcontext* context);
CUDA_API CUresult cuCtxSetCurrent(CUcontext context);
CUDA_API CUresult cuCtxGetCurrent(CUcontext* context);
CUDA_API CUresult cuCtxGetDevice(CUdevice* device);
CUDA_API CUresult cuCtxGetApiVersion(CUcontext context, unsigned int* version);
CUDA_API CUresult cuCtxGetStreamPriorityRange(int* least, int* greatest);
CUDA_API CUresult cuCtxSynchronize(void);
CUDA_API CUresult cuCtxEnablePeerAccess(CUcontext peer, unsigned int flags);
CUDA_API CUresult cuCtxDisablePeerAccess(CUcontext peer);

/* Memory. */
CUDA_API CUresult cuMemGetInfo_v2(size_t* free_bytes, size_t* total_bytes);
CUDA_API CUresult cuMemAlloc_v2(CUdeviceptr* address, size_t bytes);
CUDA_API CUresult cuMemFree_v2(CUdeviceptr address);
CUDA_API CUresult cuMemGetAddressRange_v2(CUdeviceptr* base, size_t* bytes, CUdeviceptr address);
CUDA_API CUresult cuMemAllocAsync(CUdeviceptr* address, size_t bytes, CUstream stream);
CUDA_API CUresult cuMemFreeAsync(CUdeviceptr address, CUstream stream);
CUDA_API CUresult cuMemHostAlloc(void** address, size_t bytes, unsigned int flags);
CUDA_API CUresult cuMemAllocHost_v2(void** address, size_t bytes);
CUDA_API CUresult cuMemFreeHost(void* address);
CUDA_API CUresult cuMemHostRegister_v2(void* address, size_t bytes, unsigned int flags);
CUDA_API CUresult cuMemHostUnregister(void* address);
CUDA_API CUresult cuMemHostGetDevicePointer_v2(CUdeviceptr* device_address, void* address, unsigned int flags);
CUDA_API CUresult cuPointerGetAttribute(void* value, CUpointer_attribute attribute, CUdeviceptr address);

/* Copies and fills. */
CUDA_API CUresult cuMemcpy(CUdeviceptr to, CUdeviceptr from, size_t bytes);
CUDA_API CUresult cuMemcpyAsync(CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream);
CUDA_API CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void* from, size_t bytes);
CUDA_API CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void* from, size_t bytes, CUstream stream);
CUDA_API CUresult cuMemcpyDtoH_v2(void* to, CUdeviceptr from, size_t bytes);
CUDA_API CUresult cuMemcpyDtoHAsync_v2(void* to, CUdeviceptr from, size_t bytes, CUstream stream);
CUDA_API CUresult cuMemcpyDtoD_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes);
CUDA_API CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream);
CUDA_API CUresult cuMemcpyPeer(CUdeviceptr to, CUcontext to_context, CUdeviceptr from, CUcontext from_context,
                               size_t bytes);
CUDA_API CUresult cuMemcpyPeerAsync(CUdeviceptr to, CUcontext to_context, CUdeviceptr from, CUcontext from_context,
                                    size_t bytes, CUstream stream);
CUDA_API CUresult cuMemsetD8_v2(CUdeviceptr address, unsigned char value, size_t count);
CUDA_API CUresult cuMemsetD8Async(CUdeviceptr address, unsigned char value, size_t count, CUstream stream);
CUDA_API CUresult cuMemsetD32_v2(CUdeviceptr address, unsigned int value, size_t count);
CUDA_API CUresult cuMemsetD32Async(CUdeviceptr address, unsigned int value, size_t count, CUstream stream);

/* Streams and events. */
CUDA_API CUresult cuStreamCreate(CUstream* stream, unsigned int flags);
CUDA_API CUresult cuStreamCreateWithPriority(CUstream* stream, unsigned int flags, int priority);
CUDA_API CUresult cuStreamDestroy_v2(CUstream stream);
CUDA_API CUresult cuStreamSynchronize(CUstream stream);
CUDA_API CUresult cuStreamQuery(CUstream stream);
CUDA_API CUresult cuStreamWaitEvent(CUstream stream, CUevent event, unsigned int flags);
CUDA_API CUresult cuStreamGetCtx(CUstream stream, CUcontext* context);
CUDA_API CUresult cuStreamGetFlags(CUstream stream, unsigned int* flags);
CUDA_API CUresult cuStreamGetPriority(CUstream stream, int* priority);
CUDA_API CUresult cuEventCreate(CUevent* event, unsigned int flags);
CUDA_API CUresult cuEventDestroy_v2(CUevent event);
CUDA_API CUresult cuEventRecord(CUevent event, CUstream stream);
CUDA_API CUresult cuEventSynchronize(CUevent event);
CUDA_API CUresult cuEventQuery(CUevent event);
CUDA_API CUresult cuEventElapsedTime(float* milliseconds, CUevent start, CUevent end);
CUDA_API CUresult cuEventElapsedTime_v2(float* milliseconds, CUevent start, CUevent end);

/* Modules, functions, launches. */
CUDA_API CUresult cuModuleLoadData(CUmodule* module, const void* image);
CUDA_API CUresult cuModuleLoadDataEx(CUmodule* module, const void* image, unsigned int option_count, int* options,
                                     void** option_values);
CUDA_API CUresult cuModuleUnload(CUmodule module);
CUDA_API CUresult cuModuleGetFunction(CUfunction* function, CUmodule module, const char* name);
CUDA_API CUresult cuFuncGetAttribute(int* value, CUfunction_attribute attribute, CUfunction function);
CUDA_API CUresult cuFuncSetAttribute(CUfunction function, CUfunction_attribute attribute, int value);
CUDA_API CUresult cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, CUfunction function, int block_size,
                                                              size_t dynamic_shared_bytes);
CUDA_API CUresult cuLaunchKernel(CUfunction function, unsigned int grid_x, unsigned int grid_y, unsigned int grid_z,
                                 unsigned int block_x, unsigned int block_y, unsigned int block_z,
                                 unsigned int dynamic_shared_bytes, CUstream stream, void** parameters, void** extra);

/* Graphs. */
CUDA_API CUresult cuStreamBeginCapture_v2(CUstream stream, CUstreamCaptureMode mode);
CUDA_API CUresult cuStreamEndCapture(CUstream stream, CUgraph* graph);
CUDA_API CUresult cuStreamIsCapturing(CUstream stream, CUstreamCaptureStatus* status);
CUDA_API CUresult cuGraphInstantiateWithFlags(CUgraphExec* executable, CUgraph graph, unsigned long long flags);
CUDA_API CUresult cuGraphLaunch(CUgraphExec executable, CUstream stream);
CUDA_API CUresult cuGraphExecDestroy(CUgraphExec executable);
CUDA_API CUresult cuGraphDestroy(CUgraph graph);

#ifdef __cplusplus
}
#endif

#endif
