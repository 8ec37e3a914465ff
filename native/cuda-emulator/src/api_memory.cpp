// Memory, copies, fills.
#include <algorithm>
#include <cstring>

#include "cuda_driver_api.h"
#include "driver.h"

using namespace jaynes::emulator;

namespace {

// The allocation that holds all of the range; throws CallFailure.
const Allocation& require_range(Driver& driver, CUdeviceptr address, size_t bytes) {
    const Allocation* allocation = driver.memory.containing((uintptr_t)address);
    require(allocation != nullptr && allocation->contains((uintptr_t)address, bytes));
    return *allocation;
}

uintptr_t allocate_on_device(Driver& driver, Context& context, size_t bytes) {
    Device& device = context.device;
    require(bytes > 0);
    require(bytes <= device.memory_bytes, CUDA_ERROR_OUT_OF_MEMORY);
    size_t charged = AddressSpace::charged_bytes(bytes);
    require(charged <= device.memory_bytes - device.used_bytes, CUDA_ERROR_OUT_OF_MEMORY);
    uintptr_t address = driver.memory.allocate(MemoryKind::Device, bytes, &context);
    device.used_bytes += charged;
    return address;
}

const Allocation& require_allocation(Driver& driver, uintptr_t address, MemoryKind kind,
                                     CUresult otherwise = CUDA_ERROR_INVALID_VALUE) {
    const Allocation* allocation = driver.memory.starting_at(address);
    require(allocation != nullptr && allocation->kind == kind, otherwise);
    return *allocation;
}

void require_intact(Driver& driver, Context& context) {
    if (auto overrun = driver.memory.find_overrun(&context)) {
        driver.fail_context(context, CUDA_ERROR_ILLEGAL_ADDRESS, "the program " + *overrun);
        throw CallFailure{CUDA_ERROR_ILLEGAL_ADDRESS};
    }
}

}  // namespace

CUresult cuMemGetInfo_v2(size_t* free_bytes, size_t* total_bytes) {
    return call("cuMemGetInfo_v2", [&](Driver& driver, Lock&) {
        require(free_bytes != nullptr && total_bytes != nullptr);
        const Device& device = driver.current_context().device;
        *free_bytes = device.memory_bytes - device.used_bytes;
        *total_bytes = device.memory_bytes;
    });
}

CUresult cuMemAlloc_v2(CUdeviceptr* address, size_t bytes) {
    return call("cuMemAlloc_v2", [&](Driver& driver, Lock&) {
        require(address != nullptr);
        Context& context = driver.current_context();
        driver.require_no_capture();
        *address = allocate_on_device(driver, context, bytes);
    });
}

// As a driver does, waits for what may still use the memory.
CUresult cuMemFree_v2(CUdeviceptr address) {
    return call("cuMemFree_v2", [&](Driver& driver, Lock& lock) {
        Context& context = driver.current_context();
        if (address == 0) {
            return;
        }
        driver.require_no_capture();
        Context& owner = *require_allocation(driver, (uintptr_t)address, MemoryKind::Device).context;
        driver.wait_for_context(lock, owner);
        require(context.failure == CUDA_SUCCESS, context.failure);
        require_intact(driver, owner);
        require_allocation(driver, (uintptr_t)address, MemoryKind::Device);
        driver.release_memory((uintptr_t)address);
    });
}

CUresult cuMemGetAddressRange_v2(CUdeviceptr* base, size_t* bytes, CUdeviceptr address) {
    return call("cuMemGetAddressRange_v2", [&](Driver& driver, Lock&) {
        driver.current_context();
        const Allocation* allocation = driver.memory.containing((uintptr_t)address);
        require(allocation != nullptr, CUDA_ERROR_NOT_FOUND);
        if (base != nullptr) {
            *base = allocation->base;
        }
        if (bytes != nullptr) {
            *bytes = allocation->bytes;
        }
    });
}

