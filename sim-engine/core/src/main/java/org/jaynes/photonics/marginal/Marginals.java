package org.jaynes.photonics.marginal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.Distinguishability.Gram;
import org.jaynes.photonics.Distinguishability.Overlap;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.permanent.Arithmetic;
import org.jaynes.photonics.permanent.Permanent;
import org.jaynes.photonics.permanent.Permanents;

/**
 * Exact statements about a few modes of an experiment, with every noise but angle noise and without post-selection. For k
 * modes and n photons the time is some n^(2k), where the full distribution takes C(n + m - 1, n); only photons with a
 * general Gram matrix cost 2^n. Immutable, thread-safe.
 */
public final class Marginals {
    private final PhotonicExperiment experiment;
    private final Noise noise;
    private final ComplexMatrix matrix;
    /** Input modes that have photons. */
    private final int[] used;

    private final List<InputPhotons> inputs;

    private Marginals(PhotonicExperiment experiment) {
        if (experiment.noise().angleNoise() > 0) {
            throw new ExperimentException("angle_noise: probabilities have no closed form; expected 0, or sampling");
        }
        if (experiment.postselection() != null) {
            throw new ExperimentException(
                    "postselect: marginals are those of all shots; expected none, or the full distribution");
        }
        this.experiment = experiment;
        this.noise = experiment.noise();
        this.matrix = experiment.lossyMatrix();
        int[] occupations = experiment.input().occupations();
        this.used = IntStream.range(0, occupations.length)
                .filter(j -> occupations[j] > 0)
                .toArray();
        double overlap = noise.distinguishability() instanceof Overlap(double c) ? c : 1;
        this.inputs = Arrays.stream(used)
                .mapToObj(j -> InputPhotons.of(occupations[j], overlap))
                .toList();
    }

    /**
     * The marginals of an experiment.
     *
     * @throws ExperimentException if it has noisy angles or post-selection
     */
    public static Marginals of(PhotonicExperiment experiment) {
        return new Marginals(experiment);
    }

    /** The mean number of photons (with dark counts) that the detector of each mode gets, whatever it makes of them. */
    public double[] means() {
        double[] means = new double[experiment.modes()];
        for (int i = 0; i < means.length; i++) {
            means[i] = noise.uniformTransmission() * (1 + noise.secondPhotonProbability()) * photonMean(i)
                    + noise.darkCounts();
        }
        return means;
    }

    /** Photons of the input that reach an output, without uniform losses. */
    private double photonMean(int mode) {
        double mean = 0;
        for (int j = 0; j < used.length; j++) {
            mean += inputs.get(j).photons() * matrix.squaredNorm(mode, used[j]);
        }
        return mean;
    }

    /**
     * &lt;n_p n_q&gt; - &lt;n_p&gt;&lt;n_q&gt; for the photons (with dark counts) that the detectors of two different modes
     * get.
     */
    public double covariance(int p, int q) {
        checkModes(p, q);
        double eta = noise.uniformTransmission();
        double both = coincidences(p, q);
        double second = noise.secondPhotonProbability();
        double meanP = photonMean(p);
        double meanQ = photonMean(q);
        // Second photons are independent of all others; two of one source there are never.
        double extra = 2 * second * meanP * meanQ + second * second * meanP * meanQ;
        for (int j = 0; j < used.length; j++) {
            extra -= second
                    * second
                    * inputs.get(j).photons()
                    * matrix.squaredNorm(p, used[j])
                    * matrix.squaredNorm(q, used[j]);
        }
        double expected = (1 + second) * meanP * (1 + second) * meanQ;
        return eta * eta * (both + extra - expected);
    }

