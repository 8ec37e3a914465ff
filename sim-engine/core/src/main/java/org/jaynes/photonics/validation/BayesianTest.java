package org.jaynes.photonics.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.sampling.PhotonSamples;
import org.jaynes.photonics.sampling.SamplingAlgorithm;

/**
 * Odds of identical photons against cheaper explanations: the product over shots of the ratio of probabilities, until one
 * side is a thousand times as likely. M. Bentivegna et al., Int. J. Quantum Inf. 12, 1560028 (2014).
 */
final class BayesianTest {
    private static final String NAME = "bayes";
    private static final double ODDS = 1000;
    private static final int MOST_SHOTS = 2000;

    /** Permanents of more photons would take minutes. */
    private static final int MOST_PHOTONS = 16;

    private final PhotonicExperiment ideal;
    private final OutcomeModels models;
    private final Draws draws;
    private final List<Check> checks = new ArrayList<>();
    private final List<Curve.Series> series = new ArrayList<>();

    /** Why an experiment without noise cannot be looked at, or an empty string. */
    static String obstacle(PhotonicExperiment ideal, boolean lossless) {
        int photons = ideal.input().photons();
        if (!lossless) {
            return "the interferometer loses photons";
        }
        return photons < 2 || photons > MOST_PHOTONS
                ? "%d photons; expected 2 to %d".formatted(photons, MOST_PHOTONS)
                : "";
    }

    BayesianTest(PhotonicExperiment ideal, Draws draws) {
        this.ideal = ideal;
        this.models = OutcomeModels.of(ideal.lossyMatrix(), ideal.input(), draws.seed());
        this.draws = draws.atMost(MOST_SHOTS);
    }

    /** Identical photons must win against everything. */
    void run(SamplingAlgorithm algorithm) {
        PhotonSamples samples = draws.of(ideal, algorithm);
        for (Map.Entry<String, ToDoubleFunction<FockState>> other :
                models.others().entrySet()) {
            double[] odds = odds(samples, other.getValue());
            if (series.size() < models.others().size()) {
                addSeries(other.getKey(), odds);
            }
            add(draws.name(ideal, algorithm), odds, "identical photons", other.getKey());
        }
    }

    /** The test itself is tested: photons like no other must not be taken for identical ones. */
    void runOnDistinguishable(SamplingAlgorithm algorithm) {
        PhotonicExperiment classical = ideal.withNoise(Noise.NONE.withOverlap(0));
        PhotonSamples samples = draws.of(classical, algorithm);
        double[] odds = odds(samples, models::distinguishable);
        for (int i = 0; i < odds.length; i++) {
            odds[i] = -odds[i];
        }
        add(draws.name(classical, algorithm) + ", overlap 0", odds, "distinguishable photons", "identical");
    }

    private void add(String sampler, double[] odds, String winner, String loser) {
        double last = odds[odds.length - 1];
        String detail = "odds of %s against %s: 10^%.1f after %d shots"
                .formatted(winner, loser, last / Math.log(10), odds.length);
        if (Math.abs(last) < Math.log(ODDS)) {
            checks.add(Check.notRun(NAME, sampler, "undecided; " + detail));
            return;
        }
        checks.add(Check.of(NAME, sampler, 1 / Math.exp(last), 1 / ODDS, detail));
    }

    private void addSeries(String other, double[] odds) {
        double[] x = new double[odds.length];
        double[] y = new double[odds.length];
        for (int i = 0; i < odds.length; i++) {
            x[i] = i + 1;
            y[i] = Math.clamp(odds[i] / Math.log(10), -99, 99);
        }
        series.add(new Curve.Series("against " + other, x, y, true));
    }

    /** Logarithms of the odds after each shot, to the one that decides. */
    private double[] odds(PhotonSamples samples, ToDoubleFunction<FockState> other) {
        List<Double> odds = new ArrayList<>();
        double sum = 0;
        for (int shot = 0; shot < draws.shots() && Math.abs(sum) < Math.log(ODDS); shot++) {
            FockState outcome = samples.outcome(shot);
            sum += Math.log(models.quantum(outcome)) - Math.log(other.applyAsDouble(outcome));
            odds.add(sum);
        }
        return odds.stream().mapToDouble(Double::doubleValue).toArray();
    }

    List<Check> checks() {
        return checks;
    }

    Curve curve() {
        return new Curve(
                NAME,
                "Odds of identical photons, " + ideal.input(),
                "shots",
                "logarithm to base 10 of the odds",
                series);
    }
}
