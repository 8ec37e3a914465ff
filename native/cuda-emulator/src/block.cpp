#include "block.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace cuda_emulation {

__thread Position position;

#if defined(__x86_64__) && !defined(__FMA__)
const bool has_fma = __builtin_cpu_supports("fma");
#endif

}  // namespace cuda_emulation

namespace jaynes::emulator {

using cuda_emulation::position;
using cuda_emulation::Reduction;
using cuda_emulation::Site;
using cuda_emulation::WarpOperation;

namespace {

// AddressSanitizer's stack frames are several times larger.
constexpr size_t kStackBytes = (JAYNES_ADDRESS_SANITIZER ? 512 : 64) * 1024;
constexpr size_t kStackStagger = 3 * 64;
constexpr size_t kStaggerPeriod = 21;

thread_local BlockRunner* current_runner;

std::string text(uint3 index) {
    return "(" + std::to_string(index.x) + "," + std::to_string(index.y) + "," + std::to_string(index.z) + ")";
}

std::string text(Site site) { return std::string(site.file) + ":" + std::to_string(site.line); }

bool same(Site a, Site b) { return a.line == b.line && (a.file == b.file || strcmp(a.file, b.file) == 0); }

unsigned lowest(unsigned mask) { return (unsigned)__builtin_ctz(mask); }

}  // namespace

BlockRunner& BlockRunner::current() { return *current_runner; }

void BlockRunner::run(const Launch& launch, uint3 block_index, void* dynamic_shared) {
    launch_ = &launch;
    current_runner = this;
    position.block_index = block_index;
    position.block_dimensions = uint3{launch.block.x, launch.block.y, launch.block.z};
    position.grid_dimensions = uint3{launch.grid.x, launch.grid.y, launch.grid.z};
    position.dynamic_shared = dynamic_shared;
    position.dynamic_shared_bytes = (uint32_t)launch.dynamic_shared_bytes;
    if (launch.kernel->synchronizes) {
        run_fibers(launch.block.x * launch.block.y * launch.block.z);
    } else {
        launch.kernel->run_block(launch.parameters.data());
    }
}

void BlockRunner::run_fibers(unsigned threads) {
    thread_count_ = threads;
    exited_ = 0;
    barrier_ = {};
    failed_ = false;
    warps_.resize((threads + kWarpSize - 1) / kWarpSize);
    for (unsigned w = 0; w < warps_.size(); w++) {
        unsigned lanes = std::min(kWarpSize, threads - w * kWarpSize);
        warps_[w].alive = lanes == kWarpSize ? ~0u : (1u << lanes) - 1;
        warps_[w].runnable = warps_[w].alive;
        warps_[w].exchanging = 0;
    }
    while (stacks_.size() < threads) {
        stacks_.push_back(std::make_unique<FiberStack>(kStackBytes));
        fibers_.emplace_back();
    }
    for (unsigned i = 0; i < threads; i++) {
        fibers_[i].prepare(*stacks_[i], i % kStaggerPeriod * kStackStagger, fiber_entry);
    }
    number_threads(launch_->block);
    set_current(0);
    Fiber::switch_to(host_, fibers_[0], false);
    if (failed_) {
        throw KernelFailure(failure_);
    }
}

// Kept from block to block: blocks of a launch have the same dimensions.
void BlockRunner::number_threads(const dim3& block) {
    if (block.x == numbered_.x && block.y == numbered_.y && block.z == numbered_.z) {
        return;
    }
    numbered_ = block;
    indices_.clear();
    for (unsigned z = 0; z < block.z; z++) {
        for (unsigned y = 0; y < block.y; y++) {
            for (unsigned x = 0; x < block.x; x++) {
                indices_.push_back(uint3{x, y, z});
            }
        }
    }
}

void BlockRunner::set_current(unsigned thread) {
    current_ = thread;
    position.thread_index = indices_[thread];
}

void BlockRunner::fiber_entry() {
    Fiber::arrived();
    current_runner->run_current_thread();
    __builtin_unreachable();
}

void BlockRunner::run_current_thread() {
    try {
        launch_->kernel->run_thread(launch_->parameters.data());
        exit_current_thread();
    } catch (const KernelFailure& failure) {
        failed_ = true;
        failure_ = failure.what();
    }
    // Reached by the last thread to exit and by one that fails; the others are given up where they are.
    Fiber::switch_to(fibers_[current_], host_, true);
}

// Returns when no thread is left to run.
void BlockRunner::exit_current_thread() {
    exited_++;
    Warp& warp = warps_[current_ / kWarpSize];
    unsigned bit = 1u << current_ % kWarpSize;
    warp.alive &= ~bit;
    warp.runnable &= ~bit;
    if (barrier_.arrived > 0) {
        fail("exits while " + std::to_string(barrier_.arrived) + " threads of its block wait at the barrier at " +
             text(barrier_.site));
    }
    // An exited lane is not waited for.
    if (warp.exchanging != 0) {
        unsigned mask = warp.requests[lowest(warp.exchanging)].mask;
        if ((warp.exchanging & mask) == (warp.alive & mask)) {
            complete_exchange(warp, mask);
        }
    }
    if (exited_ == thread_count_) {
        return;
    }
    unsigned next = next_runnable();
    unsigned ending = current_;
    set_current(next);
    Fiber::switch_to(fibers_[ending], fibers_[next], true);
}

unsigned BlockRunner::next_runnable() const {
    unsigned warp = current_ / kWarpSize;
    unsigned lane = current_ % kWarpSize;
    unsigned later = lane + 1 == kWarpSize ? 0 : warps_[warp].runnable >> (lane + 1) << (lane + 1);
    if (later != 0) {
        return warp * kWarpSize + lowest(later);
    }
    unsigned warp_count = (unsigned)warps_.size();
    for (unsigned step = 1; step <= warp_count; step++) {
        unsigned w = warp + step < warp_count ? warp + step : warp + step - warp_count;
        if (warps_[w].runnable != 0) {
            return w * kWarpSize + lowest(warps_[w].runnable);
        }
    }
    fail(deadlock_message());
}

void BlockRunner::resume(unsigned thread) {
    unsigned waiting = current_;
    set_current(thread);
    Fiber::switch_to(fibers_[waiting], fibers_[thread], false);
}

void BlockRunner::switch_to_next() {
    unsigned next = next_runnable();
    if (next != current_) {
        resume(next);
    }
}

void BlockRunner::sleep(unsigned nanoseconds) {
    unsigned next = launch_->kernel->synchronizes ? next_runnable() : current_;
    if (next != current_) {
        resume(next);
    } else {
        std::this_thread::sleep_for(std::chrono::nanoseconds(nanoseconds));
    }
}

int BlockRunner::barrier(Reduction reduction, int predicate, Site site) {
    require_synchronizing("a barrier", site);
    if (exited_ > 0) {
        fail("waits at the barrier at " + text(site) + " that " + std::to_string(exited_) +
             " threads of its block cannot reach: they have exited");
    }
    if (barrier_.arrived == 0) {
        barrier_.site = site;
        barrier_.reduction = reduction;
        barrier_.true_predicates = 0;
    } else if (!same(barrier_.site, site) || barrier_.reduction != reduction) {
        fail("waits at the barrier at " + text(site) + " while other threads of its block wait at " +
             text(barrier_.site));
    }
    barrier_.arrived++;
    barrier_.true_predicates += predicate != 0;
    if (barrier_.arrived == thread_count_) {
        barrier_.arrived = 0;
        barrier_.result = barrier_.true_predicates;
        for (Warp& warp : warps_) {
            warp.runnable = warp.alive;
        }
    } else {
        warps_[current_ / kWarpSize].runnable &= ~(1u << current_ % kWarpSize);
        switch_to_next();
    }
    // Still that of this barrier: the next one is complete only when this thread has arrived there.
    switch (reduction) {
        case Reduction::Count:
            return (int)barrier_.result;
        case Reduction::And:
            return barrier_.result == thread_count_;
        case Reduction::Or:
            return barrier_.result != 0;
        case Reduction::None:
            break;
    }
    return 0;
}

uint64_t BlockRunner::exchange(WarpOperation operation, unsigned mask, uint64_t value, unsigned source_lane,
                               Site site) {
    require_synchronizing("a warp operation", site);
    Warp& warp = warps_[current_ / kWarpSize];
    unsigned lane = current_ % kWarpSize;
    if ((mask >> lane & 1) == 0) {
        fail("is not in the mask of the warp operation that it calls at " + text(site));
    }
    warp.requests[lane] = {operation, mask, value, source_lane, site};
    warp.exchanging |= 1u << lane;
    if ((warp.exchanging & mask) == (warp.alive & mask)) {
        complete_exchange(warp, mask);
    } else {
        warp.runnable &= ~(1u << lane);
        switch_to_next();
    }
    return warp.results[lane];
}

// The last lane to arrive computes what all of them get.
void BlockRunner::complete_exchange(Warp& warp, unsigned mask) {
    unsigned participants = mask & warp.alive;
    check_requests(warp, mask, participants);
    uint64_t ballot = 0;
    for (unsigned rest = participants; rest != 0; rest &= rest - 1) {
        unsigned lane = lowest(rest);
        ballot |= (uint64_t)(warp.requests[lane].value != 0) << lane;
    }
    for (unsigned rest = participants; rest != 0; rest &= rest - 1) {
        unsigned lane = lowest(rest);
        const Request& request = warp.requests[lane];
        warp.results[lane] =
            request.operation == WarpOperation::Shuffle ? warp.requests[request.source_lane].value : ballot;
    }
    warp.exchanging &= ~participants;
    warp.runnable |= participants;
}

void BlockRunner::check_requests(const Warp& warp, unsigned mask, unsigned participants) const {
    const Request& first = warp.requests[lowest(participants)];
    for (unsigned rest = participants; rest != 0; rest &= rest - 1) {
        const Request& request = warp.requests[lowest(rest)];
        if (request.operation != first.operation || request.mask != mask) {
            fail("and another lane of its warp call different warp operations, or one with different masks, at " +
                 text(first.site) + " and " + text(request.site));
        }
        if (request.operation == WarpOperation::Shuffle && (participants >> request.source_lane & 1) == 0) {
            fail("takes part in the shuffle at " + text(request.site) + " that reads lane " +
                 std::to_string(request.source_lane) + ", which takes no part");
        }
    }
}

unsigned BlockRunner::lane() const { return current_ % kWarpSize; }

void BlockRunner::require_synchronizing(const char* operation, Site site) const {
    if (!launch_->kernel->synchronizes) {
        fail(std::string("calls ") + operation + " at " + text(site) +
             ", but its kernel is not listed as one that synchronises");
    }
}

std::string BlockRunner::deadlock_message() const {
    std::string message =
        "leaves its block with threads that wait for each other for ever: " + std::to_string(barrier_.arrived) +
        " at a barrier";
    if (barrier_.arrived > 0) {
        message += " (" + text(barrier_.site) + ")";
    }
    unsigned exchanging = 0;
    Site site{"", 0};
    for (const Warp& warp : warps_) {
        exchanging += (unsigned)__builtin_popcount(warp.exchanging);
        if (warp.exchanging != 0) {
            site = warp.requests[lowest(warp.exchanging)].site;
        }
    }
    message += ", " + std::to_string(exchanging) + " at a warp operation";
    return exchanging == 0 ? message : message + " (" + text(site) + ")";
}

void BlockRunner::fail(const std::string& what) const {
    throw KernelFailure(std::string("kernel ") + launch_->kernel->name + ", block " + text(position.block_index) +
                        ", thread " + text(position.thread_index) + " " + what);
}

}  // namespace jaynes::emulator

namespace cuda_emulation {

using jaynes::emulator::BlockRunner;

int block_barrier(Reduction reduction, int predicate, Site site) {
    return BlockRunner::current().barrier(reduction, predicate, site);
}

uint64_t warp_exchange(WarpOperation operation, unsigned mask, uint64_t value, unsigned source_lane, Site site) {
    return BlockRunner::current().exchange(operation, mask, value, source_lane, site);
}

void sleep_thread(unsigned nanoseconds) { BlockRunner::current().sleep(nanoseconds); }

unsigned lane() { return BlockRunner::current().lane(); }

void trap(Site site) {
    BlockRunner::current().fail("traps at " + std::string(site.file) + ":" + std::to_string(site.line));
}

}  // namespace cuda_emulation
