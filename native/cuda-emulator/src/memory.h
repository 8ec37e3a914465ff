// The addresses that the driver knows: device memory, and host memory that is pinned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "cuda_driver_api.h"

namespace jaynes::emulator {

struct Context;

enum class MemoryKind { Device, PinnedHost, RegisteredHost };

struct Allocation {
    uintptr_t base;
    size_t bytes;
    MemoryKind kind;
    Context* context;
    void* block;  // what malloc gave; null for registered memory

    bool contains(uintptr_t address, size_t length) const {
        return address >= base && length <= bytes && address - base <= bytes - length;
    }
};

// Device memory is host memory and device addresses are its addresses, as with unified addressing. Every allocation is
// a malloc of its own, so that AddressSanitizer sees a kernel that leaves it; without it canaries on both sides do.
class AddressSpace {
 public:
    // Throws std::bad_alloc when the machine has no such memory. Alignment is 256 bytes. The contents of device memory
    // are undefined: here they begin with NaNs.
    uintptr_t allocate(MemoryKind kind, size_t bytes, Context* context);

    void register_host(uintptr_t base, size_t bytes, Context* context);

    // Forgets the allocation and gives its memory back.
    void release(uintptr_t base);
    // Gives back what they counted against the device's memory.
    size_t release_all(const Context* context);

    // The allocation that begins at the address; null when there is none.
    const Allocation* starting_at(uintptr_t base) const;

    // The allocation that the address lies in; null when there is none.
    const Allocation* containing(uintptr_t address) const;

    bool overlaps(uintptr_t base, size_t bytes) const;

    // Which allocation of the context was written outside of its bounds, in words.
    std::optional<std::string> find_overrun(const Context* context) const;

    // What an allocation counts against the device's memory.
    static size_t charged_bytes(size_t bytes);

 private:
    std::map<uintptr_t, Allocation> allocations_;
};

}  // namespace jaynes::emulator
