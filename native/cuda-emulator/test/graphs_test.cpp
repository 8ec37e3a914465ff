// Capture of streams into graphs, and their launches.
#include <thread>

#include "check.h"

namespace {

struct Fixture {
    CUstream first = nullptr;
    CUstream second = nullptr;
    CUevent event = nullptr;
    CUevent back = nullptr;
    CUdeviceptr value = 0;
    CUfunction increment = nullptr;

    Fixture() {
        start();
        CHECK_OK(cuStreamCreate(&first, CU_STREAM_NON_BLOCKING));
        CHECK_OK(cuStreamCreate(&second, CU_STREAM_NON_BLOCKING));
        CHECK_OK(cuEventCreate(&event, 0));
        CHECK_OK(cuEventCreate(&back, 0));
        CHECK_OK(cuMemAlloc_v2(&value, 4));
        CHECK_OK(cuMemsetD32_v2(value, 0, 1));
        increment = test_kernel("increment");
    }

    void step(CUstream stream) { CHECK_OK(launch(increment, 1, 1, 0, stream, value)); }

    unsigned read() {
        unsigned result = 0;
        CHECK_OK(cuCtxSynchronize());
        CHECK_OK(cuMemcpyDtoH_v2(&result, value, 4));
        return result;
    }

    void begin(CUstreamCaptureMode mode = CU_STREAM_CAPTURE_MODE_GLOBAL) {
        CHECK_OK(cuStreamBeginCapture_v2(first, mode));
    }
};

void a_capture_runs_nothing_and_its_graph_runs_it_each_time() {
    Fixture f;
    f.begin();
    CUstreamCaptureStatus status;
    CHECK_OK(cuStreamIsCapturing(f.first, &status));
    CHECK(status == CU_STREAM_CAPTURE_STATUS_ACTIVE);
    CHECK_RESULT(CUDA_ERROR_ILLEGAL_STATE, cuStreamBeginCapture_v2(f.first, CU_STREAM_CAPTURE_MODE_GLOBAL));
    f.step(f.first);
    f.step(f.first);
    CUgraph graph = nullptr;
    CHECK_OK(cuStreamEndCapture(f.first, &graph));
    CHECK_OK(cuStreamIsCapturing(f.first, &status));
    CHECK(status == CU_STREAM_CAPTURE_STATUS_NONE);
    CHECK(f.read() == 0);
    CUgraphExec executable = nullptr;
    CHECK_OK(cuGraphInstantiateWithFlags(&executable, graph, 0));
    CHECK_OK(cuGraphDestroy(graph));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuGraphDestroy(graph));
    CHECK_OK(cuGraphLaunch(executable, f.second));
    CHECK(f.read() == 4);
    CHECK_OK(cuGraphLaunch(executable, f.first));
    CHECK_OK(cuGraphLaunch(executable, f.first));
    CHECK(f.read() == 364);
    CHECK_OK(cuGraphExecDestroy(executable));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuGraphLaunch(executable, f.first));
}

void other_streams_join_by_events() {
    Fixture f;
    f.begin();
    f.step(f.first);
    CHECK_OK(cuEventRecord(f.event, f.first));
    CHECK_OK(cuStreamWaitEvent(f.second, f.event, 0));
    CUstreamCaptureStatus status;
    CHECK_OK(cuStreamIsCapturing(f.second, &status));
    CHECK(status == CU_STREAM_CAPTURE_STATUS_ACTIVE);
    f.step(f.second);
    CUgraph graph = nullptr;
    CHECK_RESULT(CUDA_ERROR_STREAM_CAPTURE_UNMATCHED, cuStreamEndCapture(f.second, &graph));
    CHECK_OK(cuEventRecord(f.back, f.second));
    CHECK_OK(cuStreamWaitEvent(f.first, f.back, 0));
    f.step(f.first);
    CHECK_OK(cuStreamEndCapture(f.first, &graph));
    CUgraphExec executable = nullptr;
    CHECK_OK(cuGraphInstantiateWithFlags(&executable, graph, 0));
    CHECK_OK(cuGraphLaunch(executable, f.first));
    CHECK(f.read() == 13);
    // After the capture the second stream is an ordinary one again.
    f.step(f.second);
    CHECK(f.read() == 40);
}

