package org.jaynes.bindings.cuda;

import static org.jaynes.bindings.cuda.JCudaPointers.device;
import static org.jaynes.bindings.cuda.JCudaPointers.host;
import static org.jaynes.bindings.cuda.JCudaPointers.set;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUuuid;
import jcuda.driver.JCudaDriver;
import org.jaynes.bindings.generated.cuda.Cuda;

/**
 * The driver through JCuda's {@code JCudaDriver}. Every handle becomes a JCuda object for the length of a call. Loaded
 * only after {@link JCudaNatives} has found JCuda.
 */
final class JCudaBackedDriver extends DriverCalls {
    /** No code of the driver is larger: {@code CUDA_ERROR_UNKNOWN} is 999. */
    private static final int LARGEST_CODE = 999;

    JCudaBackedDriver(Path library) {
        super(library);
    }

    @Override
    public Binding binding() {
        return Binding.JCUDA;
    }

    /** JCuda throws instead of returning a status if its user has asked it to: both give a status here. */
    private static int status(IntSupplier call) {
        try {
            return call.getAsInt();
        } catch (jcuda.CudaException e) {
            for (int code = 1; code <= LARGEST_CODE; code++) {
                if (CUresult.stringFor(code).equals(e.getMessage())) {
                    return code;
                }
            }
            throw e;
        }
    }

    private static <T extends NativePointerObject> int receive(long[] result, T handle, ToIntFunction<T> call) {
        int status = status(() -> call.applyAsInt(handle));
        result[0] = JCudaPointers.get(handle);
        return status;
    }

    private static CUdevice ordinal(int device) {
        return set(new CUdevice(), device);
    }

    private static CUcontext context(long handle) {
        return set(new CUcontext(), handle);
    }

    private static CUstream stream(long handle) {
        return set(new CUstream(), handle);
    }

    private static CUevent event(long handle) {
        return set(new CUevent(), handle);
    }

    private static CUmodule module(long handle) {
        return set(new CUmodule(), handle);
    }

    private static CUfunction function(long handle) {
        return set(new CUfunction(), handle);
    }

    @Override
    String errorName(int status) {
        String[] name = new String[1];
        return status(() -> JCudaDriver.cuGetErrorName(status, name)) == Cuda.CUDA_SUCCESS()
                ? Objects.requireNonNullElse(name[0], "unnamed error")
                : "unnamed error";
    }

    @Override
    String errorText(int status) {
        String[] text = new String[1];
        return status(() -> JCudaDriver.cuGetErrorString(status, text)) == Cuda.CUDA_SUCCESS()
                ? Objects.requireNonNullElse(text[0], "no description")
                : "no description";
    }

    @Override
    int init() {
        return status(() -> JCudaDriver.cuInit(0));
    }

    @Override
    int driverGetVersion(int[] version) {
        return status(() -> JCudaDriver.cuDriverGetVersion(version));
    }

    @Override
    int deviceGetCount(int[] count) {
        return status(() -> JCudaDriver.cuDeviceGetCount(count));
    }

    @Override
    int deviceGet(int[] device, int ordinal) {
        CUdevice handle = new CUdevice();
        int status = status(() -> JCudaDriver.cuDeviceGet(handle, ordinal));
        device[0] = (int) JCudaPointers.get(handle);
        return status;
    }

    @Override
    int deviceGetName(byte[] name, int device) {
        return status(() -> JCudaDriver.cuDeviceGetName(name, name.length, ordinal(device)));
    }

    @Override
    int deviceTotalMem(long[] bytes, int device) {
        return status(() -> JCudaDriver.cuDeviceTotalMem(bytes, ordinal(device)));
    }

    @Override
    int deviceGetAttribute(int[] value, int attribute, int device) {
        return status(() -> JCudaDriver.cuDeviceGetAttribute(value, attribute, ordinal(device)));
    }

    @Override
    int deviceGetUuid(byte[] uuid, int device) {
        CUuuid value = new CUuuid();
        int status = status(() -> JCudaDriver.cuDeviceGetUuid(value, ordinal(device)));
        System.arraycopy(value.bytes, 0, uuid, 0, Math.min(uuid.length, value.bytes.length));
        return status;
    }

    @Override
    int deviceCanAccessPeer(int[] can, int device, int peer) {
        return status(() -> JCudaDriver.cuDeviceCanAccessPeer(can, ordinal(device), ordinal(peer)));
    }

    @Override
    int primaryContextRetain(long[] context, int device) {
        return receive(context, new CUcontext(), out -> JCudaDriver.cuDevicePrimaryCtxRetain(out, ordinal(device)));
    }

