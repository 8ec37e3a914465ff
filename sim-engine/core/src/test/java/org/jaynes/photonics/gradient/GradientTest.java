package org.jaynes.photonics.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jaynes.photonics.BeamSplitterConvention;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.LinearCircuit;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.OpticalElement;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.RandomOptics;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.TransferMatrix;
import org.jaynes.photonics.fock.ExactDistribution;
import org.jaynes.photonics.fock.FockDistribution;
import org.jaynes.photonics.fock.OutcomeProbabilities;
import org.jaynes.photonics.marginal.GeneratingValues;
import org.jaynes.photonics.marginal.QuadraticCost;
import org.junit.jupiter.api.Test;

/** Exact derivatives against the exact shift rule, which needs nothing but values. */
class GradientTest {
    private static LinearCircuit circuit(RandomOptics optics, int modes, boolean lossy) {
        Random random = optics.random();
        List<OpticalElement> elements = new ArrayList<>();
        int parameters = 0;
        for (int i = 0; i < 4 + random.nextInt(6); i++) {
            int first = random.nextInt(modes);
            int second = (first + 1 + random.nextInt(modes - 1)) % modes;
            switch (random.nextInt(lossy ? 5 : 4)) {
                case 0 -> elements.add(new OpticalElement.PhaseShifter(first, parameters++));
                case 1 -> elements.add(new OpticalElement.Block(new TransferMatrix(optics.unitary(modes))));
                case 4 ->
                    elements.add(new OpticalElement.Loss(first, random.nextInt(5) == 0 ? 1 : random.nextDouble()));
                default ->
                    elements.add(new OpticalElement.BeamSplitter(
                            first,
                            second,
                            parameters++,
                            random.nextBoolean() ? BeamSplitterConvention.REAL : BeamSplitterConvention.SYMMETRIC));
            }
        }
        return new LinearCircuit(modes, parameters, elements);
    }

