// Streams, events, captures and graphs.
#include <chrono>

#include "cuda_driver_api.h"
#include "driver.h"

using namespace jaynes::emulator;

namespace {

CUresult create_stream(const char* name, CUstream* stream, unsigned int flags, int priority) {
    return call(name, [&](Driver& driver, Lock&) {
        require(stream != nullptr && flags <= CU_STREAM_NON_BLOCKING);
        Context& context = driver.current_context();
        auto kind = flags == CU_STREAM_NON_BLOCKING ? Stream::Kind::NonBlocking : Stream::Kind::Blocking;
        auto created = std::make_shared<Stream>(context, kind, std::max(-5, std::min(0, priority)));
        *stream = created->handle = driver.streams.add(created);
    });
}

// A stream that a capture runs in cannot be asked about its progress.
Stream& stream_outside_capture(Driver& driver, CUstream handle) {
    Stream& stream = driver.stream(handle, driver.current_context());
    if (stream.capture) {
        stream.capture->invalidated = true;
        throw CallFailure{CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED};
    }
    return stream;
}

}  // namespace

CUresult cuStreamCreate(CUstream* stream, unsigned int flags) {
    return create_stream("cuStreamCreate", stream, flags, 0);
}

CUresult cuStreamCreateWithPriority(CUstream* stream, unsigned int flags, int priority) {
    return create_stream("cuStreamCreateWithPriority", stream, flags, priority);
}

// What was submitted still runs.
CUresult cuStreamDestroy_v2(CUstream stream) {
    return call("cuStreamDestroy_v2", [&](Driver& driver, Lock& lock) {
        Context& context = driver.current_context();
        std::shared_ptr<Stream> destroyed = driver.streams.get(stream);
        if (destroyed->capture) {
            driver.end_capture(*destroyed->capture);
        }
        destroyed->wait(lock, destroyed->last().ticket);
        destroyed->close();
        driver.streams.remove(stream);
        require(context.failure == CUDA_SUCCESS, context.failure);
    });
}

CUresult cuStreamSynchronize(CUstream stream) {
    return call("cuStreamSynchronize", [&](Driver& driver, Lock& lock) {
        Stream& waited = stream_outside_capture(driver, stream);
        Fence fence = waited.last();
        std::shared_ptr<Context> context = driver.contexts.find(waited.context.handle);
        fence.stream->wait(lock, fence.ticket);
        require(context->failure == CUDA_SUCCESS, context->failure);
    });
}

CUresult cuStreamQuery(CUstream stream) {
    return call("cuStreamQuery", [&](Driver& driver, Lock&) {
        require(stream_outside_capture(driver, stream).idle(), CUDA_ERROR_NOT_READY);
    });
}

CUresult cuStreamGetCtx(CUstream stream, CUcontext* context) {
    return call("cuStreamGetCtx", [&](Driver& driver, Lock&) {
        require(context != nullptr);
        *context = driver.stream(stream, driver.current_context()).context.handle;
    });
}

CUresult cuStreamGetFlags(CUstream stream, unsigned int* flags) {
    return call("cuStreamGetFlags", [&](Driver& driver, Lock&) {
        require(flags != nullptr);
        Stream& asked = driver.stream(stream, driver.current_context());
        *flags = asked.kind == Stream::Kind::NonBlocking ? CU_STREAM_NON_BLOCKING : CU_STREAM_DEFAULT;
    });
}

CUresult cuStreamGetPriority(CUstream stream, int* priority) {
    return call("cuStreamGetPriority", [&](Driver& driver, Lock&) {
        require(priority != nullptr);
        *priority = driver.stream(stream, driver.current_context()).priority;
    });
}

