package org.jaynes.decoder.cuda;

/** A decoder that decodes batches where they lie, in the memory of a device. */
public interface BatchDecoder {
    /** Whether {@link #decode} does all, so that no shot is left over for the CPU. */
    boolean needsNoCpu();

    /** Where shots are taken from and results are put. */
    ShotBuffers buffers();

    /** Queues the decoding of the first shots in the buffers; within {@link CudaDecodingDevice#work}. */
    void decode(int count);
}
