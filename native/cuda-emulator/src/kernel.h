// Compiled kernels and what it takes to launch one.
#pragma once

#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "cuda_emulation_runtime.h"

namespace jaynes::emulator {

// Where the parameters of a kernel lie in one buffer: in order, each at a multiple of its alignment, as CUDA lays them.
struct Parameter {
    size_t offset;
    size_t size;
};

struct Kernel {
    const char* name;
    bool synchronizes;  // uses barriers or warp operations, so every thread needs a stack of its own
    std::vector<Parameter> parameters;
    // Runs one thread, at cuda_emulation::position.
    void (*run_thread)(const std::byte* parameters);
    // Runs all threads of the block at position.block_index, one after the other.
    void (*run_block)(const std::byte* parameters);

    size_t parameter_bytes() const {
        return parameters.empty() ? 0 : parameters.back().offset + parameters.back().size;
    }
};

// The kernels of this build, in a fixed order. Defined beside the kernels.
const std::vector<Kernel>& compiled_kernels();

// One kernel launch, its parameters copied.
struct Launch {
    const Kernel* kernel;
    dim3 grid;
    dim3 block;
    size_t dynamic_shared_bytes;
    std::vector<std::byte> parameters;
};

// A kernel went wrong; the message says where and why.
class KernelFailure : public std::runtime_error {
 public:
    using std::runtime_error::runtime_error;
};

// Adapts a kernel function of any signature.
template <auto Function>
struct KernelAdapter;

template <typename... Arguments, void (*Function)(Arguments...)>
struct KernelAdapter<Function> {
    static std::vector<Parameter> parameters() {
        std::vector<Parameter> list;
        [[maybe_unused]] size_t end = 0;
        [[maybe_unused]] auto add = [&](size_t size, size_t alignment) {
            end = (end + alignment - 1) / alignment * alignment;
            list.push_back({end, size});
            end += size;
        };
        (add(sizeof(Arguments), alignof(Arguments)), ...);
        return list;
    }

    static std::tuple<std::remove_const_t<Arguments>...> unpack([[maybe_unused]] const std::byte* buffer) {
        [[maybe_unused]] size_t end = 0;
        [[maybe_unused]] auto next = [&](auto value) {
            constexpr size_t alignment = alignof(decltype(value));
            end = (end + alignment - 1) / alignment * alignment;
            std::memcpy(&value, buffer + end, sizeof value);
            end += sizeof value;
            return value;
        };
        // Braces: evaluated from left to right.
        return std::tuple<std::remove_const_t<Arguments>...>{next(std::remove_const_t<Arguments>{})...};
    }

    static void run_thread(const std::byte* buffer) { std::apply(Function, unpack(buffer)); }

    static void run_block(const std::byte* buffer) {
        const auto arguments = unpack(buffer);
        cuda_emulation::Position& position = cuda_emulation::position;
        const uint3 size = position.block_dimensions;
        for (unsigned z = 0; z < size.z; z++) {
            for (unsigned y = 0; y < size.y; y++) {
                for (unsigned x = 0; x < size.x; x++) {
                    position.thread_index = uint3{x, y, z};
                    std::apply(Function, arguments);
                }
            }
        }
    }
};

template <auto Function>
Kernel make_kernel(const char* name, bool synchronizes) {
    using Adapter = KernelAdapter<Function>;
    return Kernel{name, synchronizes, Adapter::parameters(), Adapter::run_thread, Adapter::run_block};
}

}  // namespace jaynes::emulator
