package org.jaynes.service;

/** What a machine runs its jobs on. Used by one thread at a time. */
@FunctionalInterface
public interface DeviceSampler {
    /**
     * Prepares a job whose fields fit each other.
     *
     * @throws IllegalArgumentException if this sampler cannot do it; the message reaches the client
     */
    Shots prepare(SamplingRequest request);

    /** The shots of one job; numbers of seen photons that depend on the request and the index of the shot only. */
    interface Shots {
        /**
         * Draws shots {@code first} to {@code first + count - 1}.
         *
         * @param photons takes the photon numbers, {@code modes} bytes for each shot, first time bin first; its length is
         *     at least {@code count * modes}
         */
        void draw(long first, int count, byte[] photons);

        /** About how long all shots of the job take. A job that would take too long is refused before it begins. */
        double predictedSeconds();
    }
}
