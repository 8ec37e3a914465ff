package org.jaynes.photonics.sampling;

import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.kernel.CpuKernels;

/** What is done to the amplitudes of a window, as {@code jaynes_photonics.h} defines it. Not thread-safe. */
interface WindowKernels {
    /** A vector for the amplitudes of a window. */
    default WindowVector vector(boolean real) {
        return new WindowVector(real);
    }

    /** A time step, from x to y; returns the sum of the squares of y. */
    double step(WindowMove move, StepMatrix matrix, WindowVector x, WindowVector y);

    /** A turn, from x to y. */
    void turn(WindowTurn turn, WindowVector x, WindowVector y);

    /** The kernels of a device. */
    static WindowKernels of(PhotonicDevice device) {
        CpuKernels kernels = CpuKernels.of(device);
        return kernels == null ? new ReferenceWindowKernels() : new NativeWindowKernels(kernels);
    }
}
