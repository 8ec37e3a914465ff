package org.jaynes.photonics.marginal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jaynes.photonics.Distinguishability.Gram;
import org.jaynes.photonics.Distinguishability.Overlap;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.ModeAmplitudes;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.gradient.OutputFunction;

/**
 * &lt;Π_{i ∈ S} (1 - w)^n_i&gt; for several sets S of modes, with derivatives: for w = 1 the probability that no detector
 * of the set sees a photon, for w = 2 the expectation of the parity. Losses inside the circuit are allowed.
 */
public final class GeneratingValues implements OutputFunction {
    private final Noise noise;
    private final double weight;
    private final List<int[]> sets;
    private final int[] inputs;
    private final List<InputPhotons> photons;
    private final PhotonicDevice device;

    private GeneratingValues(GeneratingValues of, PhotonicDevice device) {
        this.noise = of.noise;
        this.weight = of.weight;
        this.sets = of.sets;
        this.inputs = of.inputs;
        this.photons = of.photons;
        this.device = device;
    }

    /**
     * @param noise without a Gram matrix; angle noise does not count
     * @param sets sets of different modes
     * @param weight w
     */
    public GeneratingValues(FockState input, Noise noise, List<int[]> sets, double weight) {
        if (noise.distinguishability() instanceof Gram) {
            throw new ExperimentException("gram: derivatives of marginals are not known; expected photon_overlap");
        }
        for (int[] set : sets) {
            if (set.length == 0
                    || Arrays.stream(set).anyMatch(mode -> mode < 0 || mode >= input.modes())
                    || Arrays.stream(set).distinct().count() != set.length) {
                throw new ExperimentException("modes %s; expected one or more different ones from 0 to %d"
                        .formatted(Arrays.toString(set), input.modes() - 1));
            }
        }
        this.noise = noise;
        this.weight = weight;
        this.sets = sets.stream().map(int[]::clone).toList();
        this.inputs = IntStream.range(0, input.modes())
                .filter(mode -> input.photonsIn(mode) > 0)
                .toArray();
        double overlap = noise.distinguishability() instanceof Overlap(double c) ? c : 1;
        this.photons = Arrays.stream(inputs)
                .mapToObj(mode -> InputPhotons.of(input.photonsIn(mode), overlap))
                .toList();
        this.device = PhotonicDevice.reference();
    }

    /** The same values, computed on a device, all sets at once; derivatives are computed by the CPU. */
    public GeneratingValues on(PhotonicDevice other) {
        return new GeneratingValues(this, other);
    }

    @Override
    public int[] inputs() {
        return inputs.clone();
    }

    @Override
    public int outputs() {
        return sets.size();
    }

    @Override
    public Evaluation at(ModeAmplitudes amplitudes) {
        return new Values(amplitudes);
    }

    private final class Values implements Evaluation {
        private final ModeAmplitudes a;
        /** The value of every set, with its derivatives; computed when derivatives are first asked for. */
        private GeneratingFunction.Gradient[] gradients = {};

        Values(ModeAmplitudes a) {
            this.a = a;
        }

        @Override
        public double[] values() {
            if (gradients.length == sets.size()) {
                return Arrays.stream(gradients)
                        .mapToDouble(GeneratingFunction.Gradient::value)
                        .toArray();
            }
            double[] values = new double[sets.size()];
            List<SetAmplitudes> amplitudes = sets.stream()
                    .map(set -> new SetAmplitudes(set.length, rows(set, a.re()), rows(set, a.im())))
                    .toList();
            double[][][] found =
                    GeneratingFunctions.values(device, photons, amplitudes, modes -> Weights.of(weights(modes)));
            Arrays.setAll(values, s -> found[s][0][0] * seconds(amplitudes.get(s)) * darkFactor(sets.get(s).length));
            return values;
        }

        /** The generating function of all second photons. */
        private double seconds(SetAmplitudes set) {
            double all = 1;
            for (int j = 0; j < inputs.length; j++) {
                all *= Math.pow(second(set.re()[j], set.im()[j]), photons.get(j).photons());
            }
            return all;
        }

