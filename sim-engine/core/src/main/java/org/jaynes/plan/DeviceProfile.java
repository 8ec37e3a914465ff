package org.jaynes.plan;

/**
 * What the planner must know of a device. A plan made for a profile runs on every executor.
 *
 * @param name such as {@code cpu-avx512} or {@code cuda-sm_90}
 * @param singleTileBits index bits of a tile in single precision
 * @param doubleTileBits index bits of a tile in double precision
 * @param lowBits how many of the lowest index bits lie in every tile, so that memory is read in wide contiguous pieces
 * @param bytesPerSecond what a pass reads and writes in a second, measured or from the data sheet
 * @param multiplyAddsPerSecond single-precision fused multiply-adds in a second
 */
public record DeviceProfile(
        String name,
        int singleTileBits,
        int doubleTileBits,
        int lowBits,
        double bytesPerSecond,
        double multiplyAddsPerSecond) {

    /** Index bits of a tile in this precision. */
    public int tileBits(Precision precision) {
        return precision == Precision.SINGLE ? singleTileBits : doubleTileBits;
    }
}
