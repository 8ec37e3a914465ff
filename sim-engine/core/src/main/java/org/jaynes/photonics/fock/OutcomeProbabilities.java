package org.jaynes.photonics.fock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.Distinguishability;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.ModeAmplitudes;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.fock.PhotonStep.Complex;
import org.jaynes.photonics.gradient.OutputFunction;

/**
 * The probabilities of all outcomes as a function of where single photons go, with derivatives. Noise may be of every kind
 * that does not depend on the path: input loss, detector efficiency, overlap, g², dark counts, detectors.
 */
public final class OutcomeProbabilities implements OutputFunction {
    private final FockState input;
    private final int[] inputs;
    private final Noise noise;
    private final Detector detector;
    private final List<SourceMixture.Part> parts;
    private final FockBasis basis;
    /** The modes and the lost photons, with room for second photons. */
    private final FockBasis wide;

    private final Outcomes outcomes;
    private final boolean plain;

    /**
     * @param noise without angle noise, loss at beam splitters and a Gram matrix
     * @throws ExperimentException if the noise is of a kind that depends on the path
     */
    public OutcomeProbabilities(FockState input, Noise noise, Detector detector) {
        if (noise.angleNoise() > 0
                || noise.beamSplitterLoss() > 0
                || noise.distinguishability() instanceof Distinguishability.Gram) {
            throw new ExperimentException("derivatives of probabilities: angle_noise, bs_loss and gram have none;"
                    + " expected input_loss, detector_efficiency, photon_overlap, g2, dark_counts only");
        }
        this.input = input;
        this.inputs = IntStream.range(0, input.modes())
                .filter(mode -> input.photonsIn(mode) > 0)
                .toArray();
        this.noise = noise;
        this.detector = detector;
        this.parts = SourceMixture.of(input, noise.distinguishability());
        this.basis = new FockBasis(input.modes(), input.photons());
        boolean lossless = noise.uniformTransmission() == 1 && noise.g2() == 0;
        this.plain = lossless && noise.darkCounts() == 0 && detector instanceof Detector.PhotonNumber;
        this.wide = new FockBasis(input.modes() + 1, input.photons() * (noise.g2() > 0 ? 2 : 1));
        this.outcomes = DetectorChannel.outcomes(wide, lossless, detector, noise.darkCounts() > 0);
    }

    /** Photons without noise, counted by perfect detectors. */
    public OutcomeProbabilities(FockState input) {
        this(input, Noise.NONE, new Detector.PhotonNumber());
    }

    /** The outcomes in the order of the probabilities. */
    public Outcomes order() {
        return outcomes;
    }

    @Override
    public int[] inputs() {
        return inputs.clone();
    }

    @Override
    public int outputs() {
        return outcomes.size();
    }

    @Override
    public Evaluation at(ModeAmplitudes amplitudes) {
        return new Tape(amplitudes);
    }

    /** The steps of a part of the mixture: identical photons one by one, then the others. */
    private static final class PartTape {
        final List<Integer> identical = new ArrayList<>();
        final List<Integer> classical = new ArrayList<>();
        final List<Complex> states = new ArrayList<>();
        final List<double[]> distributions = new ArrayList<>();
        double[] factors = {};
    }

    private final class Tape implements Evaluation {
        private final ModeAmplitudes a;
        private final Complex[] columns;
        private final double[][] exits;
        private final List<PartTape> tapes = new ArrayList<>();
        private final List<double[]> withSeconds = new ArrayList<>();
        private final double[] values;

        Tape(ModeAmplitudes a) {
            this.a = a;
            this.columns = columns(a);
            this.exits = new double[inputs.length][input.modes()];
            for (int j = 0; j < inputs.length; j++) {
                for (int i = 0; i < input.modes(); i++) {
                    exits[j][i] = a.squaredNorm(i, j);
                }
            }
            double[] p = new double[basis.size()];
            for (SourceMixture.Part part : parts) {
                PartTape tape = run(part);
                tapes.add(tape);
                double[] last = tape.distributions.getLast();
                for (int i = 0; i < p.length; i++) {
                    p[i] += part.weight() * last[i];
                }
            }
            this.values = plain ? p : detect(addSeconds(embed(p)));
        }

        private Complex[] columns(ModeAmplitudes from) {
            Complex[] result = new Complex[inputs.length];
            for (int j = 0; j < inputs.length; j++) {
                result[j] = Complex.zeros(input.modes());
                for (int i = 0; i < input.modes(); i++) {
                    result[j].re()[i] = from.re()[i * inputs.length + j];
                    result[j].im()[i] = from.im()[i * inputs.length + j];
                }
            }
            return result;
        }

