package org.jaynes.execution;

import java.util.List;
import org.jaynes.bindings.Availability;
import org.jaynes.bindings.cuda.CudaContext;
import org.jaynes.bindings.cuda.CudaDevice;
import org.jaynes.bindings.cuda.CudaDriver;
import org.jaynes.bindings.cuda.CudaException;
import org.jaynes.bindings.cuda.CudaModule;
import org.jaynes.bindings.cuda.CudaStream;
import org.jaynes.bindings.cuda.DeviceAttribute;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.cuda.KernelImages;
import org.jaynes.bindings.generated.launch.JaynesLaunch;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;
import org.jspecify.annotations.Nullable;

/**
 * A CUDA device: one context and one stream, in which all work of all its states is queued. Calls of several threads take
 * turns. The device is released when the executor and all its states are closed.
 */
final class CudaExecutor implements Executor {
    /** Of the memory of closed states, more than this is given back to the device. */
    private static final long MOST_IDLE_BYTES = 64L << 20;

    /** A small device keeps only one part in so many of its memory: it must not matter to who asks what is left. */
    private static final int IDLE_SHARE = 256;

    private final String name;
    private final CudaContext context;
    private final CudaStream stream;
    private final CudaKernels complex64;
    private final CudaKernels complex128;
    private final CudaTransfers transfers;
    private final CudaPlans plans;
    private final CudaGraphs graphs;
    private final IdleDeviceMemory idle;
    private final CudaPeers peers;
    private final DeviceProfile profile;
    private @Nullable DeviceMemory results;
    private int openStates;
    private boolean closed;

    private CudaExecutor(CudaDevice device, CudaContext context, CudaModule module) {
        this.name = nameOf(device.ordinal());
        this.context = context;
        this.stream = CudaStream.createNonBlocking(context);
        this.complex64 = new CudaKernels(module, device, Precision.SINGLE);
        this.complex128 = new CudaKernels(module, device, Precision.DOUBLE);
        this.transfers = new CudaTransfers(context, stream);
        this.plans = new CudaPlans(this::memory, stream, transfers);
        this.graphs = new CudaGraphs(stream);
        this.idle = new IdleDeviceMemory(Math.min(MOST_IDLE_BYTES, device.totalMemory() / IDLE_SHARE));
        this.peers = new CudaPeers(this);
        this.profile = profileOf(device);
    }

    private static String nameOf(int ordinal) {
        return "cuda:" + ordinal;
    }

    /**
     * Opens a device.
     *
     * @throws DeviceUnavailableException if there is no such device, no kernels for it, or if the driver fails
     * @throws DeviceFailedException if the device or the host has no memory left for what an open device needs
     */
    static CudaExecutor open(CudaDriver driver, int ordinal) {
        List<CudaDevice> devices = driver.devices();
        if (ordinal < 0 || ordinal >= devices.size()) {
            throw new DeviceUnavailableException(
                    nameOf(ordinal),
                    devices.size() == 1
                            ? "the driver shows one device; expected cuda:0"
                            : "the driver shows %d devices; expected cuda:0 to cuda:%d"
                                    .formatted(devices.size(), devices.size() - 1));
        }
        try {
            return open(devices.get(ordinal));
        } catch (CudaException e) {
            throw e.isOutOfMemory()
                    ? DeviceFailedException.translated(nameOf(ordinal), e)
                    : new DeviceUnavailableException(nameOf(ordinal), String.valueOf(e.getMessage()), e);
        }
    }

