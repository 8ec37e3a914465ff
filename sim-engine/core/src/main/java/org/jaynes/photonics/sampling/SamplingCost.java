package org.jaynes.photonics.sampling;

import java.util.EnumMap;
import java.util.Map;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.Distinguishability;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.fock.FockBasis;

/**
 * What a sampler is predicted to cost on one thread.
 *
 * @param setupSeconds before the first shot
 * @param shotSeconds for each shot
 * @param bytes memory that is shared by all threads
 */
public record SamplingCost(double setupSeconds, double shotSeconds, double bytes) {
    /** Seconds for an amplitude in a step from one photon number to the next, and the like: a few multiply-adds. */
    private static final double AMPLITUDE = 1.5e-9;

    /** Seconds for a random number and a choice. */
    private static final double DRAW = 3e-8;

    /** Shares of the free memory that a table may take. */
    private static final double TABLE_SHARE = 0.25;

    /** The predicted time for a number of shots. */
    public double seconds(long shots) {
        return setupSeconds + shots * shotSeconds;
    }

    /** The costs of all algorithms that can do an experiment. */
    static Map<SamplingAlgorithm, SamplingCost> all(PhotonicExperiment experiment) {
        Map<SamplingAlgorithm, SamplingCost> costs = new EnumMap<>(SamplingAlgorithm.class);
        Noise noise = experiment.noise();
        double attempts = experiment.postselection() == null ? 1 : 2;
        if (noise.angleNoise() == 0) {
            SamplingCost table = table(experiment);
            if (table.bytes < TABLE_SHARE * Runtime.getRuntime().maxMemory()) {
                costs.put(SamplingAlgorithm.TABLE, table);
            }
        }
        boolean inner = noise.distinguishability() instanceof Distinguishability.Gram;
        if (SamplingPlan.isSingleLoop(experiment.interferometer()) && !inner) {
            costs.put(SamplingAlgorithm.SINGLE_LOOP, new SamplingCost(0, attempts * experiment.modes() * DRAW, 0));
        } else if (experiment.interferometer() instanceof TimeBinInterferometer loops && !inner) {
            costs.put(
                    SamplingAlgorithm.PROGRESSIVE,
                    new SamplingCost(
                            1e-4,
                            attempts * progressive(loops, experiment.input().photons()),
                            0));
        }
        costs.put(SamplingAlgorithm.CLIFFORD_CLIFFORD, new SamplingCost(1e-5, attempts * chainRule(experiment), 0));
        return costs;
    }

    private static SamplingCost table(PhotonicExperiment experiment) {
        Noise noise = experiment.noise();
        int n = experiment.input().photons();
        double paths = experiment.modes();
        if (noise.beamSplitterLoss() > 0) {
            paths += n;
        }
        if (noise.distinguishability() instanceof Distinguishability.Gram) {
            paths *= n;
        }
        double mixtures = 1;
        if (noise.distinguishability() instanceof Distinguishability.Overlap(double c) && c > 0 && c < 1) {
            for (int k : experiment.input().occupations()) {
                mixtures *= k + 1;
            }
        }
        int photons = noise.g2() > 0 ? 2 * n : n;
        double outcomes = FockBasis.count(experiment.modes() + 1, photons);
        double answers = switch (experiment.detector()) {
            case Detector.PhotonNumber() -> noise.darkCounts() > 0 ? Math.pow(photons + 2, experiment.modes()) : 1;
            case Detector.Threshold() -> Math.pow(2, experiment.modes());
            case Detector.Multiplexed(int detectors) ->
                Math.pow(Math.min(detectors, photons + 1) + 1, experiment.modes());
        };
        double states = FockBasis.count((int) Math.min(paths, 1e6), n);
        double work = mixtures * (states * paths + outcomes) + outcomes * experiment.modes() * 4 + answers;
        return new SamplingCost(work * AMPLITUDE, DRAW + 4e-9 * experiment.modes(), 32 * (states + outcomes + answers));
    }

    /** Vectors of the photons that are in the loops on average, and two more because large ones cost most. */
    private static double progressive(TimeBinInterferometer loops, int photons) {
        int window = 1;
        for (int length : loops.loopLengths()) {
            window += length;
        }
        window = Math.min(window, loops.modes());
        int inside = (int) Math.min(photons, Math.ceil((double) photons * window / loops.modes()) + 2);
        double amplitudes = FockBasis.count(window, inside);
        return (loops.bsAngles().size() * 3.0 + loops.modes()) * (amplitudes * AMPLITUDE + DRAW);
    }

    /** n ρ^n terms on average, as derived in arXiv:2005.04214 for m modes: ρ depends on m / n only. */
    private static double chainRule(PhotonicExperiment experiment) {
        int n = experiment.input().photons();
        if (n == 0) {
            return DRAW;
        }
        double theta = (double) experiment.modes() / n;
        double rho =
                Math.pow(2 * theta + 1, 2 * theta + 1) / (Math.pow(4 * theta, theta) * Math.pow(theta + 1, theta + 1));
        double minors = 4.0 * n * Math.pow(Math.min(2, rho), n);
        double paths = experiment.modes() * (experiment.noise().beamSplitterLoss() > 0 ? 2.0 : 1.0);
        double weights = paths * n * n / 2.0;
        double matrix = experiment.noise().angleNoise() > 0 ? Math.pow(experiment.modes(), 3) : 0;
        return (minors + weights + matrix) * AMPLITUDE + 2 * n * DRAW;
    }

    @Override
    public String toString() {
        return "setup %.3g s, %.3g s a shot, %.3g bytes".formatted(setupSeconds, shotSeconds, bytes);
    }
}
