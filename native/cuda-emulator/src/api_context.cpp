// Contexts.
#include "cuda_driver_api.h"
#include "driver.h"

using namespace jaynes::emulator;

CUresult cuDevicePrimaryCtxRetain(CUcontext* context, CUdevice device) {
    return call("cuDevicePrimaryCtxRetain", [&](Driver& driver, Lock&) {
        require(context != nullptr);
        Device& owner = driver.device(device);
        if (!owner.primary) {
            owner.primary = driver.create_context(owner, true, owner.primary_flags);
        }
        owner.primary_references++;
        *context = owner.primary->handle;
    });
}

static void destroy_primary(Driver& driver, Lock& lock, Device& device) {
    std::shared_ptr<Context> primary = std::move(device.primary);
    device.primary = nullptr;
    device.primary_references = 0;
    if (primary) {
        driver.destroy_context(lock, *primary);
    }
}

// A lost device can still be let go.
static Device& even_lost(Driver& driver, CUdevice device) {
    require(device >= 0 && (size_t)device < driver.devices.size(), CUDA_ERROR_INVALID_DEVICE);
    return driver.devices[(size_t)device];
}

CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) {
    return call("cuDevicePrimaryCtxRelease_v2", [&](Driver& driver, Lock& lock) {
        Device& owner = even_lost(driver, device);
        require(owner.primary_references > 0, CUDA_ERROR_INVALID_CONTEXT);
        if (--owner.primary_references == 0) {
            destroy_primary(driver, lock, owner);
        }
    });
}

CUresult cuDevicePrimaryCtxReset_v2(CUdevice device) {
    return call("cuDevicePrimaryCtxReset_v2",
                [&](Driver& driver, Lock& lock) { destroy_primary(driver, lock, even_lost(driver, device)); });
}

CUresult cuDevicePrimaryCtxGetState(CUdevice device, unsigned int* flags, int* active) {
    return call("cuDevicePrimaryCtxGetState", [&](Driver& driver, Lock&) {
        require(flags != nullptr && active != nullptr);
        const Device& owner = driver.device(device);
        *flags = owner.primary_flags;
        *active = owner.primary != nullptr;
    });
}

CUresult cuDevicePrimaryCtxSetFlags_v2(CUdevice device, unsigned int flags) {
    return call("cuDevicePrimaryCtxSetFlags_v2",
                [&](Driver& driver, Lock&) { driver.device(device).primary_flags = flags; });
}

static CUresult create(const char* name, CUcontext* context, unsigned int flags, CUdevice device) {
    return call(name, [&](Driver& driver, Lock&) {
        require(context != nullptr);
        *context = driver.create_context(driver.device(device), false, flags)->handle;
        context_stack().push_back(*context);
    });
}

CUresult cuCtxCreate_v2(CUcontext* context, unsigned int flags, CUdevice device) {
    return create("cuCtxCreate_v2", context, flags, device);
}

CUresult cuCtxCreate_v4(CUcontext* context, void* parameters, unsigned int flags, CUdevice device) {
    // Parameters ask for parts of a device, which the emulated one has not.
    return parameters != nullptr ? CUDA_ERROR_NOT_SUPPORTED : create("cuCtxCreate_v4", context, flags, device);
}

CUresult cuCtxDestroy_v2(CUcontext context) {
    return call("cuCtxDestroy_v2", [&](Driver& driver, Lock& lock) {
        Context& destroyed = driver.context(context);
        require(!destroyed.is_primary, CUDA_ERROR_INVALID_CONTEXT);
        driver.destroy_context(lock, destroyed);
        if (!context_stack().empty() && context_stack().back() == context) {
            context_stack().pop_back();
        }
    });
}

CUresult cuCtxPushCurrent_v2(CUcontext context) {
    return call("cuCtxPushCurrent_v2", [&](Driver& driver, Lock&) {
        driver.context(context);
        context_stack().push_back(context);
    });
}

CUresult cuCtxPopCurrent_v2(CUcontext* context) {
    return call("cuCtxPopCurrent_v2", [&](Driver&, Lock&) {
        std::vector<CUcontext>& stack = context_stack();
        require(!stack.empty(), CUDA_ERROR_INVALID_CONTEXT);
        if (context != nullptr) {
            *context = stack.back();
        }
        stack.pop_back();
    });
}

CUresult cuCtxSetCurrent(CUcontext context) {
    return call("cuCtxSetCurrent", [&](Driver& driver, Lock&) {
        std::vector<CUcontext>& stack = context_stack();
        if (context != nullptr) {
            driver.context(context);
        }
        if (!stack.empty()) {
            stack.pop_back();
        }
        if (context != nullptr) {
            stack.push_back(context);
        }
    });
}

CUresult cuCtxGetCurrent(CUcontext* context) {
    return call("cuCtxGetCurrent", [&](Driver&, Lock&) {
        require(context != nullptr);
        *context = context_stack().empty() ? nullptr : context_stack().back();
    });
}

CUresult cuCtxGetDevice(CUdevice* device) {
    return call("cuCtxGetDevice", [&](Driver& driver, Lock&) {
        require(device != nullptr);
        *device = driver.current_context().device.ordinal;
    });
}

CUresult cuCtxGetApiVersion(CUcontext context, unsigned int* version) {
    return call("cuCtxGetApiVersion", [&](Driver& driver, Lock&) {
        require(version != nullptr);
        if (context == nullptr) {
            driver.current_context();
        } else {
            driver.context(context);
        }
        *version = 3020;
    });
}

CUresult cuCtxGetStreamPriorityRange(int* least, int* greatest) {
    return call("cuCtxGetStreamPriorityRange", [&](Driver& driver, Lock&) {
        driver.current_context();
        if (least != nullptr) {
            *least = 0;
        }
        if (greatest != nullptr) {
            *greatest = -5;
        }
    });
}

CUresult cuCtxSynchronize(void) {
    return call("cuCtxSynchronize", [&](Driver& driver, Lock& lock) {
        Context& context = driver.current_context();
        driver.require_no_capture();
        driver.wait_for_context(lock, context);
        require(context.failure == CUDA_SUCCESS, context.failure);
    });
}

CUresult cuCtxEnablePeerAccess(CUcontext peer, unsigned int flags) {
    return call("cuCtxEnablePeerAccess", [&](Driver& driver, Lock&) {
        require(flags == 0);
        Context& context = driver.current_context();
        Context& other = driver.context(peer);
        require(&other.device != &context.device, CUDA_ERROR_INVALID_DEVICE);
        require(context.peers.insert(&other).second, CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED);
    });
}

CUresult cuCtxDisablePeerAccess(CUcontext peer) {
    return call("cuCtxDisablePeerAccess", [&](Driver& driver, Lock&) {
        Context& context = driver.current_context();
        require(context.peers.erase(&driver.context(peer)) == 1, CUDA_ERROR_PEER_ACCESS_NOT_ENABLED);
    });
}
