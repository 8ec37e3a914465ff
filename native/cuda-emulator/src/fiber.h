// Fibers: stacks of their own that one host thread switches between without a system call.
#pragma once

#include <cstddef>

#if !defined(__x86_64__) && !defined(JAYNES_FIBER_UCONTEXT)
#define JAYNES_FIBER_UCONTEXT
#endif

#ifdef JAYNES_FIBER_UCONTEXT
#include <ucontext.h>
#endif

#if defined(__SANITIZE_ADDRESS__)
#define JAYNES_ADDRESS_SANITIZER 1
#else
#define JAYNES_ADDRESS_SANITIZER 0
#endif

namespace jaynes::emulator {

// Memory for a stack; an overflow runs into an inaccessible page below it. Throws std::bad_alloc.
class FiberStack {
 public:
    explicit FiberStack(size_t usable_bytes);
    ~FiberStack();
    FiberStack(const FiberStack&) = delete;
    FiberStack& operator=(const FiberStack&) = delete;

    char* bottom() const { return base_ + guard_bytes_; }
    size_t size() const { return total_bytes_ - guard_bytes_; }

 private:
    size_t guard_bytes_;
    size_t total_bytes_;
    char* base_;
};

// A suspended flow of control: of a fiber, or of the host thread that switched to one.
class Fiber {
 public:
    using Entry = void (*)();

    // A fiber that will call `entry` on `stack` when it is first switched to; `entry` must not return. `offset` bytes
    // at the top stay unused, so that the stacks of a block do not all compete for the same cache sets.
    void prepare(const FiberStack& stack, size_t offset, Entry entry);

    // Suspends `from`, the running flow, and continues `to`. With `from_ends` it will never be continued.
    static void switch_to(Fiber& from, Fiber& to, bool from_ends);

    // To be called first thing by an entry.
    static void arrived();

 private:
#ifdef JAYNES_FIBER_UCONTEXT
    ucontext_t context_;
#else
    void* stack_pointer_ = nullptr;
#endif
    // For AddressSanitizer, which must know the stack in use; null for a host thread until it was left.
    const void* stack_bottom_ = nullptr;
    size_t stack_size_ = 0;
    void* fake_stack_ = nullptr;
};

}  // namespace jaynes::emulator
