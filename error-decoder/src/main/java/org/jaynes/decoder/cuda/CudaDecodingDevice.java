package org.jaynes.decoder.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Supplier;
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
import org.jaynes.bindings.cuda.PinnedMemory;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.DecodingDeviceException;
import org.jaynes.decoder.DecodingDeviceException.Fault;
import org.jaynes.decoder.DecodingServer;
import org.jspecify.annotations.Nullable;

/**
 * A CUDA device with the kernels of {@code kernels/src/decoder}. All work goes through one stream, in the order of the
 * calls; whoever makes several calls that belong together does so in {@link #work}.
 */
public final class CudaDecodingDevice implements DecodingDevice {
    private static final String MODULE = "decoder";

    private final String name;
    private final CudaContext context;
    private final CudaModule module;
    private final CudaStream stream;

    /** Has the device for itself; guarded by this. */
    private @Nullable DecodingServer server;

    /** Guarded by this. */
    private boolean closed;

    private CudaDecodingDevice(String name, CudaContext context, CudaModule module) {
        this.name = name;
        this.context = context;
        this.module = module;
        this.stream = CudaStream.create(context);
    }

    /** As {@link DecodingDevice#cuda}. */
    public static CudaDecodingDevice open(int ordinal) {
        String name = "cuda:" + ordinal;
        try {
            List<CudaDevice> devices = available(name, CudaDriver.find()).devices();
            if (ordinal < 0 || ordinal >= devices.size()) {
                throw unavailable(name, "the driver shows %d, from cuda:0 on".formatted(devices.size()));
            }
            CudaContext context = devices.get(ordinal).openPrimaryContext();
            try {
                return new CudaDecodingDevice(name, context, available(name, KernelImages.load(context, MODULE)));
            } catch (RuntimeException | Error e) {
                context.close();
                throw e;
            }
        } catch (CudaException e) {
            throw new DecodingDeviceException(Fault.UNAVAILABLE, name + " is not usable: " + e.getMessage(), e);
        }
    }

    private static <T> T available(String name, Availability<T> found) {
        return switch (found) {
            case Availability.Available<T>(T value) -> value;
            case Availability.Unavailable<T> missing -> throw unavailable(name, missing.reason());
        };
    }

    private static DecodingDeviceException unavailable(String name, String reason) {
        return new DecodingDeviceException(Fault.UNAVAILABLE, name + " is not usable: " + reason, null);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String model() {
        return context.device().name();
    }

    /**
     * Does work that belongs together, while no other thread does.
     *
     * @throws DecodingDeviceException where the work meets a {@link CudaException}, or a server has the device
     */
    public synchronized <T> T work(Supplier<T> work) {
        if (server != null) {
            // The driver waits for all kernels where memory is freed, and the server's ends when it is closed.
            throw new DecodingDeviceException(
                    Fault.BUSY, "%s serves single shots; close the %s first".formatted(name, server), null);
        }
        try {
            return work.get();
        } catch (CudaException e) {
            throw failed(e);
        }
    }

    /** Frees memory, unless closing the device has done so. */
    synchronized void release(Runnable free) {
        if (!closed) {
            work(() -> {
                free.run();
                return this;
            });
        }
    }

    /** Starts a server, which has the device for itself from then on. */
    public synchronized DecodingServer serve(Supplier<DecodingServer> start) {
        DecodingServer started = work(start);
        server = started;
        return started;
    }

    /** Ends what {@link #serve} has begun. */
    public synchronized void endService(DecodingServer ended) {
        if (ended.equals(server)) {
            server = null;
        }
    }

    /** The exception for a failure of this device. */
    public DecodingDeviceException failed(CudaException e) {
        Fault fault = e.isOutOfMemory() ? Fault.OUT_OF_MEMORY : Fault.FAILED;
        return new DecodingDeviceException(fault, name + " failed: " + e.getMessage(), e);
    }

    /** Memory of the device that nobody has, in bytes. */
    public long freeMemory() {
        return context.freeMemory();
    }

    /** Multiprocessors of the device. */
    public int multiprocessors() {
        return context.device().attribute(DeviceAttribute.MULTIPROCESSOR_COUNT);
    }

    /** Bytes of shared memory that a block can have. */
    public int sharedBytes() {
        return context.device().attribute(DeviceAttribute.MAX_SHARED_MEMORY_PER_BLOCK_OPTIN);
    }

    /** Bytes of shared memory that a multiprocessor has for all of its blocks. */
    public int sharedBytesOfMultiprocessor() {
        return context.device().attribute(DeviceAttribute.MAX_SHARED_MEMORY_PER_MULTIPROCESSOR);
    }

    /** A kernel by its name and the layout of its argument struct. */
    public CudaKernel kernel(String kernel, MemoryLayout arguments) {
        return module.kernel(kernel, arguments);
    }

    /** Memory for the time of a call, see {@link DeviceArena} for more; at least one byte, so that there is an address. */
    public DeviceMemory allocate(long bytes) {
        return DeviceMemory.allocate(context, Math.max(1, bytes));
    }

    /** Pinned memory, as {@link #allocate}. */
    PinnedMemory pinned(long bytes) {
        return PinnedMemory.allocate(context, Math.max(1, bytes));
    }

    /** Copies an array (of a heap segment) to memory. */
    public void write(DeviceMemory memory, long offset, MemorySegment array) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(Math.max(1, array.byteSize()));
            MemorySegment filled = copy.asSlice(0, array.byteSize());
            filled.copyFrom(array);
            memory.write(offset, filled);
        }
    }

    /** Copies the first words of memory to a part of an array, after all that is queued. */
    public void read(DeviceMemory memory, int words, long[] target, int offset) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(ValueLayout.JAVA_LONG, Math.max(1, words));
            memory.read(0, copy.asSlice(0, (long) words * Long.BYTES));
            MemorySegment.copy(copy, ValueLayout.JAVA_LONG, 0, target, offset, words);
        }
    }

    /** The same launch with no more blocks than there is work for. */
    public static LaunchConfiguration fewerBlocks(LaunchConfiguration most, long work) {
        return LaunchConfiguration.of(Math.clamp(work, 1, most.gridX()), most.blockX())
                .withSharedBytes(most.sharedBytes());
    }

    /** A launch that fills the device, by the number of blocks that fit on it at once. */
    public LaunchConfiguration filling(CudaKernel kernel, int threads, int sharedBytes) {
        int blocks = multiprocessors() * Math.max(1, kernel.blocksPerMultiprocessor(threads, sharedBytes));
        return LaunchConfiguration.of(blocks, threads).withSharedBytes(sharedBytes);
    }

    /** Queues a kernel. */
    public void launch(CudaKernel kernel, LaunchConfiguration configuration, MemorySegment arguments) {
        kernel.launch(stream, configuration, arguments);
    }

    /** A new stream beside that of all work, which neither waits for the other. */
    public CudaStream independentStream() {
        return CudaStream.createNonBlocking(context);
    }

    /** The stream of all work. */
    public CudaStream stream() {
        return stream;
    }

    @Override
    public synchronized void close() {
        try (Closing _ = this::closeContext;
                DecodingServer _ = server) {
            closed = true;
            server = null; // Also one that cannot be closed any more leaves the device.
        }
    }

    private void closeContext() {
        try {
            context.close();
        } catch (CudaException e) {
            throw failed(e);
        }
    }

    /** A step of closing that throws nothing checked. */
    private interface Closing extends AutoCloseable {
        @Override
        void close();
    }
}
