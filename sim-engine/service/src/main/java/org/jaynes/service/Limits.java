package org.jaynes.service;

import java.time.Duration;

/**
 * What the service refuses, so that no request can take more than its share of memory or time.
 *
 * @param modes time bins of a job
 * @param photons photons of a job's input, at most 60
 * @param loops loops of a job
 * @param samples shots of a job
 * @param resultBytes size of a result as JSON, about (modes + 3) * samples
 * @param bodyBytes size of a request's body
 * @param queuedJobs jobs that wait for one machine
 * @param keptJobs ended jobs whose results can be read; the oldest are forgotten first
 * @param journalBytes size of the journal, above which the oldest results are forgotten
 * @param runTime how long a job may run; predicted before it begins, and checked between groups of shots
 */
public record Limits(
        int modes,
        int photons,
        int loops,
        int samples,
        int resultBytes,
        int bodyBytes,
        int queuedJobs,
        int keptJobs,
        long journalBytes,
        Duration runTime) {
    /** A mode's count is kept in a byte: sources may emit two photons for one, and a detector see one more. */
    private static final int MOST_PHOTONS = 60;

    /** What holds where nothing else is said. */
    public static final Limits DEFAULT =
            new Limits(256, 40, 16, 1_000_000, 64 << 20, 256 << 10, 1_000, 100_000, 1L << 30, Duration.ofMinutes(10));

    /** @throws IllegalArgumentException if a limit is not positive, or that of photons is too large */
    public Limits {
        check("modes", modes);
        check("photons", photons);
        check("loops", loops);
        check("samples", samples);
        check("result bytes", resultBytes);
        check("body bytes", bodyBytes);
        check("queued jobs", queuedJobs);
        check("kept jobs", keptJobs);
        check("journal bytes", journalBytes);
        check("run time", runTime.toMillis());
        if (photons > MOST_PHOTONS) {
            throw new IllegalArgumentException(
                    "the limit of photons is %d; expected at most %d".formatted(photons, MOST_PHOTONS));
        }
    }

    private static void check(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("the limit of %s is %d; expected at least 1".formatted(name, value));
        }
    }

    public Limits withModes(int value) {
        return new Limits(
                value, photons, loops, samples, resultBytes, bodyBytes, queuedJobs, keptJobs, journalBytes, runTime);
    }

    public Limits withPhotons(int value) {
        return new Limits(
                modes, value, loops, samples, resultBytes, bodyBytes, queuedJobs, keptJobs, journalBytes, runTime);
    }

    public Limits withSamples(int value) {
        return new Limits(
                modes, photons, loops, value, resultBytes, bodyBytes, queuedJobs, keptJobs, journalBytes, runTime);
    }

    public Limits withQueuedJobs(int value) {
        return new Limits(
                modes, photons, loops, samples, resultBytes, bodyBytes, value, keptJobs, journalBytes, runTime);
    }

    public Limits withKeptJobs(int value) {
        return new Limits(
                modes, photons, loops, samples, resultBytes, bodyBytes, queuedJobs, value, journalBytes, runTime);
    }

    public Limits withJournalBytes(long value) {
        return new Limits(modes, photons, loops, samples, resultBytes, bodyBytes, queuedJobs, keptJobs, value, runTime);
    }

    public Limits withRunTime(Duration value) {
        return new Limits(
                modes, photons, loops, samples, resultBytes, bodyBytes, queuedJobs, keptJobs, journalBytes, value);
    }
}
