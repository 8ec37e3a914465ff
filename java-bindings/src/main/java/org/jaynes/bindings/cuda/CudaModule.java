package org.jaynes.bindings.cuda;

import java.lang.foreign.MemoryLayout;

/** Kernels loaded on a device. Thread-safe; closing it unloads its kernels. */
public final class CudaModule extends ContextResource {
    private final String origin;

    private CudaModule(CudaContext context, long handle, String origin) {
        super(context, handle, true);
        this.origin = origin;
    }

    /**
     * Loads an image: a cubin, or PTX, which the driver compiles.
     *
     * @param image PTX ends with a NUL byte
     * @param origin where the image is from, for messages
     */
    public static CudaModule load(CudaContext context, byte[] image, String origin) {
        DriverCalls driver = context.driver();
        long[] module = new long[1];
        context.call(
                "cuModuleLoadData",
                () -> driver.moduleLoadData(module, image),
                () -> "of %s (%d bytes) on %s".formatted(origin, image.length, context.device()));
        CudaModule loaded = new CudaModule(context, module[0], origin);
        loaded.register();
        return loaded;
    }

    /** Where the image is from. */
    public String origin() {
        return origin;
    }

    /**
     * A kernel with one parameter.
     *
     * @param name its {@code extern "C"} name
     * @param parameter layout of the argument struct that it takes by value
     */
    public CudaKernel kernel(String name, MemoryLayout parameter) {
        long[] function = new long[1];
        call(
                "cuModuleGetFunction",
                () -> driver().moduleGetFunction(function, use(), name),
                () -> "of " + name + " in " + origin);
        return new CudaKernel(this, name, function[0], parameter.byteSize());
    }

    @Override
    String freeCall() {
        return "cuModuleUnload";
    }

    @Override
    int free(long handle) {
        return driver().moduleUnload(handle);
    }

    @Override
    public String toString() {
        return "module " + origin + " on " + context().device();
    }
}
