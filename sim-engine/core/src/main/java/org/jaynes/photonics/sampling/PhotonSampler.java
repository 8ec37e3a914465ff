package org.jaynes.photonics.sampling;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.Postselection;
import org.jaynes.photonics.fock.HeapMemory;

/**
 * Draws shots. The outcome of a shot is a function of the experiment, the algorithm, the seed, the row and the shot, not
 * of the number of threads. Thread-safe.
 */
public final class PhotonSampler {
    /** Counts of a mode are kept in two bytes. */
    private static final int HIGHEST_COUNT = Short.MAX_VALUE;

    /** Shots that a thread takes at once. */
    private static final int RANGE = 64;

    private final int threads;

    /** A sampler that uses all processors. */
    public PhotonSampler() {
        this(Runtime.getRuntime().availableProcessors());
    }

    /** @param threads how many threads work, the calling one included; at least 1 */
    public PhotonSampler(int threads) {
        if (threads < 1) {
            throw new ExperimentException(threads + " threads; expected at least 1");
        }
        this.threads = threads;
    }

    /**
     * Draws shots of an experiment, by the algorithm with the smallest predicted time.
     *
     * @param shots how many, 0 or more
     * @param seed key of all random numbers
     * @throws PostselectionException if post-selection keeps too few
     * @throws CancellationException if the calling thread is interrupted
     */
    public PhotonSamples sample(PhotonicExperiment experiment, int shots, long seed) {
        return sample(SamplingPlan.of(experiment, shots), shots, seed);
    }

    /** Draws shots by a plan, which may be used again. */
    public PhotonSamples sample(SamplingPlan plan, int shots, long seed) {
        return sample(plan, 0, shots, seed, 0);
    }

    /**
     * Draws a part of the shots of a plan, so that a long job can be watched and ended: the parts put together are the
     * shots that {@link #sample(SamplingPlan, int, long)} draws at once.
     *
     * @param first index of the first shot, from 0
     * @param shots how many from there on
     */
    public PhotonSamples sample(SamplingPlan plan, long first, int shots, long seed) {
        return sample(plan, first, shots, seed, 0);
    }

    /** Draws the same number of shots of several experiments; experiment i is row i of the random numbers. */
    public List<PhotonSamples> sampleAll(List<PhotonicExperiment> experiments, int shots, long seed) {
        return IntStream.range(0, experiments.size())
                .mapToObj(row -> sample(SamplingPlan.of(experiments.get(row), shots), 0, shots, seed, row))
                .toList();
    }

    private PhotonSamples sample(SamplingPlan plan, long firstShot, int shots, long seed, int row) {
        PhotonicExperiment experiment = plan.experiment();
        if (shots < 0) {
            throw new ExperimentException("%d shots; expected 0 or more".formatted(shots));
        }
        if (experiment.input().photons() >= HIGHEST_COUNT / 2) {
            throw new ExperimentException("%d photons; expected fewer than %d"
                    .formatted(experiment.input().photons(), HIGHEST_COUNT / 2));
        }
        int modes = experiment.modes();
        HeapMemory.require("%d shots of %d modes".formatted(shots, modes), 2.0 * shots * modes);
        short[] counts = new short[Math.multiplyExact(shots, modes)];
        double acceptance = plan.prepared().acceptance();
        AtomicLong attempts = new AtomicLong();
        share(shots, () -> {
            ShotSampler sampler = new ShotSampler(plan, seed, row);
            int[] outcome = new int[modes];
            return (first, count) -> {
                for (int shot = first; shot < first + count; shot++) {
                    attempts.addAndGet(drawOne(sampler, firstShot + shot, outcome, plan, shots, attempts));
                    for (int mode = 0; mode < modes; mode++) {
                        counts[shot * modes + mode] = (short) outcome[mode];
                    }
                }
            };
        });
        Postselection postselection = experiment.postselection();
        if (postselection == null || plan.algorithm() == SamplingAlgorithm.TABLE || shots == 0) {
            return new PhotonSamples(modes, counts, plan.algorithm(), acceptance);
        }
        checkAttempts(postselection, shots, attempts.get());
        return new PhotonSamples(modes, counts, plan.algorithm(), (double) shots / attempts.get());
    }

    /** Tries until post-selection keeps the shot; returns how often. */
    private static long drawOne(
            ShotSampler sampler, long shot, int[] outcome, SamplingPlan plan, long shots, AtomicLong attempts) {
        sampler.start(shot);
        long tries = 1;
        while (!sampler.attempt(outcome)) {
            tries++;
            checkAttempts(Objects.requireNonNull(plan.experiment().postselection()), shots, attempts.get() + tries);
        }
        return tries;
    }

    private static void checkAttempts(Postselection postselection, long shots, long attempts) {
        if (attempts > shots * postselection.attempts()) {
            throw new PostselectionException(postselection, shots);
        }
    }

    private interface Range {
        void run(int first, int count);
    }

    /** Shares the shots among threads; each thread makes what it works with once. */
    private void share(int shots, Supplier<Range> workplace) {
        if (threads == 1 || shots <= RANGE) {
            workplace.get().run(0, shots);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        int ranges = (shots + RANGE - 1) / RANGE;
        IntStream.range(0, Math.min(threads, ranges)).parallel().forEach(_ -> {
            Range work = workplace.get();
            for (int i = next.getAndIncrement(); i < ranges; i = next.getAndIncrement()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("interrupted");
                }
                work.run(i * RANGE, Math.min(RANGE, shots - i * RANGE));
            }
        });
    }
}
