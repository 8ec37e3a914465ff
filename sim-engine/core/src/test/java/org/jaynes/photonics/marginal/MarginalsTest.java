package org.jaynes.photonics.marginal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.Devices;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.Postselection;
import org.jaynes.photonics.RandomExperiments;
import org.jaynes.photonics.RandomOptics;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.TransferMatrix;
import org.jaynes.photonics.fock.ExactDistribution;
import org.jaynes.photonics.fock.FockDistribution;
import org.junit.jupiter.api.Test;

class MarginalsTest {
    private static final int EXPERIMENTS = Integer.getInteger("jaynes.test.photonics.experiments", 150);

    /** Up to three modes, every noise and detector, against the full distribution summed up. */
    @Test
    void distributionsOfAFewModesAreThoseOfTheWhole() {
        for (int seed = 0; seed < EXPERIMENTS; seed++) {
            RandomOptics optics = new RandomOptics(seed);
            int modes = 3 + optics.random().nextInt(3);
            PhotonicExperiment experiment =
                    RandomExperiments.next(optics, modes, optics.random().nextInt(4), seed % 3 == 0);
            FockDistribution all = ExactDistribution.of(experiment);
            int[][] choices = {{modes - 1}, {2, 0}, {1, 2, 0}};
            int[] kept = choices[seed % 3];
            FockDistribution expected = all.marginal(kept);
            ModeDistribution marginal = Marginals.of(experiment).distribution(kept);
            String what = "seed " + seed + ": " + experiment;
            double[] total = {0};
            expected.forEach((counts, p) -> {
                assertEquals(p, marginal.probability(counts), 1e-12, () -> what + ", " + FockState.of(counts));
                total[0] += marginal.probability(counts);
            });
            assertEquals(1, total[0], 1e-12, what);
        }
    }

    @Test
    void meansAndCovariancesAreThoseOfTheWhole() {
        for (int seed = 0; seed < EXPERIMENTS; seed++) {
            RandomOptics optics = new RandomOptics(seed);
            int modes = 2 + optics.random().nextInt(3);
            PhotonicExperiment experiment = RandomExperiments.next(
                            optics, modes, optics.random().nextInt(4), seed % 3 == 0)
                    .withDetector(new Detector.PhotonNumber());
            FockDistribution all = ExactDistribution.of(experiment);
            Marginals marginals = Marginals.of(experiment);
            double[] means = all.means();
            String what = "seed " + seed + ": " + experiment;
            for (int i = 0; i < modes; i++) {
                assertEquals(means[i], marginals.means()[i], 1e-12, what);
            }
            double[] product = {0};
            all.forEach((counts, p) -> product[0] += p * counts[0] * counts[modes - 1]);
            assertEquals(product[0] - means[0] * means[modes - 1], marginals.covariance(0, modes - 1), 1e-12, what);
        }
    }

    @Test
    void silenceAndClicksAreThoseOfThresholdDetectors() {
        PhotonicExperiment experiment = new PhotonicExperiment(
                        new TransferMatrix(new RandomOptics(4).unitary(6)), FockState.parse("201010"))
                .withNoise(
                        Noise.NONE.withOverlap(0.8).withDetectorEfficiency(0.7).withDarkCounts(0.01));
        Marginals marginals = Marginals.of(experiment);
        FockDistribution clicks = ExactDistribution.of(experiment.withDetector(new Detector.Threshold()));
        FockDistribution pair = clicks.marginal(4, 1);
        double[] patterns = marginals.clickPatterns(4, 1);
        for (int b = 0; b < 4; b++) {
            assertEquals(pair.probability(FockState.of(b & 1, b >> 1)), patterns[b], 1e-12);
        }
        assertEquals(patterns[0], marginals.silence(1, 4), 1e-13);
        assertEquals(clicks.probability(FockState.parse("000000")), marginals.silence(0, 1, 2, 3, 4, 5), 1e-12);
        double parity = 0;
        for (Map.Entry<FockState, Double> e :
                ExactDistribution.of(experiment).above(0).entrySet()) {
            parity += e.getValue() * ((e.getKey().photonsIn(2) & 1) == 0 ? 1 : -1);
        }
        assertEquals(parity, marginals.generatingFunction(new int[] {2}, new double[] {2}), 1e-12);
    }

