package org.jaynes.photonics.kernel;

import org.jaynes.execution.DeviceName;
import org.jaynes.photonics.PhotonicDevice;
import org.jspecify.annotations.Nullable;

/** Kernels that do what the Java of the reference does, with the same bits. */
public sealed interface PhotonicKernels permits CpuKernels, GpuKernels {
    /**
     * The kernels of a device, or null for plain Java.
     *
     * @throws org.jaynes.execution.DeviceUnavailableException for a GPU that cannot be used
     */
    static @Nullable PhotonicKernels of(PhotonicDevice device) {
        return device.isGpu() ? GpuKernels.open(DeviceName.parse(device.name()).ordinal()) : CpuKernels.of(device);
    }
}
