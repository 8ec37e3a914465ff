package org.jaynes.bindings.cuda;

import org.jaynes.bindings.generated.cuda.Cuda;

/** A mark in a stream that can be waited for and timed. Thread-safe. */
public final class CudaEvent extends ContextResource {
    private CudaEvent(CudaContext context, long handle) {
        super(context, handle, true);
    }

    /** An event that takes the time when it is reached. */
    public static CudaEvent create(CudaContext context) {
        return create(context, Cuda.CU_EVENT_DEFAULT());
    }

    /** An event without a time, which costs the device less. */
    public static CudaEvent createUntimed(CudaContext context) {
        return create(context, Cuda.CU_EVENT_DISABLE_TIMING());
    }

    private static CudaEvent create(CudaContext context, int flags) {
        DriverCalls driver = context.driver();
        long[] event = new long[1];
        context.call("cuEventCreate", () -> driver.eventCreate(event, flags), () -> "in " + context);
        CudaEvent created = new CudaEvent(context, event[0]);
        created.register();
        return created;
    }

    /** Puts the mark behind the work that is in the stream now; an earlier mark is forgotten. */
    public void record(CudaStream stream) {
        call("cuEventRecord", () -> driver().eventRecord(use(), stream.use()), () -> "in " + stream);
    }

    /** Waits until the mark is reached; at once if it was never recorded. */
    public void synchronize() {
        call("cuEventSynchronize", () -> driver().eventSynchronize(use()), () -> "of " + this);
    }

    /** Whether the mark is reached or was never recorded. */
    public boolean isReached() {
        int status = status(() -> driver().eventQuery(use()));
        if (status == Cuda.CUDA_ERROR_NOT_READY()) {
            return false;
        }
        driver().check(status, "cuEventQuery", () -> "of " + this);
        return true;
    }

    /**
     * Time between two reached events, measured by the device with a resolution of about half a microsecond.
     *
     * @throws CudaException if either has not been recorded, is not reached, or takes no time
     */
    public double millisecondsUntil(CudaEvent end) {
        float[] milliseconds = new float[1];
        call(
                "cuEventElapsedTime",
                () -> driver().eventElapsedTime(milliseconds, use(), end.use()),
                () -> "between two events on " + context().device());
        return milliseconds[0];
    }

    @Override
    String freeCall() {
        return "cuEventDestroy";
    }

    @Override
    int free(long handle) {
        return driver().eventDestroy(handle);
    }

    @Override
    public String toString() {
        return "event on " + context().device();
    }
}
