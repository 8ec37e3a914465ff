package org.jaynes.bindings.cuda;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jaynes.bindings.generated.cuda.Cuda;

/**
 * The calls of the CUDA driver that Jaynes uses, one method per function, as thin as can be: handles and addresses are
 * longs, results come in element 0 of an array, and every method returns the driver's status. Two subclasses make the
 * calls; all that is decided is decided here and in the objects above. Stateless but for the library; thread-safe.
 */
abstract sealed class DriverCalls implements CudaDriver permits PanamaDriver, JCudaBackedDriver {
    /** The driver of CUDA 12.0 is the first with every call in use, and the first that loads PTX of the kernels' build. */
    static final int OLDEST_VERSION = 12000;

    private final Path library;

    DriverCalls(Path library) {
        this.library = library;
    }

    @Override
    public Path library() {
        return library;
    }

    @Override
    public int version() {
        int[] version = new int[1];
        check(driverGetVersion(version), "cuDriverGetVersion", () -> "of " + library);
        return version[0];
    }

    @Override
    public List<CudaDevice> devices() {
        int[] count = new int[1];
        check(deviceGetCount(count), "cuDeviceGetCount", () -> "of " + library);
        List<CudaDevice> devices = new ArrayList<>();
        for (int ordinal = 0; ordinal < count[0]; ordinal++) {
            devices.add(CudaDevice.read(this, ordinal));
        }
        return List.copyOf(devices);
    }

    /** Throws unless the status is success. */
    final void check(int status, String call, Supplier<String> attempted) {
        if (status != Cuda.CUDA_SUCCESS()) {
            throw new CudaException(call, attempted.get(), status, errorName(status), errorText(status));
        }
    }

    /** For messages: {@code CUDA_ERROR_NO_DEVICE (100), no CUDA-capable device is detected}. */
    final String describe(int status) {
        return "%s (%d), %s".formatted(errorName(status), status, errorText(status));
    }

    abstract String errorName(int status);

    abstract String errorText(int status);

    abstract int init();

    abstract int driverGetVersion(int[] version);

    abstract int deviceGetCount(int[] count);

    abstract int deviceGet(int[] device, int ordinal);

    /** @param name receives at most {@code name.length - 1} bytes and a NUL */
    abstract int deviceGetName(byte[] name, int device);

    abstract int deviceTotalMem(long[] bytes, int device);

    abstract int deviceGetAttribute(int[] value, int attribute, int device);

    /** @param uuid receives 16 bytes */
    abstract int deviceGetUuid(byte[] uuid, int device);

    abstract int deviceCanAccessPeer(int[] can, int device, int peer);

    abstract int primaryContextRetain(long[] context, int device);

    abstract int primaryContextRelease(int device);

    abstract int contextPush(long context);

    abstract int contextPop(long[] context);

    abstract int contextGetCurrent(long[] context);

    abstract int contextSynchronize();

    abstract int contextEnablePeerAccess(long peer);

    /** @param freeAndTotal receives two values */
    abstract int memGetInfo(long[] freeAndTotal);

    abstract int streamCreate(long[] stream, int flags);

    abstract int streamDestroy(long stream);

    abstract int streamSynchronize(long stream);

    abstract int streamQuery(long stream);

    abstract int streamWaitEvent(long stream, long event);

    abstract int streamBeginCapture(long stream, int mode);

    abstract int streamEndCapture(long[] graph, long stream);

    abstract int eventCreate(long[] event, int flags);

    abstract int eventDestroy(long event);

    abstract int eventRecord(long event, long stream);

    abstract int eventSynchronize(long event);

    abstract int eventQuery(long event);

    abstract int eventElapsedTime(float[] milliseconds, long start, long end);

    abstract int moduleLoadData(long[] module, byte[] image);

    abstract int moduleUnload(long module);

    abstract int moduleGetFunction(long[] function, long module, String name);

    abstract int funcGetAttribute(int[] value, int attribute, long function);

    abstract int funcSetAttribute(long function, int attribute, int value);

    abstract int occupancyMaxActiveBlocks(int[] blocks, long function, int blockThreads, long sharedBytes);

    /** @param parameters address of an array of addresses, one per kernel parameter */
    abstract int launchKernel(long function, LaunchConfiguration configuration, long stream, long parameters);

    abstract int memAlloc(long[] address, long bytes);

    abstract int memFree(long address);

    abstract int memHostAlloc(long[] address, long bytes, int flags);

    abstract int memFreeHost(long address);

    abstract int copyHostToDevice(long target, MemorySegment source);

    abstract int copyDeviceToHost(MemorySegment target, long source);

    abstract int copyDeviceToDevice(long target, long source, long bytes);

    abstract int copyHostToDeviceAsync(long target, MemorySegment source, long stream);

    abstract int copyDeviceToHostAsync(MemorySegment target, long source, long stream);

    abstract int copyDeviceToDeviceAsync(long target, long source, long bytes, long stream);

    abstract int copyPeer(long target, long targetContext, long source, long sourceContext, long bytes);

    abstract int copyPeerAsync(
            long target, long targetContext, long source, long sourceContext, long bytes, long stream);

    abstract int fillBytes(long target, byte value, long count);

    abstract int fillInts(long target, int value, long count);

    abstract int fillBytesAsync(long target, byte value, long count, long stream);

    abstract int fillIntsAsync(long target, int value, long count, long stream);

    abstract int graphInstantiate(long[] executable, long graph);

    abstract int graphLaunch(long executable, long stream);

    abstract int graphExecDestroy(long executable);

    abstract int graphDestroy(long graph);

    @Override
    public String toString() {
        return "CUDA driver " + library + " through " + binding().word();
    }
}
