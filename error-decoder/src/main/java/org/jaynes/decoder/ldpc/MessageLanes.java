package org.jaynes.decoder.ldpc;

/**
 * Belief propagation on several shots at once, each in a lane of its own; one thread. What a lane computes does not
 * depend on the others, nor on the implementation. Lanes that hold no shot compute something harmless.
 */
interface MessageLanes {
    int laneCount();

    /**
     * Starts a shot in a lane.
     *
     * @param shots the shot's row of detectors is at {@code offset}
     */
    void start(int lane, long[] shots, int offset);

    /**
     * Starts the next leg of a relay in a lane: messages are forgotten, posteriors become the memory.
     *
     * @param memory gamma for each column
     */
    void startLeg(int lane, float[] memory);

    /**
     * Takes over a shot from other lanes at the end of a leg; {@link #startLeg} follows.
     *
     * @param posteriors those of the shot after its last leg
     */
    void takeOver(int lane, long[] shots, int offset, float[] posteriors);

    /**
     * Does one iteration in all lanes.
     *
     * @return bit l is set if the decision of lane l explains its shot
     */
    long iterate();

    /**
     * The decision of a lane.
     *
     * @param columns receives the columns with an error, ascending
     * @return how many there are
     */
    int errors(int lane, int[] columns);

    /** A posterior of a lane, rounded to single precision. */
    float posterior(int lane, int column);

    /** Copies the posteriors of a lane, rounded to single precision. */
    default void posteriors(int lane, float[] posteriors) {
        for (int column = 0; column < posteriors.length; column++) {
            posteriors[column] = posterior(lane, column);
        }
    }
}