CUresult cuStreamWaitEvent(CUstream stream, CUevent event, unsigned int flags) {
    return call("cuStreamWaitEvent", [&](Driver& driver, Lock&) {
        require(flags <= 1);
        Stream& waiting = driver.stream(stream, driver.current_context());
        std::shared_ptr<Recording> recording = driver.events.get(event)->recording;
        if (!recording) {
            return;  // an event that was never recorded is not waited for
        }
        if (!recording->captured) {
            if (waiting.capture) {
                waiting.capture->invalidated = true;
                throw CallFailure{CUDA_ERROR_STREAM_CAPTURE_ISOLATION};
            }
            driver.enqueue(waiting, nullptr, {recording->fence});
            return;
        }
        std::shared_ptr<Capture> capture = recording->capture.lock();
        require(capture && driver.captures.count(capture) == 1, CUDA_ERROR_CAPTURED_EVENT);
        require(waiting.kind != Stream::Kind::Legacy, CUDA_ERROR_STREAM_CAPTURE_IMPLICIT);
        if (waiting.capture && waiting.capture != capture) {
            capture->invalidated = waiting.capture->invalidated = true;
            throw CallFailure{CUDA_ERROR_STREAM_CAPTURE_MERGE};
        }
        waiting.capture = capture;
        if (recording->captured_stream != &waiting) {
            Capture::Participant& joined = capture->participants[recording->captured_stream];
            joined.joined = std::max(joined.joined, recording->captured_time);
        }
        capture->add(&waiting, nullptr);
    });
}

CUresult cuEventCreate(CUevent* event, unsigned int flags) {
    return call("cuEventCreate", [&](Driver& driver, Lock&) {
        require(event != nullptr && flags <= 7);
        // An event for other processes cannot be timed; and there are no other processes here.
        require((flags & CU_EVENT_INTERPROCESS) == 0, CUDA_ERROR_NOT_SUPPORTED);
        Context& context = driver.current_context();
        *event = driver.events.add(std::make_shared<Event>(Event{&context, flags, nullptr}));
    });
}

CUresult cuEventDestroy_v2(CUevent event) {
    return call("cuEventDestroy_v2", [&](Driver& driver, Lock&) {
        driver.current_context();
        driver.events.get(event);
        driver.events.remove(event);
    });
}

CUresult cuEventRecord(CUevent event, CUstream stream) {
    return call("cuEventRecord", [&](Driver& driver, Lock&) {
        Stream& order = driver.stream(stream, driver.current_context());
        std::shared_ptr<Event> recorded = driver.events.get(event);
        require(recorded->context == &order.context, CUDA_ERROR_INVALID_HANDLE);
        auto recording = std::make_shared<Recording>();
        if (order.capture) {
            recording->captured = true;
            recording->capture = order.capture;
            recording->captured_stream = &order;
            recording->captured_time = order.capture->participants[&order].last;
        } else {
            recording->fence = driver.enqueue(order, [recording] { recording->at = std::chrono::steady_clock::now(); });
        }
        recorded->recording = recording;
    });
}

static const Fence& fence_of(Driver& driver, const Event& event) {
    static const Fence passed;
    if (!event.recording) {
        return passed;
    }
    if (event.recording->captured) {
        driver.require_no_capture();
        throw CallFailure{CUDA_ERROR_CAPTURED_EVENT};
    }
    return event.recording->fence;
}

CUresult cuEventSynchronize(CUevent event) {
    return call("cuEventSynchronize", [&](Driver& driver, Lock& lock) {
        Context& context = driver.current_context();
        Fence fence = fence_of(driver, *driver.events.get(event));
        if (fence.stream) {
            fence.stream->wait(lock, fence.ticket);
        }
        require(context.failure == CUDA_SUCCESS, context.failure);
    });
}

CUresult cuEventQuery(CUevent event) {
    return call("cuEventQuery", [&](Driver& driver, Lock&) {
        driver.current_context();
        require(fence_of(driver, *driver.events.get(event)).passed(), CUDA_ERROR_NOT_READY);
    });
}

static CUresult elapsed_time(const char* name, float* milliseconds, CUevent start, CUevent end) {
    return call(name, [&](Driver& driver, Lock&) {
        require(milliseconds != nullptr);
        driver.current_context();
        for (CUevent handle : {start, end}) {
            std::shared_ptr<Event> event = driver.events.get(handle);
            require((event->flags & CU_EVENT_DISABLE_TIMING) == 0 && event->recording, CUDA_ERROR_INVALID_HANDLE);
            require(fence_of(driver, *event).passed(), CUDA_ERROR_NOT_READY);
        }
        std::chrono::duration<float, std::milli> elapsed =
            driver.events.get(end)->recording->at - driver.events.get(start)->recording->at;
        *milliseconds = elapsed.count();
    });
}

