package org.jaynes.photonics.sampling;

/** Sends identical photons through an interferometer. Not thread-safe: it has scratch memory. */
interface PathSampler {
    /**
     * One shot.
     *
     * @param occupations the photons of each input mode
     * @param random where the draws come from
     * @param counts the photons that come out of each mode are added here
     */
    void sample(int[] occupations, ShotRandom random, int[] counts);
}
