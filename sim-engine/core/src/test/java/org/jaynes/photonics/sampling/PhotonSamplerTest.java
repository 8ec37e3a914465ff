package org.jaynes.photonics.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jaynes.photonics.BeamSplitterConvention;
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
import org.jaynes.photonics.marginal.Marginals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhotonSamplerTest {
    private static final int INTERFEROMETERS = Integer.getInteger("jaynes.test.photonics.samplers", 240);
    private static final int SHOTS = Integer.getInteger("jaynes.test.photonics.shots", 2000);

    /**
     * Random interferometers with up to 8 modes and 5 photons, every second one with noise: each sampler that can do one
     * against the exact distribution. False alarms: 10^-6 for each of some 600 tests.
     */
    @Test
    void shotsHaveTheExactDistribution() {
        Map<SamplingAlgorithm, Integer> used = new EnumMap<>(SamplingAlgorithm.class);
        for (int seed = 0; seed < INTERFEROMETERS; seed++) {
            RandomOptics optics = new RandomOptics(seed);
            boolean noisy = seed % 2 == 0;
            int modes = 1 + optics.random().nextInt(noisy ? 6 : 8);
            int photons = optics.random().nextInt(noisy ? 4 : 6);
            PhotonicExperiment experiment = RandomExperiments.next(optics, modes, photons, seed % 4 == 0);
            if (!noisy) {
                experiment = new PhotonicExperiment(experiment.interferometer(), experiment.input());
            }
            FockDistribution exact = ExactDistribution.of(experiment);
            for (SamplingAlgorithm algorithm :
                    SamplingPlan.of(experiment, SHOTS).costs().keySet()) {
                PhotonSamples samples =
                        new PhotonSampler(1).sample(SamplingPlan.with(experiment, algorithm), SHOTS, seed);
                ShotStatistics.assertFit(exact, samples, "%s, seed %d, %s".formatted(algorithm, seed, experiment));
                used.merge(algorithm, 1, Integer::sum);
            }
        }
        for (SamplingAlgorithm algorithm : SamplingAlgorithm.values()) {
            assertTrue(used.getOrDefault(algorithm, 0) >= INTERFEROMETERS / 8, () -> "samplers were used " + used);
        }
    }

    /** The mean over a Gaussian error σ of the angle: cos² θ becomes (1 + exp(-2σ²) cos 2θ) / 2. */
    @ParameterizedTest
    @EnumSource(
            value = SamplingAlgorithm.class,
            names = {"SINGLE_LOOP", "CLIFFORD_CLIFFORD"})
    void noisyAnglesBlurTheSplitter(SamplingAlgorithm algorithm) {
        double angle = 0.4;
        double sigma = 0.5;
        PhotonicExperiment experiment = new PhotonicExperiment(
                        new TimeBinInterferometer(2, List.of(1), List.of(angle)), FockState.of(1, 0))
                .withNoise(Noise.NONE.withAngleNoise(sigma));
        int shots = 40_000;
        double expected = (1 + Math.exp(-2 * sigma * sigma) * Math.cos(2 * angle)) / 2;
        double mean = new PhotonSampler()
                .sample(SamplingPlan.with(experiment, algorithm), shots, 7)
                .means()[0];
        // Five standard deviations: false alarms 6e-7.
        assertEquals(expected, mean, 5 * Math.sqrt(expected * (1 - expected) / shots));
    }

    /** The same angles shot by shot, so that the samplers differ only in how they draw. */
    @Test
    void samplersAgreeWithNoisyAnglesAndEveryOtherNoise() {
        for (int seed = 0; seed < 6; seed++) {
            RandomOptics optics = new RandomOptics(seed);
            TimeBinInterferometer loops = seed % 2 == 0
                    ? optics.loops(5, true, BeamSplitterConvention.SYMMETRIC, 1, 2)
                    : optics.loops(5, false, BeamSplitterConvention.REAL, 2);
            PhotonicExperiment experiment = new PhotonicExperiment(loops, optics.input(5, 3))
                    .withNoise(Noise.NONE
                            .withAngleNoise(0.2)
                            .withOverlap(0.7)
                            .withG2(0.1)
                            .withBeamSplitterLoss(0.1)
                            .withInputLoss(0.1));
            int shots = 3000;
            SamplingAlgorithm other = seed % 2 == 0 ? SamplingAlgorithm.PROGRESSIVE : SamplingAlgorithm.SINGLE_LOOP;
            double[] first = new PhotonSampler()
                    .sample(SamplingPlan.with(experiment, SamplingAlgorithm.CLIFFORD_CLIFFORD), shots, seed)
                    .means();
            double[] second = new PhotonSampler()
                    .sample(SamplingPlan.with(experiment, other), shots, seed + 100)
                    .means();
            for (int mode = 0; mode < 5; mode++) {
                // Variance of a count at most mean + mean² (thermal); six deviations of the difference.
                double variance = 2 * (first[mode] + first[mode] * first[mode]) / shots;
                assertEquals(first[mode], second[mode], 6 * Math.sqrt(variance), "seed " + seed + ", mode " + mode);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SamplingAlgorithm.class)
    void shotsDependOnSeedAndRowAlone(SamplingAlgorithm algorithm) {
        TimeBinInterferometer loops = algorithm == SamplingAlgorithm.SINGLE_LOOP
                ? new RandomOptics(1).loops(6, false, BeamSplitterConvention.REAL, 1)
                : new RandomOptics(1).loops(6, true, BeamSplitterConvention.REAL, 1, 2);
        PhotonicExperiment experiment = new PhotonicExperiment(loops, FockState.parse("101010"))
                .withNoise(Noise.NONE.withInputLoss(0.1).withOverlap(0.9));
        SamplingPlan plan = SamplingPlan.with(experiment, algorithm);
        PhotonSamples one = new PhotonSampler(1).sample(plan, 500, 42);
        PhotonSamples four = new PhotonSampler(4).sample(plan, 500, 42);
        assertEquals(one.outcomes(), four.outcomes());
        PhotonSamples part = new PhotonSampler(3).sample(plan, 130, 200, 42);
        assertEquals(one.outcomes().subList(130, 330), part.outcomes());
        PhotonSamples fewer = new PhotonSampler(2).sample(plan, 100, 42);
        assertEquals(one.outcomes().subList(0, 100), fewer.outcomes());
        assertTrue(!one.outcomes()
                .equals(new PhotonSampler(1).sample(plan, 500, 43).outcomes()));
    }

    /** Every noise, lossless and lossy, real and complex, bunched: the same shots on every device. */
    @Test
    void everyDeviceDrawsTheSameShots() {
        for (PhotonicDevice device : Devices.compared()) {
            for (int seed = 0; seed < 60; seed++) {
                RandomOptics optics = new RandomOptics(seed);
                int modes = 1 + optics.random().nextInt(12);
                PhotonicExperiment experiment =
                        RandomExperiments.next(optics, modes, optics.random().nextInt(9), seed % 4 == 0);
                if (seed % 5 == 0) {
                    experiment = experiment.withPostselection(new Postselection(0, 1_000_000));
                }
                for (SamplingAlgorithm algorithm :
                        SamplingPlan.of(experiment, 1).costs().keySet()) {
                    if (algorithm != SamplingAlgorithm.TABLE && !isHopeless(experiment)) {
                        SamplingPlan plan = SamplingPlan.with(experiment, algorithm);
                        assertEquals(
                                new PhotonSampler(1)
                                        .sample(plan.on(PhotonicDevice.reference()), 130, seed)
                                        .outcomes(),
                                new PhotonSampler(2)
                                        .sample(plan.on(device), 130, seed)
                                        .outcomes(),
                                algorithm + " on " + device + ", seed " + seed + ": " + experiment);
                    }
                }
            }
        }
    }

    /** More photons at a beam splitter than a table has: in all shots, in some and in none. */
    @Test
    void aGpuDrawsOneLoopWithAnyNumberOfPhotons() {
        PhotonicDevice gpu = Devices.compared().getLast();
        for (String input : List.of("0,60,0,3", "30,0,20,0", "4,1,0,2")) {
            for (double loss : new double[] {0, 0.1}) {
                PhotonicExperiment experiment = new PhotonicExperiment(
                                new RandomOptics(2).loops(4, false, BeamSplitterConvention.REAL, 1),
                                FockState.parse(input))
                        .withNoise(Noise.NONE.withBeamSplitterLoss(loss));
                SamplingPlan plan = SamplingPlan.with(experiment, SamplingAlgorithm.SINGLE_LOOP);
                assertEquals(gpu, plan.on(gpu).device());
                assertEquals(
                        new PhotonSampler(1).sample(plan, 300, 4).outcomes(),
                        new PhotonSampler(1).sample(plan.on(gpu), 300, 4).outcomes(),
                        input + ", loss " + loss);
            }
        }
    }

    /** Whether post-selection on vacuum takes too many attempts. */
    private static boolean isHopeless(PhotonicExperiment experiment) {
        double lost = 1 - experiment.noise().uniformTransmission();
        double dark = Math.pow(1 - experiment.noise().darkCounts(), experiment.modes());
        int photons = experiment.input().photons() * (experiment.noise().g2() > 0 ? 2 : 1);
        return experiment.postselection() != null && Math.pow(lost, photons) * dark < 1e-2;
    }

    /** A shot that gives up ends those that run beside it, and the next job finds the device as before. */
    @Test
    void loopsOnAGpuEndWhenAShotGivesUp() {
        PhotonicExperiment experiment = new PhotonicExperiment(
                new RandomOptics(4).loops(6, false, BeamSplitterConvention.REAL, 1, 2), FockState.parse("110100"));
        SamplingPlan hopeless =
                SamplingPlan.with(experiment.withPostselection(new Postselection(2, 3)), SamplingAlgorithm.PROGRESSIVE);
        SamplingPlan plan = SamplingPlan.with(experiment, SamplingAlgorithm.PROGRESSIVE);
        PhotonicDevice gpu = Devices.compared().getLast();
        assertEquals(gpu, plan.on(gpu).device());
        assertThrows(PostselectionException.class, () -> new PhotonSampler().sample(hopeless.on(gpu), 40, 1));
        assertEquals(
                new PhotonSampler().sample(plan, 40, 1).outcomes(),
                new PhotonSampler().sample(plan.on(gpu), 40, 1).outcomes());
    }

    @Test
    void rowsOfABatchAreDifferentShots() {
        PhotonicExperiment experiment =
                new PhotonicExperiment(new TransferMatrix(new RandomOptics(2).unitary(4)), FockState.parse("1101"));
        List<PhotonSamples> rows = new PhotonSampler().sampleAll(List.of(experiment, experiment), 300, 9);
        assertEquals(
                new PhotonSampler().sample(experiment, 300, 9).outcomes(),
                rows.get(0).outcomes());
        assertTrue(!rows.get(0).outcomes().equals(rows.get(1).outcomes()));
    }

    @Test
    void postselectionKeepsAPhotonNumberOrGivesUp() {
        PhotonicExperiment experiment = new PhotonicExperiment(
                        new RandomOptics(3).loops(5, false, BeamSplitterConvention.REAL, 1), FockState.parse("11110"))
                .withNoise(Noise.NONE.withInputLoss(0.3))
                .withPostselection(new Postselection(3, 100));
        double expected = 4 * Math.pow(0.7, 3) * 0.3;
        for (SamplingAlgorithm algorithm :
                SamplingPlan.of(experiment, 1).costs().keySet()) {
            PhotonSamples samples = new PhotonSampler().sample(SamplingPlan.with(experiment, algorithm), 4000, 1);
            assertTrue(samples.outcomes().stream().allMatch(outcome -> outcome.photons() == 3));
            assertEquals(expected, samples.acceptance(), 0.03, algorithm.toString());
            ShotStatistics.assertFit(ExactDistribution.of(experiment), samples, algorithm.toString());
        }
        PhotonicExperiment hopeless = experiment.withNoise(Noise.NONE).withPostselection(new Postselection(3, 50));
        var e = assertThrows(
                PostselectionException.class,
                () -> new PhotonSampler().sample(SamplingPlan.with(hopeless, SamplingAlgorithm.SINGLE_LOOP), 200, 1));
        assertTrue(String.valueOf(e.getMessage()).contains("10,000 times"), e::toString);
    }

    /** One loop of 300 bins with 300 photons, and the loops (1, 3, 9) of 40 bins: sizes that no table holds. */
    @Test
    void manyModesAreChosenToBeDrawnModeByMode() {
        PhotonicExperiment single = new PhotonicExperiment(
                new RandomOptics(1).loops(300, false, BeamSplitterConvention.REAL, 1),
                FockState.of(IntStream.range(0, 300).map(_ -> 1).toArray()));
        SamplingPlan plan = SamplingPlan.of(single, 10);
        assertEquals(SamplingAlgorithm.SINGLE_LOOP, plan.algorithm());
        PhotonSamples samples = new PhotonSampler().sample(plan, 50, 1);
        assertTrue(samples.outcomes().stream().allMatch(outcome -> outcome.photons() == 300));
        assertTrue(plan.explain(10).contains("single-loop"), plan.explain(10));
        PhotonicExperiment loops = new PhotonicExperiment(
                new RandomOptics(1).loops(60, true, BeamSplitterConvention.REAL, 1, 3),
                FockState.of(IntStream.range(0, 60).map(i -> i % 2).toArray()));
        SamplingPlan progressive = SamplingPlan.of(loops, 10);
        assertEquals(SamplingAlgorithm.PROGRESSIVE, progressive.algorithm());
        assertTrue(new PhotonSampler()
                .sample(progressive, 20, 1).outcomes().stream().allMatch(outcome -> outcome.photons() == 30));
        // The means are known: Σ |U|² over the occupied inputs.
        double[] means = new PhotonSampler().sample(single, 3000, 2).means();
        for (int mode = 0; mode < 299; mode++) {
            assertEquals(1, means[mode], 6 * Math.sqrt(2.0 / 3000), "a full input stays full on average");
        }
    }

    /** Windows that are divided anew again and again, against exact means and pairs of empty modes, at six errors. */
    @Test
    void longLoopsHaveTheExactMeans() {
        int shots = 2000;
        PhotonicExperiment experiment = new PhotonicExperiment(
                new RandomOptics(4).loops(22, false, BeamSplitterConvention.REAL, 1, 3, 9),
                FockState.of(IntStream.range(0, 22).map(i -> i % 3 == 0 ? 1 : 0).toArray()));
        PhotonSamples samples =
                new PhotonSampler().sample(SamplingPlan.with(experiment, SamplingAlgorithm.PROGRESSIVE), shots, 1);
        Marginals exact = Marginals.of(experiment);
        double[] means = samples.means();
        for (int mode = 0; mode < 22; mode++) {
            int other = (mode + 9) % 22;
            int a = mode;
            double empty = IntStream.range(0, shots)
                    .filter(shot -> samples.count(shot, a) == 0 && samples.count(shot, other) == 0)
                    .count();
            double p = exact.silence(mode, other);
            assertEquals(p, empty / shots, 6 * Math.sqrt(p * (1 - p) / shots) + 1e-3, "modes " + mode + ", " + other);
            assertEquals(
                    exact.means()[mode],
                    means[mode],
                    6 * Math.sqrt(variance(samples, mode) / shots) + 1e-3,
                    "mode " + mode);
        }
    }

    private static double variance(PhotonSamples samples, int mode) {
        double mean = samples.means()[mode];
        return IntStream.range(0, samples.shots())
                .mapToDouble(shot -> Math.pow(samples.count(shot, mode) - mean, 2))
                .average()
                .orElseThrow();
    }

    @Test
    void theWindowIsAsWideAsTheLoops() {
        for (Map.Entry<List<Integer>, Integer> e : Map.of(
                        List.of(1), 1, List.of(1, 3), 4, List.of(1, 3, 9), 13, List.of(1, 4, 16), 21)
                .entrySet()) {
            TimeBinInterferometer loops = new RandomOptics(1)
                    .loops(60, false, BeamSplitterConvention.REAL, e.getKey().toArray(Integer[]::new));
            WindowSchedule schedule = WindowSchedule.of(loops);
            assertEquals(e.getValue(), schedule.widest(), e.getKey().toString());
            int[] splitters = schedule.steps().stream()
                    .flatMapToInt(step -> IntStream.of(step.splitters()))
                    .filter(splitter -> splitter >= 0)
                    .sorted()
                    .toArray();
            assertArrayEquals(IntStream.range(0, loops.bsAngles().size()).toArray(), splitters);
            int[] outputs = schedule.steps().stream()
                    .mapToInt(WindowSchedule.Step::leaving)
                    .filter(mode -> mode >= 0)
                    .toArray();
            assertArrayEquals(IntStream.range(0, 60).toArray(), outputs);
        }
    }

    @Test
    void samplersThatCannotAreRefused() {
        PhotonicExperiment matrix =
                new PhotonicExperiment(new TransferMatrix(new RandomOptics(2).unitary(3)), FockState.parse("110"));
        assertThrows(IllegalArgumentException.class, () -> SamplingPlan.with(matrix, SamplingAlgorithm.SINGLE_LOOP));
        assertThrows(IllegalArgumentException.class, () -> new PhotonSampler().sample(matrix, -1, 1));
        assertEquals(0, new PhotonSampler().sample(matrix, 0, 1).shots());
        PhotonSamples thresholds = new PhotonSampler().sample(matrix.withDetector(new Detector.Threshold()), 50, 1);
        assertTrue(thresholds.outcomes().stream().allMatch(o -> !o.isBunched()));
    }
}
