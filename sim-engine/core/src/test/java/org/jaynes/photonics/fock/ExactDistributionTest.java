package org.jaynes.photonics.fock;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jaynes.execution.InsufficientMemoryException;
import org.jaynes.photonics.BeamSplitterConvention;
import org.jaynes.photonics.BruteForce;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.Devices;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.Interferometer;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.Postselection;
import org.jaynes.photonics.RandomExperiments;
import org.jaynes.photonics.RandomOptics;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.TransferMatrix;
import org.jaynes.photonics.permanent.Arithmetic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactDistributionTest {
    private static final int EXPERIMENTS = Integer.getInteger("jaynes.test.photonics.experiments", 150);

    /** Every noise, detector and kind of interferometer against sums over permutations. */
    @Test
    void distributionsAreThoseOfFirstPrinciples() {
        for (int seed = 0; seed < EXPERIMENTS; seed++) {
            RandomOptics optics = new RandomOptics(seed);
            boolean lossy = seed % 3 == 0;
            int modes = 1 + optics.random().nextInt(lossy ? 3 : 5);
            int photons = optics.random().nextInt(lossy ? 3 : 4);
            PhotonicExperiment experiment = RandomExperiments.next(optics, modes, photons, lossy);
            assertSame(BruteForce.distribution(experiment), experiment, "seed " + seed + ": " + experiment);
        }
    }

    private static void assertSame(Map<FockState, Double> expected, PhotonicExperiment experiment, String what) {
        FockDistribution distribution = ExactDistribution.of(experiment);
        expected.forEach((outcome, p) ->
                assertEquals(p, distribution.probability(outcome), 1e-12, () -> what + ", outcome " + outcome));
        assertEquals(1, distribution.total(), 1e-12, what);
    }

    /** The deciding case of the conventions: only loops of odd and even length tell them apart. */
    @ParameterizedTest
    @CsvSource({
        "REAL,      1,  .05027 .08232 .13564 .13423 .52604 .07150",
        "REAL,      -1, .19586 .35266 .13564 .03209 .25570 .02805",
        "SYMMETRIC, 1,  .21479 .38783 .13564 .01880 .22053 .02240",
    })
    void conventionsDifferForMixedLoops(BeamSplitterConvention convention, int sign, String probabilities) {
        TimeBinInterferometer loops = new TimeBinInterferometer(
                3, List.of(1, 2), List.of(sign * 0.7, sign * 1.1, sign * 0.5), List.of(0.9, 0.4, 2.1), convention);
        FockDistribution distribution = ExactDistribution.of(new PhotonicExperiment(loops, FockState.parse("101")));
        String[] outcomes = {"002", "011", "020", "101", "110", "200"};
        double[] expected = Arrays.stream(probabilities.strip().split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        for (int i = 0; i < outcomes.length; i++) {
            assertEquals(expected[i], distribution.probability(FockState.parse(outcomes[i])), 5.1e-6);
        }
    }

    /** C. K. Hong, Z. Y. Ou, L. Mandel, PRL 59, 2044 (1987): coincidences vanish as far as photons are alike. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.9, 1})
    void coincidencesShowTheVisibility(double overlap) {
        TimeBinInterferometer splitter = new TimeBinInterferometer(2, List.of(1), List.of(Math.PI / 4));
        FockDistribution distribution = ExactDistribution.of(
                new PhotonicExperiment(splitter, FockState.of(1, 1)).withNoise(Noise.NONE.withOverlap(overlap)));
        assertEquals((1 - overlap * overlap) / 2, distribution.probability(FockState.of(1, 1)), 1e-15);
    }

    /** Tichy et al., Nat. Commun. 7, 10469: with n = m^(1/p) photons in every m/n-th mode of a Fourier interferometer. */
    @ParameterizedTest
    @CsvSource({"2,4", "3,9", "3,3", "4,4", "2,8"})
    void fourierInterferometersSuppressOutcomes(int photons, int modes) {
        double[][] re = new double[modes][modes];
        double[][] im = new double[modes][modes];
        for (int i = 0; i < modes; i++) {
            for (int j = 0; j < modes; j++) {
                re[i][j] = Math.cos(2 * Math.PI * (i * j % modes) / modes) / Math.sqrt(modes);
                im[i][j] = Math.sin(2 * Math.PI * (i * j % modes) / modes) / Math.sqrt(modes);
            }
        }
        int[] input = new int[modes];
        for (int k = 0; k < photons; k++) {
            input[k * modes / photons] = 1;
        }
        FockDistribution distribution = ExactDistribution.of(
                new PhotonicExperiment(new TransferMatrix(ComplexMatrix.of(re, im)), FockState.of(input)));
        distribution.forEach((counts, p) -> {
            int sum = Arrays.stream(FockState.of(counts).photonModes()).sum();
            if (sum % photons != 0) {
                assertTrue(p < 1e-30, () -> FockState.of(counts) + " has probability " + p);
            }
        });
    }

    @Test
    void manyPhotonsOnOneSplitterAreBinomial() {
        double angle = 0.6;
        int n = 20;
        FockDistribution distribution = ExactDistribution.of(
                new PhotonicExperiment(new TimeBinInterferometer(2, List.of(1), List.of(angle)), FockState.of(n, 0)));
        double binomial = 1;
        for (int k = 0; k <= n; k++) {
            double expected = binomial * Math.pow(Math.cos(angle), 2 * k) * Math.pow(Math.sin(angle), 2 * (n - k));
            assertEquals(expected, distribution.probability(FockState.of(k, n - k)), 1e-14);
            binomial = binomial * (n - k) / (k + 1);
        }
    }

    /** A lossy matrix given as such, against the same one as a part of a unitary on twice the modes. */
    @Test
    void lossyMatricesLoseWhatTheyLackToAUnitary() {
        for (int seed = 0; seed < 20; seed++) {
            RandomOptics optics = new RandomOptics(seed);
            ComplexMatrix whole = optics.unitary(6);
            ComplexMatrix part = whole.select(new int[] {0, 1, 2}, new int[] {0, 1, 2});
            FockState input = optics.input(3, 3);
            FockDistribution lossy = ExactDistribution.of(new PhotonicExperiment(new TransferMatrix(part), input));
            FockDistribution all = ExactDistribution.of(new PhotonicExperiment(
                            new TransferMatrix(whole), FockState.of(Arrays.copyOf(input.occupations(), 6))))
                    .marginal(0, 1, 2);
            lossy.forEach((counts, p) ->
                    assertEquals(all.probability(FockState.of(counts)), p, 1e-12, FockState.of(counts)::toString));
            assertEquals(1, lossy.total(), 1e-12);
        }
    }

    @Test
    void amplitudesAreThoseOfPermanents() {
        RandomOptics optics = new RandomOptics(3);
        ComplexMatrix unitary = optics.unitary(5);
        FockState input = FockState.parse("20101");
        FockAmplitudes amplitudes = FockAmplitudes.of(unitary, input);
        int[] state = new int[5];
        for (int i = 0; i < amplitudes.basis().size(); i++) {
            amplitudes.basis().read(i, state);
            assertEquals(i, amplitudes.basis().rank(state));
            var p = FockAmplitudes.amplitude(unitary, input, FockState.of(state), Arithmetic.DOUBLE);
            assertEquals(p.re(), amplitudes.re(i), 1e-13);
            assertEquals(p.im(), amplitudes.im(i), 1e-13);
        }
        assertEquals(
                0,
                FockAmplitudes.amplitude(unitary, input, FockState.parse("10000"), Arithmetic.DOUBLE)
                        .squaredNorm());
    }

    @Test
    void heraldsAndPostselectionAreConditions() {
        PhotonicExperiment experiment = new PhotonicExperiment(
                        new TransferMatrix(new RandomOptics(8).unitary(4)), FockState.parse("1110"))
                .withNoise(Noise.NONE.withInputLoss(0.2));
        FockDistribution all = ExactDistribution.of(experiment);
        FockDistribution.Conditional heralded = all.heralded(Map.of(1, 1, 3, 0));
        double p = 0;
        for (int a = 0; a <= 3; a++) {
            for (int b = 0; b <= 3; b++) {
                double joint = all.probability(FockState.of(a, 1, b, 0));
                p += joint;
                assertEquals(
                        joint / heralded.probability(), heralded.distribution().probability(FockState.of(a, b)), 1e-13);
            }
        }
        assertEquals(p, heralded.probability(), 1e-13);
        FockDistribution.Conditional kept =
                ExactDistribution.conditional(experiment.withPostselection(new Postselection(3)));
        assertEquals(0.8 * 0.8 * 0.8, kept.probability(), 1e-13);
        assertEquals(1, kept.distribution().total(), 1e-13);
        assertEquals(0, kept.distribution().probability(FockState.parse("1100")));
        assertThrows(IllegalArgumentException.class, () -> all.postselected(4));
        assertThrows(IllegalArgumentException.class, () -> all.heralded(Map.of(0, 4)));
        assertThrows(IllegalArgumentException.class, () -> all.heralded(Map.of(4, 0)));
    }

    /** Vectors from three modes up, real and complex: the same bits on every device. */
    @Test
    void everyDeviceGivesTheSameBits() {
        int[][] sizes = {{3, 35}, {4, 12}, {6, 6}, {9, 5}, {12, 5}, {30, 3}, {40, 2}};
        for (PhotonicDevice device : Devices.compared()) {
            for (int[] size : sizes) {
                RandomOptics optics = new RandomOptics(size[0]);
                for (Interferometer interferometer : List.of(
                        new TransferMatrix(optics.unitary(size[0])),
                        optics.loops(size[0], false, BeamSplitterConvention.REAL, 1, 2))) {
                    PhotonicExperiment experiment =
                            new PhotonicExperiment(interferometer, optics.input(size[0], size[1]));
                    double[] expected = ExactDistribution.conditional(experiment, PhotonicDevice.reference())
                            .distribution()
                            .probabilities();
                    double[] found = ExactDistribution.conditional(experiment, device)
                            .distribution()
                            .probabilities();
                    assertArrayEquals(expected, found, 0, device + ": " + experiment);
                }
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeItIsComputed() {
        PhotonicExperiment large = new PhotonicExperiment(
                new TransferMatrix(ComplexMatrix.identity(40)), new RandomOptics(1).spreadInput(40, 20));
        assertThrows(InsufficientMemoryException.class, () -> ExactDistribution.of(large));
        PhotonicExperiment noisy = new PhotonicExperiment(
                        new TimeBinInterferometer(2, List.of(1), List.of(0.1)), FockState.of(1, 1))
                .withNoise(Noise.NONE.withAngleNoise(0.1));
        assertThrows(IllegalArgumentException.class, () -> ExactDistribution.of(noisy));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PhotonicExperiment(noisy.interferometer(), FockState.of(1, 0))
                        .withDetector(new Detector.Multiplexed(0)));
    }
}
