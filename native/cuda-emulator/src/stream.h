// Streams, events and captures: the order in which the work of a device is done.
//
// Every stream is a queue of commands. Commands of a stream run one after the other on the stream's own host thread, or
// on a thread that waits for them and would otherwise be idle; streams run at the same time. The driver's mutex, which
// callers hold as `lock`, guards the queues and is released while a command runs.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "cuda_driver_api.h"

namespace jaynes::emulator {

struct Context;
class Stream;
using Lock = std::unique_lock<std::mutex>;
using Work = std::function<void()>;

// A point in a stream's order.
struct Fence {
    std::shared_ptr<Stream> stream;
    uint64_t ticket = 0;

    bool passed() const;
};

// The work of a capture in the order in which it was captured, which respects every dependency.
using Graph = std::vector<Work>;

// Streams whose work goes into a graph instead of a queue. It begins in one stream; others join by waiting for an event
// that was recorded in it, and must be waited for themselves before it ends.
struct Capture {
    Stream* origin;
    CUstreamCaptureMode mode;
    std::thread::id thread;
    bool invalidated = false;
    Graph graph;
    uint64_t clock = 0;
    struct Participant {
        uint64_t last;    // time of its last command
        uint64_t joined;  // up to which another stream waited for it
    };
    std::map<Stream*, Participant> participants;

    void add(Stream* stream, Work work);
    bool all_joined() const;
};

// What cuEventRecord left: a point of a stream, or of a capture.
struct Recording {
    Fence fence;
    std::chrono::steady_clock::time_point at{};
    std::weak_ptr<Capture> capture;
    bool captured = false;
    Stream* captured_stream = nullptr;
    uint64_t captured_time = 0;
};

struct Event {
    Context* context;
    unsigned flags;
    std::shared_ptr<Recording> recording;
};

class Stream : public std::enable_shared_from_this<Stream> {
 public:
    enum class Kind { Legacy, Blocking, NonBlocking };

    Stream(Context& owner, Kind stream_kind, int stream_priority)
        : context(owner), kind(stream_kind), priority(stream_priority) {}

    Context& context;
    const Kind kind;
    const int priority;
    CUstream handle = nullptr;
    std::shared_ptr<Capture> capture;

    // Appends work that may begin when the fences are passed. With `deferred` nobody is woken for it, because the
    // caller will wait for it at once.
    Fence submit(Work work, std::vector<Fence> after, bool deferred);

    // The point that is passed when all that was submitted so far is done.
    Fence last();
    bool idle() const { return completed_ == submitted_; }
    bool has_completed(uint64_t ticket) const { return completed_ >= ticket; }

    // Waits until the ticket is done, working on the queue meanwhile.
    void wait(Lock& lock, uint64_t ticket);

    // Ends the stream's thread when the queue is empty.
    void close();

 private:
    struct Command {
        Work work;
        std::vector<Fence> after;
    };

    bool front_is_ready() const;
    bool run_front(Lock& lock);
    void serve();

    std::deque<Command> queue_;
    uint64_t submitted_ = 0;
    uint64_t completed_ = 0;
    bool running_ = false;
    bool closed_ = false;
    bool has_thread_ = false;
    std::condition_variable submitted_some_;
};

}  // namespace jaynes::emulator
