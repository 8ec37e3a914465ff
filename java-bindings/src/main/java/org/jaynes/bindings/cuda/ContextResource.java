package org.jaynes.bindings.cuda;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Something of the driver that lives in a context: a handle, freed once. One that somebody else made ({@code owned} is
 * false) is used alike and never freed.
 */
abstract sealed class ContextResource implements AutoCloseable
        permits CudaEvent, CudaGraph, CudaModule, CudaStream, DeviceMemory, PinnedMemory {
    private final CudaContext context;
    private final DriverCalls driver;
    private final long handle;
    private final boolean owned;
    private final AtomicBoolean closed = new AtomicBoolean();

    ContextResource(CudaContext context, long handle, boolean owned) {
        this.context = context;
        this.driver = context.driver();
        this.handle = handle;
        this.owned = owned;
    }

    /** Makes the context close this with itself; the last step of making it. */
    final void register() {
        context.adopt(this);
    }

    /** The context this belongs to. */
    public final CudaContext context() {
        return context;
    }

    final DriverCalls driver() {
        return driver;
    }

    /** The handle, for a call of the driver. */
    final long use() {
        if (closed.get()) {
            throw new IllegalStateException(this + " is closed");
        }
        return handle;
    }

    /** Makes a driver call with the context current, and checks its status. */
    final void call(String name, IntSupplier call, Supplier<String> attempted) {
        driver.check(status(call), name, attempted);
    }

    /** Makes a driver call with the context current. */
    final int status(IntSupplier call) {
        use();
        return context.status(call);
    }

    /** The driver's function that frees the handle. */
    abstract String freeCall();

    /** Calls it. */
    abstract int free(long handle);

    /**
     * Frees it; closing again does nothing. Closing the context has the same effect. Work that was queued before and uses
     * it must be done, except for streams, events and kernels' modules, where the driver waits itself.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        context.forget(this);
        if (owned) {
            context.call(freeCall(), () -> free(handle), () -> "of " + this);
        }
    }
}
