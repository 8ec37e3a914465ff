package org.jaynes.photonics.sampling;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.Postselection;
import org.jaynes.photonics.fock.HeapMemory;
import org.jaynes.photonics.fock.Scattering;
import org.jaynes.photonics.kernel.GpuKernels;
import org.jaynes.photonics.kernel.PhotonicKernels;

/**
 * Draws shots. The outcome of a shot is a function of the experiment, the algorithm, the seed, the row and the shot, not
 * of the number of threads. Thread-safe.
 */
public final class PhotonSampler {
    /** Counts of a mode are kept in two bytes. */
    private static final int HIGHEST_COUNT = Short.MAX_VALUE;

    /** Shots that a thread of a CPU takes at once. */
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
        double acceptance = plan.prepared().acceptance();
        Postselection postselection = experiment.postselection();
        ShotWorker.Job job = new ShotWorker.Job(modes, firstShot, shots, postselection);
        share(shots, range(plan), () -> worker(plan, seed, row), job);
        if (postselection != null && plan.algorithm() != SamplingAlgorithm.TABLE && shots > 0) {
            acceptance = (double) shots / job.attempts().get();
        }
        return new PhotonSamples(modes, job.counts(), plan.algorithm(), acceptance);
    }

    /** Shots that a thread takes at once. */
    private static int range(SamplingPlan plan) {
        return plan.device().isGpu() ? GpuChain.RANGE : RANGE;
    }

    private static ShotWorker worker(SamplingPlan plan, long seed, int row) {
        SamplingPlan.Prepared prepared = plan.prepared();
        if (prepared.table() != null) {
            return new TableWorker(prepared.table(), seed, row);
        }
        PhotonicKernels kernels = PhotonicKernels.of(plan.device());
        if (kernels != null
                && plan.algorithm() == SamplingAlgorithm.CLIFFORD_CLIFFORD
                && NativeChainWorker.takes(plan.experiment())) {
            Scattering scattering = Objects.requireNonNull(prepared.scattering());
            return new NativeChainWorker(kernels, plan, scattering, seed, row, range(plan));
        }
        if (kernels instanceof GpuKernels gpu && plan.algorithm() == SamplingAlgorithm.PROGRESSIVE) {
            return new GpuProgressiveWorker(gpu, plan, seed, row);
        }
        if (kernels instanceof GpuKernels gpu && plan.algorithm() == SamplingAlgorithm.SINGLE_LOOP) {
            return new GpuSingleLoopWorker(gpu, plan, seed, row, range(plan));
        }
        return new SingleShotWorker(plan, seed, row);
    }

    /** Shares the shots among threads; each thread makes what it works with once. */
    private void share(int shots, int range, Supplier<ShotWorker> workers, ShotWorker.Job job) {
        AtomicInteger next = new AtomicInteger();
        int ranges = Math.ceilDiv(shots, range);
        IntStream all = IntStream.range(0, Math.min(threads, ranges));
        (threads > 1 ? all.parallel() : all).forEach(_ -> {
            try (ShotWorker worker = workers.get()) {
                for (int i = next.getAndIncrement(); i < ranges; i = next.getAndIncrement()) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new CancellationException("interrupted");
                    }
                    worker.run(i * range, Math.min(range, shots - i * range), job);
                }
            }
        });
    }
}
