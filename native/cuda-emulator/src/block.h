// Runs one block of a kernel on the calling host thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "fiber.h"
#include "kernel.h"

namespace jaynes::emulator {

constexpr unsigned kWarpSize = 32;
constexpr unsigned kMaxThreadsPerBlock = 1024;

// The threads of a block take turns: a thread runs until it has to wait for others, then the next that can run does.
//
// Refused with a KernelFailure, because a GPU would hang, corrupt data or differ between generations:
//   - a barrier that some threads of the block do not reach because they have exited;
//   - threads that wait at different barriers of the source;
//   - a warp operation whose lanes disagree on operation or mask, whose mask lacks the caller, or that reads a lane
//     that takes no part;
//   - threads that wait for each other for ever;
//   - a barrier or warp operation in a kernel that is not registered as one that synchronises.
class BlockRunner {
 public:
    BlockRunner() = default;
    BlockRunner(const BlockRunner&) = delete;
    BlockRunner& operator=(const BlockRunner&) = delete;

    // Runs the block; throws KernelFailure. `dynamic_shared` has launch.dynamic_shared_bytes.
    void run(const Launch& launch, uint3 block_index, void* dynamic_shared);

    // The runner of the block that this host thread is in.
    static BlockRunner& current();

    int barrier(cuda_emulation::Reduction reduction, int predicate, cuda_emulation::Site site);
    uint64_t exchange(cuda_emulation::WarpOperation operation, unsigned mask, uint64_t value, unsigned source_lane,
                      cuda_emulation::Site site);
    void sleep(unsigned nanoseconds);
    unsigned lane() const;
    [[noreturn]] void fail(const std::string& what) const;

 private:
    struct Request {
        cuda_emulation::WarpOperation operation;
        unsigned mask;
        uint64_t value;
        unsigned source_lane;
        cuda_emulation::Site site;
    };
    // Masks have a bit per lane.
    struct Warp {
        unsigned alive;
        unsigned runnable;
        unsigned exchanging;
        Request requests[kWarpSize];
        uint64_t results[kWarpSize];
    };
    struct Barrier {
        unsigned arrived;
        unsigned true_predicates;
        cuda_emulation::Reduction reduction;
        cuda_emulation::Site site;
        unsigned result;  // of the last completed barrier: true predicates
    };

    void run_fibers(unsigned threads);
    static void fiber_entry();
    void run_current_thread();
    void exit_current_thread();
    void switch_to_next();
    void resume(unsigned thread);
    unsigned next_runnable() const;
    void require_synchronizing(const char* operation, cuda_emulation::Site site) const;
    void complete_exchange(Warp& warp, unsigned mask);
    void check_requests(const Warp& warp, unsigned mask, unsigned participants) const;
    std::string deadlock_message() const;
    void set_current(unsigned thread);
    void number_threads(const dim3& block);

    const Launch* launch_ = nullptr;
    unsigned thread_count_ = 0;
    unsigned current_ = 0;
    unsigned exited_ = 0;
    std::vector<Warp> warps_;
    Barrier barrier_{};
    std::string failure_;
    bool failed_ = false;
    std::vector<uint3> indices_;  // of the threads of a block of numbered_ dimensions
    dim3 numbered_{0, 0, 0};
    Fiber host_;
    std::vector<Fiber> fibers_;
    std::vector<std::unique_ptr<FiberStack>> stacks_;
};

}  // namespace jaynes::emulator