void what_was_forked_must_be_joined() {
    Fixture f;
    f.begin();
    CHECK_OK(cuEventRecord(f.event, f.first));
    CHECK_OK(cuStreamWaitEvent(f.second, f.event, 0));
    f.step(f.second);
    CHECK_OK(cuEventRecord(f.back, f.second));
    f.step(f.second);
    CHECK_OK(cuStreamWaitEvent(f.first, f.back, 0));
    CUgraph graph = (CUgraph)1;
    CHECK_RESULT(CUDA_ERROR_STREAM_CAPTURE_UNJOINED, cuStreamEndCapture(f.first, &graph));
    CHECK(graph == nullptr);
    f.step(f.second);
    CHECK(f.read() == 1);
}

// Calls that a graph cannot hold end the capture.
void calls_that_are_forbidden_meanwhile() {
    CUdeviceptr memory = 0;
    for (int forbidden = 0; forbidden < 6; forbidden++) {
        Fixture f;
        f.begin();
        f.step(f.first);
        CHECK_OK(cuEventRecord(f.event, f.first));
        unsigned value = 0;
        switch (forbidden) {
            case 0:
                CHECK_RESULT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuMemAlloc_v2(&memory, 4));
                break;
            case 1:
                CHECK_RESULT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuStreamSynchronize(f.first));
                break;
            case 2:
                CHECK_RESULT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuStreamQuery(f.first));
                break;
            case 3:
                CHECK_RESULT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuCtxSynchronize());
                break;
            case 4:
                CHECK_RESULT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuMemcpyDtoH_v2(&value, f.value, 4));
                break;
            default:
                CHECK_RESULT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuEventQuery(f.event));
        }
        CUstreamCaptureStatus status;
        CHECK_OK(cuStreamIsCapturing(f.first, &status));
        CHECK(status == CU_STREAM_CAPTURE_STATUS_INVALIDATED);
        CUgraph graph = nullptr;
        CHECK_RESULT(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(f.first, &graph));
        f.step(f.first);
        CHECK(f.read() == 1);
    }
}

void the_legacy_stream_stays_out() {
    Fixture f;
    CUstream blocking = nullptr;
    CHECK_OK(cuStreamCreate(&blocking, CU_STREAM_DEFAULT));
    CHECK_RESULT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED,
                 cuStreamBeginCapture_v2(nullptr, CU_STREAM_CAPTURE_MODE_GLOBAL));
    CHECK_OK(cuStreamBeginCapture_v2(blocking, CU_STREAM_CAPTURE_MODE_RELAXED));
    CHECK_RESULT(CUDA_ERROR_STREAM_CAPTURE_IMPLICIT, launch(f.increment, 1, 1, 0, nullptr, f.value));
    CUgraph graph = nullptr;
    CHECK_RESULT(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(blocking, &graph));
}

void a_relaxed_capture_lets_other_calls_pass() {
    Fixture f;
    f.begin(CU_STREAM_CAPTURE_MODE_RELAXED);
    f.step(f.first);
    CUdeviceptr memory = 0;
    CHECK_OK(cuMemAlloc_v2(&memory, 4));
    CUgraph graph = nullptr;
    CHECK_OK(cuStreamEndCapture(f.first, &graph));
    CHECK_RESULT(CUDA_ERROR_ILLEGAL_STATE, cuStreamEndCapture(f.first, &graph));
}

void a_capture_belongs_to_its_thread() {
    Fixture f;
    f.begin(CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);
    CUcontext context = nullptr;
    CHECK_OK(cuCtxGetCurrent(&context));
    std::thread other([&] {
        CHECK_OK(cuCtxSetCurrent(context));
        CUgraph graph = nullptr;
        CUdeviceptr memory = 0;
        CHECK_OK(cuMemAlloc_v2(&memory, 4));
        CHECK_RESULT(CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD, cuStreamEndCapture(f.first, &graph));
    });
    other.join();
    CUgraph graph = nullptr;
    CHECK_OK(cuStreamEndCapture(f.first, &graph));
}

void a_capture_waits_for_nothing_outside() {
    Fixture f;
    CHECK_OK(cuEventRecord(f.event, f.second));
    f.begin();
    CHECK_RESULT(CUDA_ERROR_STREAM_CAPTURE_ISOLATION, cuStreamWaitEvent(f.first, f.event, 0));
    CUgraph graph = nullptr;
    CHECK_RESULT(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(f.first, &graph));
}

}  // namespace

int main() {
    a_capture_runs_nothing_and_its_graph_runs_it_each_time();
    other_streams_join_by_events();
    what_was_forked_must_be_joined();
    calls_that_are_forbidden_meanwhile();
    the_legacy_stream_stays_out();
    a_relaxed_capture_lets_other_calls_pass();
    a_capture_belongs_to_its_thread();
    a_capture_waits_for_nothing_outside();
}
