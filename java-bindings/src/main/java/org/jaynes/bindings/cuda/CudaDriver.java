package org.jaynes.bindings.cuda;

import java.nio.file.Path;
import java.util.List;
import org.jaynes.bindings.Availability;
import org.jaynes.bindings.Setting;

/**
 * The CUDA driver of this machine, or the emulated one: the way to its devices. Only the driver library is needed
 * ({@code libcuda.so.1}, part of every NVIDIA driver), no toolkit.
 *
 * <pre>{@code
 * CudaDriver driver = CudaDriver.find().orElseThrow();
 * try (CudaContext context = driver.devices().getFirst().openPrimaryContext();
 *         DeviceMemory memory = DeviceMemory.allocate(context, 1 << 20)) {
 *     memory.fill((byte) 0);
 * }
 * }</pre>
 *
 * <p>Implementations are immutable and thread-safe, and so are all objects made from them unless they say otherwise. A
 * driver is never closed: its library stays loaded until the JVM ends.
 */
public sealed interface CudaDriver permits DriverCalls {
    /**
     * The driver, or why it cannot be used and what to do. Looked for once in a JVM: the library that {@link
     * Setting#CUDA_LIBRARY} names, else the system's; called through the binding that {@link Setting#CUDA} names.
     *
     * @throws org.jaynes.bindings.SettingException if that setting is no binding
     */
    static Availability<CudaDriver> find() {
        return DriverLookup.chosen();
    }

    /** As {@link #find()}, through a given binding. Both bindings use the same library and may be used at once. */
    static Availability<CudaDriver> find(Binding binding) {
        return DriverLookup.through(binding);
    }

    Binding binding();

    /** The library that was loaded. */
    Path library();

    /** The newest CUDA version that the driver supports, 1000 * major + 10 * minor: 12040 is 12.4. */
    int version();

    /** The devices, at least one when {@link #find} was answered; a device's position is its ordinal. */
    List<CudaDevice> devices();
}
