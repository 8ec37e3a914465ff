package org.jaynes.photonics.kernel;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jaynes.bindings.Availability;
import org.jaynes.bindings.cuda.CudaContext;
import org.jaynes.bindings.cuda.CudaDevice;
import org.jaynes.bindings.cuda.CudaDriver;
import org.jaynes.bindings.cuda.CudaException;
import org.jaynes.bindings.cuda.CudaKernel;
import org.jaynes.bindings.cuda.CudaModule;
import org.jaynes.bindings.cuda.CudaStream;
import org.jaynes.bindings.cuda.DeviceAttribute;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.cuda.KernelImages;
import org.jaynes.bindings.cuda.LaunchConfiguration;
import org.jaynes.execution.DeviceFailedException;
import org.jaynes.execution.DeviceName;
import org.jaynes.execution.DeviceUnavailableException;
import org.jaynes.execution.InsufficientMemoryException;

/**
 * A GPU with the kernels of {@code kernels/src/photonics} and a queue of work. It is opened once and stays open, as the
 * CPU library stays loaded; after a failure the next computation opens it again. Computations of several threads take
 * turns.
 */
public final class GpuKernels implements PhotonicKernels {
    private static final String MODULE = "photonics";
    private static final Map<Integer, GpuKernels> OPEN = new HashMap<>();

    private final int ordinal;
    private final CudaContext context;
    private final CudaModule module;
    private final CudaStream stream;
    private final Map<String, CudaKernel> kernels = new HashMap<>();
    private final int sharedBytes;
    private final int maxBlocks;

    private GpuKernels(CudaDevice device, CudaContext context, CudaModule module) {
        this.ordinal = device.ordinal();
        this.context = context;
        this.module = module;
        this.stream = CudaStream.createNonBlocking(context);
        this.sharedBytes = device.attribute(DeviceAttribute.MAX_SHARED_MEMORY_PER_BLOCK_OPTIN);
        this.maxBlocks = device.attribute(DeviceAttribute.MAX_GRID_DIM_X);
    }

    /**
     * A GPU by its number.
     *
     * @throws DeviceUnavailableException if there is no driver, no such device, none of our kernels for it, or if the
     *     driver fails to open it
     */
    public static GpuKernels open(int ordinal) {
        synchronized (OPEN) {
            return OPEN.computeIfAbsent(ordinal, GpuKernels::opened);
        }
    }

    private static GpuKernels opened(int ordinal) {
        List<CudaDevice> devices = switch (CudaDriver.find()) {
            case Availability.Available<CudaDriver>(CudaDriver driver) -> driver.devices();
            case Availability.Unavailable<CudaDriver> missing ->
                throw new DeviceUnavailableException(name(ordinal), missing.reason());
        };
        if (ordinal >= devices.size()) {
            throw new DeviceUnavailableException(
                    name(ordinal),
                    devices.size() == 1
                            ? "the driver shows one device; expected cuda:0"
                            : "the driver shows %d devices; expected cuda:0 to cuda:%d"
                                    .formatted(devices.size(), devices.size() - 1));
        }
        try {
            return opened(devices.get(ordinal));
        } catch (CudaException e) {
            throw new DeviceUnavailableException(name(ordinal), String.valueOf(e.getMessage()), e);
        }
    }

    private static GpuKernels opened(CudaDevice device) {
        CudaContext context = device.openPrimaryContext();
        try {
            return switch (KernelImages.load(context, MODULE)) {
                case Availability.Available<CudaModule>(CudaModule module) -> new GpuKernels(device, context, module);
                case Availability.Unavailable<CudaModule> missing ->
                    throw new DeviceUnavailableException(name(device.ordinal()), missing.reason());
            };
        } catch (RuntimeException | Error e) {
            close(context, e);
            throw e;
        }
    }

