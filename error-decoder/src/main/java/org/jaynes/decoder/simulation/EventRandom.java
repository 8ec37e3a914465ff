package org.jaynes.decoder.simulation;

import java.util.Arrays;

/**
 * Random numbers that are a function of the seed, a block of shots, an event within the block and the number of the draw:
 * Philox4x32-10. J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC'11,
 * doi:10.1145/2063384.2063405. Not thread-safe.
 */
public final class EventRandom {
    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int KEY_STEP_0 = 0x9E3779B9;
    private static final int KEY_STEP_1 = 0xBB67AE85;

    /** Draws that give the words of one row of a block, two words each. */
    private static final int DRAWS_PER_ROW = Blocks.SHOTS / 128;

    private final int key0;
    private final int key1;
    private long block;
    private long event;
    private int draws;
    private final Exponential.Bits moreDraws = this::draw;
    private final Exponential.Bits moreHalves = this::halfDraw;

    /** Whether the second half of the last draw is still to be used. */
    private boolean half;

    /** The words of the last draw. */
    private int word0;

    private int word1;
    private int word2;
    private int word3;

    /** A generator for a seed. */
    public EventRandom(long seed) {
        this.key0 = (int) seed;
        this.key1 = (int) (seed >>> 32);
    }

    /** Goes to a block of shots, before its first event. */
    public void startBlock(long newBlock) {
        block = newBlock;
        event = 0;
    }

    /** Goes to the next event of the block; draws are counted from there. */
    public void nextEvent() {
        event++;
        draws = 0;
        half = false;
    }

    /**
     * The next trial that succeeds, of trials that succeed independently; {@link #choice} or {@link #fraction} go with it.
     *
     * @param after the trial after which to look; -1 at first
     * @param scale what {@link #scaleOf} gives for the probability
     * @param trials how many there are
     * @return its number, or {@code trials} if there is none
     */
    public long nextSuccess(long after, double scale, long trials) {
        return success(after, Exponential.of(draw(), moreDraws), scale, trials);
    }

    /** The same at half the cost, where neither a choice nor a fraction goes with it. */
    public long nextPlainSuccess(long after, double scale, long trials) {
        return success(after, Exponential.of(halfDraw(), moreHalves), scale, trials);
    }

    private static long success(long after, double exponential, double scale, long trials) {
        double failures = exponential * scale;
        return failures < trials - after - 1 ? after + 1 + (long) failures : trials;
    }

    private long draw() {
        draw(draws++);
        return pair(word0, word1);
    }

    private long halfDraw() {
        half = !half;
        return half ? draw() : pair(word2, word3);
    }

    /** The scale of the geometric distribution: the factor from an exponential variate to failures. */
    public static double scaleOf(double probability) {
        return -1 / StrictMath.log1p(-probability);
    }

    /** The widths of the layers that exponential variates come from, for kernels that draw the same ones. */
    public static double[] layerWidths() {
        return Exponential.widths();
    }

    /** {@code exp(-width)} of {@link #layerWidths}. */
    public static double[] layerHeights() {
        return Exponential.heights();
    }

    /** A number from 0 to n - 1 that goes with the last success and is independent of where it was. */
    public int choice(int n) {
        return (int) (((word2 & 0xFFFFFFFFL) * n) >>> 32);
    }

    /** A number in [0, 1) that goes with the last success; excludes {@link #choice}. */
    public double fraction() {
        return (pair(word2, word3) >>> 11) * 0x1p-53;
    }

    /**
     * Fills words of a row with random bits.
     *
     * @param row number of the row within the event
     * @param firstWord which of the row's words in the block the first one is
     */
    public void fill(long[] words, int row, int firstWord) {
        long first = (long) row * DRAWS_PER_ROW * 2 + firstWord;
        for (int i = 0; i < words.length; i++) {
            long word = first + i;
            if (i == 0 || (word & 1) == 0) {
                draw((int) (word >> 1));
            }
            words[i] = (word & 1) == 0 ? pair(word0, word1) : pair(word2, word3);
        }
    }

    /** Sets the bits of one row of a block that succeed, those in the words that are given. */
    void fillSuccesses(long[] words, int firstWord, double probability) {
        Arrays.fill(words, 0);
        if (probability == 0) {
            return;
        }
        double scale = scaleOf(probability);
        for (long shot = nextPlainSuccess(-1, scale, Blocks.SHOTS);
                shot < Blocks.SHOTS;
                shot = nextPlainSuccess(shot, scale, Blocks.SHOTS)) {
            int word = (int) (shot >> 6) - firstWord;
            if (word >= 0 && word < words.length) {
                words[word] |= 1L << shot;
            }
        }
    }

    private static long pair(int high, int low) {
        return ((long) high << 32) | (low & 0xFFFFFFFFL);
    }

    private void draw(int number) {
        int c0 = number;
        int c1 = (int) event;
        int c2 = (int) block;
        int c3 = ((int) (event >>> 32) << 20) | (int) (block >>> 32);
        int k0 = key0;
        int k1 = key1;
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & 0xFFFFFFFFL);
            long product1 = MULTIPLIER_1 * (c2 & 0xFFFFFFFFL);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += KEY_STEP_0;
            k1 += KEY_STEP_1;
        }
        word0 = c0;
        word1 = c1;
        word2 = c2;
        word3 = c3;
    }
}
