package org.jaynes.photonics.validation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.fock.ExactDistribution;
import org.jaynes.photonics.fock.FockDistribution;
import org.jaynes.photonics.marginal.Marginals;
import org.jaynes.photonics.sampling.PhotonSamples;
import org.jaynes.photonics.sampling.SamplingAlgorithm;
import org.jspecify.annotations.Nullable;

/** Shots of the whole experiment, with its noise, against the exact distribution and against exact marginals. */
final class GoodnessOfFit {
    private static final String FIT = "chi-square";
    private static final String MARGINALS = "marginals";

    /** Outcomes that a plot shows. */
    private static final int SHOWN = 40;

    private final PhotonicExperiment experiment;
    private final int shots;
    private final Draws draws;
    private final List<Check> checks = new ArrayList<>();
    private final List<Curve.Series> series = new ArrayList<>();
    private List<FockState> shown = List.of();

    GoodnessOfFit(PhotonicExperiment experiment, Draws draws) {
        this.experiment = experiment;
        this.draws = draws;
        this.shots = draws.shots();
    }

    void run(List<SamplingAlgorithm> algorithms) {
        boolean noisyAngles = experiment.noise().angleNoise() > 0;
        boolean fits = draws.algorithms(experiment).contains(SamplingAlgorithm.TABLE);
        FockDistribution exact = !noisyAngles && fits ? ExactDistribution.of(experiment) : null;
        String obstacle = noisyAngles ? "noisy angles have no closed form" : "too many outcomes for memory";
        if (exact != null) {
            showMostLikely(exact);
        }
        for (SamplingAlgorithm algorithm : algorithms) {
            PhotonSamples samples = draws.of(experiment, algorithm);
            String name = draws.name(experiment, algorithm);
            compare(exact, obstacle, name, samples);
            if (noisyAngles || experiment.postselection() != null) {
                checks.add(Check.notRun(MARGINALS, name, noisyAngles ? obstacle : "the job selects its shots"));
            } else {
                checks.add(compareMarginals(name, samples));
            }
        }
    }

    private void compare(@Nullable FockDistribution exact, String obstacle, String name, PhotonSamples samples) {
        if (exact == null) {
            checks.add(Check.notRun(FIT, name, obstacle));
            return;
        }
        Statistics.Fit fit = Statistics.fit(exact, samples);
        checks.add(Check.of(
                FIT,
                name,
                fit.chiSquare(),
                fit.limit(),
                "%d outcomes, %d shots; total variation distance %.4f, expected %.4f"
                        .formatted(exact.size(), shots, fit.distance(), fit.expectedDistance())));
        Map<FockState, Integer> histogram = samples.histogram();
        addSeries(name, outcome -> (double) histogram.getOrDefault(outcome, 0) / shots, false);
    }

    private Check compareMarginals(String name, PhotonSamples samples) {
        Marginals marginals = Marginals.of(experiment);
        double worst = 0;
        int compared = 0;
        for (int mode = 0; mode < experiment.modes(); mode++) {
            int next = (mode + 1) % experiment.modes();
            int empty = 0;
            int bothEmpty = 0;
            for (int shot = 0; shot < shots; shot++) {
                boolean isEmpty = samples.count(shot, mode) == 0;
                empty += isEmpty ? 1 : 0;
                bothEmpty += isEmpty && samples.count(shot, next) == 0 ? 1 : 0;
            }
            worst = Math.max(worst, Statistics.deviation(empty, shots, marginals.silence(mode)));
            compared++;
            if (next != mode) {
                worst = Math.max(worst, Statistics.deviation(bothEmpty, shots, marginals.silence(mode, next)));
                compared++;
            }
        }
        return Check.of(
                MARGINALS,
                name,
                worst,
                Statistics.LARGEST_DEVIATION,
                "standard errors, largest of %d numbers: silence of modes and of neighbours".formatted(compared));
    }

    private void showMostLikely(FockDistribution exact) {
        shown = exact.above(1e-9).entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .map(Map.Entry::getKey)
                .toList();
        addSeries("exact", exact::probability, true);
    }

    private void addSeries(String name, java.util.function.ToDoubleFunction<FockState> probability, boolean line) {
        double[] x = new double[shown.size()];
        double[] y = new double[shown.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = i + 1;
            y[i] = probability.applyAsDouble(shown.get(i));
        }
        series.add(new Curve.Series(name, x, y, line));
    }

    List<Check> checks() {
        return checks;
    }

    /** The most likely outcomes; null without a distribution. */
    @Nullable
    Curve curve() {
        return shown.isEmpty()
                ? null
                : new Curve(
                        "outcomes",
                        "The most likely outcomes of the job",
                        "outcome, from the most likely: " + shown.getFirst() + " ...",
                        "probability, share of the shots",
                        series);
    }
}
