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
 * @param secondsPerRun what each run of consecutive amplitudes of a tile costs a pass beside its bytes
 * @param multiplyAddsPerSecond single-precision fused multiply-adds in a second
 */
public record DeviceProfile(
        String name,
        int singleTileBits,
        int doubleTileBits,
        int lowBits,
        double bytesPerSecond,
        double secondsPerRun,
        double multiplyAddsPerSecond) {

    /** Most index bits of a tile. */
    public static final int MAX_TILE_BITS = JaynesPlan.JAYNES_MAX_TILE_BITS();

    /** A matrix on two qubits must find room beside the low bits. */
    private static final int PAIR = 2;

    public DeviceProfile {
        checkTileBits("singleTileBits", singleTileBits, lowBits);
        checkTileBits("doubleTileBits", doubleTileBits, lowBits);
    }

    /** A device for which the length of runs does not matter, as long as there are the low bits. */
    public DeviceProfile(
            String name,
            int singleTileBits,
            int doubleTileBits,
            int lowBits,
            double bytesPerSecond,
            double multiplyAddsPerSecond) {
        this(name, singleTileBits, doubleTileBits, lowBits, bytesPerSecond, 0, multiplyAddsPerSecond);
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
     *
     * <p>Measured with {@code jaynes_cpu_bench} on two Zen 4 cores with 24 qubits: an empty pass takes 5.0 ms and 90 ms
     * divided by the amplitudes of a run, within 10 % for runs of 8 to 256.
     */
    public static DeviceProfile cpu() {
        return new DeviceProfile("cpu", 16, 15, 4, 54e9, 5.4e-9, 60e9);
    }

    /**
     * A GPU whose blocks hold 2^13 complex64 amplitudes (64 KiB) in shared memory; a larger tile would leave a
     * multiprocessor with too few blocks to hide latencies. The size is the same for every architecture, so that all
     * GPUs get equal plans; one with less shared memory runs them in smaller tiles, with the same bits.
     *
     * @param architecture compute capability as in {@code sm_90}
     * @param bytesPerSecond bandwidth of device memory
     * @param multiplyAddsPerSecond single-precision fused multiply-adds in a second
     */
    public static DeviceProfile cuda(String architecture, double bytesPerSecond, double multiplyAddsPerSecond) {
        DeviceProfile any = cuda();
        return new DeviceProfile(
                "cuda-" + architecture,
                any.singleTileBits,
                any.doubleTileBits,
                any.lowBits,
                bytesPerSecond,
                multiplyAddsPerSecond);
    }

    /** Any GPU, with the bandwidth of a large one. Plans for it are those that every GPU makes for itself. */
    public static DeviceProfile cuda() {
        return new DeviceProfile("cuda", 13, 12, 4, 2e12, 2e13);
    }

    /**
     * The profile of a kind of device.
     *
     * @param kind {@code cpu} or {@code cuda}
     * @throws IllegalArgumentException if it is neither
     */
    public static DeviceProfile of(String kind) {
        return switch (kind) {
            case "cpu" -> cpu();
            case "cuda" -> cuda();
            default -> throw new IllegalArgumentException("profile '" + kind + "'; expected cpu or cuda");
        };
    }

    /**
     * Up to so many qubits, shots that are likely to differ are better run as rows of a batch than one after the other with
     * what they have in common shared. On a host, larger states are shared with profit: measured on two cores with 2000
     * shots of 30 measurements, rows took a quarter of the time with 3 and 5 qubits, and 1.8 times it with 12. A GPU would
     * be waited for at every event of every shot.
     */
    public int rowBits() {
        return name.startsWith("cuda") ? 20 : 10;
    }

    /** Seconds that a pass takes to read and write a state of 2^indexBits amplitudes in runs of 2^runBits. */
    double memorySeconds(Precision precision, int indexBits, int runBits) {
        double bytes = Math.scalb(2.0 * precision.amplitudeBytes(), indexBits);
        return bytes / bytesPerSecond + Math.scalb(secondsPerRun, indexBits - runBits);
    }

    /** Index bits of a tile in this precision. */
    public int tileBits(Precision precision) {
        return precision == Precision.SINGLE ? singleTileBits : doubleTileBits;
    }
}
