package org.jaynes.decoder.random;

/**
 * Philox4x32-10, the only source of randomness: {@code kernels/src/common/philox.h} in Java. A number is a function of
 * what it is for, so that no result depends on how work is split. J. K. Salmon et al., "Parallel random numbers: as easy
 * as 1, 2, 3", SC'11, doi:10.1145/2063384.2063405.
 */
public final class Philox {
    /** Purpose: memory strengths of Relay-BP; row = leg, shot = error. Below 16 are the purposes of simulators. */
    public static final int PURPOSE_MEMORY_STRENGTH = 16;

    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int KEY_STEP_0 = 0x9E3779B9;
    private static final int KEY_STEP_1 = 0xBB67AE85;

    private Philox() {}

    /** What a random number is for: {@code purpose << 24 | event}. */
    public static int purposeAndEvent(int purpose, int event) {
        if (event < 0 || event >= 1 << 24) {
            throw new IllegalArgumentException("event %d; expected 0 to %d".formatted(event, (1 << 24) - 1));
        }
        return purpose << 24 | event;
    }

    /** A number in [0, 1) with 53 random bits for one shot of one row: a function of its arguments. */
    public static double uniform(long seed, long shot, int row, int purposeAndEvent) {
        return (words01(seed, shot, row, purposeAndEvent) >>> 11) * 0x1p-53;
    }

    /** The first two output words, the first of them in the upper half. */
    public static long words01(long seed, long shot, int row, int purposeAndEvent) {
        int c0 = (int) shot;
        int c1 = (int) (shot >>> 32);
        int c2 = row;
        int c3 = purposeAndEvent;
        int key0 = (int) seed;
        int key1 = (int) (seed >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & 0xFFFFFFFFL);
            long product1 = MULTIPLIER_1 * (c2 & 0xFFFFFFFFL);
            c0 = (int) (product1 >>> 32) ^ c1 ^ key0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ key1;
            c3 = (int) product0;
            key0 += KEY_STEP_0;
            key1 += KEY_STEP_1;
        }
        return (long) c0 << 32 | (c1 & 0xFFFFFFFFL);
    }
}