    private static void close(CudaContext context, Throwable reason) {
        try {
            context.close();
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    private static String name(int ordinal) {
        return new DeviceName(DeviceName.Kind.CUDA, ordinal).toString();
    }

    /** Such as {@code cuda:0}. */
    public String name() {
        return name(ordinal);
    }

    /** Most dynamic shared memory of a block, in bytes. */
    public int sharedBytes() {
        return sharedBytes;
    }

    /** One computation: what it may do with the device while no other does anything. */
    public final class Work {
        private final DeviceMemory memory;

        private Work(DeviceMemory memory) {
            this.memory = memory;
        }

        /** Address of the memory, aligned to 256 bytes. */
        public long address() {
            return memory.address();
        }

        /**
         * More memory, for the caller to close before the work ends; its content is not defined.
         *
         * @param what as of {@link GpuKernels#compute}
         * @throws InsufficientMemoryException if the device has not as much
         */
        public DeviceMemory allocate(long bytes, String what) {
            return GpuKernels.this.memory(bytes, what);
        }

        /** As {@link #upload(MemorySegment, long)}, to memory of {@link #allocate}. */
        public void upload(MemorySegment source, DeviceMemory target, long offset) {
            target.writeAsync(offset, source, stream);
        }

        /** Bytes of device memory that nobody uses. */
        public long freeMemory() {
            return context.freeMemory();
        }

        /** Queues a copy to the memory; the source must stay as it is until the work has ended. */
        public void upload(MemorySegment source, long offset) {
            memory.writeAsync(offset, source, stream);
        }

        /** Fills native memory from the device's, after all that is queued. */
        public void download(long offset, MemorySegment target) {
            memory.readAsync(offset, target, stream);
            stream.synchronize();
        }

        /**
         * Queues a kernel.
         *
         * @param blocks how many there is work for; the kernels stride over what is left
         * @param shared dynamic shared memory of a block, in bytes
         */
        public void launch(
                String kernel, MemoryLayout layout, long blocks, int threads, long shared, MemorySegment arguments) {
            int grid = Math.clamp(blocks, 1, maxBlocks);
            LaunchConfiguration configuration =
                    LaunchConfiguration.of(grid, threads).withSharedBytes(Math.toIntExact(shared));
            kernel(kernel, layout).launch(stream, configuration, arguments);
        }
    }

    private CudaKernel kernel(String name, MemoryLayout layout) {
        return kernels.computeIfAbsent(name, _ -> {
            CudaKernel kernel = module.kernel(name, layout);
            kernel.allowSharedMemory(sharedBytes - kernel.staticSharedBytes());
            return kernel;
        });
    }

    /**
     * Computes something.
     *
     * @param bytes device memory that it takes; its content is not defined
     * @param what what the memory is for, such as "permanents of 100 matrices"
     * @throws InsufficientMemoryException if the device has not as much
     * @throws DeviceFailedException if the driver reports an error
     */
    public synchronized <T> T compute(long bytes, String what, Function<Work, T> work) {
        try (DeviceMemory memory = memory(bytes, what)) {
            return work.apply(new Work(memory));
        } catch (CudaException e) {
            synchronized (OPEN) {
                OPEN.remove(ordinal, this);
            }
            close(context, e);
            throw new DeviceFailedException(name(), e.call(), e.code(), e);
        }
    }

    /** As {@link #compute}, of something that needs no result. */
    public void run(long bytes, String what, Consumer<Work> work) {
        compute(bytes, what, w -> {
            work.accept(w);
            return w;
        });
    }

    private DeviceMemory memory(long bytes, String what) {
        try {
            return DeviceMemory.allocate(context, bytes);
        } catch (CudaException e) {
            if (e.isOutOfMemory()) {
                throw new InsufficientMemoryException(what, name(), bytes, freeMemoryAfter(e), e);
            }
            throw e;
        }
    }

    /** Memory that is left after a refusal; 0 if the driver cannot tell. */
    private long freeMemoryAfter(CudaException refusal) {
        try {
            return context.freeMemory();
        } catch (CudaException e) {
            refusal.addSuppressed(e);
            return 0;
        }
    }
}
