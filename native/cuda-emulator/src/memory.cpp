#include "memory.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

#include "fiber.h"

namespace jaynes::emulator {

namespace {

constexpr size_t kAlignment = 256;
constexpr size_t kGranularity = 512;
// On each side. With AddressSanitizer none: its own red zone begins at the last byte.
constexpr size_t kCanaryBytes = JAYNES_ADDRESS_SANITIZER ? 0 : kAlignment;
constexpr unsigned char kCanary = 0xc5;
// Filling gigabytes would take longer than what is run on them.
constexpr size_t kScrambledBytes = 1 << 20;

bool intact(const unsigned char* canary) {
    return std::all_of(canary, canary + kCanaryBytes, [](unsigned char byte) { return byte == kCanary; });
}

std::string hexadecimal(uintptr_t value) {
    char text[32];
    snprintf(text, sizeof text, "0x%llx", (unsigned long long)value);
    return text;
}

}  // namespace

uintptr_t AddressSpace::allocate(MemoryKind kind, size_t bytes, Context* context) {
    void* block = nullptr;
    if (bytes > SIZE_MAX / 2 || posix_memalign(&block, kAlignment, bytes + 2 * kCanaryBytes) != 0) {
        throw std::bad_alloc();
    }
    unsigned char* base = static_cast<unsigned char*>(block) + kCanaryBytes;
    memset(block, kCanary, kCanaryBytes);
    memset(base + bytes, kCanary, kCanaryBytes);
    if (kind == MemoryKind::Device) {
        memset(base, 0xff, std::min(bytes, kScrambledBytes));
    }
    uintptr_t address = reinterpret_cast<uintptr_t>(base);
    allocations_[address] = {address, bytes, kind, context, block};
    return address;
}

void AddressSpace::register_host(uintptr_t base, size_t bytes, Context* context) {
    allocations_[base] = {base, bytes, MemoryKind::RegisteredHost, context, nullptr};
}

void AddressSpace::release(uintptr_t base) {
    auto found = allocations_.find(base);
    free(found->second.block);
    allocations_.erase(found);
}

size_t AddressSpace::release_all(const Context* context) {
    size_t charged = 0;
    for (auto i = allocations_.begin(); i != allocations_.end();) {
        if (i->second.context == context) {
            charged += i->second.kind == MemoryKind::Device ? charged_bytes(i->second.bytes) : 0;
            free(i->second.block);
            i = allocations_.erase(i);
        } else {
            ++i;
        }
    }
    return charged;
}

const Allocation* AddressSpace::starting_at(uintptr_t base) const {
    auto found = allocations_.find(base);
    return found == allocations_.end() ? nullptr : &found->second;
}

const Allocation* AddressSpace::containing(uintptr_t address) const {
    auto after = allocations_.upper_bound(address);
    if (after == allocations_.begin()) {
        return nullptr;
    }
    const Allocation& candidate = std::prev(after)->second;
    return candidate.contains(address, 1) ? &candidate : nullptr;
}

bool AddressSpace::overlaps(uintptr_t base, size_t bytes) const {
    auto after = allocations_.lower_bound(base);
    return containing(base) != nullptr || (after != allocations_.end() && after->first - base < bytes);
}

std::optional<std::string> AddressSpace::find_overrun(const Context* context) const {
    for (const auto& [address, allocation] : allocations_) {
        if (allocation.context != context || allocation.block == nullptr) {
            continue;
        }
        const unsigned char* base = reinterpret_cast<const unsigned char*>(address);
        bool front = intact(base - kCanaryBytes);
        if (!front || !intact(base + allocation.bytes)) {
            return std::string("wrote ") + (front ? "past the end" : "before the begin") + " of the allocation at " +
                   hexadecimal(address) + " of " + std::to_string(allocation.bytes) + " bytes";
        }
    }
    return std::nullopt;
}

size_t AddressSpace::charged_bytes(size_t bytes) { return (bytes + kGranularity - 1) / kGranularity * kGranularity; }

}  // namespace jaynes::emulator
