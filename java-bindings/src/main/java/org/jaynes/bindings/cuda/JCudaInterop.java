package org.jaynes.bindings.cuda;

import jcuda.driver.CUcontext;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;

/**
 * Memory, streams and contexts shared with JCuda, both ways and with either {@link Binding}. Wrapping never takes
 * ownership: who made a thing frees it. The only class here with JCuda's types in its methods; without JCuda on the class
 * path nobody can call it, and nothing else needs it.
 */
public final class JCudaInterop {
    private JCudaInterop() {}

    /**
     * A user's device pointer as memory.
     *
     * @param bytes how many bytes from the pointer, its own offset included, may be used
     */
    public static DeviceMemory wrap(CudaContext context, CUdeviceptr pointer, long bytes) {
        return DeviceMemory.wrap(context, JCudaPointers.addressOf(pointer), bytes);
    }

    /** A user's stream. */
    public static CudaStream wrap(CudaContext context, CUstream stream) {
        return CudaStream.wrap(context, JCudaPointers.get(stream));
    }

    /** A user's context of this device; the primary one need not be wrapped, see {@link CudaDevice#openPrimaryContext}. */
    public static CudaContext wrap(CudaDevice device, CUcontext context) {
        return CudaContext.wrap(device, JCudaPointers.get(context));
    }

    /** Device memory as a pointer for JCuda, valid until the memory is closed. */
    public static CUdeviceptr pointer(DeviceMemory memory) {
        return JCudaPointers.device(memory.address());
    }

    /** A stream for JCuda, valid until it is closed here. */
    public static CUstream stream(CudaStream stream) {
        return JCudaPointers.set(new CUstream(), stream.handle());
    }

    /** A context for JCuda, valid until it is closed here. */
    public static CUcontext context(CudaContext context) {
        return JCudaPointers.set(new CUcontext(), context.handle());
    }
}