CUresult cuEventElapsedTime(float* milliseconds, CUevent start, CUevent end) {
    return elapsed_time("cuEventElapsedTime", milliseconds, start, end);
}

CUresult cuEventElapsedTime_v2(float* milliseconds, CUevent start, CUevent end) {
    return elapsed_time("cuEventElapsedTime_v2", milliseconds, start, end);
}

CUresult cuStreamBeginCapture_v2(CUstream stream, CUstreamCaptureMode mode) {
    return call("cuStreamBeginCapture_v2", [&](Driver& driver, Lock&) {
        require((int)mode >= 0 && (int)mode <= CU_STREAM_CAPTURE_MODE_RELAXED);
        Stream& origin = driver.stream(stream, driver.current_context());
        require(origin.kind != Stream::Kind::Legacy, CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
        require(!origin.capture, CUDA_ERROR_ILLEGAL_STATE);
        auto capture = std::make_shared<Capture>();
        capture->origin = &origin;
        capture->mode = mode;
        capture->thread = std::this_thread::get_id();
        capture->add(&origin, nullptr);
        origin.capture = capture;
        driver.captures.insert(capture);
    });
}

CUresult cuStreamEndCapture(CUstream stream, CUgraph* graph) {
    return call("cuStreamEndCapture", [&](Driver& driver, Lock&) {
        require(graph != nullptr);
        *graph = nullptr;
        Stream& origin = driver.stream(stream, driver.current_context());
        std::shared_ptr<Capture> capture = origin.capture;
        require(capture != nullptr, CUDA_ERROR_ILLEGAL_STATE);
        require(capture->origin == &origin, CUDA_ERROR_STREAM_CAPTURE_UNMATCHED);
        require(capture->mode == CU_STREAM_CAPTURE_MODE_RELAXED || capture->thread == std::this_thread::get_id(),
                CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD);
        driver.end_capture(*capture);
        require(!capture->invalidated, CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
        require(capture->all_joined(), CUDA_ERROR_STREAM_CAPTURE_UNJOINED);
        *graph = driver.graphs.add(std::make_shared<GraphObject>(
            GraphObject{origin.context, std::make_shared<const Graph>(std::move(capture->graph))}));
    });
}

CUresult cuStreamIsCapturing(CUstream stream, CUstreamCaptureStatus* status) {
    return call("cuStreamIsCapturing", [&](Driver& driver, Lock&) {
        require(status != nullptr);
        const std::shared_ptr<Capture>& capture = driver.stream(stream, driver.current_context()).capture;
        *status = !capture               ? CU_STREAM_CAPTURE_STATUS_NONE
                  : capture->invalidated ? CU_STREAM_CAPTURE_STATUS_INVALIDATED
                                         : CU_STREAM_CAPTURE_STATUS_ACTIVE;
    });
}

CUresult cuGraphInstantiateWithFlags(CUgraphExec* executable, CUgraph graph, unsigned long long) {
    return call("cuGraphInstantiateWithFlags", [&](Driver& driver, Lock&) {
        require(executable != nullptr);
        driver.current_context();
        std::shared_ptr<GraphObject> source = driver.graphs.get(graph, CUDA_ERROR_INVALID_VALUE);
        *executable = driver.executables.add(std::make_shared<GraphObject>(*source));
    });
}

CUresult cuGraphLaunch(CUgraphExec executable, CUstream stream) {
    return call("cuGraphLaunch", [&](Driver& driver, Lock&) {
        Stream& order = driver.stream(stream, driver.current_context());
        std::shared_ptr<GraphObject> launched = driver.executables.get(executable, CUDA_ERROR_INVALID_VALUE);
        driver.enqueue(order, [graph = launched->graph] {
            for (const Work& work : *graph) {
                work();
            }
        });
    });
}

CUresult cuGraphExecDestroy(CUgraphExec executable) {
    return call("cuGraphExecDestroy", [&](Driver& driver, Lock&) {
        driver.executables.get(executable, CUDA_ERROR_INVALID_VALUE);
        driver.executables.remove(executable);
    });
}

CUresult cuGraphDestroy(CUgraph graph) {
    return call("cuGraphDestroy", [&](Driver& driver, Lock&) {
        driver.graphs.get(graph, CUDA_ERROR_INVALID_VALUE);
        driver.graphs.remove(graph);
    });
}
