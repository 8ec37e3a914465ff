package org.jaynes.execution;

/**
 * Philox4x32-10, the only source of randomness: {@code philox.h} in Java. J. K. Salmon et al., "Parallel random numbers:
 * as easy as 1, 2, 3", SC'11, doi:10.1145/2063384.2063405.
 */
public final class Philox {
    /** Purpose: shots drawn from a final state; event 0. */
    public static final int PURPOSE_SAMPLE = 1;

    /** Purpose: outcome of the event-th measurement or reset of a shot. */
    public static final int PURPOSE_MEASURE = 2;

    /** Purpose: which of its operators the event-th random event of a shot, a channel, applies. */
    public static final int PURPOSE_NOISE = 3;

    /** Purpose: whether the classical bit {@code event} is misread at the end of a shot. */
    public static final int PURPOSE_READOUT = 4;

    /** Purpose: which photons of a shot there are, and which are alike. */
    public static final int PURPOSE_PHOTON_SOURCE = 32;

    /** Purpose: where the photons of a shot go. */
    public static final int PURPOSE_PHOTON_PATH = 33;

    /** Purpose: what the detectors of a shot make of its photons. */
    public static final int PURPOSE_PHOTON_DETECTOR = 34;

    /** Purpose: errors of the angles in a shot. */
    public static final int PURPOSE_PHOTON_ANGLE = 35;

    /** Purpose: directions in which parameters are moved; shot = step. */
    public static final int PURPOSE_DIRECTION = 36;

    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int KEY_STEP_0 = 0x9E3779B9;
    private static final int KEY_STEP_1 = 0xBB67AE85;

    private Philox() {}

    /** What a random number is for, as the kernels take it: {@code purpose << 24 | event}. */
    public static int purposeAndEvent(int purpose, int event) {
        if (event < 0 || event >= 1 << 24) {
            throw new IllegalArgumentException("event %d; expected 0 to %d".formatted(event, (1 << 24) - 1));
        }
        return purpose << 24 | event;
    }

    /** A number in [0, 1) for one shot of one row: a function of its arguments. */
    public static double uniform(long seed, long shot, int row, int purposeAndEvent) {
        int[] words = words(seed, (int) shot, (int) (shot >>> 32), row, purposeAndEvent);
        long bits = ((long) words[0] << 32 | (words[1] & 0xFFFFFFFFL)) >>> 11;
        return bits * 0x1p-53;
    }

    /**
     * Four numbers in (0, 1) for one shot of one row, of 32 bits each: enough where they become quantiles of some
     * distribution, and four times as cheap as {@link #uniform}.
     *
     * @param four receives them
     */
    public static void uniforms(long seed, long shot, int row, int purposeAndEvent, double[] four) {
        int[] words = words(seed, (int) shot, (int) (shot >>> 32), row, purposeAndEvent);
        for (int i = 0; i < words.length; i++) {
            four[i] = ((words[i] & 0xFFFFFFFFL) + 0.5) * 0x1p-32;
        }
    }

    /** The four output words for a key and a counter. */
    static int[] words(long seed, int... counter) {
        int c0 = counter[0];
        int c1 = counter[1];
        int c2 = counter[2];
        int c3 = counter[3];
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
        return new int[] {c0, c1, c2, c3};
    }
}
