package org.jaynes.photonics.sampling;

import java.lang.foreign.MemorySegment;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.fock.FockBasis;
import org.jaynes.photonics.kernel.CpuKernels;

/** What is done to the amplitudes of a window, as {@code jaynes_photonics.h} defines it. Not thread-safe. */
interface WindowKernels {
    /**
     * A beam splitter on the modes at places p and p + 1, from x to y.
     *
     * @param swapped whether its first mode is at place p + 1
     */
    void mix(FockBasis basis, SplitterAmplitudes splitter, int place, boolean swapped, WindowVector x, WindowVector y);

    /** The squared norm of the states with 0, 1, … photons at a place. */
    double[] marginal(FockBasis basis, int place, WindowVector x);

    /**
     * y[i] = factor * x[table[i]].
     *
     * @param table native ints
     */
    void gather(MemorySegment table, double factor, WindowVector x, WindowVector y);

    /** The kernels of a device. */
    static WindowKernels of(PhotonicDevice device) {
        CpuKernels kernels = CpuKernels.of(device);
        return kernels == null ? new ReferenceWindowKernels() : new NativeWindowKernels(kernels);
    }
}
