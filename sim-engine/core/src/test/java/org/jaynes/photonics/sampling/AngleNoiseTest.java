package org.jaynes.photonics.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.execution.Philox;
import org.jaynes.photonics.BeamSplitterConvention;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.RandomOptics;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.fock.ExactDistribution;
import org.junit.jupiter.api.Test;

class AngleNoiseTest {
    /** Quantiles that every table has, and two of the far tail. */
    @Test
    void quantilesAreThoseOfTheTables() {
        Map<Double, Double> known = Map.of(
                0.5, 0.0,
                0.75, 0.6744897501960817,
                0.8413447460685429, 1.0,
                0.95, 1.6448536269514722,
                0.975, 1.959963984540054,
                0.9986501019683699, 3.0,
                1e-5, -4.264890793922825,
                1e-20, -9.26234008979841);
        known.forEach((p, quantile) ->
                assertEquals(quantile, NormalQuantile.at(p), 1e-13 * Math.max(1, Math.abs(quantile)), "at " + p));
    }

    @Test
    void rotationsAreThoseOfTheAngles() {
        for (double deviation : new double[] {1e-3, 0.1, 0.5, 3}) {
            TimeBinInterferometer loops = new RandomOptics(1).loops(12, true, BeamSplitterConvention.REAL, 1, 3);
            AngleNoise noise = AngleNoise.of(new PhotonicExperiment(loops, FockState.parse("100000000000"))
                    .withNoise(Noise.NONE.withAngleNoise(deviation)));
            ShotRandom random = new ShotRandom(7, 0, Philox.PURPOSE_PHOTON_ANGLE);
            for (int shot = 0; shot < 50; shot++) {
                random.start(shot, 0);
                noise.draw(random);
                for (int i = 0; i < loops.angles().length; i++) {
                    String what = "deviation %s, shot %d, angle %d".formatted(deviation, shot, i);
                    assertEquals(
                            StrictMath.cos(noise.angles()[i]), noise.rotations().cos(i), 4e-15, what);
                    assertEquals(
                            StrictMath.sin(noise.angles()[i]), noise.rotations().sin(i), 4e-15, what);
                    assertTrue(noise.angles()[i] != loops.angles()[i], what);
                }
            }
        }
    }

    /** Random loops with noisy angles, other noise on and off: each sampler against the mean of exact distributions. */
    @Test
    void shotsHaveTheMeanDistribution() {
        int shots = 4000;
        for (int seed = 0; seed < 12; seed++) {
            RandomOptics optics = new RandomOptics(seed);
            BeamSplitterConvention convention =
                    seed % 3 == 0 ? BeamSplitterConvention.SYMMETRIC : BeamSplitterConvention.REAL;
            TimeBinInterferometer loops =
                    seed % 2 == 0 ? optics.loops(3, false, convention, 1, 2) : optics.loops(3, false, convention, 1);
            Noise other = seed % 4 < 2
                    ? Noise.NONE
                    : Noise.NONE.withOverlap(0.6).withBeamSplitterLoss(0.15).withDarkCounts(0.02);
            double deviation = 0.1 + 0.4 * optics.random().nextDouble();
            PhotonicExperiment experiment = new PhotonicExperiment(loops, optics.input(3, 2));
            Map<FockState, Double> exact = mean(experiment.withNoise(other), loops, deviation);
            PhotonicExperiment noisy = experiment.withNoise(other.withAngleNoise(deviation));
            for (SamplingAlgorithm algorithm :
                    SamplingPlan.of(noisy, shots).costs().keySet()) {
                PhotonSamples samples = new PhotonSampler(1).sample(SamplingPlan.with(noisy, algorithm), shots, seed);
                ShotStatistics.assertFit(exact, samples, "%s, seed %d, %s".formatted(algorithm, seed, noisy));
            }
        }
    }

    /** By the trapezoidal rule, whose error for a normal distribution and steps of one deviation is exp(-2 π²). */
    private static Map<FockState, Double> mean(
            PhotonicExperiment experiment, TimeBinInterferometer loops, double deviation) {
        int reach = 5;
        int angles = loops.bsAngles().size();
        Map<FockState, Double> mean = new HashMap<>();
        int[] node = new int[angles];
        double total = 0;
        for (int point = 0; point < Math.pow(2 * reach + 1, angles); point++) {
            int rest = point;
            double weight = 1;
            List<Double> moved = new ArrayList<>();
            for (int i = 0; i < angles; i++) {
                node[i] = rest % (2 * reach + 1) - reach;
                rest /= 2 * reach + 1;
                weight *= Math.exp(-node[i] * node[i] / 2.0);
                moved.add(loops.bsAngles().get(i) + deviation * node[i]);
            }
            double w = weight;
            total += weight;
            TimeBinInterferometer at =
                    new TimeBinInterferometer(loops.modes(), loops.loopLengths(), moved, List.of(), loops.convention());
            ExactDistribution.of(new PhotonicExperiment(
                            at, experiment.input(), experiment.noise(), experiment.detector(), null))
                    .forEach((counts, p) -> mean.merge(FockState.of(counts), w * p, Double::sum));
        }
        double norm = total;
        mean.replaceAll((_, p) -> p / norm);
        return mean;
    }
}
