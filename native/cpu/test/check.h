// What the test programs share: aligned memory, bitwise comparison, replay from the command line.
#ifndef JAYNES_TEST_CHECK_H
#define JAYNES_TEST_CHECK_H

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "jaynes_cpu.h"

// Memory of exactly `count` Ts, aligned to 64 bytes: a sanitizer sees the first byte too far.
template <class T>
class Array {
    struct Free {
        void operator()(void* p) const { std::free(p); }
    };
    size_t count;
    std::unique_ptr<void, Free> memory;

 public:
    explicit Array(size_t count) : count(count) {
        void* p = nullptr;
        if (posix_memalign(&p, 64, count == 0 ? 1 : count * sizeof(T)) != 0) {
            std::abort();
        }
        memory.reset(p);
        std::memset(p, 0, count * sizeof(T));
    }
    Array(const Array& other) : Array(other.count) { std::memcpy(data(), other.data(), count * sizeof(T)); }
    Array(Array&&) = default;
    Array& operator=(Array&&) = default;

    T* data() const { return static_cast<T*>(memory.get()); }
    size_t size() const { return count; }
    T& operator[](size_t i) const { return data()[i]; }
    uint64_t address() const { return reinterpret_cast<uint64_t>(memory.get()); }
};

// The first element whose bits differ, or -1. A NaN equals any NaN: its sign and payload are not part of the contract.
template <class T>
int64_t first_difference(const Array<T>& a, const Array<T>& b) {
    for (size_t i = 0; i < a.size(); i++) {
        bool both_nan = a[i] != a[i] && b[i] != b[i];
        if (std::memcmp(&a[i], &b[i], sizeof(T)) != 0 && !both_nan) {
            return int64_t(i);
        }
    }
    return -1;
}

inline const char* name_of(int32_t instruction_set) {
    static const char* const names[] = {"portable", "avx2", "avx512"};
    return names[instruction_set];
}

// Runs cases [0, count) of check(seed, case), which returns a complaint or ""; with arguments SEED [CASE] those only.
template <class Check>
int run_cases(const char* program, int argc, char** argv, uint64_t count, Check check) {
    uint64_t seed = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1;
    uint64_t first = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 0;
    uint64_t last = argc > 2 ? first + 1 : count;
    for (uint64_t number = first; number < last; number++) {
        std::string complaint = check(seed, number);
        if (!complaint.empty()) {
            std::printf("FAILED: %s\nreplay with: %s %" PRIu64 " %" PRIu64 "\n", complaint.c_str(), program, seed,
                        number);
            return 1;
        }
    }
    std::printf("%" PRIu64 " cases passed, best instruction set: %s\n", last - first,
                name_of(jaynes_cpu_best_instruction_set()));
    return 0;
}

#endif
