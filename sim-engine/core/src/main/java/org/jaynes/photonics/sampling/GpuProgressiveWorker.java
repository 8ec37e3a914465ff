package org.jaynes.photonics.sampling;

import java.util.concurrent.atomic.AtomicInteger;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.fock.FockBasis;
import org.jaynes.photonics.kernel.GpuKernels;

/** Draws the shots of several loops on a GPU, many side by side; each as {@link SingleShotWorker} draws it elsewhere. */
final class GpuProgressiveWorker implements ShotWorker {
    /** Enough for all multiprocessors, several times over. */
    private static final int MOST_SIDE_BY_SIDE = 1 << 11;

    /** Share of the free memory for the windows of a typical size; some are larger, and tables need room. */
    private static final double WINDOW_SHARE = 0.25;

    private final GpuKernels gpu;
    private final SamplingPlan plan;
    private final long seed;
    private final int row;

    GpuProgressiveWorker(GpuKernels gpu, SamplingPlan plan, long seed, int row) {
        this.gpu = gpu;
        this.plan = plan;
        this.seed = seed;
        this.row = row;
    }

    /** Whether the kernels can do this experiment: with noisy angles each shot would need matrices of its own. */
    static boolean takes(PhotonicExperiment experiment) {
        return experiment.noise().angleNoise() == 0;
    }

    @Override
    public void run(int first, int count, Job job) {
        int most = Math.min(count, MOST_SIDE_BY_SIDE);
        gpu.run(WindowBatches.bytes(most), "%d shots side by side".formatted(most), work -> {
            int sideBySide = (int) Math.clamp(WINDOW_SHARE * work.freeMemory() / windowBytes(), 1, most);
            AtomicInteger next = new AtomicInteger(first);
            try (WindowBatches batches = new WindowBatches(work, sideBySide)) {
                batches.run(sideBySide, kernels -> {
                    SingleShotWorker worker = new SingleShotWorker(plan, seed, row, kernels);
                    for (int shot = next.getAndIncrement(); shot < first + count; shot = next.getAndIncrement()) {
                        worker.run(shot, 1, job);
                    }
                });
            }
        });
    }

    /** Both vectors of a shot, with two photons more in the loops than there are on average. */
    private double windowBytes() {
        TimeBinInterferometer loops = (TimeBinInterferometer) plan.experiment().interferometer();
        int photons = plan.experiment().input().photons();
        int cells = loops.loopLengths().stream().mapToInt(Integer::intValue).sum();
        int inside = (int) Math.min(photons, Math.ceil((double) photons * cells / loops.modes()) + 2);
        return 2 * (loops.isReal() ? 8 : 16) * FockBasis.count(cells, inside);
    }
}