        private PartTape run(SourceMixture.Part part) {
            PartTape tape = new PartTape();
            for (int j = 0; j < inputs.length; j++) {
                for (int k = 0; k < part.identical()[inputs[j]]; k++) {
                    tape.identical.add(j);
                }
                for (int k = 0; k < part.classical()[inputs[j]]; k++) {
                    tape.classical.add(j);
                }
            }
            tape.states.add(PhotonStep.vacuum());
            for (int j : tape.identical) {
                tape.states.add(step(tape.states.size()).forward(columns[j], tape.states.getLast()));
            }
            Complex state = tape.states.getLast();
            tape.factors = new FockBasis(input.modes(), tape.identical.size()).factorials();
            double norm = FockState.of(part.identical()).factorials();
            double[] p = new double[state.re().length];
            for (int i = 0; i < p.length; i++) {
                tape.factors[i] /= norm;
                double re = state.re()[i];
                double im = state.im()[i];
                p[i] = tape.factors[i] * (re * re + im * im);
            }
            tape.distributions.add(p);
            for (int j : tape.classical) {
                int photons = tape.identical.size() + tape.distributions.size();
                tape.distributions.add(step(photons).forward(exits[j], tape.distributions.getLast()));
            }
            return tape;
        }

        private PhotonStep step(int photons) {
            return new PhotonStep(new FockBasis(input.modes(), photons));
        }

        private double[] embed(double[] p) {
            FockBasis to = new FockBasis(input.modes() + 1, input.photons());
            double[] result = new double[to.size()];
            int[] state = basis.first();
            for (double probability : p) {
                result[to.rank(Arrays.copyOf(state, state.length + 1))] = probability;
                basis.next(state);
            }
            return result;
        }

        private double[] unembed(double[] bar) {
            FockBasis from = new FockBasis(input.modes() + 1, input.photons());
            double[] result = new double[basis.size()];
            int[] state = basis.first();
            for (int i = 0; i < result.length; i++) {
                result[i] = bar[from.rank(Arrays.copyOf(state, state.length + 1))];
                basis.next(state);
            }
            return result;
        }

        private double[] secondExits(int j) {
            double second = noise.secondPhotonProbability();
            double[] result = Arrays.copyOf(exits[j], input.modes() + 1);
            for (int i = 0; i < input.modes(); i++) {
                result[i] *= second;
            }
            result[input.modes()] = 1 - second;
            return result;
        }

        private PhotonStep secondStep(int number) {
            return new PhotonStep(new FockBasis(input.modes() + 1, input.photons() + number));
        }

        /** The input of every second photon, in the order in which they are added. */
        private int[] seconds() {
            return noise.g2() == 0
                    ? new int[0]
                    : IntStream.range(0, inputs.length)
                            .flatMap(j -> IntStream.range(0, input.photonsIn(inputs[j]))
                                    .map(_ -> j))
                            .toArray();
        }

        private double[] addSeconds(double[] p) {
            withSeconds.add(p);
            for (int j : seconds()) {
                withSeconds.add(secondStep(withSeconds.size()).forward(secondExits(j), withSeconds.getLast()));
            }
            return withSeconds.getLast();
        }

        private double[] detect(double[] p) {
            double[] seen =
                    noise.uniformTransmission() == 1 ? p : DetectorChannel.thin(wide, p, noise.uniformTransmission());
            double[] answers = DetectorChannel.detect(wide, seen, detector, outcomes);
            return noise.darkCounts() == 0
                    ? answers
                    : DetectorChannel.addDarkCounts(outcomes, answers, noise.darkCounts(), detector, false);
        }

        @Override
        public double[] values() {
            return values.clone();
        }

        @Override
        public ModeAmplitudes pullback(double[] cotangent) {
            Complex[] columnBars = new Complex[inputs.length];
            Arrays.setAll(columnBars, _ -> Complex.zeros(input.modes()));
            double[][] exitBars = new double[inputs.length][input.modes()];
            double[] bar = plain ? cotangent : channelBackward(cotangent, exitBars);
            for (int i = 0; i < parts.size(); i++) {
                double weight = parts.get(i).weight();
                double[] partBar = Arrays.stream(bar).map(x -> weight * x).toArray();
                partBackward(tapes.get(i), partBar, columnBars, exitBars);
            }
            ModeAmplitudes result = ModeAmplitudes.zeros(input.modes(), inputs.length);
            for (int j = 0; j < inputs.length; j++) {
                for (int i = 0; i < input.modes(); i++) {
                    int k = i * inputs.length + j;
                    result.re()[k] = columnBars[j].re()[i] + 2 * exitBars[j][i] * a.re()[k];
                    result.im()[k] = columnBars[j].im()[i] + 2 * exitBars[j][i] * a.im()[k];
                }
            }
            return result;
        }

