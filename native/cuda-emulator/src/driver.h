// The state behind the driver API, and what every call of it does first.
#pragma once

#include <condition_variable>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include "configuration.h"
#include "image.h"
#include "kernel.h"
#include "memory.h"
#include "stream.h"

namespace jaynes::emulator {

// Shared memory that a block may have without opting in.
constexpr int kDefaultSharedBytes = 48 * 1024;

// Ends a driver call with a code.
struct CallFailure {
    CUresult code;
};

// Ends a command of a stream, and the context with it.
struct CommandFailure : std::runtime_error {
    CommandFailure(CUresult result, const std::string& message) : std::runtime_error(message), code(result) {}
    CUresult code;
};

struct Context;

struct Device {
    int ordinal;
    uint64_t memory_bytes;
    uint64_t used_bytes = 0;
    CUresult lost = CUDA_SUCCESS;  // what every call says once the device is lost
    std::shared_ptr<Context> primary;
    unsigned primary_references = 0;
    unsigned primary_flags = 0;
};

struct Context {
    Context(Device& owner, bool primary, unsigned creation_flags)
        : device(owner), is_primary(primary), flags(creation_flags) {}

    Device& device;
    const bool is_primary;
    const unsigned flags;
    CUcontext handle = nullptr;
    CUresult failure = CUDA_SUCCESS;  // sticky: what every call says once a kernel has failed
    std::shared_ptr<Stream> legacy_stream;
    std::map<std::thread::id, std::shared_ptr<Stream>> per_thread_streams;
    std::set<Context*> peers;
};

struct Module {
    Context& context;
    Image image;
    std::map<std::string, CUfunction> functions;
};

struct Function {
    Context& context;
    CUmodule module;
    const Kernel& kernel;
    int binary_version;
    int max_dynamic_shared_bytes = kDefaultSharedBytes;
    int shared_memory_carveout = -1;
};

struct GraphObject {
    Context& context;
    std::shared_ptr<const Graph> graph;
};

// Objects by handle. Handles are numbers that are never used twice, so a stale one is always found out.
template <typename Handle, typename T>
class Handles {
 public:
    Handle add(std::shared_ptr<T> object) {
        static uintptr_t next = kFirst;
        next += kStep;
        Handle handle = reinterpret_cast<Handle>(next);
        objects_[handle] = std::move(object);
        return handle;
    }
    std::shared_ptr<T> find(Handle handle) const {
        auto found = objects_.find(handle);
        return found == objects_.end() ? nullptr : found->second;
    }
    // Throws CallFailure.
    std::shared_ptr<T> get(Handle handle, CUresult otherwise = CUDA_ERROR_INVALID_HANDLE) const {
        auto object = find(handle);
        if (!object) {
            throw CallFailure{otherwise};
        }
        return object;
    }
    void remove(Handle handle) { objects_.erase(handle); }
    template <typename Condition>
    void remove_if(Condition condition) {
        for (auto i = objects_.begin(); i != objects_.end();) {
            i = condition(*i->second) ? objects_.erase(i) : std::next(i);
        }
    }
    auto begin() const { return objects_.begin(); }
    auto end() const { return objects_.end(); }

 private:
    static constexpr uintptr_t kFirst = 0x100000;
    static constexpr uintptr_t kStep = 0x40;
    std::unordered_map<Handle, std::shared_ptr<T>> objects_;
};

// Everything below is guarded by `mutex`, which a call holds from begin to end, except while it waits.
class Driver {
 public:
    // Lives as long as the process: streams' threads may be waiting in it when the process exits.
    static Driver& instance();

    std::mutex mutex;
    std::condition_variable progress;  // a command of some stream is done

    Settings settings;
    Configuration configuration;
    bool initialized = false;
    std::vector<Device> devices;
    Handles<CUcontext, Context> contexts;
    Handles<CUstream, Stream> streams;
    Handles<CUevent, Event> events;
    Handles<CUmodule, Module> modules;
    Handles<CUfunction, Function> functions;
    Handles<CUgraph, GraphObject> graphs;
    Handles<CUgraphExec, GraphObject> executables;
    AddressSpace memory;
    std::set<std::shared_ptr<Capture>> captures;
    std::string message;  // why the last kernel or setting failed

    void configure();   // reads the configuration; throws std::invalid_argument
    void set_faults();  // the configured ones, their calls counted from now
    void initialize();
    void reset(Lock& lock);

    Device& device(CUdevice ordinal);
    Context& current_context();
    Context& context(CUcontext handle);
    Stream& stream(CUstream handle, Context& context);

    std::shared_ptr<Context> create_context(Device& device, bool primary, unsigned flags);
    void destroy_context(Lock& lock, Context& context);
    void wait_for_context(Lock& lock, Context& context);
    void fail_context(Context& context, CUresult code, const std::string& why);
    void release_memory(uintptr_t base);

    // Appends work to the stream, or to the graph that it captures. Returns the point after it.
    Fence enqueue(Stream& stream, Work work, std::vector<Fence> after = {}, bool deferred = false);
    // The same for a call that returns when the work is done.
    void run(Lock& lock, Stream& stream, Work work);
    // Throws CallFailure, and ends the capture, when a capture forbids calls that are not captured.
    void require_no_capture();
    void end_capture(Capture& capture);

    // Counts a call, or a run of a kernel; gives the failure that was ordered for it, or CUDA_SUCCESS.
    CUresult count(const std::string& symbol, bool is_call, bool* device_is_lost);
    uint64_t times_called(const std::string& name) const;

    void log(const std::string& line);

 private:
    std::vector<Fence> implicit_fences(Stream& stream);

    std::map<std::string, uint64_t> counts_;
    std::vector<uint64_t> fault_counts_;
    std::ofstream log_file_;
    std::string log_name_;
};

// The contexts of this host thread, the current one last.
std::vector<CUcontext>& context_stack();

const char* result_name(CUresult result);

// What a call may do before cuInit.
enum class Before { Nothing, Init };

CUresult begin_call(Driver& driver, const char* name, Before needs);
void end_call(Driver& driver, const char* name, CUresult result);

// Runs the body of a driver call: body(driver, lock).
template <typename Body>
CUresult call(const char* name, Before needs, Body body) noexcept {
    Driver& driver = Driver::instance();
    Lock lock(driver.mutex);
    CUresult result = begin_call(driver, name, needs);
    if (result == CUDA_SUCCESS) {
        try {
            body(driver, lock);
        } catch (const CallFailure& failure) {
            result = failure.code;
        } catch (const std::bad_alloc&) {
            result = CUDA_ERROR_OUT_OF_MEMORY;
        }
    }
    end_call(driver, name, result);
    return result;
}

template <typename Body>
CUresult call(const char* name, Body body) noexcept {
    return call(name, Before::Init, body);
}

inline void require(bool condition, CUresult otherwise = CUDA_ERROR_INVALID_VALUE) {
    if (!condition) {
        throw CallFailure{otherwise};
    }
}

}  // namespace jaynes::emulator
