package org.jaynes.cli.selftest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jaynes.execution.DeviceName;
import org.jaynes.execution.Executor;
import org.jaynes.photonics.BeamSplitterConvention;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.fock.ExactDistribution;
import org.jaynes.photonics.marginal.Marginals;
import org.jaynes.photonics.permanent.Arithmetic;
import org.jaynes.photonics.permanent.Permanents;
import org.jaynes.photonics.sampling.PhotonSampler;
import org.jaynes.photonics.sampling.SamplingAlgorithm;
import org.jaynes.photonics.sampling.SamplingPlan;
import org.jaynes.plan.Precision;

/** Runs the kernels for photons on a device and on the reference with the same random data and compares all bits. */
final class PhotonicChecks {
    private static final int[] PERMANENT_SIZES = {3, 8, 13};
    private static final int MODES = 6;
    private static final int SHOTS = 200;

    private final PhotonicDevice device;
    private final long seed;

    PhotonicChecks(Executor device, long seed) {
        this.device = PhotonicDevice.of(DeviceName.parse(device.name()));
        this.seed = seed;
    }

    /** What is computed; the same on every device. */
    private interface Computation extends Function<PhotonicDevice, Object> {}

    /** The checks, to be run in their order. */
    List<Supplier<Parity>> checks() {
        List<Supplier<Parity>> checks = new ArrayList<>();
        for (boolean real : new boolean[] {true, false}) {
            String kind = real ? "real" : "complex";
            for (int n : PERMANENT_SIZES) {
                ComplexMatrix matrix = matrix(n, real);
                int[] ones = new int[n];
                Arrays.fill(ones, 1);
                int[] repeated = ones.clone();
                repeated[0] = 2;
                repeated[n - 1] = 0;
                checks.add(check(
                        "permanent: %s, %d rows".formatted(kind, n),
                        on -> Permanents.of(matrix, ones, ones, Arithmetic.DOUBLE, on)));
                checks.add(check(
                        "permanent: %s, %d rows, repeated".formatted(kind, n),
                        on -> Permanents.of(matrix, repeated, repeated, Arithmetic.DOUBLE, on)));
                checks.add(check(
                        "permanent: %s, %d rows, repeated, pairs of doubles".formatted(kind, n),
                        on -> Permanents.of(matrix, repeated, repeated, Arithmetic.DOUBLE_DOUBLE, on)));
            }
            PhotonicExperiment experiment = experiment(real, 1, 2);
            checks.add(check(
                    "photon steps: " + kind,
                    on -> ExactDistribution.conditional(experiment, on)
                            .distribution()
                            .above(-1)));
            for (double overlap : new double[] {1, 0.8}) {
                PhotonicExperiment noisy =
                        experiment.withNoise(Noise.NONE.withG2(0.1).withOverlap(overlap));
                checks.add(check(
                        "generating functions: %s, overlap %s".formatted(kind, overlap),
                        on -> marginals(Marginals.of(noisy).on(on))));
            }
            for (SamplingAlgorithm algorithm :
                    List.of(SamplingAlgorithm.CLIFFORD_CLIFFORD, SamplingAlgorithm.PROGRESSIVE)) {
                checks.add(samples(kind, experiment, algorithm));
            }
            checks.add(samples(kind, experiment(real, 2), SamplingAlgorithm.SINGLE_LOOP));
        }
        return checks;
    }

    private Supplier<Parity> samples(String kind, PhotonicExperiment experiment, SamplingAlgorithm algorithm) {
        return check(
                "photon samples: %s, %s".formatted(kind, algorithm),
                on -> new PhotonSampler(1)
                        .sample(SamplingPlan.with(experiment, algorithm).on(on), SHOTS, seed)
                        .results());
    }

    /** Distributions of single modes and pairs, and moments. */
    private static List<Double> marginals(Marginals marginals) {
        List<Double> all = new ArrayList<>();
        Consumer<double[]> add = values -> Arrays.stream(values).forEach(all::add);
        marginals
                .distributions(List.of(new int[] {1}, new int[] {4, 2}, new int[] {0, 1}))
                .forEach(distribution -> add.accept(distribution.probabilities()));
        add.accept(marginals.means());
        add.accept(marginals.covariances(List.of(new int[] {0, 1}, new int[] {5, 2})));
        return all;
    }

    private Supplier<Parity> check(String kernel, Computation computation) {
        return () -> {
            try {
                Object found = computation.apply(device);
                Object expected = computation.apply(PhotonicDevice.reference());
                boolean same = found.equals(expected);
                String difference = same ? "" : "%s, the reference has %s".formatted(found, expected);
                return new Parity(kernel, Precision.DOUBLE, 0, same, difference);
            } catch (RuntimeException e) {
                return new Parity(kernel, Precision.DOUBLE, 0, false, String.valueOf(e.getMessage()));
            }
        };
    }

    private ComplexMatrix matrix(int n, boolean real) {
        SplittableRandom random = new SplittableRandom(seed + n);
        double[] re = random.doubles((long) n * n, -1, 1).toArray();
        double[] im =
                real ? new double[n * n] : random.doubles((long) n * n, -1, 1).toArray();
        return ComplexMatrix.of(n, n, re, im);
    }

    private PhotonicExperiment experiment(boolean real, Integer... lengths) {
        SplittableRandom random = new SplittableRandom(seed + 100);
        List<Integer> loops = List.of(lengths);
        int splitters = TimeBinInterferometer.beamSplitters(MODES, loops);
        List<Double> angles = random.doubles(splitters, 0, 3).boxed().toList();
        List<Double> phases =
                real ? List.of() : random.doubles(splitters, 0, 3).boxed().toList();
        TimeBinInterferometer interferometer =
                new TimeBinInterferometer(MODES, loops, angles, phases, BeamSplitterConvention.REAL);
        return new PhotonicExperiment(
                interferometer, FockState.of(1, 2, 1, 0, 1, 1), Noise.NONE, new Detector.PhotonNumber(), null);
    }
}
