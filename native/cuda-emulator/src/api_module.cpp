// Modules, functions, launches.
#include <algorithm>
#include <chrono>
#include <cstring>

#include "cuda_driver_api.h"
#include "driver.h"
#include "grid.h"

using namespace jaynes::emulator;

namespace {

constexpr int kThreadsPerMultiprocessor = 2048;
constexpr int kBlocksPerMultiprocessor = 32;
constexpr unsigned kMaxThreads = 1024;
constexpr unsigned kMaxBlockZ = 64;
constexpr unsigned kMaxGridYZ = 65535;

CUresult load_module(const char* name, CUmodule* module, const void* image) {
    return call(name, [&](Driver& driver, Lock&) {
        require(module != nullptr && image != nullptr);
        Context& context = driver.current_context();
        const Configuration& configuration = driver.configuration;
        Image read = Image::read(image, {configuration.compute_capability_major, configuration.compute_capability_minor,
                                         configuration.driver_version});
        *module = driver.modules.add(std::make_shared<Module>(Module{context, std::move(read), {}}));
    });
}

const Kernel* find_kernel(const char* name) {
    for (const Kernel& kernel : compiled_kernels()) {
        if (strcmp(kernel.name, name) == 0) {
            return &kernel;
        }
    }
    return nullptr;
}

// The kernel's parameters from cuLaunchKernel's `parameters` (an address per parameter) or `extra` (one buffer).
std::vector<std::byte> copy_parameters(const Kernel& kernel, void** parameters, void** extra) {
    std::vector<std::byte> buffer(kernel.parameter_bytes());
    require(parameters == nullptr || extra == nullptr);
    if (kernel.parameters.empty()) {
        return buffer;
    }
    if (parameters != nullptr) {
        for (size_t i = 0; i < kernel.parameters.size(); i++) {
            require(parameters[i] != nullptr);
            memcpy(buffer.data() + kernel.parameters[i].offset, parameters[i], kernel.parameters[i].size);
        }
        return buffer;
    }
    const void* given = nullptr;
    size_t given_bytes = 0;
    require(extra != nullptr);
    for (void** option = extra; *option != CU_LAUNCH_PARAM_END; option += 2) {
        if (*option == CU_LAUNCH_PARAM_BUFFER_POINTER) {
            given = option[1];
        } else if (*option == CU_LAUNCH_PARAM_BUFFER_SIZE) {
            given_bytes = *static_cast<size_t*>(option[1]);
        } else {
            throw CallFailure{CUDA_ERROR_INVALID_VALUE};
        }
    }
    require(given != nullptr && given_bytes >= buffer.size());
    memcpy(buffer.data(), given, buffer.size());
    return buffer;
}

void require_launchable(const Function& function, const dim3& grid, const dim3& block, unsigned shared_bytes) {
    require(grid.x > 0 && grid.y > 0 && grid.z > 0 && block.x > 0 && block.y > 0 && block.z > 0);
    require(grid.x <= 0x7fffffffu && grid.y <= kMaxGridYZ && grid.z <= kMaxGridYZ);
    require(block.x <= kMaxThreads && block.y <= kMaxThreads && block.z <= kMaxBlockZ);
    require((uint64_t)block.x * block.y * block.z <= kMaxThreads);
    require(shared_bytes <= (unsigned)function.max_dynamic_shared_bytes);
}

std::string launch_text(const Launch& launch, double seconds) {
    char text[200];
    snprintf(text, sizeof text, "kernel %s: grid (%u,%u,%u), block (%u,%u,%u), %zu bytes shared, %.1f us",
             launch.kernel->name, launch.grid.x, launch.grid.y, launch.grid.z, launch.block.x, launch.block.y,
             launch.block.z, launch.dynamic_shared_bytes, seconds * 1e6);
    return text;
}

// Runs a launch when its turn has come, on the thread of its stream.
void execute(Driver& driver, Context& context, const Launch& launch) {
    unsigned threads;
    {
        Lock lock(driver.mutex);
        bool device_is_lost = false;
        CUresult ordered = driver.count(launch.kernel->name, false, &device_is_lost);
        if (ordered != CUDA_SUCCESS) {
            context.device.lost = device_is_lost ? ordered : context.device.lost;
            throw CommandFailure(ordered, std::string("kernel ") + launch.kernel->name + " failed as it was told to");
        }
        threads = driver.configuration.threads;
    }
    auto start = std::chrono::steady_clock::now();
    run_grid(launch, threads);
    std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    Lock lock(driver.mutex);
    if (!driver.configuration.log.empty()) {
        driver.log(launch_text(launch, elapsed.count()));
    }
    if (auto overrun = driver.memory.find_overrun(&context)) {
        throw CommandFailure(CUDA_ERROR_ILLEGAL_ADDRESS, std::string("kernel ") + launch.kernel->name + " " + *overrun);
    }
}

}  // namespace

CUresult cuModuleLoadData(CUmodule* module, const void* image) {
    return load_module("cuModuleLoadData", module, image);
}

CUresult cuModuleLoadDataEx(CUmodule* module, const void* image, unsigned int, int*, void**) {
    return load_module("cuModuleLoadDataEx", module, image);
}

