package org.jaynes.photonics;

/**
 * Keeps only shots whose outcomes add up to a number of photons; others are drawn again.
 *
 * @param photons the number
 * @param attempts how often the shots of a job may be drawn in all, for every shot that is asked for
 */
public record Postselection(int photons, int attempts) {
    /** Attempts for each shot, where nothing else is said. */
    public static final int DEFAULT_ATTEMPTS = 10_000;

    /** @throws ExperimentException if the number is negative or no attempt is allowed */
    public Postselection {
        if (photons < 0 || attempts < 1) {
            throw new ExperimentException(
                    "postselect is %d with %d attempts; expected 0 or more photons and at least 1 attempt"
                            .formatted(photons, attempts));
        }
    }

    public Postselection(int photons) {
        this(photons, DEFAULT_ATTEMPTS);
    }
}
