package org.jaynes.photonics.marginal;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.Distinguishability.Gram;
import org.jaynes.photonics.Distinguishability.Overlap;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.PhotonicExperiment;

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
    private final PhotonicDevice device;

    private Marginals(PhotonicExperiment experiment, PhotonicDevice device) {
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
        this.device = device;
    }

    /**
     * The marginals of an experiment.
     *
     * @throws ExperimentException if it has noisy angles or post-selection
     */
    public static Marginals of(PhotonicExperiment experiment) {
        return new Marginals(experiment, PhotonicDevice.best());
    }

    /**
     * The same marginals, computed on a device: the same bits on all of them. A GPU works on all sets of modes of a call, and
     * on all points of their generating functions, at once.
     */
    public Marginals on(PhotonicDevice other) {
        return new Marginals(experiment, other);
    }

    /** The mean number of photons (with dark counts) that the detector of each mode gets, whatever it makes of them. */
    public double[] means() {
        return moments().means(experiment.modes(), device);
    }

    /**
     * &lt;n_p n_q&gt; - &lt;n_p&gt;&lt;n_q&gt; for the photons (with dark counts) that the detectors of two different modes
     * get.
     */
    public double covariance(int p, int q) {
        return covariances(List.of(new int[] {p, q}))[0];
    }

    /** {@link #covariance} of many pairs of modes. */
    public double[] covariances(List<int[]> pairs) {
        for (int[] pair : pairs) {
            if (pair.length != 2) {
                throw new ExperimentException("modes %s; expected two different ones".formatted(Arrays.toString(pair)));
            }
            checkModes(pair);
        }
        return pairs.isEmpty() ? new double[0] : moments().covariances(pairs, device);
    }

    private PhotonMoments moments() {
        return new PhotonMoments(matrix, used, inputs, noise);
    }

    /** The probability that no detector of these different modes sees a photon. */
    public double silence(int... modes) {
        return silences(List.of(modes))[0];
    }

    /** {@link #silence} of many sets of modes, of any sizes. */
    public double[] silences(List<int[]> sets) {
        double[][][] values = values(sets, modes -> {
            double[] ones = new double[modes];
            Arrays.fill(ones, 1);
            return Weights.of(ones);
        });
        return Arrays.stream(values).mapToDouble(set -> set[0][0]).toArray();
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
        return values(List.of(modes), _ -> Weights.of(weights))[0][0][0];
    }

    /**
     * The joint distribution of what the detectors of a few modes show.
     *
     * @param modes different modes; at most a few, see the class
     * @return probabilities by the counts of the modes, the count of the last mode changing fastest
     */
    public ModeDistribution distribution(int... modes) {
        return distributions(List.of(modes)).getFirst();
    }

    /** {@link #distribution} of many sets of modes, of any sizes. */
    public List<ModeDistribution> distributions(List<int[]> sets) {
        return distributions(sets, experiment.detector());
    }

    private List<ModeDistribution> distributions(List<int[]> sets, Detector detector) {
        CountTransform transform = new CountTransform(radix(detector), detector);
        double[][][] values = values(sets, transform::points);
        return IntStream.range(0, sets.size())
                .mapToObj(s -> transform.distribution(sets.get(s), values[s]))
                .toList();
    }

    /** One more than the highest count of a mode. */
    private int radix(Detector detector) {
        int photons = experiment.input().photons() * (noise.g2() > 0 ? 2 : 1) + (noise.darkCounts() > 0 ? 1 : 0);
        return detector.highestOutcome(photons) + 1;
    }

    private void checkModes(int... modes) {
        if (modes.length == 0
                || Arrays.stream(modes).distinct().count() != modes.length
                || Arrays.stream(modes).anyMatch(mode -> mode < 0 || mode >= experiment.modes())) {
            throw new ExperimentException("modes %s; expected one or more different ones from 0 to %d"
                    .formatted(Arrays.toString(modes), experiment.modes() - 1));
        }
    }

    /**
     * The generating functions of sets of modes.
     *
     * @param weights for each size of a set, the points
     * @return by set and point, (re, im)
     */
    private double[][][] values(List<int[]> sets, IntFunction<Weights> weights) {
        sets.forEach(this::checkModes);
        List<SetAmplitudes> amplitudes = sets.stream().map(this::amplitudes).toList();
        IntFunction<Weights> seen = modes -> weights.apply(modes).times(noise.uniformTransmission());
        double[][][] values = noise.distinguishability() instanceof Gram(ComplexMatrix gram)
                ? new GramFunction(gram).values(device, amplitudes, seen)
                : GeneratingFunctions.values(device, inputs, amplitudes, seen);
        for (int s = 0; s < values.length; s++) {
            int modes = sets.get(s).length;
            Weights dark = weights.apply(modes);
            Weights points = seen.apply(modes);
            for (int k = 0; k < values[s].length; k++) {
                multiplyBySecondPhotons(values[s][k], amplitudes.get(s), points.re()[k], points.im()[k]);
                for (int i = 0; i < modes; i++) {
                    multiply(
                            values[s][k],
                            1 - noise.darkCounts() * dark.re()[k][i],
                            -noise.darkCounts() * dark.im()[k][i]);
                }
            }
        }
        return values;
    }

    private SetAmplitudes amplitudes(int[] modes) {
        double[][] re = new double[used.length][modes.length];
        double[][] im = new double[used.length][modes.length];
        for (int j = 0; j < used.length; j++) {
            for (int i = 0; i < modes.length; i++) {
                re[j][i] = matrix.re(modes[i], used[j]);
                im[j][i] = matrix.im(modes[i], used[j]);
            }
        }
        return new SetAmplitudes(modes.length, re, im);
    }

    private void multiplyBySecondPhotons(double[] value, SetAmplitudes a, double[] wRe, double[] wIm) {
        double second = noise.secondPhotonProbability();
        for (int j = 0; second > 0 && j < used.length; j++) {
            double re = 1;
            double im = 0;
            for (int i = 0; i < wRe.length; i++) {
                double p = a.re()[j][i] * a.re()[j][i] + a.im()[j][i] * a.im()[j][i];
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
        return clickPatterns(List.of(modes)).getFirst();
    }

    /** {@link #clickPatterns} of many sets of modes, of any sizes. */
    public List<double[]> clickPatterns(List<int[]> sets) {
        return distributions(sets, new Detector.Threshold()).stream()
                .map(Marginals::byBits)
                .toList();
    }

    private static double[] byBits(ModeDistribution patterns) {
        int[] counts = new int[patterns.modes().length];
        double[] probabilities = new double[1 << counts.length];
        for (int b = 0; b < probabilities.length; b++) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] = b >> i & 1;
            }
            probabilities[b] = patterns.probability(counts);
        }
        return probabilities;
    }
}
