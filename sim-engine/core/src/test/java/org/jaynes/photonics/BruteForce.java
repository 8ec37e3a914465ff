package org.jaynes.photonics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Distributions of outcomes from first principles, slow and plain: sums over pairs of permutations of the photons, an
 * extra mode for every place where photons get lost, and every way in which detectors can err. Shares no code with what
 * it checks.
 */
public final class BruteForce {
    private final PhotonicExperiment experiment;
    private final Noise noise;
    private final double[][] re;
    private final double[][] im;
    private final Map<FockState, Double> outcomes = new HashMap<>();

    private BruteForce(PhotonicExperiment experiment) {
        this.experiment = experiment;
        this.noise = experiment.noise();
        List<double[]> rowsRe = new ArrayList<>();
        List<double[]> rowsIm = new ArrayList<>();
        if (experiment.interferometer() instanceof TimeBinInterferometer loops) {
            loops(loops, rowsRe, rowsIm);
        } else {
            matrix(experiment.interferometer().matrix(), rowsRe, rowsIm);
        }
        re = rowsRe.toArray(double[][]::new);
        im = rowsIm.toArray(double[][]::new);
    }

    /** The distribution of an experiment without angle noise and post-selection. */
    public static Map<FockState, Double> distribution(PhotonicExperiment experiment) {
        BruteForce force = new BruteForce(experiment);
        force.sources(0, 1, new ArrayList<>());
        return force.outcomes;
    }

    /** The circuit as its definition says it, with a new mode for every loss. */
    private void loops(TimeBinInterferometer loops, List<double[]> rowsRe, List<double[]> rowsIm) {
        int m = loops.modes();
        for (int i = 0; i < m; i++) {
            double[] row = new double[m];
            row[i] = 1;
            rowsRe.add(row);
            rowsIm.add(new double[m]);
        }
        int c = 0;
        for (int length : loops.loopLengths()) {
            for (int i = 0; i + length < m; i++, c++) {
                double cos = Math.cos(loops.bsAngles().get(c));
                double sin = Math.sin(loops.bsAngles().get(c));
                boolean symmetric = loops.convention() == BeamSplitterConvention.SYMMETRIC;
                for (int k = 0; k < m; k++) {
                    double a = rowsRe.get(i)[k];
                    double b = rowsIm.get(i)[k];
                    double x = rowsRe.get(i + length)[k];
                    double y = rowsIm.get(i + length)[k];
                    rowsRe.get(i)[k] = symmetric ? cos * a - sin * y : cos * a + sin * x;
                    rowsIm.get(i)[k] = symmetric ? cos * b + sin * x : cos * b + sin * y;
                    rowsRe.get(i + length)[k] = symmetric ? cos * x - sin * b : cos * x - sin * a;
                    rowsIm.get(i + length)[k] = symmetric ? cos * y + sin * a : cos * y - sin * b;
                }
                if (!loops.psAngles().isEmpty()) {
                    double phase = loops.psAngles().get(c);
                    for (int k = 0; k < m; k++) {
                        double a = rowsRe.get(i)[k];
                        double b = rowsIm.get(i)[k];
                        rowsRe.get(i)[k] = Math.cos(phase) * a - Math.sin(phase) * b;
                        rowsIm.get(i)[k] = Math.sin(phase) * a + Math.cos(phase) * b;
                    }
                }
                if (noise.beamSplitterLoss() > 0) {
                    lose(rowsRe, rowsIm, i);
                    lose(rowsRe, rowsIm, i + length);
                }
            }
        }
    }

    private void lose(List<double[]> rowsRe, List<double[]> rowsIm, int mode) {
        double kept = Math.sqrt(1 - noise.beamSplitterLoss());
        double lost = Math.sqrt(noise.beamSplitterLoss());
        rowsRe.add(Arrays.stream(rowsRe.get(mode)).map(x -> lost * x).toArray());
        rowsIm.add(Arrays.stream(rowsIm.get(mode)).map(x -> lost * x).toArray());
        rowsRe.set(mode, Arrays.stream(rowsRe.get(mode)).map(x -> kept * x).toArray());
        rowsIm.set(mode, Arrays.stream(rowsIm.get(mode)).map(x -> kept * x).toArray());
    }

    private static void matrix(ComplexMatrix matrix, List<double[]> rowsRe, List<double[]> rowsIm) {
        for (int i = 0; i < matrix.rows(); i++) {
            int row = i;
            rowsRe.add(IntStream.range(0, matrix.columns())
                    .mapToDouble(j -> matrix.re(row, j))
                    .toArray());
            rowsIm.add(IntStream.range(0, matrix.columns())
                    .mapToDouble(j -> matrix.im(row, j))
                    .toArray());
        }
    }

    /** Every source sends a second photon or not. */
    private void sources(int source, double weight, List<Integer> seconds) {
        int[] modes = experiment.input().photonModes();
        if (source == modes.length) {
            photons(weight, seconds);
            return;
        }
        double g = noise.g2();
        double p = g == 0 ? 0 : (1 - g - Math.sqrt(1 - 2 * g)) / g;
        sources(source + 1, weight * (1 - p), seconds);
        if (p > 0) {
            List<Integer> more = new ArrayList<>(seconds);
            more.add(modes[source]);
            sources(source + 1, weight * p, more);
        }
    }