    @Override
    int primaryContextRelease(int device) {
        return status(() -> JCudaDriver.cuDevicePrimaryCtxRelease(ordinal(device)));
    }

    @Override
    int contextPush(long context) {
        return status(() -> JCudaDriver.cuCtxPushCurrent(context(context)));
    }

    @Override
    int contextPop(long[] context) {
        return receive(context, new CUcontext(), JCudaDriver::cuCtxPopCurrent);
    }

    @Override
    int contextGetCurrent(long[] context) {
        return receive(context, new CUcontext(), JCudaDriver::cuCtxGetCurrent);
    }

    @Override
    int contextSynchronize() {
        return status(JCudaDriver::cuCtxSynchronize);
    }

    @Override
    int contextEnablePeerAccess(long peer) {
        return status(() -> JCudaDriver.cuCtxEnablePeerAccess(context(peer), 0));
    }

    @Override
    int memGetInfo(long[] freeAndTotal) {
        long[] free = new long[1];
        long[] total = new long[1];
        int status = status(() -> JCudaDriver.cuMemGetInfo(free, total));
        freeAndTotal[0] = free[0];
        freeAndTotal[1] = total[0];
        return status;
    }

    @Override
    int streamCreate(long[] stream, int flags) {
        return receive(stream, new CUstream(), out -> JCudaDriver.cuStreamCreate(out, flags));
    }

    @Override
    int streamDestroy(long stream) {
        return status(() -> JCudaDriver.cuStreamDestroy(stream(stream)));
    }

    @Override
    int streamSynchronize(long stream) {
        return status(() -> JCudaDriver.cuStreamSynchronize(stream(stream)));
    }

    @Override
    int streamQuery(long stream) {
        return status(() -> JCudaDriver.cuStreamQuery(stream(stream)));
    }

    @Override
    int streamWaitEvent(long stream, long event) {
        return status(() -> JCudaDriver.cuStreamWaitEvent(stream(stream), event(event), 0));
    }

    @Override
    int streamBeginCapture(long stream, int mode) {
        return status(() -> JCudaDriver.cuStreamBeginCapture(stream(stream), mode));
    }

    @Override
    int streamEndCapture(long[] graph, long stream) {
        return receive(graph, new CUgraph(), out -> JCudaDriver.cuStreamEndCapture(stream(stream), out));
    }

    @Override
    int eventCreate(long[] event, int flags) {
        return receive(event, new CUevent(), out -> JCudaDriver.cuEventCreate(out, flags));
    }

    @Override
    int eventDestroy(long event) {
        return status(() -> JCudaDriver.cuEventDestroy(event(event)));
    }

    @Override
    int eventRecord(long event, long stream) {
        return status(() -> JCudaDriver.cuEventRecord(event(event), stream(stream)));
    }

    @Override
    int eventSynchronize(long event) {
        return status(() -> JCudaDriver.cuEventSynchronize(event(event)));
    }

    @Override
    int eventQuery(long event) {
        return status(() -> JCudaDriver.cuEventQuery(event(event)));
    }

    @Override
    int eventElapsedTime(float[] milliseconds, long start, long end) {
        return status(() -> JCudaDriver.cuEventElapsedTime(milliseconds, event(start), event(end)));
    }

    @Override
    int moduleLoadData(long[] module, byte[] image) {
        return receive(module, new CUmodule(), out -> JCudaDriver.cuModuleLoadData(out, image));
    }

    @Override
    int moduleUnload(long module) {
        return status(() -> JCudaDriver.cuModuleUnload(module(module)));
    }

    @Override
    int moduleGetFunction(long[] function, long module, String name) {
        return receive(function, new CUfunction(), out -> JCudaDriver.cuModuleGetFunction(out, module(module), name));
    }

    @Override
    int funcGetAttribute(int[] value, int attribute, long function) {
        return status(() -> JCudaDriver.cuFuncGetAttribute(value, attribute, function(function)));
    }

    @Override
    int funcSetAttribute(long function, int attribute, int value) {
        return status(() -> JCudaDriver.cuFuncSetAttribute(function(function), attribute, value));
    }

    @Override
    int occupancyMaxActiveBlocks(int[] blocks, long function, int blockThreads, long sharedBytes) {
        return status(() -> JCudaDriver.cuOccupancyMaxActiveBlocksPerMultiprocessor(
                blocks, function(function), blockThreads, sharedBytes));
    }

