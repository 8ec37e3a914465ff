package org.jaynes.decoder.simulation;

import org.jaynes.decoder.TooLargeException;

/** How shots are divided. A block is the unit in which random numbers are drawn; a batch is a part of one. */
public final class Blocks {
    /** Shots of a block. */
    public static final int SHOTS = 1024;

    /** Shots of a word, and of the smallest batch. */
    static final int WORD_SHOTS = 64;

    /** Batches are made smaller where they would take more memory than this. */
    private static final long COMFORTABLE_BYTES = 1L << 28;

    private Blocks() {}

    /**
     * The largest batch that is comfortable in memory, a power of two from 64 to {@link #SHOTS}.
     *
     * @param rows how many rows of a bit per shot a batch takes
     * @param what what they are for, for the message
     * @throws TooLargeException if 64 shots do not fit into the heap
     */
    public static int batchShots(double rows, String what) {
        long limit = Runtime.getRuntime().maxMemory();
        if (bytes(rows, WORD_SHOTS) > 0.8 * limit) {
            throw new TooLargeException(
                    "%s takes %.3g bytes for 64 shots; the limit is 0.8 of the Java heap of %,d bytes"
                            .formatted(what, bytes(rows, WORD_SHOTS), limit));
        }
        int shots = SHOTS;
        while (shots > WORD_SHOTS && bytes(rows, shots) > COMFORTABLE_BYTES) {
            shots /= 2;
        }
        return shots;
    }

    /** Each row is an array of its own with a header. */
    private static double bytes(double rows, int shots) {
        return rows * (shots / 8.0 + 24);
    }

    /** Refuses a batch that is none of those that shots are divided into. */
    public static void check(long firstShot, int count, int batchShots) {
        if (firstShot < 0 || firstShot % batchShots != 0 || count < 1 || count > batchShots) {
            throw new IllegalArgumentException(
                    "%d shots from %d; expected a first shot that is a multiple of %d and at most that many shots"
                            .formatted(count, firstShot, batchShots));
        }
    }
}
