package org.jaynes.bindings.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jaynes.bindings.generated.cuda.Cuda;
import org.jaynes.bindings.internal.NativeMemory;

/**
 * The driver through Java's foreign function interface. Results are received in an arena that lives for one call. No
 * call is {@code critical}: each can wait for a lock of the driver, and a thread in a critical call holds up garbage
 * collection.
 */
final class PanamaDriver extends DriverCalls {
    private static final String ADDRESS_SUFFIX = "$address";

    PanamaDriver(Path library) {
        super(library);
    }

    /** Functions in use that the loaded library lacks: an old driver, or no driver at all. */
    static List<String> missingFunctions() {
        SymbolLookup loaded = SymbolLookup.loaderLookup();
        return Arrays.stream(Cuda.class.getMethods())
                .map(Method::getName)
                .filter(name -> name.endsWith(ADDRESS_SUFFIX))
                .map(name -> name.substring(0, name.length() - ADDRESS_SUFFIX.length()))
                .filter(name -> loaded.find(name).isEmpty())
                .sorted()
                .toList();
    }

    @Override
    public Binding binding() {
        return Binding.PANAMA;
    }

    private static MemorySegment pointer(long address) {
        return MemorySegment.ofAddress(address);
    }

    private static int receive(int[] result, ToIntFunction<MemorySegment> call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            int status = call.applyAsInt(value);
            result[0] = value.get(ValueLayout.JAVA_INT, 0);
            return status;
        }
    }

    private static int receive(long[] result, ToIntFunction<MemorySegment> call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_LONG);
            int status = call.applyAsInt(value);
            result[0] = value.get(ValueLayout.JAVA_LONG, 0);
            return status;
        }
    }

    private static int receive(byte[] result, ToIntFunction<MemorySegment> call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(result.length);
            int status = call.applyAsInt(value);
            MemorySegment.copy(value, ValueLayout.JAVA_BYTE, 0, result, 0, result.length);
            return status;
        }
    }

    @Override
    String errorName(int status) {
        long[] text = new long[1];
        return receive(text, out -> Cuda.cuGetErrorName(status, out)) == Cuda.CUDA_SUCCESS()
                ? NativeMemory.text(text[0], "unnamed error")
                : "unnamed error";
    }

    @Override
    String errorText(int status) {
        long[] text = new long[1];
        return receive(text, out -> Cuda.cuGetErrorString(status, out)) == Cuda.CUDA_SUCCESS()
                ? NativeMemory.text(text[0], "no description")
                : "no description";
    }

    @Override
    int init() {
        return Cuda.cuInit(0);
    }

    @Override
    int driverGetVersion(int[] version) {
        return receive(version, Cuda::cuDriverGetVersion);
    }

    @Override
    int deviceGetCount(int[] count) {
        return receive(count, Cuda::cuDeviceGetCount);
    }

    @Override
    int deviceGet(int[] device, int ordinal) {
        return receive(device, out -> Cuda.cuDeviceGet(out, ordinal));
    }

    @Override
    int deviceGetName(byte[] name, int device) {
        return receive(name, out -> Cuda.cuDeviceGetName(out, name.length, device));
    }

    @Override
    int deviceTotalMem(long[] bytes, int device) {
        return receive(bytes, out -> Cuda.cuDeviceTotalMem_v2(out, device));
    }

    @Override
    int deviceGetAttribute(int[] value, int attribute, int device) {
        return receive(value, out -> Cuda.cuDeviceGetAttribute(out, attribute, device));
    }

    @Override
    int deviceGetUuid(byte[] uuid, int device) {
        return receive(uuid, out -> Cuda.cuDeviceGetUuid_v2(out, device));
    }

    @Override
    int deviceCanAccessPeer(int[] can, int device, int peer) {
        return receive(can, out -> Cuda.cuDeviceCanAccessPeer(out, device, peer));
    }

    @Override
    int primaryContextRetain(long[] context, int device) {
        return receive(context, out -> Cuda.cuDevicePrimaryCtxRetain(out, device));
    }

    @Override
    int primaryContextRelease(int device) {
        return Cuda.cuDevicePrimaryCtxRelease_v2(device);
    }

    @Override
    int contextPush(long context) {
        return Cuda.cuCtxPushCurrent_v2(pointer(context));
    }

    @Override
    int contextPop(long[] context) {
        return receive(context, Cuda::cuCtxPopCurrent_v2);
    }

    @Override
    int contextGetCurrent(long[] context) {
        return receive(context, Cuda::cuCtxGetCurrent);
    }

    @Override
    int contextSynchronize() {
        return Cuda.cuCtxSynchronize();
    }

    @Override
    int contextEnablePeerAccess(long peer) {
        return Cuda.cuCtxEnablePeerAccess(pointer(peer), 0);
    }

    @Override
    int memGetInfo(long[] freeAndTotal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment free = arena.allocate(ValueLayout.JAVA_LONG);
            MemorySegment total = arena.allocate(ValueLayout.JAVA_LONG);
            int status = Cuda.cuMemGetInfo_v2(free, total);
            freeAndTotal[0] = free.get(ValueLayout.JAVA_LONG, 0);
            freeAndTotal[1] = total.get(ValueLayout.JAVA_LONG, 0);
            return status;
        }
    }

    @Override
    int streamCreate(long[] stream, int flags) {
        return receive(stream, out -> Cuda.cuStreamCreate(out, flags));
    }

    @Override
    int streamDestroy(long stream) {
        return Cuda.cuStreamDestroy_v2(pointer(stream));
    }

    @Override
    int streamSynchronize(long stream) {
        return Cuda.cuStreamSynchronize(pointer(stream));
    }

    @Override
    int streamQuery(long stream) {
        return Cuda.cuStreamQuery(pointer(stream));
    }

    @Override
    int streamWaitEvent(long stream, long event) {
        return Cuda.cuStreamWaitEvent(pointer(stream), pointer(event), 0);
    }

    @Override
    int streamBeginCapture(long stream, int mode) {
        return Cuda.cuStreamBeginCapture_v2(pointer(stream), mode);
    }

    @Override
    int streamEndCapture(long[] graph, long stream) {
        return receive(graph, out -> Cuda.cuStreamEndCapture(pointer(stream), out));
    }

    @Override
    int eventCreate(long[] event, int flags) {
        return receive(event, out -> Cuda.cuEventCreate(out, flags));
    }

    @Override
    int eventDestroy(long event) {
        return Cuda.cuEventDestroy_v2(pointer(event));
    }

    @Override
    int eventRecord(long event, long stream) {
        return Cuda.cuEventRecord(pointer(event), pointer(stream));
    }

    @Override
    int eventSynchronize(long event) {
        return Cuda.cuEventSynchronize(pointer(event));
    }

    @Override
    int eventQuery(long event) {
        return Cuda.cuEventQuery(pointer(event));
    }

    @Override
    int eventElapsedTime(float[] milliseconds, long start, long end) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_FLOAT);
            int status = Cuda.cuEventElapsedTime(value, pointer(start), pointer(end));
            milliseconds[0] = value.get(ValueLayout.JAVA_FLOAT, 0);
            return status;
        }
    }

    @Override
    int moduleLoadData(long[] module, byte[] image) {
        try (Arena arena = Arena.ofConfined()) {
            // Cubins are ELF files, which the driver may read as aligned structs.
            MemorySegment data = arena.allocate(image.length, 16);
            MemorySegment.copy(image, 0, data, ValueLayout.JAVA_BYTE, 0, image.length);
            return receive(module, out -> Cuda.cuModuleLoadData(out, data));
        }
    }

    @Override
    int moduleUnload(long module) {
        return Cuda.cuModuleUnload(pointer(module));
    }

    @Override
    int moduleGetFunction(long[] function, long module, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            return receive(function, out -> Cuda.cuModuleGetFunction(out, pointer(module), text));
        }
    }

    @Override
    int funcGetAttribute(int[] value, int attribute, long function) {
        return receive(value, out -> Cuda.cuFuncGetAttribute(out, attribute, pointer(function)));
    }

    @Override
    int funcSetAttribute(long function, int attribute, int value) {
        return Cuda.cuFuncSetAttribute(pointer(function), attribute, value);
    }

    @Override
    int occupancyMaxActiveBlocks(int[] blocks, long function, int blockThreads, long sharedBytes) {
        return receive(
                blocks,
                out -> Cuda.cuOccupancyMaxActiveBlocksPerMultiprocessor(
                        out, pointer(function), blockThreads, sharedBytes));
    }

    @Override
    int launchKernel(long function, LaunchConfiguration configuration, long stream, long parameters) {
        return Cuda.cuLaunchKernel(
                pointer(function),
                configuration.gridX(),
                configuration.gridY(),
                configuration.gridZ(),
                configuration.blockX(),
                configuration.blockY(),
                configuration.blockZ(),
                configuration.sharedBytes(),
                pointer(stream),
                pointer(parameters),
                MemorySegment.NULL);
    }

    @Override
    int memAlloc(long[] address, long bytes) {
        return receive(address, out -> Cuda.cuMemAlloc_v2(out, bytes));
    }

    @Override
    int memFree(long address) {
        return Cuda.cuMemFree_v2(address);
    }

    @Override
    int memHostAlloc(long[] address, long bytes, int flags) {
        return receive(address, out -> Cuda.cuMemHostAlloc(out, bytes, flags));
    }

    @Override
    int memFreeHost(long address) {
        return Cuda.cuMemFreeHost(pointer(address));
    }

    @Override
    int copyHostToDevice(long target, MemorySegment source) {
        return Cuda.cuMemcpyHtoD_v2(target, source, source.byteSize());
    }

    @Override
    int copyDeviceToHost(MemorySegment target, long source) {
        return Cuda.cuMemcpyDtoH_v2(target, source, target.byteSize());
    }

    @Override
    int copyDeviceToDevice(long target, long source, long bytes) {
        return Cuda.cuMemcpyDtoD_v2(target, source, bytes);
    }

    @Override
    int copyHostToDeviceAsync(long target, MemorySegment source, long stream) {
        return Cuda.cuMemcpyHtoDAsync_v2(target, source, source.byteSize(), pointer(stream));
    }

    @Override
    int copyDeviceToHostAsync(MemorySegment target, long source, long stream) {
        return Cuda.cuMemcpyDtoHAsync_v2(target, source, target.byteSize(), pointer(stream));
    }

    @Override
    int copyDeviceToDeviceAsync(long target, long source, long bytes, long stream) {
        return Cuda.cuMemcpyDtoDAsync_v2(target, source, bytes, pointer(stream));
    }

    @Override
    int copyPeer(long target, long targetContext, long source, long sourceContext, long bytes) {
        return Cuda.cuMemcpyPeer(target, pointer(targetContext), source, pointer(sourceContext), bytes);
    }

    @Override
    int copyPeerAsync(long target, long targetContext, long source, long sourceContext, long bytes, long stream) {
        return Cuda.cuMemcpyPeerAsync(
                target, pointer(targetContext), source, pointer(sourceContext), bytes, pointer(stream));
    }

    @Override
    int fillBytes(long target, byte value, long count) {
        return Cuda.cuMemsetD8_v2(target, value, count);
    }

    @Override
    int fillInts(long target, int value, long count) {
        return Cuda.cuMemsetD32_v2(target, value, count);
    }

    @Override
    int fillBytesAsync(long target, byte value, long count, long stream) {
        return Cuda.cuMemsetD8Async(target, value, count, pointer(stream));
    }

    @Override
    int fillIntsAsync(long target, int value, long count, long stream) {
        return Cuda.cuMemsetD32Async(target, value, count, pointer(stream));
    }

    @Override
    int graphInstantiate(long[] executable, long graph) {
        return receive(executable, out -> Cuda.cuGraphInstantiateWithFlags(out, pointer(graph), 0));
    }

    @Override
    int graphLaunch(long executable, long stream) {
        return Cuda.cuGraphLaunch(pointer(executable), pointer(stream));
    }

    @Override
    int graphExecDestroy(long executable) {
        return Cuda.cuGraphExecDestroy(pointer(executable));
    }

    @Override
    int graphDestroy(long graph) {
        return Cuda.cuGraphDestroy(pointer(graph));
    }
}
