package org.jaynes.photonics.sampling;

import java.util.concurrent.atomic.AtomicLong;
import org.jaynes.photonics.Postselection;
import org.jspecify.annotations.Nullable;

/** Draws ranges of the shots of a job; every thread has its own, and closes it. */
interface ShotWorker extends AutoCloseable {
    /**
     * Draws the shots {@code [first, first + count)} of the job.
     *
     * @param job where outcomes go, and how many attempts there may be
     */
    void run(int first, int count, Job job);

    /** Gives memory back. */
    @Override
    default void close() {}

    /**
     * What all threads share.
     *
     * @param modes counts of a shot
     * @param firstShot number of the job's first shot, which random numbers go by
     * @param counts by shot and mode
     * @param attempts how often shots were drawn so far
     */
    record Job(
            int modes,
            long firstShot,
            int shots,
            short[] counts,
            @Nullable Postselection postselection,
            AtomicLong attempts) {
        Job(int modes, long firstShot, int shots, @Nullable Postselection postselection) {
            this(modes, firstShot, shots, new short[Math.multiplyExact(shots, modes)], postselection, new AtomicLong());
        }

        void store(int shot, int[] outcome) {
            for (int mode = 0; mode < modes; mode++) {
                counts[shot * modes + mode] = (short) outcome[mode];
            }
        }

        /**
         * Counts attempts, where post-selection may make more than one a shot.
         *
         * @throws PostselectionException if there are too many
         */
        void count(long more) {
            if (postselection != null && attempts.addAndGet(more) > (long) shots * postselection.attempts()) {
                throw new PostselectionException(postselection, shots);
            }
        }
    }
}
