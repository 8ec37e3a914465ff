#include "grid.h"

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <mutex>
#include <thread>

#include "block.h"

namespace jaynes::emulator {

namespace {

// Below this many CUDA threads waking another core costs more than it saves.
constexpr uint64_t kThreadsWorthSharing = 2048;
constexpr size_t kSharedAlignment = 1024;

struct FreeMemory {
    void operator()(void* memory) const { free(memory); }
};

// Of exactly the size that was asked for, so that AddressSanitizer sees an access past its end; undefined contents are
// NaNs, so that a kernel that forgets to write first does not pass by luck.
class SharedMemory {
 public:
    explicit SharedMemory(size_t bytes) : bytes_(bytes) {
        void* memory = nullptr;
        if (bytes > 0 && posix_memalign(&memory, kSharedAlignment, bytes) != 0) {
            throw std::bad_alloc();
        }
        memory_.reset(memory);
    }
    void* address() const { return memory_.get(); }
    void scramble() {
        if (bytes_ > 0) {
            memset(memory_.get(), 0xff, bytes_);
        }
    }

 private:
    size_t bytes_;
    std::unique_ptr<void, FreeMemory> memory_;
};

// The blocks of one launch, dealt out in chunks to whichever host thread asks.
class Grid {
 public:
    Grid(const Launch& launch, unsigned threads)
        : launch_(launch),
          blocks_((uint64_t)launch.grid.x * launch.grid.y * launch.grid.z),
          chunk_(std::max<uint64_t>(1, blocks_ / ((uint64_t)threads * 8))) {}

    uint64_t blocks() const { return blocks_; }

    // Runs blocks until none are left.
    void work() {
        static thread_local BlockRunner runner;
        try {
            SharedMemory shared(launch_.dynamic_shared_bytes);
            for (;;) {
                uint64_t first = next_.fetch_add(chunk_, std::memory_order_relaxed);
                if (first >= blocks_) {
                    return;
                }
                for (uint64_t i = first; i < std::min(first + chunk_, blocks_); i++) {
                    shared.scramble();
                    runner.run(launch_, index_of(i), shared.address());
                }
            }
        } catch (...) {
            std::lock_guard lock(mutex_);
            next_.store(blocks_, std::memory_order_relaxed);
            if (!failure_) {
                failure_ = std::current_exception();
            }
        }
    }

    void rethrow() {
        if (failure_) {
            std::rethrow_exception(failure_);
        }
    }

 private:
    uint3 index_of(uint64_t block) const {
        const dim3& size = launch_.grid;
        return uint3{(unsigned)(block % size.x), (unsigned)(block / size.x % size.y),
                     (unsigned)(block / size.x / size.y)};
    }

    const Launch& launch_;
    const uint64_t blocks_;
    const uint64_t chunk_;
    std::atomic<uint64_t> next_{0};
    std::mutex mutex_;
    std::exception_ptr failure_;
};

// Host threads that help with one grid at a time. They live as long as the process: joining threads while a process
// exits is a way to hang it.
class Helpers {
 public:
    // False when the helpers are busy with another grid.
    bool run(Grid& grid, unsigned helpers) {
        std::unique_lock owner(owner_, std::try_to_lock);
        if (!owner) {
            return false;
        }
        {
            std::lock_guard lock(mutex_);
            for (; started_ < helpers; started_++) {
                std::thread([this] { serve(); }).detach();
            }
            grid_ = &grid;
            wanted_ = helpers;
        }
        wake_.notify_all();
        grid.work();
        std::unique_lock lock(mutex_);
        wanted_ = 0;
        idle_.wait(lock, [this] { return working_ == 0; });
        grid_ = nullptr;
        return true;
    }

 private:
    [[noreturn]] void serve() {
        std::unique_lock lock(mutex_);
        for (;;) {
            wake_.wait(lock, [this] { return wanted_ > 0; });
            wanted_--;
            working_++;
            Grid* grid = grid_;
            lock.unlock();
            grid->work();
            lock.lock();
            working_--;
            idle_.notify_all();
        }
    }

    std::mutex owner_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable idle_;
    Grid* grid_ = nullptr;
    unsigned started_ = 0;
    unsigned wanted_ = 0;
    unsigned working_ = 0;
};

}  // namespace

void run_grid(const Launch& launch, unsigned threads) {
    static Helpers& helpers = *new Helpers;
    Grid grid(launch, threads);
    uint64_t cuda_threads = grid.blocks() * launch.block.x * launch.block.y * launch.block.z;
    bool shared = threads > 1 && grid.blocks() > 1 && cuda_threads >= kThreadsWorthSharing &&
                  helpers.run(grid, (unsigned)std::min<uint64_t>(threads, grid.blocks()) - 1);
    if (!shared) {
        grid.work();
    }
    grid.rethrow();
}

}  // namespace jaynes::emulator