    private static double[] random(RandomOptics optics, int count) {
        return optics.random().doubles(count, -3, 3).toArray();
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    /** Pullback, pushforward and Jacobian of a function behind a circuit. */
    private static void assertDerivatives(
            LinearCircuit circuit, OutputFunction function, int photons, RandomOptics optics, String what) {
        PhotonicLayer layer = new PhotonicLayer(circuit, function);
        double[] angles = random(optics, circuit.parameters());
        double[] cotangent = random(optics, function.outputs());
        double[] expected = GradientEstimators.parameterShift(x -> dot(cotangent, layer.values(x)), angles, photons);
        PhotonicLayer.Derivative pullback = layer.pullback(angles, cotangent);
        assertArrayEquals(layer.values(angles), pullback.values(), 1e-14, what);
        assertArrayEquals(expected, pullback.derivatives(), 1e-9, what);
        double[] tangent = random(optics, circuit.parameters());
        PhotonicLayer.Derivative pushforward = layer.pushforward(angles, tangent);
        assertEquals(dot(tangent, expected), dot(cotangent, pushforward.derivatives()), 1e-9, what);
        double[][] jacobian = layer.jacobian(angles);
        double[] product = new double[angles.length];
        for (int row = 0; row < jacobian.length; row++) {
            for (int column = 0; column < product.length; column++) {
                product[column] += cotangent[row] * jacobian[row][column];
            }
        }
        assertArrayEquals(expected, product, 1e-9, what);
    }

    @Test
    void probabilitiesHaveExactDerivatives() {
        for (int seed = 0; seed < 25; seed++) {
            RandomOptics optics = new RandomOptics(seed);
            Random random = optics.random();
            int modes = 2 + random.nextInt(3);
            int photons = 1 + random.nextInt(3);
            Noise noise = Noise.NONE;
            Detector detector = new Detector.PhotonNumber();
            if (seed % 2 == 1) {
                noise = noise.withOverlap(random.nextDouble());
                noise = random.nextBoolean() ? noise.withInputLoss(random.nextDouble()) : noise;
                noise = random.nextInt(3) == 0 ? noise.withG2(random.nextDouble() / 2) : noise;
                noise = random.nextInt(3) == 0 ? noise.withDarkCounts(random.nextDouble()) : noise;
                detector = random.nextBoolean() ? detector : new Detector.Multiplexed(1 + random.nextInt(3));
            }
            LinearCircuit circuit = circuit(optics, modes, false);
            FockState input = optics.input(modes, photons);
            OutcomeProbabilities function = new OutcomeProbabilities(input, noise, detector);
            String what = "seed " + seed + ": " + input + " " + noise + " " + detector;
            assertDerivatives(circuit, function, photons * (noise.g2() > 0 ? 2 : 1), optics, what);
            double[] angles = random(optics, circuit.parameters());
            FockDistribution exact = ExactDistribution.of(
                    new PhotonicExperiment(new TransferMatrix(circuit.matrix(angles)), input, noise, detector, null));
            assertArrayEquals(exact.probabilities(), new PhotonicLayer(circuit, function).values(angles), 1e-13, what);
        }
    }

    @Test
    void meansAndGeneratingFunctionsHaveExactDerivativesWithLossInside() {
        for (int seed = 0; seed < 30; seed++) {
            RandomOptics optics = new RandomOptics(seed);
            Random random = optics.random();
            int modes = 3 + random.nextInt(2);
            int photons = 1 + random.nextInt(3);
            Noise noise = Noise.NONE;
            if (seed % 2 == 1) {
                noise = noise.withOverlap(random.nextDouble())
                        .withDetectorEfficiency(random.nextDouble())
                        .withDarkCounts(random.nextDouble());
                noise = random.nextBoolean() ? noise.withG2(random.nextDouble() / 2) : noise;
            }
            FockState input = optics.input(modes, photons);
            int degree = photons * (noise.g2() > 0 ? 2 : 1);
            String what = "seed " + seed + ": " + input + " " + noise;
            LinearCircuit circuit = circuit(optics, modes, true);
            assertDerivatives(circuit, new MeanCounts(input, noise), degree, optics, what);
            List<int[]> sets = List.of(new int[] {1}, new int[] {0, 2}, new int[] {2, 1, 0});
            assertDerivatives(circuit, new GeneratingValues(input, noise, sets, 1), degree, optics, what);
            assertDerivatives(circuit, new GeneratingValues(input, noise, sets, 2), degree, optics, what);
        }
    }

    /** Costs against sums over all outcomes, for all sizes up to 7 modes; derivatives against the shift rule. */
    @Test
    void quadraticCostsAreThoseOfAllOutcomes() {
        for (int seed = 0; seed < 24; seed++) {
            RandomOptics optics = new RandomOptics(seed);
            Random random = optics.random();
            int modes = 2 + seed % 6;
            int photons = Math.min(modes, 1 + random.nextInt(4));
            TimeBinInterferometer loops = seed % 2 == 0
                    ? optics.loops(modes, true, BeamSplitterConvention.REAL, 1, Math.min(2, modes))
                    : optics.loops(modes, false, BeamSplitterConvention.SYMMETRIC, 1, Math.min(3, modes));
            FockState input = seed % 3 == 0 ? optics.input(modes, photons) : optics.spreadInput(modes, photons);
            Noise noise = seed % 4 < 2
                    ? Noise.NONE
                    : Noise.NONE.withOverlap(0.9).withInputLoss(0.1).withG2(0.05);
            double[][] q = new double[modes][modes];
            for (double[] row : q) {
                Arrays.setAll(row, _ -> random.nextInt(3) == 0 ? 0 : random.nextGaussian());
            }
            double[] flips = random.doubles(modes).toArray();
            QuadraticCost.Bits bits = random.nextBoolean() ? QuadraticCost.Bits.CLICKS : QuadraticCost.Bits.PARITIES;
            QuadraticCost cost = new QuadraticCost(input, noise, q, bits);
            String what = "seed " + seed + ": " + input + " " + noise + " " + bits;
            double expected = bruteForce(new PhotonicExperiment(loops, input).withNoise(noise), q, flips, bits);
            assertEquals(expected, cost.value(loops.circuit(), loops.angles(), flips), 1e-12, what);
            QuadraticCost.Gradient gradient = cost.gradient(loops.circuit(), loops.angles(), flips);
            assertEquals(expected, gradient.value(), 1e-12, what);
            double[] shift = GradientEstimators.parameterShift(
                    x -> cost.value(loops.circuit(), x, flips),
                    loops.angles(),
                    Math.max(1, photons * (noise.g2() > 0 ? 2 : 1)));
            assertArrayEquals(shift, gradient.byAngles(), 1e-8, what);
            for (int i = 0; i < modes; i++) {
                // The cost is linear in each flip probability.
                double[] zero = flips.clone();
                double[] one = flips.clone();
                zero[i] = 0;
                one[i] = 1;
                double slope = cost.value(loops.circuit(), loops.angles(), one)
                        - cost.value(loops.circuit(), loops.angles(), zero);
                assertEquals(slope, gradient.byFlips()[i], 1e-11, what);
            }
        }
    }

    private static double bruteForce(
            PhotonicExperiment experiment, double[][] q, double[] flips, QuadraticCost.Bits bits) {
        double[] sum = {0};
        ExactDistribution.of(experiment).forEach((counts, p) -> {
            double[] mean = new double[counts.length];
            for (int i = 0; i < mean.length; i++) {
                int bit = bits == QuadraticCost.Bits.CLICKS ? Math.min(1, counts[i]) : counts[i] & 1;
                mean[i] = bit == 1 ? 1 - flips[i] : flips[i];
            }
            for (int i = 0; i < mean.length; i++) {
                for (int j = 0; j < mean.length; j++) {
                    sum[0] += p * q[i][j] * (i == j ? mean[i] : mean[i] * mean[j]);
                }
            }
        });
        return sum[0];
    }

    /** One photon on one beam splitter: means (cos² θ, sin² θ), slopes (-sin 2θ, sin 2θ); the two-point rule is exact. */
    @Test
    void onePhotonHasClosedForms() {
        TimeBinInterferometer splitter = new TimeBinInterferometer(2, List.of(1), List.of(0.7));
        PhotonicLayer layer = new PhotonicLayer(splitter.circuit(), new MeanCounts(FockState.of(1, 0), Noise.NONE));
        double[][] jacobian = layer.jacobian(splitter.angles());
        assertArrayEquals(
                new double[] {Math.pow(Math.cos(0.7), 2), Math.pow(Math.sin(0.7), 2)},
                layer.values(splitter.angles()),
                1e-15);
        assertEquals(-Math.sin(1.4), jacobian[0][0], 1e-15);
        assertEquals(Math.sin(1.4), jacobian[1][0], 1e-15);
        double[] shift = GradientEstimators.parameterShift(x -> layer.values(x)[1], splitter.angles(), Math.PI / 6);
        assertEquals(Math.sin(1.4), shift[0], 1e-14);
    }

    /** Routing (1, 0, 0) to (0, 0, 1) through two loops, by gradient ascent from the exact gradient. */
    @Test
    void routingIsLearnt() {
        TimeBinInterferometer loops = new TimeBinInterferometer(3, List.of(1, 1), List.of(0.4, 0.5, 0.6, 0.3));
        OutcomeProbabilities function = new OutcomeProbabilities(FockState.of(1, 0, 0));
        PhotonicLayer layer = new PhotonicLayer(loops.circuit(), function);
        double[] cotangent = new double[function.outputs()];
        cotangent[function.order().rank(new int[] {0, 0, 1})] = 1;
        double[] angles = loops.angles();
        for (int step = 0; step < 400; step++) {
            double[] slope = layer.pullback(angles, cotangent).derivatives();
            for (int i = 0; i < angles.length; i++) {
                angles[i] += 0.2 * slope[i];
            }
        }
        assertTrue(dot(cotangent, layer.values(angles)) > 0.95);
    }

    @Test
    void rowsOfABatchAreThoseOfSingleCalls() {
        RandomOptics optics = new RandomOptics(11);
        LinearCircuit circuit = circuit(optics, 4, false);
        PhotonicLayer layer = new PhotonicLayer(circuit, new OutcomeProbabilities(FockState.parse("1010")));
        double[][] angles = new double[20][];
        double[][] cotangents = new double[20][];
        double[][] tangents = new double[20][];
        for (int row = 0; row < 20; row++) {
            angles[row] = random(optics, circuit.parameters());
            cotangents[row] = random(optics, layer.function().outputs());
            tangents[row] = random(optics, circuit.parameters());
        }
        double[][] values = layer.valuesOfAll(angles);
        PhotonicLayer.Derivative[] back = layer.pullbackAll(angles, cotangents);
        PhotonicLayer.Derivative[] forth = layer.pushforwardAll(angles, tangents);
        for (int row = 0; row < 20; row++) {
            assertArrayEquals(layer.values(angles[row]), values[row], 0);
            assertArrayEquals(layer.pullback(angles[row], cotangents[row]).derivatives(), back[row].derivatives(), 0);
            assertArrayEquals(layer.pushforward(angles[row], tangents[row]).derivatives(), forth[row].derivatives(), 0);
        }
    }

    /** Unbiased up to third derivatives: the mean over many directions approaches the gradient. */
    @Test
    void perturbationsPointAlongTheGradientOnAverage() {
        double[] angles = {0.3, -0.8, 1.1};
        double[] sum = new double[3];
        int steps = 4000;
        for (int step = 0; step < steps; step++) {
            double[] estimate = GradientEstimators.simultaneousPerturbation(
                    x -> Math.sin(x[0]) + 2 * x[1] + x[1] * x[2], angles, 1e-3, 5, step);
            for (int i = 0; i < 3; i++) {
                sum[i] += estimate[i] / steps;
            }
        }
        double[] expected = {Math.cos(0.3), 2 + 1.1, -0.8};
        // Each estimate deviates by at most the sum of the others' slopes, 4.1; six deviations of the mean.
        assertArrayEquals(expected, sum, 6 * 4.1 / Math.sqrt(steps));
    }

    @Test
    void whatHasNoDerivativeIsRefused() {
        FockState input = FockState.of(1, 1);
        assertThrows(
                IllegalArgumentException.class,
                () -> new OutcomeProbabilities(
                        input, Noise.NONE.withBeamSplitterLoss(0.1), new Detector.PhotonNumber()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new GeneratingValues(input, Noise.NONE, List.of(new int[] {0, 0}), 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new QuadraticCost(input, Noise.NONE, new double[3][3], QuadraticCost.Bits.CLICKS));
        LinearCircuit small = new TimeBinInterferometer(1, List.of(), List.of()).circuit();
        assertThrows(IllegalArgumentException.class, () -> new PhotonicLayer(small, new MeanCounts(input, Noise.NONE)));
        PhotonicLayer layer = new PhotonicLayer(
                new TimeBinInterferometer(2, List.of(1), List.of(0.1)).circuit(), new MeanCounts(input, Noise.NONE));
        assertThrows(IllegalArgumentException.class, () -> layer.values(new double[2]));
        assertThrows(IllegalArgumentException.class, () -> layer.pullback(new double[1], new double[3]));
        assertThrows(IllegalArgumentException.class, () -> layer.pushforward(new double[1], new double[2]));
    }
}
