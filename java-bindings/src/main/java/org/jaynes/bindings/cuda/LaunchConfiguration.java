package org.jaynes.bindings.cuda;

/**
 * How many threads run a kernel.
 *
 * @param gridX blocks along x, and so on; at least 1 each
 * @param blockX threads of a block along x, and so on; at least 1 each
 * @param sharedBytes dynamic shared memory of a block; more than 48 KiB need {@link CudaKernel#allowSharedMemory}
 */
public record LaunchConfiguration(
        int gridX, int gridY, int gridZ, int blockX, int blockY, int blockZ, int sharedBytes) {
    /** A one-dimensional launch without dynamic shared memory. */
    public static LaunchConfiguration of(int blocks, int threadsPerBlock) {
        return new LaunchConfiguration(blocks, 1, 1, threadsPerBlock, 1, 1, 0);
    }

    public LaunchConfiguration withSharedBytes(int bytes) {
        return new LaunchConfiguration(gridX, gridY, gridZ, blockX, blockY, blockZ, bytes);
    }

    @Override
    public String toString() {
        return "grid %d x %d x %d, block %d x %d x %d, %d bytes of shared memory"
                .formatted(gridX, gridY, gridZ, blockX, blockY, blockZ, sharedBytes);
    }
}
