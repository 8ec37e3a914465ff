package org.jaynes.decoder.cuda;

import org.jaynes.decoder.CompiledDecoder;

/** A decoder whose kernel can stay on the device and serve single shots. */
public interface ServingDecoder extends CompiledDecoder {
    /**
     * Prepares the kernel; within {@link CudaDecodingDevice#work}.
     *
     * @param memory for the blocks of the kernel
     * @param mostBlocks most shots that are decoded at the same time
     */
    ServingKernel servingKernel(DeviceArena memory, int mostBlocks);

    /** Whether the CPU has to decode a shot with this outcome, see {@link ShotBuffers#outcomes}. */
    boolean isLeft(long outcome);

    /** What decodes those on the CPU. */
    CompiledDecoder cpu();
}
