package org.jaynes.bindings.cuda;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Memory of a device. Sizes and offsets are in bytes and checked; contents are undefined until written. Thread-safe as
 * far as the memory itself is: what several streams and threads write to the same place, they must order themselves.
 *
 * <p>Synchronous operations run in the default stream: after all work that was queued before in blocking streams.
 * {@code Async} ones are queued in the given stream and return at once; the host memory they use must live until they
 * are done, and must be {@link PinnedMemory} to be copied while the host goes on.
 */
public final class DeviceMemory extends ContextResource {
    private final long bytes;
    private final @Nullable DeviceMemory whole;

    private DeviceMemory(CudaContext context, long address, long bytes, boolean owned, @Nullable DeviceMemory whole) {
        super(context, address, owned);
        this.bytes = bytes;
        this.whole = whole;
    }

    /**
     * Allocates memory, aligned to 256 bytes at least.
     *
     * @throws CudaException with {@link CudaException#isOutOfMemory} if the device has not as much left
     */
    public static DeviceMemory allocate(CudaContext context, long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("device memory has at least 1 byte; asked for " + bytes);
        }
        DriverCalls driver = context.driver();
        long[] address = new long[1];
        context.call(
                "cuMemAlloc",
                () -> driver.memAlloc(address, bytes),
                () -> "of %d bytes on %s".formatted(bytes, context.device()));
        DeviceMemory memory = new DeviceMemory(context, address[0], bytes, true, null);
        memory.register();
        return memory;
    }

    /**
     * Memory that somebody else allocated; closing the result leaves it alone.
     *
     * @param address a device pointer of this context (a {@code CUdeviceptr}, or what {@code cudaMalloc} returned)
     * @param bytes how many bytes from there may be used; not checked with the driver
     */
    public static DeviceMemory wrap(CudaContext context, long address, long bytes) {
        if (bytes <= 0 || address == 0) {
            throw new IllegalArgumentException("no device memory: %d bytes at 0x%x".formatted(bytes, address));
        }
        DeviceMemory memory = new DeviceMemory(context, address, bytes, false, null);
        memory.register();
        return memory;
    }

    /** A part of this memory. It needs no closing and can be used until this is closed. */
    public DeviceMemory slice(long offset, long size) {
        checkRange("a slice", offset, size);
        return new DeviceMemory(context(), address() + offset, size, false, this);
    }

    /** The device pointer, for kernel arguments and for other CUDA code of this process. */
    public long address() {
        if (whole != null) {
            whole.address();
        }
        return use();
    }

    public long byteSize() {
        return bytes;
    }

    /** Copies a segment of native memory to this memory. */
    public void write(long offset, MemorySegment source) {
        long size = checkHost("a copy from the host", offset, source);
        if (size > 0) {
            call(
                    "cuMemcpyHtoD",
                    () -> driver().copyHostToDevice(address() + offset, source),
                    () -> copied(size, "from the host", offset));
        }
    }

    /** Fills a segment of native memory from this memory. */
    public void read(long offset, MemorySegment target) {
        long size = checkHost("a copy to the host", offset, target);
        if (size > 0) {
            call(
                    "cuMemcpyDtoH",
                    () -> driver().copyDeviceToHost(target, address() + offset),
                    () -> copied(size, "to the host", offset));
        }
    }

    /** Queues {@link #write}. */
    public void writeAsync(long offset, MemorySegment source, CudaStream stream) {
        long size = checkHost("a copy from the host", offset, source);
        if (size > 0) {
            call(
                    "cuMemcpyHtoDAsync",
                    () -> driver().copyHostToDeviceAsync(address() + offset, source, stream.use()),
                    () -> copied(size, "from the host", offset));
        }
    }

    /** Queues {@link #read}. */
    public void readAsync(long offset, MemorySegment target, CudaStream stream) {
        long size = checkHost("a copy to the host", offset, target);
        if (size > 0) {
            call(
                    "cuMemcpyDtoHAsync",
                    () -> driver().copyDeviceToHostAsync(target, address() + offset, stream.use()),
                    () -> copied(size, "to the host", offset));
        }
    }

    /** Copies all of another memory, of the same device or of another one, to the start of this. */
    public void copyFrom(DeviceMemory source) {
        checkRange("a copy from " + source, 0, source.bytes);
        long here = context().handle(); // takes a lock, which nothing may do between push and pop
        long there = source.context().handle();
        if (here == there) {
            call(
                    "cuMemcpyDtoD",
                    () -> driver().copyDeviceToDevice(address(), source.address(), source.bytes),
                    () -> copied(source.bytes, "from device memory", 0));
        } else {
            call(
                    "cuMemcpyPeer",
                    () -> driver().copyPeer(address(), here, source.address(), there, source.bytes),
                    () -> copied(source.bytes, "from " + source.context().device(), 0));
        }
    }

    /** Queues {@link #copyFrom}. */
    public void copyFromAsync(DeviceMemory source, CudaStream stream) {
        checkRange("a copy from " + source, 0, source.bytes);
        long here = context().handle(); // as in copyFrom
        long there = source.context().handle();
        if (here == there) {
            call(
                    "cuMemcpyDtoDAsync",
                    () -> driver().copyDeviceToDeviceAsync(address(), source.address(), source.bytes, stream.use()),
                    () -> copied(source.bytes, "from device memory", 0));
        } else {
            call(
                    "cuMemcpyPeerAsync",
                    () -> driver().copyPeerAsync(address(), here, source.address(), there, source.bytes, stream.use()),
                    () -> copied(source.bytes, "from " + source.context().device(), 0));
        }
    }

    /** Sets every byte. */
    public void fill(byte value) {
        call("cuMemsetD8", () -> driver().fillBytes(address(), value, bytes), () -> "of " + this);
    }

    /** Queues {@link #fill}. */
    public void fillAsync(byte value, CudaStream stream) {
        call(
                "cuMemsetD8Async",
                () -> driver().fillBytesAsync(address(), value, bytes, stream.use()),
                () -> "of " + this);
    }

    /** Sets every 32-bit integer; the size must be a multiple of 4. */
    public void fillInts(int value) {
        long count = countInts();
        call("cuMemsetD32", () -> driver().fillInts(address(), value, count), () -> "of " + this);
    }

    /** Queues {@link #fillInts}. */
    public void fillIntsAsync(int value, CudaStream stream) {
        long count = countInts();
        call(
                "cuMemsetD32Async",
                () -> driver().fillIntsAsync(address(), value, count, stream.use()),
                () -> "of " + this);
    }

    private long countInts() {
        if (bytes % Integer.BYTES != 0) {
            throw new IllegalArgumentException(this + " is not a whole number of 32-bit integers");
        }
        return bytes / Integer.BYTES;
    }

    private long checkHost(String what, long offset, MemorySegment host) {
        HostSegments.requireNative(host);
        checkRange(what, offset, host.byteSize());
        return host.byteSize();
    }

    private void checkRange(String what, long offset, long size) {
        try {
            Objects.checkFromIndexSize(offset, size, bytes);
        } catch (IndexOutOfBoundsException e) {
            IndexOutOfBoundsException located = new IndexOutOfBoundsException(
                    "%s of %d bytes at offset %d does not fit %s".formatted(what, size, offset, this));
            located.initCause(e);
            throw located;
        }
    }

    private String copied(long size, String direction, long offset) {
        return "of %d bytes %s, at offset %d of %s".formatted(size, direction, offset, this);
    }

    @Override
    String freeCall() {
        return "cuMemFree";
    }

    @Override
    int free(long handle) {
        return driver().memFree(handle);
    }

    @Override
    public String toString() {
        return "device memory of %d bytes on %s".formatted(bytes, context().device());
    }
}