CUresult cuModuleUnload(CUmodule module) {
    return call("cuModuleUnload", [&](Driver& driver, Lock& lock) {
        Context& context = driver.current_context();
        driver.modules.get(module);
        driver.wait_for_context(lock, context);
        driver.functions.remove_if([&](const Function& function) { return function.module == module; });
        driver.modules.remove(module);
        require(context.failure == CUDA_SUCCESS, context.failure);
    });
}

CUresult cuModuleGetFunction(CUfunction* function, CUmodule module, const char* name) {
    return call("cuModuleGetFunction", [&](Driver& driver, Lock&) {
        require(function != nullptr && name != nullptr);
        driver.current_context();
        std::shared_ptr<Module> owner = driver.modules.get(module);
        const Kernel* kernel = find_kernel(name);
        require(owner->image.has_kernel(name) && kernel != nullptr, CUDA_ERROR_NOT_FOUND);
        CUfunction& known = owner->functions[name];
        if (known == nullptr) {
            known = driver.functions.add(
                std::make_shared<Function>(Function{owner->context, module, *kernel, owner->image.binary_version()}));
        }
        *function = known;
    });
}

CUresult cuFuncGetAttribute(int* value, CUfunction_attribute attribute, CUfunction function) {
    return call("cuFuncGetAttribute", [&](Driver& driver, Lock&) {
        require(value != nullptr && (int)attribute >= 0 && (int)attribute < CU_FUNC_ATTRIBUTE_MAX);
        driver.current_context();
        std::shared_ptr<Function> asked = driver.functions.get(function);
        switch (attribute) {
            case CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK:
                *value = (int)kMaxThreads;
                return;
            case CU_FUNC_ATTRIBUTE_NUM_REGS:
                *value = 32;
                return;
            case CU_FUNC_ATTRIBUTE_PTX_VERSION:
            case CU_FUNC_ATTRIBUTE_BINARY_VERSION:
                *value = asked->binary_version;
                return;
            case CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES:
                *value = asked->max_dynamic_shared_bytes;
                return;
            case CU_FUNC_ATTRIBUTE_PREFERRED_SHARED_MEMORY_CARVEOUT:
                *value = asked->shared_memory_carveout;
                return;
            default:
                *value = 0;
        }
    });
}

CUresult cuFuncSetAttribute(CUfunction function, CUfunction_attribute attribute, int value) {
    return call("cuFuncSetAttribute", [&](Driver& driver, Lock&) {
        driver.current_context();
        std::shared_ptr<Function> changed = driver.functions.get(function);
        switch (attribute) {
            case CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES:
                require(value >= 0 && value <= driver.configuration.shared_memory.of_block());
                changed->max_dynamic_shared_bytes = value;
                return;
            case CU_FUNC_ATTRIBUTE_PREFERRED_SHARED_MEMORY_CARVEOUT:
                require(value >= -1 && value <= 100);
                changed->shared_memory_carveout = value;
                return;
            default:
                throw CallFailure{CUDA_ERROR_INVALID_VALUE};
        }
    });
}

CUresult cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, CUfunction function, int block_size,
                                                     size_t dynamic_shared_bytes) {
    return call("cuOccupancyMaxActiveBlocksPerMultiprocessor", [&](Driver& driver, Lock&) {
        require(blocks != nullptr && block_size > 0);
        driver.current_context();
        std::shared_ptr<Function> asked = driver.functions.get(function);
        if (block_size > (int)kMaxThreads || dynamic_shared_bytes > (size_t)asked->max_dynamic_shared_bytes) {
            *blocks = 0;
            return;
        }
        int warps = (block_size + 31) / 32;
        int by_threads = kThreadsPerMultiprocessor / 32 / warps;
        const SharedMemory& shared = driver.configuration.shared_memory;
        int by_memory = shared.all / std::max(1, (int)dynamic_shared_bytes + shared.reserved);
        *blocks = std::min({by_threads, by_memory, kBlocksPerMultiprocessor});
    });
}

CUresult cuLaunchKernel(CUfunction function, unsigned int grid_x, unsigned int grid_y, unsigned int grid_z,
                        unsigned int block_x, unsigned int block_y, unsigned int block_z,
                        unsigned int dynamic_shared_bytes, CUstream stream, void** parameters, void** extra) {
    return call("cuLaunchKernel", [&](Driver& driver, Lock&) {
        Context& current = driver.current_context();
        std::shared_ptr<Function> launched = driver.functions.get(function);
        Stream& order = driver.stream(stream, current);
        require(&launched->context == &order.context, CUDA_ERROR_INVALID_HANDLE);
        dim3 grid(grid_x, grid_y, grid_z);
        dim3 block(block_x, block_y, block_z);
        require_launchable(*launched, grid, block, dynamic_shared_bytes);
        auto launch = std::make_shared<Launch>(Launch{&launched->kernel, grid, block, dynamic_shared_bytes,
                                                      copy_parameters(launched->kernel, parameters, extra)});
        Context& context = order.context;
        driver.enqueue(order, [&driver, &context, launch] { execute(driver, context, *launch); });
    });
}