// The address is known at once; the memory counts from now on, not from the stream's turn.
CUresult cuMemAllocAsync(CUdeviceptr* address, size_t bytes, CUstream stream) {
    return call("cuMemAllocAsync", [&](Driver& driver, Lock&) {
        require(address != nullptr);
        Context& context = driver.current_context();
        require(!driver.stream(stream, context).capture, CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
        *address = allocate_on_device(driver, context, bytes);
    });
}

CUresult cuMemFreeAsync(CUdeviceptr address, CUstream stream) {
    return call("cuMemFreeAsync", [&](Driver& driver, Lock&) {
        Context& context = driver.current_context();
        Stream& order = driver.stream(stream, context);
        require(!order.capture, CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
        require_allocation(driver, (uintptr_t)address, MemoryKind::Device);
        driver.enqueue(order, [&driver, address] {
            Lock lock(driver.mutex);
            if (driver.memory.starting_at((uintptr_t)address) != nullptr) {
                driver.release_memory((uintptr_t)address);
            }
        });
    });
}

static CUresult host_alloc(const char* name, void** address, size_t bytes) {
    return call(name, [&](Driver& driver, Lock&) {
        require(address != nullptr && bytes > 0);
        Context& context = driver.current_context();
        driver.require_no_capture();
        *address = reinterpret_cast<void*>(driver.memory.allocate(MemoryKind::PinnedHost, bytes, &context));
    });
}

CUresult cuMemHostAlloc(void** address, size_t bytes, unsigned int flags) {
    return flags > 7 ? CUDA_ERROR_INVALID_VALUE : host_alloc("cuMemHostAlloc", address, bytes);
}

CUresult cuMemAllocHost_v2(void** address, size_t bytes) { return host_alloc("cuMemAllocHost_v2", address, bytes); }

CUresult cuMemFreeHost(void* address) {
    return call("cuMemFreeHost", [&](Driver& driver, Lock& lock) {
        Context& context = driver.current_context();
        uintptr_t base = reinterpret_cast<uintptr_t>(address);
        driver.wait_for_context(lock, *require_allocation(driver, base, MemoryKind::PinnedHost).context);
        require_intact(driver, context);
        require_allocation(driver, base, MemoryKind::PinnedHost);
        driver.release_memory(base);
    });
}

CUresult cuMemHostRegister_v2(void* address, size_t bytes, unsigned int flags) {
    return call("cuMemHostRegister_v2", [&](Driver& driver, Lock&) {
        require(address != nullptr && bytes > 0 && flags <= 15);
        Context& context = driver.current_context();
        uintptr_t base = reinterpret_cast<uintptr_t>(address);
        require(!driver.memory.overlaps(base, bytes), CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED);
        driver.memory.register_host(base, bytes, &context);
    });
}

CUresult cuMemHostUnregister(void* address) {
    return call("cuMemHostUnregister", [&](Driver& driver, Lock&) {
        driver.current_context();
        uintptr_t base = reinterpret_cast<uintptr_t>(address);
        require_allocation(driver, base, MemoryKind::RegisteredHost, CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED);
        driver.release_memory(base);
    });
}

CUresult cuMemHostGetDevicePointer_v2(CUdeviceptr* device_address, void* address, unsigned int flags) {
    return call("cuMemHostGetDevicePointer_v2", [&](Driver& driver, Lock&) {
        require(device_address != nullptr && flags == 0);
        driver.current_context();
        const Allocation* allocation = driver.memory.containing(reinterpret_cast<uintptr_t>(address));
        require(allocation != nullptr && allocation->kind != MemoryKind::Device);
        *device_address = reinterpret_cast<uintptr_t>(address);
    });
}

CUresult cuPointerGetAttribute(void* value, CUpointer_attribute attribute, CUdeviceptr address) {
    return call("cuPointerGetAttribute", [&](Driver& driver, Lock&) {
        require(value != nullptr);
        driver.current_context();
        const Allocation* found = driver.memory.containing((uintptr_t)address);
        require(found != nullptr);
        const Allocation& allocation = *found;
        bool on_device = allocation.kind == MemoryKind::Device;
        auto give = [&](auto result) { memcpy(value, &result, sizeof result); };
        switch ((int)attribute) {
            case CU_POINTER_ATTRIBUTE_CONTEXT:
                return give(allocation.context->handle);
            case CU_POINTER_ATTRIBUTE_MEMORY_TYPE:
                return give((unsigned)(on_device ? CU_MEMORYTYPE_DEVICE : CU_MEMORYTYPE_HOST));
            case CU_POINTER_ATTRIBUTE_DEVICE_POINTER:
                return give(address);
            case CU_POINTER_ATTRIBUTE_HOST_POINTER:
                require(!on_device);
                return give(address);
            case CU_POINTER_ATTRIBUTE_IS_MANAGED:
                return give(0u);
            case CU_POINTER_ATTRIBUTE_DEVICE_ORDINAL:
                return give(allocation.context->device.ordinal);
            case CU_POINTER_ATTRIBUTE_RANGE_START_ADDR:
                return give((CUdeviceptr)allocation.base);
            case CU_POINTER_ATTRIBUTE_RANGE_SIZE:
                return give(allocation.bytes);
            case CU_POINTER_ATTRIBUTE_MAPPED:
                return give(1u);
            default:
                throw CallFailure{CUDA_ERROR_NOT_SUPPORTED};
        }
    });
}

namespace {

enum class Side { Device, Host, Either };

// A host address may lie anywhere; where it lies in memory that the driver knows it must stay inside.
void require_side(Driver& driver, Side side, CUdeviceptr address, size_t bytes) {
    require(address != 0);
    if (side == Side::Device) {
        require_range(driver, address, bytes);
    } else if (driver.memory.containing((uintptr_t)address) != nullptr) {
        require_range(driver, address, bytes);
    }
}

struct Copy {
    Side to_side;
    CUdeviceptr to;
    Side from_side;
    CUdeviceptr from;
    size_t bytes;
};

Work checked_copy(Driver& driver, const Copy& copy) {
    require_side(driver, copy.to_side, copy.to, copy.bytes);
    require_side(driver, copy.from_side, copy.from, copy.bytes);
    return [copy] {
        memmove(reinterpret_cast<void*>((uintptr_t)copy.to), reinterpret_cast<const void*>((uintptr_t)copy.from),
                copy.bytes);
    };
}

CUresult copy_now(const char* name, const Copy& copy) {
    return call(name, [&](Driver& driver, Lock& lock) {
        Context& context = driver.current_context();
        if (copy.bytes > 0) {
            driver.run(lock, *context.legacy_stream, checked_copy(driver, copy));
        }
    });
}

CUresult copy_in_stream(const char* name, const Copy& copy, CUstream stream) {
    return call(name, [&](Driver& driver, Lock&) {
        Stream& order = driver.stream(stream, driver.current_context());
        if (copy.bytes > 0) {
            driver.enqueue(order, checked_copy(driver, copy));
        }
    });
}

template <typename T>
Work checked_fill(Driver& driver, CUdeviceptr address, T value, size_t count) {
    require(address % sizeof(T) == 0 && count <= SIZE_MAX / sizeof(T));
    require_range(driver, address, count * sizeof(T));
    return [=] { std::fill_n(reinterpret_cast<T*>((uintptr_t)address), count, value); };
}

template <typename T>
CUresult fill_now(const char* name, CUdeviceptr address, T value, size_t count) {
    return call(name, [&](Driver& driver, Lock& lock) {
        Context& context = driver.current_context();
        if (count > 0) {
            driver.run(lock, *context.legacy_stream, checked_fill(driver, address, value, count));
        }
    });
}

template <typename T>
CUresult fill_in_stream(const char* name, CUdeviceptr address, T value, size_t count, CUstream stream) {
    return call(name, [&](Driver& driver, Lock&) {
        Stream& order = driver.stream(stream, driver.current_context());
        if (count > 0) {
            driver.enqueue(order, checked_fill(driver, address, value, count));
        }
    });
}

CUdeviceptr as_address(const void* address) { return reinterpret_cast<uintptr_t>(address); }

Copy between(CUdeviceptr to, CUdeviceptr from, size_t bytes) { return {Side::Either, to, Side::Either, from, bytes}; }
Copy on_device(CUdeviceptr to, CUdeviceptr from, size_t bytes) { return {Side::Device, to, Side::Device, from, bytes}; }
Copy upload(CUdeviceptr to, const void* from, size_t bytes) {
    return {Side::Device, to, Side::Host, as_address(from), bytes};
}
Copy download(void* to, CUdeviceptr from, size_t bytes) {
    return {Side::Host, as_address(to), Side::Device, from, bytes};
}

}  // namespace

CUresult cuMemcpy(CUdeviceptr to, CUdeviceptr from, size_t bytes) {
    return copy_now("cuMemcpy", between(to, from, bytes));
}
CUresult cuMemcpyAsync(CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream) {
    return copy_in_stream("cuMemcpyAsync", between(to, from, bytes), stream);
}
CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void* from, size_t bytes) {
    return copy_now("cuMemcpyHtoD_v2", upload(to, from, bytes));
}
CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void* from, size_t bytes, CUstream stream) {
    return copy_in_stream("cuMemcpyHtoDAsync_v2", upload(to, from, bytes), stream);
}
CUresult cuMemcpyDtoH_v2(void* to, CUdeviceptr from, size_t bytes) {
    return copy_now("cuMemcpyDtoH_v2", download(to, from, bytes));
}
CUresult cuMemcpyDtoHAsync_v2(void* to, CUdeviceptr from, size_t bytes, CUstream stream) {
    return copy_in_stream("cuMemcpyDtoHAsync_v2", download(to, from, bytes), stream);
}
CUresult cuMemcpyDtoD_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes) {
    return copy_now("cuMemcpyDtoD_v2", on_device(to, from, bytes));
}
CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream) {
    return copy_in_stream("cuMemcpyDtoDAsync_v2", on_device(to, from, bytes), stream);
}
CUresult cuMemcpyPeer(CUdeviceptr to, CUcontext, CUdeviceptr from, CUcontext, size_t bytes) {
    return copy_now("cuMemcpyPeer", on_device(to, from, bytes));
}
CUresult cuMemcpyPeerAsync(CUdeviceptr to, CUcontext, CUdeviceptr from, CUcontext, size_t bytes, CUstream stream) {
    return copy_in_stream("cuMemcpyPeerAsync", on_device(to, from, bytes), stream);
}
CUresult cuMemsetD8_v2(CUdeviceptr address, unsigned char value, size_t count) {
    return fill_now("cuMemsetD8_v2", address, value, count);
}
CUresult cuMemsetD8Async(CUdeviceptr address, unsigned char value, size_t count, CUstream stream) {
    return fill_in_stream("cuMemsetD8Async", address, value, count, stream);
}
CUresult cuMemsetD32_v2(CUdeviceptr address, unsigned int value, size_t count) {
    return fill_now("cuMemsetD32_v2", address, value, count);
}
CUresult cuMemsetD32Async(CUdeviceptr address, unsigned int value, size_t count, CUstream stream) {
    return fill_in_stream("cuMemsetD32Async", address, value, count, stream);
}
