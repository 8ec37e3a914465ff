package org.jaynes.photonics.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TransferMatrix;
import org.jaynes.photonics.sampling.SamplingAlgorithm;
import org.jaynes.photonics.sampling.SamplingCost;
import org.jaynes.photonics.sampling.SamplingPlan;
import org.jspecify.annotations.Nullable;

/**
 * Every sampler that can do an experiment against known physics (the Hong-Ou-Mandel dip, the suppression law of Fourier
 * interferometers, bunching in the experiment's own interferometer without noise), against cheaper explanations of its
 * shots, and against the exact distribution and marginals of the experiment with its noise.
 */
public final class SamplerValidation {
    /** Shots of the checks of known physics, of which there are many. */
    private static final int MOST_SHOTS_OF_PHYSICS = 20_000;

    /** A sampler that is predicted to take longer is left out. */
    private static final double MOST_SECONDS = 60;

    private SamplerValidation() {}

    /** Runs all checks on the fastest device without a GPU. */
    public static ValidationReport run(PhotonicExperiment experiment, int shots, long seed) {
        return run(experiment, shots, seed, PhotonicDevice.best());
    }

    /**
     * Runs all checks.
     *
     * @param shots of each check, at least 1
     * @param seed key of all random numbers
     * @param device where the shots are drawn; what they are compared with is computed without a GPU
     */
    public static ValidationReport run(PhotonicExperiment experiment, int shots, long seed, PhotonicDevice device) {
        if (shots < 1) {
            throw new ExperimentException("%d shots; expected at least 1".formatted(shots));
        }
        Draws draws = new Draws(device, shots, seed);
        HongOuMandel dip = new HongOuMandel(draws.atMost(MOST_SHOTS_OF_PHYSICS));
        List<Check> checks = new ArrayList<>(dip.checks());
        List<Curve> curves = new ArrayList<>(List.of(dip.curve()));
        checks.addAll(SuppressionLaw.checks(draws.atMost(MOST_SHOTS_OF_PHYSICS)));
        PhotonicExperiment ideal = experiment
                .withNoise(Noise.NONE)
                .withDetector(new Detector.PhotonNumber())
                .withPostselection(null);
        List<SamplingAlgorithm> ofIdeal = affordable("bunching", ideal, shots, checks);
        checks.addAll(Bunching.checks(ideal, ofIdeal, draws));
        Curve bayes = addBayes(ideal, ofIdeal, draws, checks);
        if (bayes != null) {
            curves.add(bayes);
        }
        GoodnessOfFit fit = new GoodnessOfFit(experiment, draws);
        fit.run(affordable("chi-square", experiment, shots, checks));
        checks.addAll(fit.checks());
        Curve outcomes = fit.curve();
        if (outcomes != null) {
            curves.add(outcomes);
        }
        return new ValidationReport(checks, curves);
    }

    private static @Nullable Curve addBayes(
            PhotonicExperiment ideal, List<SamplingAlgorithm> algorithms, Draws draws, List<Check> checks) {
        boolean lossless = !(ideal.interferometer() instanceof TransferMatrix transfer) || transfer.isUnitary();
        String obstacle = BayesianTest.obstacle(ideal, lossless);
        if (!obstacle.isEmpty() || algorithms.isEmpty()) {
            checks.add(Check.notRun("bayes", "all", obstacle.isEmpty() ? "no sampler is quick enough" : obstacle));
            return null;
        }
        BayesianTest bayes = new BayesianTest(ideal, draws);
        algorithms.forEach(bayes::run);
        bayes.runOnDistinguishable(algorithms.getFirst());
        checks.addAll(bayes.checks());
        return bayes.curve();
    }

    /** The samplers that can do an experiment in a minute; the others are reported. */
    private static List<SamplingAlgorithm> affordable(
            String check, PhotonicExperiment experiment, int shots, List<Check> checks) {
        List<SamplingAlgorithm> algorithms = new ArrayList<>();
        Map<SamplingAlgorithm, SamplingCost> costs =
                SamplingPlan.of(experiment, shots).costs();
        costs.forEach((algorithm, cost) -> {
            if (cost.seconds(shots) <= MOST_SECONDS) {
                algorithms.add(algorithm);
            } else {
                checks.add(Check.notRun(
                        check,
                        algorithm.toString(),
                        "would take %.0f s, more than %.0f s".formatted(cost.seconds(shots), MOST_SECONDS)));
            }
        });
        return algorithms;
    }
}
