#include "driver.h"

#include <cstdio>

namespace jaynes::emulator {

namespace {

// Errors after which a real context answers every call with the same error until it is destroyed.
bool corrupts_context(CUresult code) {
    switch (code) {
        case CUDA_ERROR_ECC_UNCORRECTABLE:
        case CUDA_ERROR_NVLINK_UNCORRECTABLE:
        case CUDA_ERROR_ILLEGAL_ADDRESS:
        case CUDA_ERROR_LAUNCH_TIMEOUT:
        case CUDA_ERROR_ASSERT:
        case CUDA_ERROR_HARDWARE_STACK_ERROR:
        case CUDA_ERROR_ILLEGAL_INSTRUCTION:
        case CUDA_ERROR_MISALIGNED_ADDRESS:
        case CUDA_ERROR_INVALID_ADDRESS_SPACE:
        case CUDA_ERROR_INVALID_PC:
        case CUDA_ERROR_LAUNCH_FAILED:
            return true;
        default:
            return false;
    }
}

}  // namespace

const char* result_name(CUresult result) {
    switch ((int)result) {
#define CUDA_RESULT(name, code, text) \
    case code:                        \
        return #name;
#include "cuda_driver_results.h"
#undef CUDA_RESULT
        default:
            return nullptr;
    }
}

std::vector<CUcontext>& context_stack() {
    static thread_local std::vector<CUcontext> stack;
    return stack;
}

Driver& Driver::instance() {
    static Driver& driver = *new Driver;
    return driver;
}

void Driver::configure() {
    configuration = read_configuration(settings);
    set_faults();
}

void Driver::set_faults() {
    fault_counts_.assign(configuration.faults.size(), 0);
    if (configuration.log != log_name_) {
        log_file_ = std::ofstream();
        if (!configuration.log.empty() && configuration.log != "stderr") {
            log_file_.open(configuration.log, std::ios::app);
        }
        log_name_ = configuration.log;
    }
}

void Driver::initialize() {
    devices.clear();
    for (size_t i = 0; i < configuration.device_memory.size(); i++) {
        Device device{};
        device.ordinal = (int)i;
        device.memory_bytes = configuration.device_memory[i];
        devices.push_back(std::move(device));
    }
    initialized = true;
}

void Driver::reset(Lock& lock) {
    for (const std::shared_ptr<Capture>& capture : std::set(captures)) {
        end_capture(*capture);
    }
    std::vector<std::shared_ptr<Context>> all;
    for (const auto& entry : contexts) {
        all.push_back(entry.second);
    }
    for (const std::shared_ptr<Context>& context : all) {
        destroy_context(lock, *context);
    }
    devices.clear();
    counts_.clear();
    message.clear();
    initialized = false;
}

Device& Driver::device(CUdevice ordinal) {
    require(ordinal >= 0 && (size_t)ordinal < devices.size(), CUDA_ERROR_INVALID_DEVICE);
    Device& found = devices[(size_t)ordinal];
    require(found.lost == CUDA_SUCCESS, found.lost);
    return found;
}

Context& Driver::current_context() {
    std::vector<CUcontext>& stack = context_stack();
    require(!stack.empty() && stack.back() != nullptr, CUDA_ERROR_INVALID_CONTEXT);
    std::shared_ptr<Context> current = contexts.get(stack.back(), CUDA_ERROR_CONTEXT_IS_DESTROYED);
    require(current->device.lost == CUDA_SUCCESS, current->device.lost);
    require(current->failure == CUDA_SUCCESS, current->failure);
    return *current;
}

Context& Driver::context(CUcontext handle) { return *contexts.get(handle, CUDA_ERROR_INVALID_CONTEXT); }

Stream& Driver::stream(CUstream handle, Context& context) {
    if (handle == nullptr || handle == CU_STREAM_LEGACY) {
        return *context.legacy_stream;
    }
    if (handle == CU_STREAM_PER_THREAD) {
        std::shared_ptr<Stream>& own = context.per_thread_streams[std::this_thread::get_id()];
        if (!own) {
            own = std::make_shared<Stream>(context, Stream::Kind::Blocking, 0);
            own->handle = CU_STREAM_PER_THREAD;
        }
        return *own;
    }
    return *streams.get(handle);
}

std::shared_ptr<Context> Driver::create_context(Device& device, bool primary, unsigned flags) {
    auto context = std::make_shared<Context>(device, primary, flags);
    context->legacy_stream = std::make_shared<Stream>(*context, Stream::Kind::Legacy, 0);
    context->handle = contexts.add(context);
    return context;
}

void Driver::wait_for_context(Lock& lock, Context& context) {
    std::vector<Fence> fences{context.legacy_stream->last()};
    for (const auto& entry : context.per_thread_streams) {
        fences.push_back(entry.second->last());
    }
    for (const auto& entry : streams) {
        if (&entry.second->context == &context) {
            fences.push_back(entry.second->last());
        }
    }
    for (const Fence& fence : fences) {
        fence.stream->wait(lock, fence.ticket);
    }
}

void Driver::destroy_context(Lock& lock, Context& context) {
    std::shared_ptr<Context> keep = contexts.find(context.handle);
    wait_for_context(lock, context);
    context.legacy_stream->close();
    for (const auto& entry : context.per_thread_streams) {
        entry.second->close();
    }
    for (const auto& entry : streams) {
        if (&entry.second->context == &context) {
            entry.second->close();
        }
    }
    auto belongs = [&](const auto& object) { return &object.context == &context; };
    streams.remove_if(belongs);
    events.remove_if([&](const Event& event) { return event.context == &context; });
    functions.remove_if(belongs);
    modules.remove_if(belongs);
    graphs.remove_if(belongs);
    executables.remove_if(belongs);
    context.device.used_bytes -= memory.release_all(&context);
    for (const auto& entry : contexts) {
        entry.second->peers.erase(&context);
    }
    contexts.remove(context.handle);
}

void Driver::fail_context(Context& context, CUresult code, const std::string& why) {
    if (context.failure == CUDA_SUCCESS) {
        context.failure = code;
        message = why;
        log(why);
        if (configuration.log.empty()) {
            fprintf(stderr, "emulated CUDA driver: %s\n", why.c_str());
        }
    }
}

void Driver::release_memory(uintptr_t base) {
    const Allocation& allocation = *memory.starting_at(base);
    if (allocation.kind == MemoryKind::Device) {
        allocation.context->device.used_bytes -= AddressSpace::charged_bytes(allocation.bytes);
    }
    memory.release(base);
}

// The legacy stream and the blocking streams of a context wait for each other.
std::vector<Fence> Driver::implicit_fences(Stream& stream) {
    std::vector<Fence> fences;
    Context& context = stream.context;
    if (stream.kind == Stream::Kind::Blocking && !context.legacy_stream->idle()) {
        fences.push_back(context.legacy_stream->last());
    }
    if (stream.kind != Stream::Kind::Legacy) {
        return fences;
    }
    auto add = [&](Stream& other) {
        if (&other.context != &context || other.kind != Stream::Kind::Blocking) {
            return;
        }
        if (other.capture) {
            other.capture->invalidated = true;
            throw CallFailure{CUDA_ERROR_STREAM_CAPTURE_IMPLICIT};
        }
        if (!other.idle()) {
            fences.push_back(other.last());
        }
    };
    for (const auto& entry : streams) {
        add(*entry.second);
    }
    for (const auto& entry : context.per_thread_streams) {
        add(*entry.second);
    }
    return fences;
}

Fence Driver::enqueue(Stream& stream, Work work, std::vector<Fence> after, bool deferred) {
    if (stream.capture) {
        require(!stream.capture->invalidated, CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
        stream.capture->add(&stream, std::move(work));
        return {};
    }
    std::vector<Fence> fences = implicit_fences(stream);
    fences.insert(fences.end(), after.begin(), after.end());
    return stream.submit(std::move(work), std::move(fences), deferred);
}

void Driver::run(Lock& lock, Stream& stream, Work work) {
    std::shared_ptr<Context> context = contexts.find(stream.context.handle);
    require_no_capture();
    Fence fence = enqueue(stream, std::move(work), {}, true);
    stream.wait(lock, fence.ticket);
    require(context->failure == CUDA_SUCCESS, context->failure);
}

void Driver::require_no_capture() {
    bool forbidden = false;
    for (const std::shared_ptr<Capture>& capture : captures) {
        bool own = capture->thread == std::this_thread::get_id();
        if (capture->mode == CU_STREAM_CAPTURE_MODE_GLOBAL ||
            (capture->mode == CU_STREAM_CAPTURE_MODE_THREAD_LOCAL && own)) {
            capture->invalidated = true;
            forbidden = true;
        }
    }
    require(!forbidden, CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
}

void Driver::end_capture(Capture& capture) {
    std::shared_ptr<Capture> self = capture.origin->capture;
    for (const auto& entry : capture.participants) {
        entry.first->capture.reset();
    }
    captures.erase(self);
}

CUresult Driver::count(const std::string& symbol, bool is_call, bool* device_is_lost) {
    std::string name = plain_name(symbol);
    counts_[name]++;
    CUresult result = CUDA_SUCCESS;
    for (size_t i = 0; i < configuration.faults.size(); i++) {
        const Fault& fault = configuration.faults[i];
        if (fault.call != name && !(is_call && fault.call == "*")) {
            continue;
        }
        fault_counts_[i]++;
        if (result == CUDA_SUCCESS && fault.fails(fault_counts_[i])) {
            result = fault.code;
            *device_is_lost = fault.device_is_lost;
        }
    }
    return result;
}

uint64_t Driver::times_called(const std::string& name) const {
    auto found = counts_.find(plain_name(name));
    return found == counts_.end() ? 0 : found->second;
}

void Driver::log(const std::string& line) {
    if (configuration.log == "stderr") {
        fprintf(stderr, "emulated CUDA driver: %s\n", line.c_str());
    } else if (log_file_.is_open()) {
        log_file_ << line << std::endl;
    }
}

CUresult begin_call(Driver& driver, const char* name, Before needs) {
    if (needs == Before::Init && !driver.initialized) {
        return CUDA_ERROR_NOT_INITIALIZED;
    }
    if (!driver.initialized && driver.times_called("cuInit") == 0) {
        try {
            driver.configure();
        } catch (const std::invalid_argument& e) {
            driver.message = e.what();
            fprintf(stderr, "emulated CUDA driver: %s\n", e.what());
            return CUDA_ERROR_INVALID_VALUE;
        }
    }
    bool device_is_lost = false;
    CUresult result = driver.count(name, true, &device_is_lost);
    if (result == CUDA_SUCCESS) {
        return result;
    }
    std::shared_ptr<Context> current = context_stack().empty() ? nullptr : driver.contexts.find(context_stack().back());
    if (device_is_lost) {
        for (Device& device : driver.devices) {
            if (!current || &current->device == &device) {
                device.lost = result;
            }
        }
    } else if (current && corrupts_context(result) && current->failure == CUDA_SUCCESS) {
        current->failure = result;
    }
    return result;
}

void end_call(Driver& driver, const char* name, CUresult result) {
    if (!driver.configuration.log.empty()) {
        const char* text = result_name(result);
        driver.log(std::string(name) + ": " + (text == nullptr ? std::to_string((int)result) : text));
    }
}

}  // namespace jaynes::emulator
