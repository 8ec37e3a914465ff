package org.jaynes.bindings.cuda;

import org.jaynes.bindings.generated.cuda.Cuda;

/**
 * A queue of work for a device, done in order. Thread-safe; calls from several threads are queued in some order.
 *
 * <p>Streams made here are blocking ones: the default stream waits for them and they for it. The synchronous copies and
 * fills of {@link DeviceMemory} run in the default stream, so they come after all work that was queued before them.
 */
public final class CudaStream extends ContextResource {
    private CudaStream(CudaContext context, long handle, boolean owned) {
        super(context, handle, owned);
    }

    /** A new stream, ordered with the default stream. */
    public static CudaStream create(CudaContext context) {
        return create(context, Cuda.CU_STREAM_DEFAULT());
    }

    /** A new stream that neither waits for the default stream nor makes it wait: synchronous copies overtake it. */
    public static CudaStream createNonBlocking(CudaContext context) {
        return create(context, Cuda.CU_STREAM_NON_BLOCKING());
    }

    private static CudaStream create(CudaContext context, int flags) {
        DriverCalls driver = context.driver();
        long[] stream = new long[1];
        context.call("cuStreamCreate", () -> driver.streamCreate(stream, flags), () -> "in " + context);
        CudaStream created = new CudaStream(context, stream[0], true);
        created.register();
        return created;
    }

    /**
     * A stream that somebody else made; closing the result leaves it alone.
     *
     * @param handle a {@code CUstream} or {@code cudaStream_t} of this context; 0 is the default stream
     */
    public static CudaStream wrap(CudaContext context, long handle) {
        CudaStream wrapped = new CudaStream(context, handle, false);
        wrapped.register();
        return wrapped;
    }

    /** The default stream. The context does not keep it: there is nothing to free. */
    static CudaStream defaultOf(CudaContext context) {
        return new CudaStream(context, 0, false);
    }

    /** The {@code CUstream}, for use with other CUDA code of this process. It lives until this object is closed. */
    public long handle() {
        return use();
    }

    /** Waits until all work of the stream is done. Errors of kernels that ran earlier come out here. */
    public void synchronize() {
        call("cuStreamSynchronize", () -> driver().streamSynchronize(use()), () -> "of " + this);
    }

    /** Whether all work of the stream is done. */
    public boolean isIdle() {
        int status = status(() -> driver().streamQuery(use()));
        if (status == Cuda.CUDA_ERROR_NOT_READY()) {
            return false;
        }
        driver().check(status, "cuStreamQuery", () -> "of " + this);
        return true;
    }

    /** Work that is queued after this call waits until the event is reached; this thread does not. */
    public void waitFor(CudaEvent event) {
        call(
                "cuStreamWaitEvent",
                () -> driver().streamWaitEvent(use(), event.use()),
                () -> "for " + event + " in " + this);
    }

    @Override
    String freeCall() {
        return "cuStreamDestroy";
    }

    @Override
    int free(long handle) {
        return driver().streamDestroy(handle);
    }

    @Override
    public String toString() {
        return "stream on " + context().device();
    }
}
