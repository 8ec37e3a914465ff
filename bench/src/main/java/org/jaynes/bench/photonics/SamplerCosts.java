package org.jaynes.bench.photonics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jaynes.bench.circuits.SplitMix64;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.Interferometer;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.TransferMatrix;
import org.jaynes.photonics.sampling.PhotonSampler;
import org.jaynes.photonics.sampling.SamplingAlgorithm;
import org.jaynes.photonics.sampling.SamplingCost;
import org.jaynes.photonics.sampling.SamplingPlan;

/**
 * What a shot of each sampler costs on one thread: with each noise beside itself without, and what had been predicted.
 */
final class SamplerCosts {
    /** A noise may make a shot so many times as long. */
    static final double GOAL = 2;

    private static final double SECONDS_OF_RUN = 0.05;
    /** What warms up compiled code. */
    static final double WARM_SECONDS = 0.4;

    /** A sampler and something that it draws from. */
    private record Case(String name, SamplingAlgorithm algorithm, PhotonicExperiment experiment) {}

    /**
     * Times of a shot in seconds.
     *
     * @param predicted by the cost model
     * @param clean without the noise, measured in turns with it
     */
    record Row(String name, String noise, double predicted, double seconds, double clean) {
        /** How often as long as without noise. */
        double ratio() {
            return seconds / clean;
        }

