package org.jaynes.photonics.sampling;

import java.util.EnumMap;
import java.util.Map;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.Distinguishability;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicDevice;
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
    /** Shares of the free memory that a table may take. */
    private static final double TABLE_SHARE = 0.25;

    /** The predicted time for a number of shots. */
    public double seconds(long shots) {
        return setupSeconds + shots * shotSeconds;
    }

    /** The costs of all algorithms that can do an experiment, on a device. */
    static Map<SamplingAlgorithm, SamplingCost> all(PhotonicExperiment experiment, PhotonicDevice device) {
        Map<SamplingAlgorithm, SamplingCost> costs = new EnumMap<>(SamplingAlgorithm.class);
        KernelSpeed speed = KernelSpeed.of(device);
        Noise noise = experiment.noise();
        double attempts = experiment.postselection() == null ? 1 : 2;
        double source = KernelSpeed.SHOT + sources(experiment) * KernelSpeed.DRAW;
        if (noise.angleNoise() == 0) {
            SamplingCost table = table(experiment, speed);
            if (table.bytes < TABLE_SHARE * Runtime.getRuntime().maxMemory()) {
                costs.put(SamplingAlgorithm.TABLE, table);
            }
        }
        boolean inner = noise.distinguishability() instanceof Distinguishability.Gram;
        if (SamplingPlan.isSingleLoop(experiment.interferometer()) && !inner) {
            double shot = source + singleLoop((TimeBinInterferometer) experiment.interferometer(), noise);
            costs.put(SamplingAlgorithm.SINGLE_LOOP, new SamplingCost(0, attempts * shot, 0));
        } else if (experiment.interferometer() instanceof TimeBinInterferometer loops && !inner) {
            double shot = source + progressive(loops, experiment, speed);
            costs.put(SamplingAlgorithm.PROGRESSIVE, new SamplingCost(1e-3, attempts * shot, 0));
        }
        double shot = source + chainRule(experiment, speed);
        costs.put(SamplingAlgorithm.CLIFFORD_CLIFFORD, new SamplingCost(1e-5, attempts * shot, 0));
        return costs;
    }

    /** Draws that every shot takes for its photons and detectors. */
    private static double sources(PhotonicExperiment experiment) {
        Noise noise = experiment.noise();
        int photons = experiment.input().photons();
        double draws = 0;
        draws += noise.uniformTransmission() < 1 ? photons : 0;
        draws += noise.g2() > 0 ? photons : 0;
        draws += noise.distinguishability().isNone() ? 0 : photons;
        draws += noise.darkCounts() > 0 ? experiment.modes() : 0;
        return draws;
    }

    private static SamplingCost table(PhotonicExperiment experiment, KernelSpeed speed) {
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
        double setup = mixtures * (states * paths * speed.amplitude() + outcomes * KernelSpeed.OUTCOME)
                + outcomes * experiment.modes() * KernelSpeed.OUTCOME
                + answers * KernelSpeed.OUTCOME;
        double shot = KernelSpeed.DRAW + experiment.modes() * KernelSpeed.COUNT;
        return new SamplingCost(2e-4 + setup, shot, 32 * (states + outcomes + answers));
    }

    private static double singleLoop(TimeBinInterferometer loop, Noise noise) {
        int splitters = loop.bsAngles().size();
        double losses = noise.beamSplitterLoss() > 0 ? 1 : 0;
        return splitters * (1 + losses) * KernelSpeed.DRAW + angles(loop, noise);
    }

    /** For noisy angles. */
    private static double angles(TimeBinInterferometer loops, Noise noise) {
        int angles = loops.bsAngles().size() + loops.psAngles().size();
        return noise.angleNoise() == 0 ? 0 : angles * KernelSpeed.ANGLE;
    }

    private static double progressive(TimeBinInterferometer loops, PhotonicExperiment experiment, KernelSpeed speed) {
        WindowWork work = WindowWork.of(loops, experiment.input());
        Noise noise = experiment.noise();
        double amplitude = speed.amplitudeOfStep() * (loops.isReal() ? 1 : 2.5);
        double step = KernelSpeed.STEP + (noise.angleNoise() == 0 ? 0 : KernelSpeed.STEP_MATRIX);
        double entries = noise.angleNoise() == 0 ? 0 : work.entries() * KernelSpeed.ENTRY;
        return work.amplitudes() * amplitude + work.steps() * step + entries + angles(loops, noise);
    }

    /** n ρ^n terms on average, as derived in arXiv:2005.04214 for m modes: ρ depends on m / n only. */
    private static double chainRule(PhotonicExperiment experiment, KernelSpeed speed) {
        int n = experiment.input().photons();
        if (n == 0) {
            return 0;
        }
        double theta = (double) experiment.modes() / n;
        double rho =
                Math.pow(2 * theta + 1, 2 * theta + 1) / (Math.pow(4 * theta, theta) * Math.pow(theta + 1, theta + 1));
        Noise noise = experiment.noise();
        boolean loops = experiment.interferometer() instanceof TimeBinInterferometer;
        boolean shotByShot = loops && noise.angleNoise() > 0 && !LoopMatrix.describes(experiment);
        KernelSpeed used = shotByShot ? KernelSpeed.of(PhotonicDevice.reference()) : speed;
        boolean real = loops && ((TimeBinInterferometer) experiment.interferometer()).isReal();
        double numbers = real ? 1 : 1.4;
        double minors = 4.0 * n * Math.pow(Math.min(2, rho), n) * numbers * used.minorTerm();
        double paths = experiment.modes() * (noise.beamSplitterLoss() > 0 ? 2.0 : 1.0);
        double weights = paths * n * n / 2.0 * numbers * used.weight();
        double matrix = 0;
        if (loops && noise.angleNoise() > 0) {
            TimeBinInterferometer interferometer = (TimeBinInterferometer) experiment.interferometer();
            double splitters = interferometer.bsAngles().size();
            matrix = angles(interferometer, noise)
                    + splitters * n * numbers * KernelSpeed.ENTRY
                    + (shotByShot ? Math.pow(experiment.modes(), 3) * KernelSpeed.ENTRY : 0);
        }
        return minors + weights + matrix + 2 * n * KernelSpeed.DRAW;
    }

    @Override
    public String toString() {
        return "setup %.3g s, %.3g s a shot, %.3g bytes".formatted(setupSeconds, shotSeconds, bytes);
    }
}