    /** &lt;a†_p a†_q a_q a_p&gt; of the photons of the input. */
    private double coincidences(int p, int q) {
        double sum = 0;
        for (int j = 0; j < used.length; j++) {
            int n = inputs.get(j).photons();
            sum += n * (n - 1.0) * matrix.squaredNorm(p, used[j]) * matrix.squaredNorm(q, used[j]);
            for (int k = 0; k < used.length; k++) {
                if (k != j) {
                    sum += n
                            * inputs.get(k).photons()
                            * matrix.squaredNorm(p, used[j])
                            * matrix.squaredNorm(q, used[k]);
                    sum += exchange(j, k) * interference(p, q, used[j], used[k]);
                }
            }
        }
        return sum;
    }

    /** How much two inputs interfere: for single photons their squared overlap. */
    private double exchange(int j, int k) {
        return noise.distinguishability() instanceof Gram(ComplexMatrix gram)
                ? gram.squaredNorm(j, k)
                : inputs.get(j).meanIdentical() * inputs.get(k).meanIdentical();
    }

    /** Re conj(a_pj) conj(a_qk) a_pk a_qj. */
    private double interference(int p, int q, int j, int k) {
        double aRe = matrix.re(p, k) * matrix.re(p, j) + matrix.im(p, k) * matrix.im(p, j);
        double aIm = matrix.im(p, k) * matrix.re(p, j) - matrix.re(p, k) * matrix.im(p, j);
        double bRe = matrix.re(q, j) * matrix.re(q, k) + matrix.im(q, j) * matrix.im(q, k);
        double bIm = matrix.im(q, j) * matrix.re(q, k) - matrix.re(q, j) * matrix.im(q, k);
        return aRe * bRe - aIm * bIm;
    }

    /** The probability that no detector of these different modes sees a photon. */
    public double silence(int... modes) {
        double[] ones = new double[modes.length];
        Arrays.fill(ones, 1);
        return generatingFunction(modes, ones);
    }

    /**
     * &lt;Π_i (1 - w_i)^n_i&gt; over the photons (with dark counts) that the detectors of these modes get: w = 1 asks for
     * silence, w = 2 for the parity.
     *
     * @param modes different modes
     * @param weights a weight for each
     */
    public double generatingFunction(int[] modes, double[] weights) {
        if (weights.length != modes.length) {
            throw new ExperimentException("%d weights for %d modes".formatted(weights.length, modes.length));
        }
        checkModes(modes);
        return evaluator(modes).value(weights, new double[weights.length])[0];
    }

    /**
     * The joint distribution of what the detectors of a few modes show.
     *
     * @param modes different modes; at most a few, see the class
     * @return probabilities by the counts of the modes, the count of the last mode changing fastest
     */
    public ModeDistribution distribution(int... modes) {
        checkModes(modes);
        return new ModeDistribution(modes, radix(), evaluator(modes), experiment.detector());
    }

    /** One more than the highest count of a mode. */
    private int radix() {
        int photons = experiment.input().photons() * (noise.g2() > 0 ? 2 : 1) + (noise.darkCounts() > 0 ? 1 : 0);
        return experiment.detector().highestOutcome(photons) + 1;
    }

    private void checkModes(int... modes) {
        if (modes.length == 0
                || Arrays.stream(modes).distinct().count() != modes.length
                || Arrays.stream(modes).anyMatch(mode -> mode < 0 || mode >= experiment.modes())) {
            throw new ExperimentException("modes %s; expected one or more different ones from 0 to %d"
                    .formatted(Arrays.toString(modes), experiment.modes() - 1));
        }
    }

    /** The generating function of some modes, with what does not depend on the weights computed once. */
    interface Evaluator {
        double[] value(double[] wRe, double[] wIm);
    }

