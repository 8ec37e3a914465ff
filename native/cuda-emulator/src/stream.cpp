#include "stream.h"

#include <algorithm>

#include "driver.h"

namespace jaynes::emulator {

bool Fence::passed() const { return !stream || stream->has_completed(ticket); }

void Capture::add(Stream* stream, Work work) {
    if (work) {
        graph.push_back(std::move(work));
    }
    participants[stream].last = ++clock;
}

bool Capture::all_joined() const {
    return std::all_of(participants.begin(), participants.end(), [this](const auto& entry) {
        return entry.first == origin || entry.second.joined >= entry.second.last;
    });
}

Fence Stream::submit(Work work, std::vector<Fence> after, bool deferred) {
    queue_.push_back({std::move(work), std::move(after)});
    submitted_++;
    if (!deferred) {
        if (!has_thread_) {
            has_thread_ = true;
            std::thread([self = shared_from_this()] { self->serve(); }).detach();
        }
        submitted_some_.notify_one();
    }
    return {shared_from_this(), submitted_};
}

Fence Stream::last() { return {shared_from_this(), submitted_}; }

bool Stream::front_is_ready() const {
    const std::vector<Fence>& after = queue_.front().after;
    return std::all_of(after.begin(), after.end(), [](const Fence& fence) { return fence.passed(); });
}

// False when there is nothing that this thread could do.
bool Stream::run_front(Lock& lock) {
    if (running_ || queue_.empty() || !front_is_ready()) {
        return false;
    }
    running_ = true;
    Command command = std::move(queue_.front());
    queue_.pop_front();
    bool skip = context.failure != CUDA_SUCCESS;  // the device is not to be touched any more
    lock.unlock();
    CUresult failure = CUDA_SUCCESS;
    std::string message;
    if (command.work && !skip) {
        try {
            command.work();
        } catch (const CommandFailure& e) {
            failure = e.code;
            message = e.what();
        } catch (const std::exception& e) {
            failure = CUDA_ERROR_LAUNCH_FAILED;
            message = e.what();
        }
    }
    command = {};
    lock.lock();
    if (failure != CUDA_SUCCESS) {
        Driver::instance().fail_context(context, failure, message);
    }
    running_ = false;
    completed_++;
    Driver::instance().progress.notify_all();
    return true;
}

void Stream::wait(Lock& lock, uint64_t ticket) {
    while (!has_completed(ticket)) {
        if (!run_front(lock)) {
            Driver::instance().progress.wait(lock);
        }
    }
}

void Stream::close() {
    closed_ = true;
    submitted_some_.notify_one();
}

void Stream::serve() {
    Driver& driver = Driver::instance();
    Lock lock(driver.mutex);
    for (;;) {
        submitted_some_.wait(lock, [this] { return closed_ || !queue_.empty(); });
        if (queue_.empty()) {
            return;
        }
        if (!run_front(lock)) {
            driver.progress.wait(lock);
        }
    }
}

}  // namespace jaynes::emulator