    @Override
    int launchKernel(long function, LaunchConfiguration configuration, long stream, long parameters) {
        return status(() -> JCudaDriver.cuLaunchKernel(
                function(function),
                configuration.gridX(),
                configuration.gridY(),
                configuration.gridZ(),
                configuration.blockX(),
                configuration.blockY(),
                configuration.blockZ(),
                configuration.sharedBytes(),
                stream(stream),
                host(parameters),
                null));
    }

    @Override
    int memAlloc(long[] address, long bytes) {
        return receive(address, new CUdeviceptr(), out -> JCudaDriver.cuMemAlloc(out, bytes));
    }

    @Override
    int memFree(long address) {
        return status(() -> JCudaDriver.cuMemFree(device(address)));
    }

    @Override
    int memHostAlloc(long[] address, long bytes, int flags) {
        return receive(address, new Pointer(), out -> JCudaDriver.cuMemHostAlloc(out, bytes, flags));
    }

    @Override
    int memFreeHost(long address) {
        return status(() -> JCudaDriver.cuMemFreeHost(host(address)));
    }

    @Override
    int copyHostToDevice(long target, MemorySegment source) {
        return withHost(source, pointer -> JCudaDriver.cuMemcpyHtoD(device(target), pointer, source.byteSize()));
    }

    @Override
    int copyDeviceToHost(MemorySegment target, long source) {
        return withHost(target, pointer -> JCudaDriver.cuMemcpyDtoH(pointer, device(source), target.byteSize()));
    }

    @Override
    int copyHostToDeviceAsync(long target, MemorySegment source, long stream) {
        return withHost(
                source,
                pointer -> JCudaDriver.cuMemcpyHtoDAsync(device(target), pointer, source.byteSize(), stream(stream)));
    }

    @Override
    int copyDeviceToHostAsync(MemorySegment target, long source, long stream) {
        return withHost(
                target,
                pointer -> JCudaDriver.cuMemcpyDtoHAsync(pointer, device(source), target.byteSize(), stream(stream)));
    }

    /** JCuda knows addresses, not segments: the segment must outlive the call. */
    private static int withHost(MemorySegment segment, ToIntFunction<Pointer> call) {
        try {
            return status(() -> call.applyAsInt(host(segment.address())));
        } finally {
            Reference.reachabilityFence(segment);
        }
    }

    @Override
    int copyDeviceToDevice(long target, long source, long bytes) {
        return status(() -> JCudaDriver.cuMemcpyDtoD(device(target), device(source), bytes));
    }

    @Override
    int copyDeviceToDeviceAsync(long target, long source, long bytes, long stream) {
        return status(() -> JCudaDriver.cuMemcpyDtoDAsync(device(target), device(source), bytes, stream(stream)));
    }

    @Override
    int copyPeer(long target, long targetContext, long source, long sourceContext, long bytes) {
        return status(() -> JCudaDriver.cuMemcpyPeer(
                device(target), context(targetContext), device(source), context(sourceContext), bytes));
    }

    @Override
    int copyPeerAsync(long target, long targetContext, long source, long sourceContext, long bytes, long stream) {
        return status(() -> JCudaDriver.cuMemcpyPeerAsync(
                device(target), context(targetContext), device(source), context(sourceContext), bytes, stream(stream)));
    }

    @Override
    int fillBytes(long target, byte value, long count) {
        return status(() -> JCudaDriver.cuMemsetD8(device(target), value, count));
    }

    @Override
    int fillInts(long target, int value, long count) {
        return status(() -> JCudaDriver.cuMemsetD32(device(target), value, count));
    }

    @Override
    int fillBytesAsync(long target, byte value, long count, long stream) {
        return status(() -> JCudaDriver.cuMemsetD8Async(device(target), value, count, stream(stream)));
    }

    @Override
    int fillIntsAsync(long target, int value, long count, long stream) {
        return status(() -> JCudaDriver.cuMemsetD32Async(device(target), value, count, stream(stream)));
    }

    @Override
    int graphInstantiate(long[] executable, long graph) {
        return receive(
                executable,
                new CUgraphExec(),
                out -> JCudaDriver.cuGraphInstantiate(out, set(new CUgraph(), graph), 0));
    }

    @Override
    int graphLaunch(long executable, long stream) {
        return status(() -> JCudaDriver.cuGraphLaunch(set(new CUgraphExec(), executable), stream(stream)));
    }

    @Override
    int graphExecDestroy(long executable) {
        return status(() -> JCudaDriver.cuGraphExecDestroy(set(new CUgraphExec(), executable)));
    }

    @Override
    int graphDestroy(long graph) {
        return status(() -> JCudaDriver.cuGraphDestroy(set(new CUgraph(), graph)));
    }
}