    private Evaluator evaluator(int[] modes) {
        double[][] aRe = new double[used.length][modes.length];
        double[][] aIm = new double[used.length][modes.length];
        for (int j = 0; j < used.length; j++) {
            for (int i = 0; i < modes.length; i++) {
                aRe[j][i] = matrix.re(modes[i], used[j]);
                aIm[j][i] = matrix.im(modes[i], used[j]);
            }
        }
        Evaluator photons = photons(modes, aRe, aIm);
        double eta = noise.uniformTransmission();
        return (wRe, wIm) -> {
            double[] re = Arrays.stream(wRe).map(w -> eta * w).toArray();
            double[] im = Arrays.stream(wIm).map(w -> eta * w).toArray();
            double[] value = photons.value(re, im);
            multiplyBySecondPhotons(value, aRe, aIm, re, im);
            for (int i = 0; i < wRe.length; i++) {
                multiply(value, 1 - noise.darkCounts() * wRe[i], -noise.darkCounts() * wIm[i]);
            }
            return value;
        };
    }

    private Evaluator photons(int[] modes, double[][] aRe, double[][] aIm) {
        if (noise.distinguishability() instanceof Gram(ComplexMatrix gram)) {
            return (wRe, wIm) -> gramValue(gram, aRe, aIm, wRe, wIm);
        }
        GeneratingFunction function = new GeneratingFunction(modes.length, inputs);
        if (!noise.distinguishability().isNone()) {
            return (wRe, wIm) -> function.value(aRe, aIm, wRe, wIm);
        }
        double[][] moments = function.factorialMoments(aRe, aIm);
        return (wRe, wIm) -> function.sum(moments, wRe, wIm);
    }

    /** per((I - V†WV) ∘ S), S the Gram matrix. */
    private static double[] gramValue(ComplexMatrix gram, double[][] aRe, double[][] aIm, double[] wRe, double[] wIm) {
        int n = gram.rows();
        double[] re = new double[n * n];
        double[] im = new double[n * n];
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < n; k++) {
                double a = j == k ? 1 : 0;
                double b = 0;
                for (int i = 0; i < wRe.length; i++) {
                    double x = aRe[j][i] * aRe[k][i] + aIm[j][i] * aIm[k][i];
                    double y = aRe[j][i] * aIm[k][i] - aIm[j][i] * aRe[k][i];
                    a -= wRe[i] * x - wIm[i] * y;
                    b -= wRe[i] * y + wIm[i] * x;
                }
                re[j * n + k] = a * gram.re(j, k) - b * gram.im(j, k);
                im[j * n + k] = a * gram.im(j, k) + b * gram.re(j, k);
            }
        }
        Permanent permanent = Permanents.of(ComplexMatrix.of(n, n, re, im), Arithmetic.DOUBLE);
        return new double[] {permanent.re(), permanent.im()};
    }

    private void multiplyBySecondPhotons(double[] value, double[][] aRe, double[][] aIm, double[] wRe, double[] wIm) {
        double second = noise.secondPhotonProbability();
        for (int j = 0; second > 0 && j < used.length; j++) {
            double re = 1;
            double im = 0;
            for (int i = 0; i < wRe.length; i++) {
                double p = aRe[j][i] * aRe[j][i] + aIm[j][i] * aIm[j][i];
                re -= second * wRe[i] * p;
                im -= second * wIm[i] * p;
            }
            for (int photon = 0; photon < inputs.get(j).photons(); photon++) {
                multiply(value, re, im);
            }
        }
    }

    private static void multiply(double[] value, double re, double im) {
        double a = value[0] * re - value[1] * im;
        value[1] = value[0] * im + value[1] * re;
        value[0] = a;
    }

    /** The patterns of threshold detectors at a few modes; entry b has bit i set when mode i of the list clicks. */
    public double[] clickPatterns(int... modes) {
        ModeDistribution patterns =
                Marginals.of(experiment.withDetector(new Detector.Threshold())).distribution(modes);
        double[] probabilities = new double[1 << modes.length];
        int[] counts = new int[modes.length];
        for (int b = 0; b < probabilities.length; b++) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] = b >> i & 1;
            }
            probabilities[b] = patterns.probability(counts);
        }
        return probabilities;
    }
}
