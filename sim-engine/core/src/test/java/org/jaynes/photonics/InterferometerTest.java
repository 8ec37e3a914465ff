package org.jaynes.photonics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class InterferometerTest {
    private static void assertRefused(String part, Executable executable) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, executable);
        assertTrue(String.valueOf(e.getMessage()).contains(part), e::toString);
    }

    private static List<Double> zeros(int count) {
        return Collections.nCopies(count, 0.0);
    }

    @Test
    void countsOfAnglesAreChecked() {
        assertEquals(14, TimeBinInterferometer.beamSplitters(8, List.of(1, 1)));
        assertEquals(9, TimeBinInterferometer.beamSplitters(4, List.of(1, 1, 1)));
        assertRefused(
                "bs_angles: expected 14 values for 8 modes and loops [1, 1], got 13",
                () -> new TimeBinInterferometer(8, List.of(1, 1), zeros(13)));
        assertRefused(
                "ps_angles: expected none or 3",
                () -> new TimeBinInterferometer(4, List.of(1), zeros(3), zeros(2), BeamSplitterConvention.REAL));
        assertRefused("loop_lengths[1] is 0", () -> new TimeBinInterferometer(4, List.of(1, 0), zeros(7)));
        assertRefused("loop_lengths[0] is 5", () -> new TimeBinInterferometer(4, List.of(5), zeros(0)));
        assertRefused("bs_angles[1] is NaN", () -> new TimeBinInterferometer(3, List.of(1), List.of(0.0, Double.NaN)));
        assertRefused("0 modes", () -> new TimeBinInterferometer(0, List.of(), List.of()));
    }

    /** The matrices of one splitter, rows = outputs. */
    @Test
    void splittersHaveTheMatricesOfTheirConvention() {
        double angle = 0.3;
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        ComplexMatrix real = new TimeBinInterferometer(2, List.of(1), List.of(angle)).matrix();
        assertTrue(real.isReal());
        assertEquals(ComplexMatrix.real(new double[][] {{c, s}, {-s, c}}), real);
        ComplexMatrix symmetric = new TimeBinInterferometer(
                        2, List.of(1), List.of(angle), List.of(), BeamSplitterConvention.SYMMETRIC)
                .matrix();
        assertEquals(ComplexMatrix.of(new double[][] {{c, 0}, {0, c}}, new double[][] {{0, s}, {s, 0}}), symmetric);
    }

    @Test
    void matricesThatAmplifyAreRefused() {
        assertRefused(
                "singular value above 1",
                () -> new TransferMatrix(ComplexMatrix.identity(3).times(1.01)));
        assertRefused(
                "singular value above 1",
                () -> new TransferMatrix(ComplexMatrix.real(new double[][] {{0.8, 0.8}, {0.8, 0.8}})));
        assertRefused(
                "expected a square matrix", () -> new TransferMatrix(ComplexMatrix.real(new double[][] {{1, 0}})));
        assertTrue(new TransferMatrix(new RandomOptics(1).unitary(20)).isUnitary());
        assertFalse(new TransferMatrix(new RandomOptics(1).unitary(5).times(0.99)).isUnitary());
        assertFalse(new TransferMatrix(ComplexMatrix.real(new double[][] {{0.5, 0.5}, {0.5, 0.5}})).isUnitary());
    }

    @Test
    void factorsOfLossyMatricesCompleteThem() {
        for (int seed = 0; seed < 30; seed++) {
            RandomOptics optics = new RandomOptics(seed);
            int n = 1 + seed % 6;
            ComplexMatrix a = optics.unitary(n + 2).select(range(n), range(n));
            ComplexMatrix rest = HermitianFactor.of(HermitianFactor.missingToIsometry(a), 1e-13);
            ComplexMatrix sum = rest.adjoint().times(rest);
            ComplexMatrix missing = HermitianFactor.missingToIsometry(a);
            assertTrue(rest.rows() <= 2, "a corner of a unitary lacks as many rows as it lost");
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    assertEquals(missing.re(i, j), sum.re(i, j), 1e-12, "seed " + seed);
                    assertEquals(missing.im(i, j), sum.im(i, j), 1e-12, "seed " + seed);
                }
            }
        }
    }

    private static int[] range(int n) {
        int[] range = new int[n];
        Arrays.setAll(range, i -> i);
        return range;
    }

    @Test
    void noiseOutOfRangeIsRefusedByName() {
        assertRefused("input_loss is -0.1", () -> Noise.NONE.withInputLoss(-0.1));
        assertRefused("bs_loss is 1.5", () -> Noise.NONE.withBeamSplitterLoss(1.5));
        assertRefused("detector_efficiency is NaN", () -> Noise.NONE.withDetectorEfficiency(Double.NaN));
        assertRefused("angle_noise is -1.0; expected 0.0 or more", () -> Noise.NONE.withAngleNoise(-1));
        assertRefused("g2 is 0.6; expected 0.0 to 0.5", () -> Noise.NONE.withG2(0.6));
        assertRefused("dark_counts is 2.0", () -> Noise.NONE.withDarkCounts(2));
        assertRefused("photon_overlap is 1.1", () -> Noise.NONE.withOverlap(1.1));
        assertRefused(
                "gram is no matrix of overlaps",
                () -> new Distinguishability.Gram(ComplexMatrix.real(new double[][] {{1, 0.5}, {0.4, 1}})));
        assertRefused(
                "gram is no matrix of overlaps",
                () -> new Distinguishability.Gram(
                        ComplexMatrix.real(new double[][] {{1, 0.9, 0}, {0.9, 1, 0.9}, {0, 0.9, 1}})));
        assertRefused("pseudo_pnr is 0", () -> new Detector.Multiplexed(0));
    }

    @Test
    void experimentsMustFitTogether() {
        TimeBinInterferometer loops = new TimeBinInterferometer(3, List.of(1), zeros(2));
        assertRefused(
                "input_state has 2 modes; the interferometer has 3",
                () -> new PhotonicExperiment(loops, FockState.of(1, 1)));
        PhotonicExperiment matrix =
                new PhotonicExperiment(new TransferMatrix(ComplexMatrix.identity(3)), FockState.parse("110"));
        assertRefused("angle_noise needs", () -> matrix.withNoise(Noise.NONE.withAngleNoise(0.1)));
        assertRefused("bs_loss needs", () -> matrix.withNoise(Noise.NONE.withBeamSplitterLoss(0.1)));
        var gram = new Distinguishability.Gram(ComplexMatrix.identity(3));
        assertRefused("gram has 3 rows; expected 2", () -> matrix.withNoise(Noise.NONE.withDistinguishability(gram)));
        assertRefused(
                "several photons in a mode",
                () -> new PhotonicExperiment(loops, FockState.parse("201"))
                        .withNoise(Noise.NONE.withDistinguishability(gram)));
    }

    /** g²(0) of a source that sends two photons with the probability that follows from it. */
    @Test
    void secondPhotonsHaveTheGivenCorrelation() {
        for (double g2 : new double[] {0, 1e-6, 0.02, 0.3, 0.5}) {
            double p = Noise.NONE.withG2(g2).secondPhotonProbability();
            assertEquals(g2, 2 * p / ((1 + p) * (1 + p)), 1e-9);
            assertTrue(p >= 0 && p <= 1);
        }
    }

    @Test
    void fockStatesAreReadAsTheyAreWritten() {
        for (String text : List.of("0210", "0", "0,12,1,0", "9999")) {
            assertEquals(text, FockState.parse(text).toString());
        }
        assertEquals(3, FockState.parse("0210").photons());
        assertEquals(FockState.parse("0,2,1,0"), FockState.parse("0210"));
        assertTrue(Arrays.equals(new int[] {1, 1, 2}, FockState.parse("0210").photonModes()));
        assertRefused("'01a' is no Fock state", () -> FockState.parse("01a"));
        assertRefused("is no Fock state", () -> FockState.parse("1,,2"));
        assertRefused("at least one mode", () -> FockState.parse(""));
        assertRefused("mode 1 has -1 photons", () -> FockState.of(1, -1));
    }

    /** A multiplexed detector, by counting all ways in which photons can fall. */
    @Test
    void multiplexedDetectorsCountDifferentOnes() {
        double[] response = new Detector.Multiplexed(3).response(4);
        assertEquals(4, response.length);
        assertEquals(3.0 / 81, response[1], 1e-15);
        assertEquals(42.0 / 81, response[2], 1e-15);
        assertEquals(36.0 / 81, response[3], 1e-15);
    }
}
