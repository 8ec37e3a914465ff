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
    private @Nullable PathSampler paths;
    private @Nullable ExitTable exits;

    SingleShotWorker(SamplingPlan plan, long seed, int row) {
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
        this.window = new Window(prepared.tables(), WindowKernels.of(plan.device()), real);
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

    private boolean attempt(int[] counts) {
        Arrays.fill(counts, 0);
        photons.draw(source);
        prepareInterferometer();
        Objects.requireNonNull(paths).sample(photons.identical(), path, counts);
        if (photons.classicalCount() > 0) {
            Objects.requireNonNull(exits).send(photons, path, counts);
        }
        detectors.detect(counts, detector);
        return detectors.keeps(counts);
    }

    /** With noisy angles anew for every attempt. */
    private void prepareInterferometer() {
        if (paths != null && noise.angleNoise() == 0) {
            return;
        }
        if (noise.angleNoise() == 0) {
            Scattering scattering = Objects.requireNonNull(prepared.scattering());
            double[] angles =
                    experiment.interferometer() instanceof TimeBinInterferometer loops ? loops.angles() : new double[0];
            paths = sampler(angles, scattering);
            exits = photons.hasClassical() ? new ExitTable(experiment, scattering) : null;
            return;
        }
        TimeBinInterferometer loops = (TimeBinInterferometer) experiment.interferometer();
        double[] angles = loops.angles();
        for (int i = 0; i < angles.length; i++) {
            angles[i] += noise.angleNoise() * angle.gaussian();
        }
        boolean needsMatrix = plan.algorithm() == SamplingAlgorithm.CLIFFORD_CLIFFORD || photons.classicalCount() > 0;
        Scattering scattering =
                needsMatrix ? Scattering.of(experiment.withNoise(noise.withAngleNoise(0)), angles) : null;
        paths = sampler(angles, scattering);
        exits = scattering == null ? null : new ExitTable(experiment, scattering);
    }

    private PathSampler sampler(double[] angles, @Nullable Scattering scattering) {
        return switch (plan.algorithm()) {
            case SINGLE_LOOP ->
                new SingleLoopSampler(
                        (TimeBinInterferometer) experiment.interferometer(), angles, noise.beamSplitterLoss());
            case PROGRESSIVE ->
                new ProgressiveSampler(
                        (TimeBinInterferometer) experiment.interferometer(),
                        Objects.requireNonNull(prepared.schedule()),
                        angles,
                        noise.angleNoise() == 0,
                        noise.beamSplitterLoss(),
                        window);
            case CLIFFORD_CLIFFORD ->
                new CliffordCliffordSampler(
                        Objects.requireNonNull(scattering), experiment.input().photons());
            case TABLE -> throw new IllegalStateException("a table needs no paths");
        };
    }
}