    private void photons(double weight, List<Integer> seconds) {
        int n = experiment.input().photons();
        int[] inputs = experiment.input().photonModes();
        double[][][] gram = gram(n);
        double norm = 0;
        List<int[]> permutations = permutations(n);
        for (int[] sigma : permutations) {
            double[] product = {1, 0};
            for (int i = 0; i < n; i++) {
                multiply(product, inputs[i] == inputs[sigma[i]] ? gram[i][sigma[i]] : new double[2]);
            }
            norm += product[0];
        }
        double factor = weight / norm;
        eachTuple(
                re.length,
                n,
                paths -> seconds(probability(paths, inputs, gram, permutations) * factor, paths, seconds, new int[0]));
    }

    /** The probability of an ordered list of paths, not normalised. */
    private double probability(int[] paths, int[] inputs, double[][][] gram, List<int[]> permutations) {
        double sum = 0;
        for (int[] sigma : permutations) {
            for (int[] tau : permutations) {
                double[] product = {1, 0};
                for (int i = 0; i < paths.length; i++) {
                    int j = inputs[sigma[i]];
                    int k = inputs[tau[i]];
                    multiply(product, new double[] {re[paths[i]][j], im[paths[i]][j]});
                    multiply(product, new double[] {re[paths[i]][k], -im[paths[i]][k]});
                    multiply(product, gram[tau[i]][sigma[i]]);
                }
                sum += product[0];
            }
        }
        return sum / permutations.size();
    }

    private double[][][] gram(int n) {
        double[][][] gram = new double[n][n][];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                gram[i][j] = switch (noise.distinguishability()) {
                    case Distinguishability.Overlap(double c) -> new double[] {i == j ? 1 : c, 0};
                    case Distinguishability.Gram(ComplexMatrix g) -> new double[] {g.re(i, j), g.im(i, j)};
                };
            }
        }
        return gram;
    }

    private static void multiply(double[] product, double[] factor) {
        double a = product[0] * factor[0] - product[1] * factor[1];
        product[1] = product[0] * factor[1] + product[1] * factor[0];
        product[0] = a;
    }

    /** The second photons are classical particles. */
    private void seconds(double weight, int[] paths, List<Integer> seconds, int[] done) {
        if (done.length == seconds.size()) {
            int m = experiment.modes();
            int[] photons = IntStream.concat(Arrays.stream(paths), Arrays.stream(done))
                    .filter(path -> path < m)
                    .toArray();
            see(weight, photons, 0, new int[m]);
            return;
        }
        int j = seconds.get(done.length);
        for (int path = 0; path < re.length; path++) {
            int[] next = Arrays.copyOf(done, done.length + 1);
            next[done.length] = path;
            seconds(weight * (re[path][j] * re[path][j] + im[path][j] * im[path][j]), paths, seconds, next);
        }
    }

    /** Every photon at an output survives, and is seen, or not. */
    private void see(double weight, int[] photons, int k, int[] counts) {
        if (k == photons.length) {
            dark(weight, counts, 0);
            return;
        }
        double seen = (1 - noise.inputLoss()) * noise.detectorEfficiency();
        if (seen < 1) {
            see(weight * (1 - seen), photons, k + 1, counts);
        }
        int[] more = counts.clone();
        more[photons[k]]++;
        see(weight * seen, photons, k + 1, more);
    }

    private void dark(double weight, int[] counts, int mode) {
        if (mode == counts.length) {
            answer(weight, counts, 0, new int[counts.length]);
            return;
        }
        if (noise.darkCounts() > 0) {
            int[] more = counts.clone();
            more[mode]++;
            dark(weight * noise.darkCounts(), more, mode + 1);
        }
        dark(weight * (1 - noise.darkCounts()), counts, mode + 1);
    }

    private void answer(double weight, int[] counts, int mode, int[] answers) {
        if (mode == counts.length) {
            outcomes.merge(FockState.of(answers), weight, Double::sum);
            return;
        }
        BiConsumer<Integer, Double> next = (count, p) -> {
            int[] more = answers.clone();
            more[mode] = count;
            answer(weight * p, counts, mode + 1, more);
        };
        switch (experiment.detector()) {
            case Detector.PhotonNumber() -> next.accept(counts[mode], 1.0);
            case Detector.Threshold() -> next.accept(Math.min(1, counts[mode]), 1.0);
            case Detector.Multiplexed(int detectors) ->
                eachTuple(
                        detectors,
                        counts[mode],
                        tuple -> next.accept(
                                (int) Arrays.stream(tuple).distinct().count(), Math.pow(detectors, -tuple.length)));
        }
    }

    private static void eachTuple(int radix, int length, java.util.function.Consumer<int[]> consumer) {
        int[] tuple = new int[length];
        while (true) {
            consumer.accept(tuple.clone());
            int i = 0;
            while (i < length && ++tuple[i] == radix) {
                tuple[i++] = 0;
            }
            if (i == length) {
                return;
            }
        }
    }

    private static List<int[]> permutations(int n) {
        List<int[]> all = new ArrayList<>();
        eachTuple(Math.max(n, 1), n, tuple -> {
            if (Arrays.stream(tuple).distinct().count() == n) {
                all.add(tuple);
            }
        });
        return all;
    }
}