        /** How often as long as predicted; below 1 if it was quicker. */
        double error() {
            return seconds / predicted;
        }

        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("sampler", name);
            json.put("noise", noise);
            json.put("predicted", predicted);
            json.put("seconds", seconds);
            json.put("clean", clean);
            json.put("ratio", ratio());
            return json;
        }
    }

    private final int runs;
    private final double warmSeconds;
    private final Predicate<String> chosen;

    /**
     * @param runs turns of each experiment, of which the quickest counts
     * @param warmSeconds before the first one
     * @param chosen which of the samplers, by their names in the report
     */
    SamplerCosts(int runs, double warmSeconds, Predicate<String> chosen) {
        this.runs = runs;
        this.warmSeconds = warmSeconds;
        this.chosen = chosen;
    }

    private static Map<String, UnaryOperator<Noise>> noises() {
        Map<String, UnaryOperator<Noise>> noises = new LinkedHashMap<>();
        noises.put("none", noise -> noise);
        noises.put("input_loss 0.1", noise -> noise.withInputLoss(0.1));
        noises.put("bs_loss 0.01", noise -> noise.withBeamSplitterLoss(0.01));
        noises.put("detector_efficiency 0.9", noise -> noise.withDetectorEfficiency(0.9));
        noises.put("overlap 0.95", noise -> noise.withOverlap(0.95));
        noises.put("g2 0.02", noise -> noise.withG2(0.02));
        noises.put("dark_counts 0.01", noise -> noise.withDarkCounts(0.01));
        noises.put("angle_noise 0.02", noise -> noise.withAngleNoise(0.02));
        return noises;
    }

    private static List<Case> cases() {
        return List.of(
                new Case("table 8/4", SamplingAlgorithm.TABLE, loops(8, 1, 1)),
                new Case("single-loop 100/50", SamplingAlgorithm.SINGLE_LOOP, loops(100, 1)),
                new Case("progressive (1,3) 60/30", SamplingAlgorithm.PROGRESSIVE, loops(60, 1, 3)),
                new Case("progressive (1,3,9) 30/15", SamplingAlgorithm.PROGRESSIVE, loops(30, 1, 3, 9)),
                new Case("progressive (1,3,9) 60/30", SamplingAlgorithm.PROGRESSIVE, loops(60, 1, 3, 9)),
                new Case("clifford-clifford 16/8", SamplingAlgorithm.CLIFFORD_CLIFFORD, loops(16, 1, 3)),
                new Case("clifford-clifford 24/12", SamplingAlgorithm.CLIFFORD_CLIFFORD, loops(24, 1, 3, 9)),
                new Case("clifford-clifford 32/16 U", SamplingAlgorithm.CLIFFORD_CLIFFORD, unitary(32)));
    }

    /** Photons in every other time bin. */
    private static PhotonicExperiment loops(int modes, Integer... lengths) {
        int count = TimeBinInterferometer.beamSplitters(modes, List.of(lengths));
        SplitMix64 random = new SplitMix64(modes);
        List<Double> angles = IntStream.range(0, count)
                .mapToObj(_ -> 2 * Math.PI * random.unit())
                .toList();
        return experiment(new TimeBinInterferometer(modes, List.of(lengths), angles));
    }

    private static PhotonicExperiment unitary(int modes) {
        return experiment(new TransferMatrix(RandomMatrix.unitary(modes, 5)));
    }

    private static PhotonicExperiment experiment(Interferometer interferometer) {
        return new PhotonicExperiment(
                interferometer,
                FockState.of(IntStream.range(0, interferometer.modes())
                        .map(mode -> 1 - mode % 2)
                        .toArray()));
    }

    /** Measures all; where a sampler cannot do an experiment there is no row. */
    List<Row> measure() {
        List<Row> rows = new ArrayList<>();
        for (Case one : cases()) {
            if (!chosen.test(one.name)) {
                continue;
            }
            SamplingPlan clean = SamplingPlan.with(one.experiment, one.algorithm);
            for (Map.Entry<String, UnaryOperator<Noise>> noise : noises().entrySet()) {
                Noise with = noise.getValue().apply(Noise.NONE);
                boolean ofLoops = with.angleNoise() > 0 || with.beamSplitterLoss() > 0;
                if (ofLoops && !(one.experiment.interferometer() instanceof TimeBinInterferometer)) {
                    continue;
                }
                PhotonicExperiment noisy = one.experiment.withNoise(with);
                if (can(noisy, one.algorithm)) {
                    rows.add(compare(one.name, noise.getKey(), clean, SamplingPlan.with(noisy, one.algorithm)));
                }
            }
        }
        return rows;
    }

    private static boolean can(PhotonicExperiment experiment, SamplingAlgorithm algorithm) {
        return SamplingPlan.of(experiment, 1).costs().containsKey(algorithm);
    }

    private Row compare(String name, String noise, SamplingPlan clean, SamplingPlan noisy) {
        int cleanShots = shots(clean);
        int noisyShots = shots(noisy);
        double[] best = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        for (int run = 0; run < runs; run++) {
            best[0] = Math.min(best[0], seconds(clean, cleanShots, run));
            best[1] = Math.min(best[1], seconds(noisy, noisyShots, run));
        }
        SamplingCost cost = noisy.costs().get(noisy.algorithm());
        double predicted = cost == null ? Double.NaN : cost.shotSeconds();
        return new Row(name, noise, predicted, best[1], best[0]);
    }

    /** As many as fill a run, after so many that tables and compiled code are there. */
    private int shots(SamplingPlan plan) {
        int shots = 16;
        seconds(plan, shots, -1);
        for (double warm = 0; warm < warmSeconds; ) {
            double time = seconds(plan, shots, -1) * shots;
            warm += time;
            shots = time < SECONDS_OF_RUN && shots < 1 << 20 ? 2 * shots : shots;
        }
        return shots;
    }

    private static double seconds(SamplingPlan plan, int shots, int seed) {
        long start = System.nanoTime();
        new PhotonSampler(1).sample(plan, shots, seed);
        return (System.nanoTime() - start) * 1e-9 / shots;
    }

    static List<String> table(List<Row> rows, List<Map<String, Object>> machine) {
        List<String> lines = new ArrayList<>();
        lines.add("Microseconds a shot on one thread, quickest of all runs; ratio: noisy to noiseless, goal %s at most"
                .formatted(GOAL));
        lines.add("machine before and after: " + machine);
        lines.add(String.format(
                "%-28s %-24s %12s %12s %8s %12s",
                "sampler, modes/photons", "noise", "us", "clean us", "ratio", "predicted"));
        for (Row row : rows) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-28s %-24s %12.2f %12.2f %8.2f %12.2f",
                    row.name,
                    row.noise,
                    row.seconds * 1e6,
                    row.clean * 1e6,
                    row.ratio(),
                    row.predicted * 1e6));
        }
        double[] ratios = rows.stream().mapToDouble(Row::ratio).sorted().toArray();
        double[] errors = rows.stream()
                .mapToDouble(row -> Math.max(row.error(), 1 / row.error()))
                .sorted()
                .toArray();
        lines.add(String.format(
                Locale.ROOT,
                "largest ratio %.2f, middle %.2f; predictions are wrong by a factor of %.2f at most, middle %.2f",
                Arrays.stream(ratios).max().orElse(Double.NaN),
                middle(ratios),
                Arrays.stream(errors).max().orElse(Double.NaN),
                middle(errors)));
        return lines;
    }

    private static double middle(double[] sorted) {
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    static Map<String, Object> toJson(List<Row> rows, List<Map<String, Object>> machine) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "jaynes.bench.photonics-noise/1");
        json.put("machine", machine);
        json.put("shots", rows.stream().map(Row::toJson).toList());
        return json;
    }
}
