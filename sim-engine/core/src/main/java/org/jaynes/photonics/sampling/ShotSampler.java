package org.jaynes.photonics.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jaynes.execution.Philox;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.Distinguishability.Overlap;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.fock.Scattering;
import org.jaynes.photonics.fock.SourceMixture;
import org.jspecify.annotations.Nullable;

/**
 * Draws the shots of a plan, one by one: the photons of a shot, their paths, and what the detectors show. Losses that are
 * the same for every path are taken off at the sources, where fewer photons are less work. Not thread-safe; every thread
 * has its own.
 */
final class ShotSampler {
    private final PhotonicExperiment experiment;
    private final Noise noise;
    private final SamplingPlan plan;
    private final SamplingPlan.Prepared prepared;
    private final ShotRandom source;
    private final ShotRandom path;
    private final ShotRandom detector;
    private final ShotRandom angle;
    private final double secondPhoton;
    /** For each number of photons of a mode, the probabilities that so many of them are alike. */
    private final double[][] identicalCounts;

    private final int[] identical;
    /** Input modes of the photons that are like no other. */
    private final List<Integer> classical = new ArrayList<>();

    private @Nullable PathSampler paths;
    private double[][] exits = new double[0][];
    private final FockWindow window = new FockWindow();

    ShotSampler(SamplingPlan plan, long seed, int row) {
        this.plan = plan;
        this.experiment = plan.experiment();
        this.noise = experiment.noise();
        this.prepared = plan.prepared();
        this.source = new ShotRandom(seed, row, Philox.PURPOSE_PHOTON_SOURCE);
        this.path = new ShotRandom(seed, row, Philox.PURPOSE_PHOTON_PATH);
        this.detector = new ShotRandom(seed, row, Philox.PURPOSE_PHOTON_DETECTOR);
        this.angle = new ShotRandom(seed, row, Philox.PURPOSE_PHOTON_ANGLE);
        this.secondPhoton = noise.secondPhotonProbability();
        FockState input = experiment.input();
        double overlap = noise.distinguishability() instanceof Overlap(double c) ? c : 1;
        int most = Arrays.stream(input.occupations()).max().orElse(0);
        this.identicalCounts = new double[most + 1][];
        for (int n = 0; n <= most; n++) {
            identicalCounts[n] = SourceMixture.identicalCounts(n, overlap);
        }
        this.identical = new int[input.modes()];
    }

    /** Goes to the first attempt at a shot. */
    void start(long shot) {
        source.start(shot);
        path.start(shot);
        detector.start(shot);
        angle.start(shot);
    }

    /**
     * Draws the outcome of an attempt at the shot.
     *
     * @param counts receives it
     * @return whether post-selection keeps it
     */
    boolean attempt(int[] counts) {
        if (prepared.table() != null) {
            prepared.table().sample(path.next(), counts);
            return true; // the table holds only what post-selection keeps
        }
        Arrays.fill(counts, 0);
        drawPhotons();
        prepareInterferometer();
        Objects.requireNonNull(paths).sample(identical, path, counts);
        for (int mode : classical) {
            double[] weights = exits[mode];
            int exit = ShotRandom.choose(weights, weights.length, path.next());
            if (exit < counts.length) {
                counts[exit]++;
            }
        }
        detect(counts);
        return experiment.postselection() == null
                || Arrays.stream(counts).sum() == experiment.postselection().photons();
    }

    /** The photons that come to the interferometer and will be seen if they reach a detector. */
    private void drawPhotons() {
        classical.clear();
        double transmission = noise.uniformTransmission();
        for (int mode = 0; mode < identical.length; mode++) {
            int n = experiment.input().photonsIn(mode);
            int alike = n;
            if (n > 0 && !noise.distinguishability().isNone() && noise.distinguishability() instanceof Overlap) {
                alike = ShotRandom.choose(identicalCounts[n], n + 1, source.next());
            }
            int others = n - alike;
            if (n > 0 && secondPhoton > 0) {
                others += source.binomial(n, secondPhoton);
            }
            identical[mode] = transmission == 1 ? alike : source.binomial(alike, transmission);
            others = transmission == 1 ? others : source.binomial(others, transmission);
            for (int i = 0; i < others; i++) {
                classical.add(mode);
            }
        }
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
            exits = exits(scattering);
            return;
        }
        TimeBinInterferometer loops = (TimeBinInterferometer) experiment.interferometer();
        double[] angles = loops.angles();
        for (int i = 0; i < angles.length; i++) {
            angles[i] += noise.angleNoise() * angle.gaussian();
        }
        boolean needsMatrix = plan.algorithm() == SamplingAlgorithm.CLIFFORD_CLIFFORD || !classical.isEmpty();
        Scattering scattering =
                needsMatrix ? Scattering.of(experiment.withNoise(noise.withAngleNoise(0)), angles) : null;
        paths = sampler(angles, scattering);
        exits = scattering == null ? new double[0][] : exits(scattering);
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
                        noise.beamSplitterLoss(),
                        window);
            case CLIFFORD_CLIFFORD ->
                new CliffordCliffordSampler(
                        Objects.requireNonNull(scattering), experiment.input().photons());
            case TABLE -> throw new IllegalStateException("a table needs no paths");
        };
    }

    private double[][] exits(Scattering scattering) {
        double[][] all = new double[identical.length][];
        boolean needed = secondPhoton > 0 || !noise.distinguishability().isNone();
        for (int mode = 0; mode < all.length; mode++) {
            all[mode] = needed && experiment.input().photonsIn(mode) > 0 ? scattering.exits(mode) : new double[0];
        }
        return all;
    }

    /** Dark counts, then the answer of the detectors. */
    private void detect(int[] counts) {
        boolean dark = noise.darkCounts() > 0;
        for (int mode = 0; mode < counts.length; mode++) {
            if (dark && detector.next() < noise.darkCounts()) {
                counts[mode]++;
            }
            switch (experiment.detector()) {
                case Detector.PhotonNumber() -> {}
                case Detector.Threshold() -> counts[mode] = Math.min(counts[mode], 1);
                case Detector.Multiplexed(int detectors) -> counts[mode] = fired(counts[mode], detectors);
            }
        }
    }

    /** How many of some detectors fire when photons fall on them at random. */
    private int fired(int photons, int detectors) {
        int fired = 0;
        for (int i = 0; i < photons; i++) {
            if (i == 0 || detector.next() * detectors >= fired) {
                fired++;
            }
        }
        return fired;
    }
}