        /** The rows of the set, by input. */
        private double[][] rows(int[] set, double[] from) {
            double[][] rows = new double[inputs.length][set.length];
            for (int j = 0; j < inputs.length; j++) {
                for (int i = 0; i < set.length; i++) {
                    rows[j][i] = from[set[i] * inputs.length + j];
                }
            }
            return rows;
        }

        private double[] weights(int count) {
            double[] w = new double[count];
            Arrays.fill(w, weight * noise.uniformTransmission());
            return w;
        }

        /** The generating function of the second photon of a source. */
        private double second(double[] re, double[] im) {
            double sum = 0;
            for (int i = 0; i < re.length; i++) {
                sum += re[i] * re[i] + im[i] * im[i];
            }
            return 1 - noise.secondPhotonProbability() * weight * noise.uniformTransmission() * sum;
        }

        private double darkFactor(int modes) {
            return Math.pow(1 - noise.darkCounts() * weight, modes);
        }

        private GeneratingFunction.Gradient[] gradients() {
            if (gradients.length != sets.size()) {
                gradients = sets.parallelStream().map(this::gradient).toArray(GeneratingFunction.Gradient[]::new);
            }
            return gradients;
        }

        private GeneratingFunction.Gradient gradient(int[] set) {
            double[][] re = rows(set, a.re());
            double[][] im = rows(set, a.im());
            GeneratingFunction.Gradient photonsOnly =
                    new GeneratingFunction(set.length, photons).gradient(re, im, weights(set.length));
            double dark = darkFactor(set.length);
            double[] seconds = new double[inputs.length];
            double all = 1;
            for (int j = 0; j < inputs.length; j++) {
                seconds[j] = second(re[j], im[j]);
                all *= Math.pow(seconds[j], photons.get(j).photons());
            }
            double[][] barRe = photonsOnly.aBarRe();
            double[][] barIm = photonsOnly.aBarIm();
            double slope = -2 * noise.secondPhotonProbability() * weight * noise.uniformTransmission();
            for (int j = 0; j < inputs.length; j++) {
                double others = photonsOnly.value() * photons.get(j).photons() * dark;
                for (int k = 0; k < inputs.length; k++) {
                    others *= Math.pow(seconds[k], photons.get(k).photons() - (k == j ? 1 : 0));
                }
                for (int i = 0; i < set.length; i++) {
                    barRe[j][i] = barRe[j][i] * all * dark + others * slope * re[j][i];
                    barIm[j][i] = barIm[j][i] * all * dark + others * slope * im[j][i];
                }
            }
            return new GeneratingFunction.Gradient(photonsOnly.value() * all * dark, barRe, barIm);
        }

        @Override
        public ModeAmplitudes pullback(double[] cotangent) {
            ModeAmplitudes bar = ModeAmplitudes.zeros(a.modes(), inputs.length);
            for (int s = 0; s < sets.size(); s++) {
                GeneratingFunction.Gradient gradient = gradients()[s];
                int[] set = sets.get(s);
                for (int j = 0; j < inputs.length; j++) {
                    for (int i = 0; i < set.length; i++) {
                        bar.re()[set[i] * inputs.length + j] += cotangent[s] * gradient.aBarRe()[j][i];
                        bar.im()[set[i] * inputs.length + j] += cotangent[s] * gradient.aBarIm()[j][i];
                    }
                }
            }
            return bar;
        }

        @Override
        public double[] pushforward(ModeAmplitudes tangent) {
            double[] changes = new double[sets.size()];
            for (int s = 0; s < changes.length; s++) {
                GeneratingFunction.Gradient gradient = gradients()[s];
                double[][] re = rows(sets.get(s), tangent.re());
                double[][] im = rows(sets.get(s), tangent.im());
                for (int j = 0; j < inputs.length; j++) {
                    for (int i = 0; i < re[j].length; i++) {
                        changes[s] += gradient.aBarRe()[j][i] * re[j][i] + gradient.aBarIm()[j][i] * im[j][i];
                    }
                }
            }
            return changes;
        }
    }
}
