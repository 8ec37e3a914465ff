package org.jaynes.decoder.cuda;

import java.lang.foreign.MemorySegment;
import org.jaynes.bindings.cuda.CudaKernel;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.cuda.LaunchConfiguration;

/**
 * A kernel that serves single shots, ready to be launched.
 *
 * @param configuration with no more blocks than the device holds at once
 * @param arguments begin with a {@code JaynesServingRing} that is not filled yet
 * @param states memory of the blocks, which the kernel owns
 * @param rows memory for the shots of the blocks, likewise
 */
public record ServingKernel(
        CudaKernel kernel,
        LaunchConfiguration configuration,
        MemorySegment arguments,
        DeviceMemory states,
        ShotBuffers rows)
        implements AutoCloseable {
    /** Frees the memory, after the kernel has ended. */
    @Override
    public void close() {
        states.close();
        rows.close();
    }
}