        private double[] channelBackward(double[] cotangent, double[][] exitBars) {
            double[] bar = noise.darkCounts() == 0
                    ? cotangent
                    : DetectorChannel.addDarkCounts(outcomes, cotangent, noise.darkCounts(), detector, true);
            bar = DetectorChannel.detectBackward(wide, bar, detector, outcomes);
            if (noise.uniformTransmission() < 1) {
                bar = DetectorChannel.thinBackward(wide, bar, noise.uniformTransmission());
            }
            int[] seconds = seconds();
            for (int number = seconds.length; number > 0; number--) {
                int j = seconds[number - 1];
                double[] secondBar = new double[input.modes() + 1];
                bar = secondStep(number).backward(secondExits(j), withSeconds.get(number - 1), bar, secondBar);
                for (int i = 0; i < input.modes(); i++) {
                    exitBars[j][i] += noise.secondPhotonProbability() * secondBar[i];
                }
            }
            return unembed(bar);
        }

        private void partBackward(PartTape tape, double[] partBar, Complex[] columnBars, double[][] exitBars) {
            double[] bar = partBar;
            for (int k = tape.classical.size(); k > 0; k--) {
                int j = tape.classical.get(k - 1);
                bar = step(tape.identical.size() + k)
                        .backward(exits[j], tape.distributions.get(k - 1), bar, exitBars[j]);
            }
            Complex last = tape.states.getLast();
            Complex stateBar = Complex.zeros(bar.length);
            for (int i = 0; i < bar.length; i++) {
                double factor = 2 * tape.factors[i] * bar[i];
                stateBar.re()[i] = factor * last.re()[i];
                stateBar.im()[i] = factor * last.im()[i];
            }
            for (int k = tape.identical.size(); k > 0; k--) {
                int j = tape.identical.get(k - 1);
                stateBar = step(k).backward(columns[j], tape.states.get(k - 1), stateBar, columnBars[j]);
            }
        }

        @Override
        public double[] pushforward(ModeAmplitudes tangent) {
            Complex[] columnTangents = columns(tangent);
            double[][] exitTangents = new double[inputs.length][input.modes()];
            for (int j = 0; j < inputs.length; j++) {
                for (int i = 0; i < input.modes(); i++) {
                    int k = i * inputs.length + j;
                    exitTangents[j][i] = 2 * (a.re()[k] * tangent.re()[k] + a.im()[k] * tangent.im()[k]);
                }
            }
            double[] p = new double[basis.size()];
            for (int i = 0; i < parts.size(); i++) {
                double[] change = partForward(tapes.get(i), columnTangents, exitTangents);
                for (int k = 0; k < p.length; k++) {
                    p[k] += parts.get(i).weight() * change[k];
                }
            }
            return plain ? p : detect(secondsForward(embed(p), exitTangents));
        }

        private double[] partForward(PartTape tape, Complex[] columnTangents, double[][] exitTangents) {
            Complex change = Complex.zeros(1);
            for (int k = 0; k < tape.identical.size(); k++) {
                int j = tape.identical.get(k);
                Complex moved = step(k + 1).forward(columns[j], change);
                change = sum(moved, step(k + 1).forward(columnTangents[j], tape.states.get(k)));
            }
            Complex last = tape.states.getLast();
            double[] p = new double[change.re().length];
            for (int i = 0; i < p.length; i++) {
                p[i] = 2 * tape.factors[i] * (last.re()[i] * change.re()[i] + last.im()[i] * change.im()[i]);
            }
            for (int k = 0; k < tape.classical.size(); k++) {
                int j = tape.classical.get(k);
                PhotonStep step = step(tape.identical.size() + k + 1);
                p = sum(step.forward(exits[j], p), step.forward(exitTangents[j], tape.distributions.get(k)));
            }
            return p;
        }

        private double[] secondsForward(double[] change, double[][] exitTangents) {
            double[] p = change;
            int[] seconds = seconds();
            for (int number = 1; number <= seconds.length; number++) {
                int j = seconds[number - 1];
                double[] moved = Arrays.copyOf(exitTangents[j], input.modes() + 1);
                for (int i = 0; i < input.modes(); i++) {
                    moved[i] *= noise.secondPhotonProbability();
                }
                PhotonStep step = secondStep(number);
                p = sum(step.forward(secondExits(j), p), step.forward(moved, withSeconds.get(number - 1)));
            }
            return p;
        }

        private static Complex sum(Complex x, Complex y) {
            return new Complex(sum(x.re(), y.re()), sum(x.im(), y.im()));
        }

        private static double[] sum(double[] x, double[] y) {
            for (int i = 0; i < x.length; i++) {
                x[i] += y[i];
            }
            return x;
        }
    }
}
