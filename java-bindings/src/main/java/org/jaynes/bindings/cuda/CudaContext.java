package org.jaynes.bindings.cuda;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jaynes.bindings.generated.cuda.Cuda;
import org.jspecify.annotations.Nullable;

/**
 * A context: what a process has on a device. Streams, events, modules, graphs and memory belong to a context, and closing
 * it closes those that are still open, newest first.
 *
 * <p>The driver keeps a stack of current contexts per operating-system thread. Nobody has to care: every operation of
 * the objects here makes its context current for its own duration and restores what was current before, so all of them
 * can be called from any thread, virtual ones included, and beside other users of CUDA in the process. A thread that
 * makes many calls can hold the context itself with {@link #enter}, which saves each call a push and a pop.
 *
 * <p>Thread-safe, but for one rule that holds for all objects here: do not close an object while another thread uses it.
 */
public final class CudaContext implements AutoCloseable {
    private final CudaDevice device;
    private final DriverCalls driver;
    private final long handle;
    private final boolean retained;
    private final Set<ContextResource> resources = new LinkedHashSet<>();
    private boolean closed;

    private CudaContext(CudaDevice device, long handle, boolean retained) {
        this.device = device;
        this.driver = device.calls();
        this.handle = handle;
        this.retained = retained;
    }

    static CudaContext retain(CudaDevice device) {
        DriverCalls driver = device.calls();
        long[] context = new long[1];
        driver.check(
                driver.primaryContextRetain(context, device.handle()),
                "cuDevicePrimaryCtxRetain",
                () -> "of " + device);
        return new CudaContext(device, context[0], true);
    }

    /**
     * A context that somebody else made, with the driver API or JCuda. Closing the result leaves it alone.
     *
     * @param handle a {@code CUcontext} of this device
     */
    public static CudaContext wrap(CudaDevice device, long handle) {
        return new CudaContext(device, handle, false);
    }

    public CudaDevice device() {
        return device;
    }

    /** The {@code CUcontext}, for use with other CUDA code of this process. It lives until this object is closed. */
    public long handle() {
        requireOpen();
        return handle;
    }

    DriverCalls driver() {
        return driver;
    }

    /** A context that is current on the thread that entered it, until it is closed there. */
    public static final class Scope implements AutoCloseable {
        /** For a thread where the context was current already: leaving it changes nothing. */
        private static final Scope NESTED = new Scope(null, null);

        private final @Nullable CudaContext pushed;
        private final @Nullable Thread thread;
        private boolean left;

        private Scope(@Nullable CudaContext pushed, @Nullable Thread thread) {
            this.pushed = pushed;
            this.thread = thread;
        }

        /**
         * Restores the context that was current before.
         *
         * @throws IllegalStateException on another thread, or if scopes are closed out of order
         */
        @Override
        public void close() {
            if (pushed == null || left) {
                return;
            }
            if (!Thread.currentThread().equals(thread)) {
                throw new IllegalStateException("%s was entered by %s and cannot be left by %s"
                        .formatted(pushed, thread, Thread.currentThread()));
            }
            long[] popped = new long[1];
            pushed.driver.check(pushed.driver.contextPop(popped), "cuCtxPopCurrent", () -> "of " + pushed);
            left = true;
            if (popped[0] != pushed.handle) {
                throw new IllegalStateException("another context was current when " + pushed + " was left");
            }
        }
    }

    /**
     * Makes the context current on this thread until the result is closed, for many calls in a row.
     *
     * @throws IllegalStateException on a virtual thread, which may continue on another thread of the operating system
     */
    public Scope enter() {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread cannot enter a CUDA context for longer than one call");
        }
        return activate();
    }

    /** Makes a driver call with the context current, and checks its status. */
    void call(String name, IntSupplier call, Supplier<String> attempted) {
        driver.check(status(call), name, attempted);
    }

    /** Makes a driver call with the context current. Nothing in between can unmount a virtual thread. */
    int status(IntSupplier call) {
        try (Scope _ = activate()) {
            return call.getAsInt();
        }
    }

    private Scope activate() {
        requireOpen();
        long[] current = new long[1];
        driver.check(driver.contextGetCurrent(current), "cuCtxGetCurrent", () -> "for " + this);
        if (current[0] == handle) {
            return Scope.NESTED;
        }
        driver.check(driver.contextPush(handle), "cuCtxPushCurrent", () -> "of " + this);
        return new Scope(this, Thread.currentThread());
    }

    /** Waits until all work of this context is done. Errors of kernels that ran earlier come out here. */
    public void synchronize() {
        call("cuCtxSynchronize", driver::contextSynchronize, () -> "of " + this);
    }

    /** Memory of the device that can be allocated now, in bytes. */
    public long freeMemory() {
        long[] freeAndTotal = new long[2];
        call("cuMemGetInfo", () -> driver.memGetInfo(freeAndTotal), () -> "of " + this);
        return freeAndTotal[0];
    }

    /** Lets kernels of this context address memory of another device's; done before, it changes nothing. */
    public void enablePeerAccess(CudaContext peer) {
        long peerHandle = peer.handle(); // takes a lock, which nothing may do between push and pop
        int status = status(() -> driver.contextEnablePeerAccess(peerHandle));
        if (status != Cuda.CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED()) {
            driver.check(status, "cuCtxEnablePeerAccess", () -> "from " + this + " to " + peer);
        }
    }

    /**
     * The default stream of the context, which waits for all blocking streams and they for it. It needs no closing and can
     * be used until the context is closed.
     */
    public CudaStream defaultStream() {
        return CudaStream.defaultOf(this);
    }

    synchronized void adopt(ContextResource resource) {
        requireOpen();
        resources.add(resource);
    }

    synchronized void forget(ContextResource resource) {
        resources.remove(resource);
    }

    /** How many objects of this context are open. */
    synchronized int openResources() {
        return resources.size();
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException(this + " is closed");
        }
    }

    /**
     * Closes what is open in this context, newest first, then releases it. Everything is tried even if something fails;
     * the first failure is thrown, with the others suppressed in it. Closing again does nothing.
     */
    @Override
    public void close() {
        List<ContextResource> open;
        synchronized (this) {
            if (closed) {
                return;
            }
            open = new ArrayList<>(resources);
        }
        List<Runnable> steps = new ArrayList<>();
        open.reversed().forEach(resource -> steps.add(resource::close));
        steps.add(this::release);
        RuntimeException failure = null;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void release() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        if (retained) {
            driver.check(
                    driver.primaryContextRelease(device.handle()), "cuDevicePrimaryCtxRelease", () -> "of " + device);
        }
    }

    @Override
    public String toString() {
        return "context of " + device;
    }
}
