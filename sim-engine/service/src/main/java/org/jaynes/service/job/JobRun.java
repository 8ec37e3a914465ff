package org.jaynes.service.job;

import java.time.Duration;
import org.jaynes.service.DeviceSampler;
import org.jaynes.service.SamplingRequest;
import org.jaynes.service.request.StoredRecords;

/** One run of a job: draws groups of shots until there are enough, and looks in between whether it shall go on. */
final class JobRun {
    /** Attempts for each shot that is asked for, when shots with too few photons are drawn again. */
    private static final long ATTEMPTS_PER_SHOT = 10_000;

    private static final int SMALLEST_GROUP = 64;
    private static final int LARGEST_GROUP = 8192;

    /** Groups grow until drawing one takes this long; a request to stop is noticed that often. */
    private static final long GROUP_NANOS = 20_000_000;

    private final Job job;
    private final SamplingRequest request;
    private final DeviceSampler.Shots shots;
    private final Duration runTime;

    JobRun(Job job, DeviceSampler sampler, Duration runTime) {
        this.job = job;
        this.request = job.request();
        this.shots = sampler.prepare(request);
        this.runTime = runTime;
    }

    /** A run that ended without a result; the message is for the client. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedException(String message) {
            super(message);
        }
    }

    /** Somebody asked the job to stop. */
    static final class StoppedException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** The result as the journal keeps it. */
    byte[] draw() throws FailedException, StoppedException {
        checkPrediction();
        long start = System.nanoTime();
        int modes = request.modes();
        ResultText text =
                new ResultText(StoredRecords.resultHead(job.machine(), request.seed()), modes, request.samples());
        byte[] photons = new byte[Math.multiplyExact(LARGEST_GROUP, modes)];
        long attempts = 0;
        int group = SMALLEST_GROUP;
        while (text.shots() < request.samples()) {
            checkGoesOn(start, attempts, text.shots());
            int count = request.leastPhotons() == 0 ? Math.min(group, request.samples() - text.shots()) : group;
            long before = System.nanoTime();
            shots.draw(attempts, count, photons);
            if (System.nanoTime() - before < GROUP_NANOS / 2) {
                group = Math.min(2 * group, LARGEST_GROUP);
            }
            attempts += count;
            keep(photons, count, text);
        }
        return text.finish();
    }

    /** A group of shots cannot be stopped, so one that would take for ever must not begin. */
    private void checkPrediction() throws FailedException {
        double seconds = shots.predictedSeconds();
        if (seconds > runTime.toMillis() * 1e-3) {
            throw new FailedException(
                    "the job would run for about %.3g s, more than the %d s that this service allows; take fewer photons, modes or samples"
                            .formatted(seconds, runTime.toSeconds()));
        }
    }

    private void keep(byte[] photons, int count, ResultText text) {
        for (int shot = 0; shot < count && text.shots() < request.samples(); shot++) {
            int offset = shot * request.modes();
            if (request.leastPhotons() == 0 || sum(photons, offset) >= request.leastPhotons()) {
                text.add(photons, offset);
            }
        }
    }

    private int sum(byte[] photons, int offset) {
        int sum = 0;
        for (int mode = 0; mode < request.modes(); mode++) {
            sum += photons[offset + mode];
        }
        return sum;
    }

    private void checkGoesOn(long start, long attempts, int accepted) throws FailedException, StoppedException {
        if (job.isStopping()) {
            throw new StoppedException();
        }
        if (System.nanoTime() - start > runTime.toNanos()) {
            throw new FailedException("the job ran for %d s, the most that this service allows, and had %d of %d shots"
                    .formatted(runTime.toSeconds(), accepted, request.samples()));
        }
        if (attempts >= ATTEMPTS_PER_SHOT * request.samples()) {
            throw new FailedException("postselection: %d of %d shots had %d photons or more after %d attempts"
                    .formatted(accepted, request.samples(), request.leastPhotons(), attempts));
        }
    }
}
