package org.jaynes.photonics.fock;

import java.util.Arrays;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.fock.FockDistribution.Conditional;
import org.jaynes.photonics.fock.PhotonStep.Complex;
import org.jaynes.photonics.kernel.CpuKernels;
import org.jaynes.photonics.kernel.GpuKernels;
import org.jaynes.photonics.kernel.PhotonicKernels;

/**
 * The distribution of all outcomes of an experiment, with every noise but angle noise. The time is that of the states of
 * the identical photons over all paths, times the number of ways in which photons can be distinguishable.
 */
public final class ExactDistribution {
    private final PhotonicExperiment experiment;
    private final Scattering scattering;
    private final Noise noise;
    /** Photons of the input, and the second ones that its sources may send. */
    private final int photons;

    private final double secondPhoton;
    private final boolean lossless;

    private final PhotonicDevice device;

    private ExactDistribution(PhotonicExperiment experiment, PhotonicDevice device) {
        this.experiment = experiment;
        this.device = device;
        this.scattering = Scattering.of(experiment);
        this.noise = experiment.noise();
        this.secondPhoton = noise.secondPhotonProbability();
        this.photons = experiment.input().photons() * (secondPhoton > 0 ? 2 : 1);
        this.lossless = scattering.isLossless() && noise.uniformTransmission() == 1 && secondPhoton == 0;
    }

    /**
     * The distribution of the outcomes; with post-selection that among the outcomes that it keeps.
     *
     * @throws ExperimentException if the angles are noisy, which only samples can show
     * @throws org.jaynes.execution.InsufficientMemoryException if it does not fit into the Java heap
     */
    public static FockDistribution of(PhotonicExperiment experiment) {
        return conditional(experiment).distribution();
    }

    /** The distribution and how likely the post-selection is to keep a shot: 1 without one. */
    public static Conditional conditional(PhotonicExperiment experiment) {
        return conditional(experiment, PhotonicDevice.best());
    }

    /** The distribution and how likely the post-selection is to keep a shot, computed on a device. */
    public static Conditional conditional(PhotonicExperiment experiment, PhotonicDevice device) {
        if (experiment.noise().angleNoise() > 0) {
            throw new ExperimentException("angle_noise: probabilities have no closed form; expected 0, or sampling");
        }
        FockDistribution all = new ExactDistribution(experiment, device).compute();
        return experiment.postselection() == null
                ? new Conditional(1, all)
                : all.postselected(experiment.postselection().photons());
    }

    private FockDistribution compute() {
        int modes = experiment.modes();
        double states =
                FockBasis.count(scattering.paths().rows(), experiment.input().photons());
        HeapMemory.require(
                "the distribution of %d photons over %d paths"
                        .formatted(photons, scattering.paths().rows()),
                32 * states + 24 * FockBasis.count(modes + 1, photons));
        if (lossless && isPlain()) {
            double[] p = identical(experiment.input().occupations());
            return new FockDistribution(new Outcomes.Exactly(new FockBasis(modes, photons)), p);
        }
        FockBasis basis = new FockBasis(modes + 1, photons);
        double[] p = addSecondPhotons(mixture());
        if (noise.uniformTransmission() < 1) {
            p = DetectorChannel.thin(basis, p, noise.uniformTransmission());
        }
        boolean dark = noise.darkCounts() > 0;
        Outcomes outcomes = DetectorChannel.outcomes(basis, lossless, experiment.detector(), dark);
        if (!(outcomes instanceof Outcomes.AtMost(FockBasis same) && same.equals(basis))) {
            p = DetectorChannel.detect(basis, p, experiment.detector(), outcomes);
        }
        if (dark) {
            p = DetectorChannel.addDarkCounts(outcomes, p, noise.darkCounts(), experiment.detector(), false);
        }
        return new FockDistribution(outcomes, p);
    }

    /** Whether outcomes are the states themselves. */
    private boolean isPlain() {
        return scattering.isIdentity()
                && noise.distinguishability().isNone()
                && noise.darkCounts() == 0
                && experiment.detector() instanceof Detector.PhotonNumber;
    }

    /** The distribution over the modes and the lost photons, of the photons of the input. */
    private double[] mixture() {
        FockBasis basis =
                new FockBasis(experiment.modes() + 1, experiment.input().photons());
        double[] sum = new double[basis.size()];
        for (SourceMixture.Part part : SourceMixture.of(experiment.input(), noise.distinguishability())) {
            double[] p = collapse(
                    identical(part.identical()), FockState.of(part.identical()).photons());
            int count = FockState.of(part.identical()).photons();
            for (int mode : FockState.of(part.classical()).photonModes()) {
                p = new PhotonStep(new FockBasis(basis.modes(), ++count)).forward(scattering.exits(mode), p);
            }
            for (int i = 0; i < sum.length; i++) {
                sum[i] += part.weight() * p[i];
            }
        }
        return sum;
    }

    /** The probabilities of the states of identical photons over the paths. */
    private double[] identical(int[] occupations) {
        FockState input = FockState.of(occupations);
        int paths = scattering.paths().rows();
        PhotonicKernels kernels = PhotonicKernels.of(device);
        if (kernels instanceof GpuKernels gpu && input.photons() > 0) {
            return GpuGrowth.probabilities(gpu, scattering.paths(), input.photonModes(), input.factorials());
        }
        if (kernels instanceof CpuKernels cpu && NativeGrowth.takes(paths, input.photons())) {
            return NativeGrowth.probabilities(cpu, scattering.paths(), input.photonModes(), input.factorials());
        }
        Complex state = PhotonStep.vacuum();
        int count = 0;
        for (int mode : input.photonModes()) {
            Complex column = FockAmplitudes.column(scattering.paths(), mode);
            state = new PhotonStep(new FockBasis(paths, ++count)).forward(column, state);
        }
        double[] p = new FockBasis(paths, count).factorials();
        double norm = input.factorials();
        double[] re = state.re();
        double[] im = state.im();
        for (int i = 0; i < p.length; i++) {
            p[i] = p[i] / norm * Math.fma(re[i], re[i], im[i] * im[i]);
        }
        return p;
    }

    /** From paths to modes and the lost photons. */
    private double[] collapse(double[] p, int count) {
        FockBasis from = new FockBasis(scattering.paths().rows(), count);
        FockBasis to = new FockBasis(experiment.modes() + 1, count);
        double[] result = new double[to.size()];
        int[] state = from.first();
        int[] target = new int[to.modes()];
        for (double probability : p) {
            Arrays.fill(target, 0);
            for (int path = 0; path < state.length; path++) {
                int mode = scattering.modeOfPath()[path];
                target[mode < 0 ? to.modes() - 1 : mode] += state[path];
            }
            result[to.rank(target)] += probability;
            from.next(state);
        }
        return result;
    }

    /** Each source sends a classical particle more with a probability; when it does not, that one counts as lost. */
    private double[] addSecondPhotons(double[] p) {
        if (secondPhoton == 0) {
            return p;
        }
        double[] result = p;
        int count = experiment.input().photons();
        for (int mode : experiment.input().photonModes()) {
            double[] exits = scattering.exits(mode);
            for (int i = 0; i < exits.length; i++) {
                exits[i] *= secondPhoton;
            }
            exits[exits.length - 1] += 1 - secondPhoton;
            result = new PhotonStep(new FockBasis(exits.length, ++count)).forward(exits, result);
        }
        return result;
    }
}