    private static CudaExecutor open(CudaDevice device) {
        CudaContext context = device.openPrimaryContext();
        try {
            return switch (KernelImages.load(context, CudaKernels.MODULE)) {
                case Availability.Available<CudaModule>(CudaModule module) -> new CudaExecutor(device, context, module);
                case Availability.Unavailable<CudaModule> missing ->
                    throw new DeviceUnavailableException(nameOf(device.ordinal()), missing.reason());
            };
        } catch (RuntimeException | Error e) {
            try {
                context.close();
            } catch (RuntimeException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private static DeviceProfile profileOf(CudaDevice device) {
        // Double data rate: two transfers per clock.
        double bytesPerSecond = 2e3
                * device.attribute(DeviceAttribute.MEMORY_CLOCK_RATE)
                * device.attribute(DeviceAttribute.GLOBAL_MEMORY_BUS_WIDTH)
                / Byte.SIZE;
        double multiplyAdds = 128e3
                * device.attribute(DeviceAttribute.MULTIPROCESSOR_COUNT)
                * device.attribute(DeviceAttribute.CLOCK_RATE);
        return DeviceProfile.cuda(
                "sm_" + device.computeCapability().number(),
                Math.max(1e9, bytesPerSecond),
                Math.max(1e9, multiplyAdds),
                device.attribute(DeviceAttribute.MAX_SHARED_MEMORY_PER_BLOCK_OPTIN)
                        - JaynesLaunch.JAYNES_PASS_STAGING_BYTES());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DeviceProfile profile() {
        return profile;
    }

    @Override
    public synchronized StateBuffer allocate(int indexBits, int rows, Precision precision) {
        if (closed) {
            throw new IllegalStateException(name + " has been closed");
        }
        StateSize.requireFits(name, indexBits, rows, precision, freeMemory());
        CudaStates states = new CudaStates(indexBits, rows, precision, this);
        openStates++;
        try {
            states.initialize(0);
        } catch (RuntimeException | Error e) {
            states.close();
            throw e;
        }
        return states;
    }

    /** Bytes that the device has left, those that are kept for the next states among them. */
    long freeMemory() {
        try {
            return context.freeMemory() + idle.bytes();
        } catch (CudaException e) {
            throw DeviceFailedException.translated(name, e);
        }
    }

    /**
     * Memory of the device.
     *
     * @param what what it is for, for the message when there is none
     * @throws InsufficientMemoryException if the driver refuses: less is left than it said, or not in one piece
     */
    DeviceMemory memory(long bytes, String what) {
        try {
            return DeviceMemory.allocate(context, bytes);
        } catch (CudaException e) {
            if (e.isOutOfMemory()) {
                if (idle.free()) {
                    return memory(bytes, what);
                }
                throw new InsufficientMemoryException(what, name, bytes, freeMemoryAfter(e), e);
            }
            throw DeviceFailedException.translated(name, e);
        }
    }

    /** As {@link #memory}, of a state that has been closed if there is such: undefined contents, in use no more. */
    DeviceMemory stateMemory(long bytes, String what) {
        DeviceMemory kept = idle.take(bytes);
        return kept == null ? memory(bytes, what) : kept;
    }

    /** Takes {@link #stateMemory} back, for the next states. */
    void giveBack(DeviceMemory memory) {
        idle.giveBack(memory);
    }

    /** Memory that is left after a refusal; 0 if the driver cannot tell, which does not take the refusal's place. */
    private long freeMemoryAfter(CudaException refusal) {
        try {
            return context.freeMemory();
        } catch (CudaException e) {
            refusal.addSuppressed(e);
            return 0;
        }
    }

    CudaContext context() {
        return context;
    }

    CudaStream stream() {
        return stream;
    }

    CudaKernels kernels(Precision precision) {
        return precision == Precision.SINGLE ? complex64 : complex128;
    }

    CudaTransfers transfers() {
        return transfers;
    }

    CudaPlans plans() {
        return plans;
    }

    CudaGraphs graphs() {
        return graphs;
    }

    CudaPeers peers() {
        return peers;
    }

    /** Memory for results of a reduction, valid until the next call. */
    DeviceMemory results(long bytes) {
        DeviceMemory known = results;
        if (known == null || known.byteSize() < bytes) {
            if (known != null) {
                stream.synchronize();
                known.close();
                results = null;
            }
            known = memory(bytes, "a reduction");
            results = known;
        }
        return known;
    }

    /** A state has freed its memory. */
    synchronized void stateClosed() {
        openStates--;
        releaseIfUnused();
    }

    @Override
    public synchronized void close() {
        closed = true;
        releaseIfUnused();
    }

    private void releaseIfUnused() {
        if (closed && openStates == 0) {
            try {
                context.close();
            } catch (CudaException e) {
                throw DeviceFailedException.translated(name, e);
            }
        }
    }
}
