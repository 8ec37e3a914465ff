#include "fiber.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <new>

#if JAYNES_ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace jaynes::emulator {

namespace {

size_t page_size() {
    static const size_t size = (size_t)sysconf(_SC_PAGESIZE);
    return size;
}

size_t round_up(size_t value, size_t multiple) { return (value + multiple - 1) / multiple * multiple; }

}  // namespace

FiberStack::FiberStack(size_t usable_bytes)
    : guard_bytes_(page_size()), total_bytes_(page_size() + round_up(usable_bytes, page_size())) {
    void* base = mmap(nullptr, total_bytes_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED) {
        throw std::bad_alloc();
    }
    base_ = static_cast<char*>(base);
    if (mprotect(bottom(), size(), PROT_READ | PROT_WRITE) != 0) {
        munmap(base_, total_bytes_);
        throw std::bad_alloc();
    }
}

FiberStack::~FiberStack() { munmap(base_, total_bytes_); }

#ifndef JAYNES_FIBER_UCONTEXT

// jaynes_fiber_switch(save, load): keeps what the System V calling convention says a callee keeps, on the stack that is
// left; the floating-point control words are process-wide here and stay.
extern "C" void jaynes_fiber_switch(void** save_stack_pointer, void* load_stack_pointer)
    __attribute__((visibility("hidden")));

asm(R"(
.text
.p2align 4
.hidden jaynes_fiber_switch
.globl jaynes_fiber_switch
.type jaynes_fiber_switch,@function
jaynes_fiber_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
.size jaynes_fiber_switch,.-jaynes_fiber_switch
)");

#endif

void Fiber::prepare(const FiberStack& stack, size_t offset, Entry entry) {
    stack_bottom_ = stack.bottom();
    stack_size_ = stack.size();
    fake_stack_ = nullptr;
#if JAYNES_ADDRESS_SANITIZER
    // A fiber that was given up in the middle leaves its variables' red zones behind.
    ASAN_UNPOISON_MEMORY_REGION(stack.bottom(), stack.size());
#endif
#ifdef JAYNES_FIBER_UCONTEXT
    (void)offset;
    getcontext(&context_);
    context_.uc_stack.ss_sp = stack.bottom();
    context_.uc_stack.ss_size = stack.size();
    context_.uc_link = nullptr;
    makecontext(&context_, entry, 0);
#else
    // What the switch pops: six registers and the return address, above it the null return address of `entry`, which
    // as any function expects the stack pointer 8 bytes off a multiple of 16.
    uintptr_t top = reinterpret_cast<uintptr_t>(stack.bottom() + stack.size() - offset) & ~(uintptr_t)15;
    void** frame = reinterpret_cast<void**>(top) - 8;
    for (int i = 0; i < 6; i++) {
        frame[i] = nullptr;
    }
    frame[6] = reinterpret_cast<void*>(entry);
    frame[7] = nullptr;
    stack_pointer_ = frame;
#endif
}

namespace {

#if JAYNES_ADDRESS_SANITIZER
// The flow that the running one was switched from; its stack's place is told by the sanitizer on arrival.
thread_local Fiber* left;
#endif

}  // namespace

void Fiber::switch_to(Fiber& from, Fiber& to, bool from_ends) {
#if JAYNES_ADDRESS_SANITIZER
    left = &from;
    __sanitizer_start_switch_fiber(from_ends ? nullptr : &from.fake_stack_, to.stack_bottom_, to.stack_size_);
#else
    (void)from_ends;
#endif
#ifdef JAYNES_FIBER_UCONTEXT
    swapcontext(&from.context_, &to.context_);
#else
    jaynes_fiber_switch(&from.stack_pointer_, to.stack_pointer_);
#endif
#if JAYNES_ADDRESS_SANITIZER
    __sanitizer_finish_switch_fiber(from.fake_stack_, &left->stack_bottom_, &left->stack_size_);
#endif
}

void Fiber::arrived() {
#if JAYNES_ADDRESS_SANITIZER
    __sanitizer_finish_switch_fiber(nullptr, &left->stack_bottom_, &left->stack_size_);
#endif
}

}  // namespace jaynes::emulator
