package org.jaynes.bindings.cuda;

import org.jaynes.bindings.generated.cuda.Cuda;

/**
 * A recorded sequence of work that is launched as one: cheaper than queueing each kernel and copy again. Addresses and
 * arguments are those of the recording, and must be valid at every launch. Thread-safe, but the driver runs the launches
 * of one graph one after the other.
 */
public final class CudaGraph extends ContextResource {
    private CudaGraph(CudaContext context, long executable) {
        super(context, executable, true);
    }

    /**
     * Records what {@code work} queues in the stream; nothing of it runs yet.
     *
     * @param stream not the default stream
     * @param work queues work on this thread; it must not synchronise, and must not use the default stream
     */
    public static CudaGraph capture(CudaStream stream, Runnable work) {
        DriverCalls driver = stream.driver();
        stream.call(
                "cuStreamBeginCapture",
                () -> driver.streamBeginCapture(stream.use(), Cuda.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL()),
                () -> "of " + stream);
        long[] graph = new long[1];
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            // The stream must leave the capture; what the capture says about the same failure adds nothing.
            stream.status(() -> driver.streamEndCapture(graph, stream.use()));
            destroy(stream, graph[0]);
            throw e;
        }
        stream.call("cuStreamEndCapture", () -> driver.streamEndCapture(graph, stream.use()), () -> "of " + stream);
        try {
            long[] executable = new long[1];
            stream.call(
                    "cuGraphInstantiate",
                    () -> driver.graphInstantiate(executable, graph[0]),
                    () -> "of what was recorded in " + stream);
            CudaGraph instantiated = new CudaGraph(stream.context(), executable[0]);
            instantiated.register();
            return instantiated;
        } finally {
            destroy(stream, graph[0]);
        }
    }

    private static void destroy(CudaStream stream, long graph) {
        if (graph != 0) {
            stream.call("cuGraphDestroy", () -> stream.driver().graphDestroy(graph), () -> "of " + stream);
        }
    }

    /** Queues the recorded work. */
    public void launch(CudaStream stream) {
        call("cuGraphLaunch", () -> driver().graphLaunch(use(), stream.use()), () -> "in " + stream);
    }

    @Override
    String freeCall() {
        return "cuGraphExecDestroy";
    }

    @Override
    int free(long handle) {
        return driver().graphExecDestroy(handle);
    }

    @Override
    public String toString() {
        return "graph on " + context().device();
    }
}