    /** 30 photons in 60 modes: a full input stays full on average, and a click is as likely as it was not silent. */
    @Test
    void manyPhotonsTakePolynomialTime() {
        int modes = 60;
        int[] input = new int[modes];
        for (int i = 0; i < modes; i += 2) {
            input[i] = 1;
        }
        TimeBinInterferometer loops =
                new RandomOptics(6).loops(modes, false, org.jaynes.photonics.BeamSplitterConvention.REAL, 1, 3, 9);
        Marginals marginals = Marginals.of(new PhotonicExperiment(loops, FockState.of(input)));
        double[] means = marginals.means();
        double total = 0;
        for (double mean : means) {
            total += mean;
        }
        assertEquals(30, total, 1e-10);
        ModeDistribution one = marginals.distribution(20);
        double sum = 0;
        double mean = 0;
        for (int n = 0; n < one.radix(); n++) {
            assertTrue(one.probability(n) > -1e-12);
            sum += one.probability(n);
            mean += n * one.probability(n);
        }
        assertEquals(1, sum, 1e-12);
        assertEquals(means[20], mean, 1e-10);
        double[] pair = marginals.clickPatterns(20, 21);
        assertEquals(one.probability(0), pair[0] + pair[2], 1e-12);
    }

    /** Sets of one to three modes in one call, every noise and detector: a GPU gives the bits of plain Java. */
    @Test
    void aGpuGivesTheBitsOfPlainJava() {
        PhotonicDevice gpu = Devices.compared().getLast();
        for (int seed = 0; seed < EXPERIMENTS; seed++) {
            RandomOptics optics = new RandomOptics(seed);
            int modes = 3 + optics.random().nextInt(3);
            PhotonicExperiment experiment =
                    RandomExperiments.next(optics, modes, optics.random().nextInt(5), seed % 3 == 0);
            List<int[]> sets = List.of(new int[] {1}, new int[] {2, 0}, new int[] {modes - 1}, new int[] {0, 2, 1});
            Marginals expected = Marginals.of(experiment).on(PhotonicDevice.reference());
            Marginals found = Marginals.of(experiment).on(gpu);
            String what = "seed " + seed + " on " + gpu + ": " + experiment;
            assertArrayEquals(expected.means(), found.means(), what);
            List<int[]> pairs = List.of(new int[] {0, 2}, new int[] {2, 1});
            assertArrayEquals(expected.covariances(pairs), found.covariances(pairs), what);
            assertArrayEquals(expected.silences(sets), found.silences(sets), what);
            assertSame(expected.clickPatterns(sets), found.clickPatterns(sets), what);
            assertSame(
                    expected.distributions(sets).stream()
                            .map(ModeDistribution::probabilities)
                            .toList(),
                    found.distributions(sets).stream()
                            .map(ModeDistribution::probabilities)
                            .toList(),
                    what);
        }
    }

    private static void assertSame(List<double[]> expected, List<double[]> found, String what) {
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), found.get(i), what);
        }
    }

    /** A cost needs the silences or parities of all modes and pairs. */
    @Test
    void costsHaveTheSameBitsOnEveryDevice() {
        TimeBinInterferometer loops =
                new RandomOptics(8).loops(7, false, org.jaynes.photonics.BeamSplitterConvention.REAL, 1, 2);
        double[][] q = new double[7][];
        java.util.Random random = new RandomOptics(9).random();
        java.util.Arrays.setAll(q, _ -> random.doubles(7, -1, 1).toArray());
        double[] flips = random.doubles(7).toArray();
        for (QuadraticCost.Bits bits : QuadraticCost.Bits.values()) {
            for (Noise noise : List.of(Noise.NONE, Noise.NONE.withOverlap(0.7).withG2(0.1))) {
                QuadraticCost cost = new QuadraticCost(FockState.parse("2010110"), noise, q, bits);
                double expected = cost.value(loops.circuit(), loops.angles(), flips);
                for (PhotonicDevice device : Devices.compared()) {
                    assertEquals(
                            expected,
                            cost.on(device).value(loops.circuit(), loops.angles(), flips),
                            device + ", " + noise);
                }
            }
        }
    }

    @Test
    void whatHasNoMarginalIsRefused() {
        PhotonicExperiment experiment =
                new PhotonicExperiment(new TimeBinInterferometer(2, List.of(1), List.of(0.1)), FockState.of(1, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> Marginals.of(experiment.withNoise(Noise.NONE.withAngleNoise(0.1))));
        assertThrows(
                IllegalArgumentException.class, () -> Marginals.of(experiment.withPostselection(new Postselection(2))));
        Marginals marginals = Marginals.of(experiment);
        assertThrows(IllegalArgumentException.class, () -> marginals.silence(0, 0));
        assertThrows(IllegalArgumentException.class, marginals::silence);
        assertThrows(IllegalArgumentException.class, () -> marginals.distribution(2));
        assertThrows(
                IllegalArgumentException.class, () -> marginals.generatingFunction(new int[] {0}, new double[] {1, 1}));
    }
}
