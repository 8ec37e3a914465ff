package org.jaynes.plan;

import org.jaynes.bindings.generated.plan.JaynesPlan;

/**
 * What the planner must know of a device. A plan made for a profile runs on every executor.
 *
 * @param name such as {@code cpu} or {@code cuda-sm_90}
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

    /** Most index bits of a tile. */
    public static final int MAX_TILE_BITS = JaynesPlan.JAYNES_MAX_TILE_BITS();

    /** A matrix on two qubits must find room beside the low bits. */
    private static final int PAIR = 2;

    public DeviceProfile {
        checkTileBits("singleTileBits", singleTileBits, lowBits);
        checkTileBits("doubleTileBits", doubleTileBits, lowBits);
    }

    private static void checkTileBits(String what, int tileBits, int lowBits) {
        if (lowBits < 0 || tileBits < lowBits + PAIR || tileBits > MAX_TILE_BITS) {
            throw new IllegalArgumentException("%s is %d; expected at least %d, two more than lowBits, and at most %d"
                    .formatted(what, tileBits, lowBits + PAIR, MAX_TILE_BITS));
        }
    }

    /**
     * Two cores of a current server CPU: a tile of 512 KiB stays in the level-2 cache, and its 16 lowest amplitudes fill
     * the widest vector register. The reference executor plans for the same profile, so that both get equal plans.
     */
    public static DeviceProfile cpu() {
        return new DeviceProfile("cpu", 16, 15, 4, 50e9, 60e9);
    }

    /**
     * A GPU whose blocks hold 2^13 complex64 amplitudes in shared memory (64 KiB, which every GPU from sm_75 can give).
     *
     * @param architecture compute capability as in {@code sm_90}
     * @param bytesPerSecond bandwidth of device memory
     * @param multiplyAddsPerSecond single-precision fused multiply-adds in a second
     */
    public static DeviceProfile cuda(String architecture, double bytesPerSecond, double multiplyAddsPerSecond) {
        return new DeviceProfile("cuda-" + architecture, 13, 12, 4, bytesPerSecond, multiplyAddsPerSecond);
    }

    /** Index bits of a tile in this precision. */
    public int tileBits(Precision precision) {
        return precision == Precision.SINGLE ? singleTileBits : doubleTileBits;
    }
}
