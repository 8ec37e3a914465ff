package org.jaynes.photonics.sampling;

import java.util.Arrays;
import java.util.Objects;
import org.jaynes.execution.Philox;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.fock.Scattering;
import org.jspecify.annotations.Nullable;

/** Draws shots one by one: the photons of a shot, their paths, and what the detectors show. */
final class SingleShotWorker implements ShotWorker {
    private final SamplingPlan plan;
    private final PhotonicExperiment experiment;
    private final Noise noise;
    private final SamplingPlan.Prepared prepared;
    private final ShotRandom source;
    private final ShotRandom path;
    private final ShotRandom detector;
    private final ShotRandom angle;
    private final PhotonSource photons;
    private final DetectorBench detectors;
    private final Window window;
    private final AngleNoise angles;
    private @Nullable PathSampler paths;
    private @Nullable ExitTable exits;

    SingleShotWorker(SamplingPlan plan, long seed, int row) {
        this(plan, seed, row, WindowKernels.of(plan.device()));
    }

    /** @param kernels for the windows of loops */
    SingleShotWorker(SamplingPlan plan, long seed, int row, WindowKernels kernels) {
        this.plan = plan;
        this.experiment = plan.experiment();
        this.noise = experiment.noise();
        this.prepared = plan.prepared();
        this.source = new ShotRandom(seed, row, Philox.PURPOSE_PHOTON_SOURCE);
        this.path = new ShotRandom(seed, row, Philox.PURPOSE_PHOTON_PATH);
        this.detector = new ShotRandom(seed, row, Philox.PURPOSE_PHOTON_DETECTOR);
        this.angle = new ShotRandom(seed, row, Philox.PURPOSE_PHOTON_ANGLE);
        this.photons = new PhotonSource(experiment);
        this.detectors = new DetectorBench(experiment);
        boolean real = experiment.interferometer() instanceof TimeBinInterferometer loops && loops.isReal();
        this.angles = AngleNoise.of(experiment);
        this.window = new Window(prepared.tables(), kernels, real);
    }

    @Override
    public void run(int first, int count, Job job) {
        int[] outcome = new int[job.modes()];
        for (int shot = first; shot < first + count; shot++) {
            source.start(job.firstShot() + shot, 0);
            path.start(job.firstShot() + shot, 0);
            detector.start(job.firstShot() + shot, 0);
            angle.start(job.firstShot() + shot, 0);
            do {
                job.count(1);
            } while (!attempt(outcome));
            job.store(shot, outcome);
        }
    }

    @Override
    public void close() {
        window.close();
    }

    private boolean attempt(int[] counts) {
        Arrays.fill(counts, 0);
        photons.draw(source);
        preparePaths().sample(photons.identical(), path, counts);
        if (photons.classicalCount() > 0) {
            Objects.requireNonNull(exits).send(photons, path, counts);
        }
        detectors.detect(counts, detector);
        return detectors.keeps(counts);
    }

    /** With noisy angles anew for every attempt. */
    private PathSampler preparePaths() {
        angles.draw(angle);
        PathSampler known = paths;
        boolean anglesStay = noise.angleNoise() == 0;
        if (!anglesStay && photons.classicalCount() > 0) {
            exits = new ExitTable(experiment, scatteringOfShot());
        } else if (anglesStay && exits == null && photons.hasClassical()) {
            exits = new ExitTable(experiment, Objects.requireNonNull(prepared.scattering()));
        }
        if (known != null && (anglesStay || plan.algorithm() != SamplingAlgorithm.CLIFFORD_CLIFFORD)) {
            return known;
        }
        PathSampler made = sampler(anglesStay);
        paths = made;
        return made;
    }

    private Scattering scatteringOfShot() {
        return Scattering.of(experiment.withNoise(noise.withAngleNoise(0)), angles.angles());
    }

    private PathSampler sampler(boolean anglesStay) {
        return switch (plan.algorithm()) {
            case SINGLE_LOOP ->
                new SingleLoopSampler(
                        (TimeBinInterferometer) experiment.interferometer(),
                        angles.rotations(),
                        anglesStay,
                        noise.beamSplitterLoss());
            case PROGRESSIVE ->
                new ProgressiveSampler(
                        (TimeBinInterferometer) experiment.interferometer(),
                        Objects.requireNonNull(prepared.schedule()),
                        angles.rotations(),
                        anglesStay,
                        noise.beamSplitterLoss(),
                        window);
            case CLIFFORD_CLIFFORD ->
                new CliffordCliffordSampler(
                        anglesStay
                                ? Objects.requireNonNull(prepared.scattering())
                                : LoopMatrix.scattering(experiment, angles),
                        experiment.input().photons());
            case TABLE -> throw new IllegalStateException("a table needs no paths");
        };
    }
}
