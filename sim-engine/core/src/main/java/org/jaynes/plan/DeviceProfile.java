package org.jaynes.plan;

import org.jaynes.bindings.generated.plan.JaynesPlan;
import org.jspecify.annotations.Nullable;

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
 * @param rowBits up to so many qubits, shots that are likely to differ are better run as rows of a batch than one after the
 *     other with what they have in common shared
 * @param gpu what only a GPU has, or null
 */
public record DeviceProfile(
        String name,
        int singleTileBits,
        int doubleTileBits,
        int lowBits,
        double bytesPerSecond,
        double secondsPerRun,
        double multiplyAddsPerSecond,
        int rowBits,
        @Nullable Gpu gpu) {

    /**
     * How a GPU runs passes.
     *
     * @param launchSeconds what the host needs to launch a kernel
     * @param tileBytes shared memory that a block can have for a tile
     */
    public record Gpu(double launchSeconds, int tileBytes) {
        /** 2.5 us a launch, as drivers since CUDA 12 take; shared memory as of compute capability 9.0 and 10.0. */
        private static final Gpu LARGE = new Gpu(2.5e-6, 224 << 10);
    }

    /** Most index bits of a tile. */
    public static final int MAX_TILE_BITS = JaynesPlan.JAYNES_MAX_TILE_BITS();

    /** A matrix on two qubits must find room beside the low bits. */
    private static final int PAIR = 2;

    /**
     * On a host, larger states are shared with profit: measured on two cores with 2000 shots of 30 measurements, rows took a
     * quarter of the time with 3 and 5 qubits, and 1.8 times it with 12.
     */
    private static final int HOST_ROW_BITS = 10;

    /** A GPU would be waited for at every event of every shot. */
    private static final int GPU_ROW_BITS = 20;

    /** With fewer kernels a graph saves less than it costs to find it again. */
    private static final int FEWEST_LAUNCHES = 3;

    /** A pass that takes as long as so many launches leaves the host so far ahead that no launch is waited for. */
    private static final double LAUNCHES_AHEAD = 8;

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
        this(
                name,
                singleTileBits,
                doubleTileBits,
                lowBits,
                bytesPerSecond,
                0,
                multiplyAddsPerSecond,
                HOST_ROW_BITS,
                null);
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
        return new DeviceProfile("cpu", 16, 15, 4, 54e9, 5.4e-9, 60e9, HOST_ROW_BITS, null);
    }

    /**
     * A GPU whose blocks hold 2^13 complex64 amplitudes (64 KiB) in shared memory; a larger tile would leave a
     * multiprocessor with too few blocks to hide latencies. A state of 2^14 (128 KiB) is one tile all the same: its
     * passes would leave all multiprocessors but two idle. The sizes are the same for every architecture, so that all GPUs
     * get equal plans; one with less shared memory runs them in smaller tiles, with the same bits.
     *
     * @param architecture compute capability as in {@code sm_90}
     * @param bytesPerSecond bandwidth of device memory
     * @param multiplyAddsPerSecond single-precision fused multiply-adds in a second
     * @param tileBytes shared memory that a block can have for a tile
     */
    public static DeviceProfile cuda(
            String architecture, double bytesPerSecond, double multiplyAddsPerSecond, int tileBytes) {
        return gpu(
                "cuda-" + architecture,
                bytesPerSecond,
                multiplyAddsPerSecond,
                new Gpu(Gpu.LARGE.launchSeconds, tileBytes));
    }

    /** Any GPU, with the bandwidth of a large one. Plans for it are those that every GPU makes for itself. */
    public static DeviceProfile cuda() {
        return gpu("cuda", 2e12, 2e13, Gpu.LARGE);
    }

    private static DeviceProfile gpu(String name, double bytesPerSecond, double multiplyAddsPerSecond, Gpu gpu) {
        return new DeviceProfile(name, 13, 12, 4, bytesPerSecond, 0, multiplyAddsPerSecond, GPU_ROW_BITS, gpu);
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

    /** Seconds that a pass takes to read and write a state of 2^indexBits amplitudes in runs of 2^runBits. */
    double memorySeconds(Precision precision, int indexBits, int runBits) {
        double bytes = Math.scalb(2.0 * precision.amplitudeBytes(), indexBits);
        return bytes / bytesPerSecond + Math.scalb(secondsPerRun, indexBits - runBits);
    }

    /** Index bits of a tile of a large state in this precision. */
    public int tileBits(Precision precision) {
        return precision == Precision.SINGLE ? singleTileBits : doubleTileBits;
    }

    /** Index bits of the tiles of a state: all of them up to {@link #oneTileBits}. */
    int tileBits(Precision precision, int indexBits) {
        return indexBits <= oneTileBits(precision) ? indexBits : tileBits(precision);
    }

    /** Most index bits of a state that is planned as one tile. */
    public int oneTileBits(Precision precision) {
        return gpu == null ? tileBits(precision) : tileBits(precision) + 1;
    }

    /** Most index bits of a tile that the device can hold: what a plan has more is run in smaller tiles. */
    public int largestTileBits(Precision precision) {
        return gpu == null ? MAX_TILE_BITS : largestTileBits(gpu.tileBytes, precision);
    }

    /** Most index bits of a tile that fits into so many bytes. */
    public static int largestTileBits(int tileBytes, Precision precision) {
        int amplitudes = tileBytes / precision.amplitudeBytes();
        return Math.min(MAX_TILE_BITS, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(Math.max(1, amplitudes)));
    }

    /**
     * Whether kernels that are launched again in the same order are better launched as one graph. That costs the host about as
     * much as one of them; to record it costs as much as to launch them two or three times, so it is done when they come for
     * the second time. It helps where the device waits for the host: passes over small states.
     *
     * @param launches how many
     * @param bytes of the states that each of them reads and writes
     */
    public boolean repeatsAsGraph(int launches, double bytes) {
        return gpu != null
                && launches >= FEWEST_LAUNCHES
                && 2 * bytes / bytesPerSecond < LAUNCHES_AHEAD * gpu.launchSeconds;
    }
}
