package org.jaynes.bench.photonics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.marginal.Marginals;
import org.jaynes.photonics.sampling.PhotonSampler;
import org.jaynes.photonics.sampling.PhotonSamples;
import org.jaynes.photonics.sampling.SamplingAlgorithm;
import org.jaynes.photonics.sampling.SamplingPlan;

/**
 * Shots of an experiment without noise.
 *
 * @param kind {@code samples} or {@code loops}, and {@code request} as other libraries get it
 * @param algorithms besides the one that Jaynes chooses, those that are timed too
 */
record SampleWorkload(
        String name,
        String kind,
        PhotonicExperiment experiment,
        int items,
        SamplingAlgorithm[] algorithms,
        Map<String, Object> request,
        Map<String, Double> goals)
        implements Workload {
    private static final AtomicLong SEED = new AtomicLong(1);

    @Override
    public String item() {
        return "shot";
    }

    /** Plans are made in the run: an experiment is new when it is sampled. */
    @Override
    public Map<String, Supplier<Outcome>> ways() {
        Map<String, Supplier<Outcome>> ways = new LinkedHashMap<>();
        if (algorithms.length == 0) {
            ways.put("as chosen: " + SamplingPlan.of(experiment, items).algorithm(), () -> draw(null));
        }
        for (SamplingAlgorithm algorithm : algorithms) {
            ways.put(algorithm.toString(), () -> draw(algorithm));
        }
        return ways;
    }

    private Outcome draw(@org.jspecify.annotations.Nullable SamplingAlgorithm algorithm) {
        SamplingPlan plan =
                algorithm == null ? SamplingPlan.of(experiment, items) : SamplingPlan.with(experiment, algorithm);
        PhotonSamples samples = new PhotonSampler().sample(plan, items, SEED.getAndIncrement());
        return () -> {
            int modes = samples.modes();
            double[] numbers = new double[samples.shots() * modes];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = samples.count(i / modes, i % modes);
            }
            return numbers;
        };
    }

    /** The largest deviation of a mean count, or of how often one or two modes are empty, in standard errors. */
    @Override
    public double distance(double[] numbers) {
        int modes = experiment.modes();
        int shots = numbers.length / modes;
        if (shots == 0 || numbers.length != shots * modes) {
            return Double.POSITIVE_INFINITY;
        }
        Marginals exact = Marginals.of(experiment);
        double largest = 0;
        double[] means = exact.means();
        for (int mode = 0; mode < modes; mode++) {
            largest = Math.max(largest, ofEmpty(numbers, shots, exact.silence(mode), mode, mode));
            int next = (mode + 1) % modes;
            largest = Math.max(largest, ofEmpty(numbers, shots, exact.silence(mode, next), mode, next));
            largest = Math.max(largest, ofMean(numbers, shots, means[mode], mode));
        }
        return largest;
    }

    private double ofEmpty(double[] numbers, int shots, double probability, int a, int b) {
        int empty = 0;
        for (int shot = 0; shot < shots; shot++) {
            if (numbers[shot * experiment.modes() + a] == 0 && numbers[shot * experiment.modes() + b] == 0) {
                empty++;
            }
        }
        double error = Math.sqrt(Math.max(0, probability * (1 - probability)) / shots) + 1.0 / shots;
        return Math.abs((double) empty / shots - probability) / error;
    }

    /** In standard errors of the sample: the variance of bunched photons has no simple bound. */
    private double ofMean(double[] numbers, int shots, double exact, int mode) {
        double sum = 0;
        double squares = 0;
        for (int shot = 0; shot < shots; shot++) {
            double count = numbers[shot * experiment.modes() + mode];
            sum += count;
            squares += count * count;
        }
        double mean = sum / shots;
        double error = Math.sqrt(Math.max(0, squares / shots - mean * mean) / shots) + 1.0 / shots;
        return Math.abs(mean - exact) / error;
    }

    /** Six standard errors: with a hundred numbers, a false alarm once in some million runs. */
    @Override
    public double tolerance() {
        return 6;
    }

    @Override
    public String measure() {
        return "standard errors, of means and of empty modes and pairs";
    }
}
