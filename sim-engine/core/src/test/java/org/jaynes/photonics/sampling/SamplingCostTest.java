package org.jaynes.photonics.sampling;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.jaynes.execution.Philox;
import org.jaynes.photonics.BeamSplitterConvention;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.RandomOptics;
import org.jaynes.photonics.TimeBinInterferometer;
import org.junit.jupiter.api.Test;

class SamplingCostTest {
    /** Counts what a device does. */
    private static final class Counter implements WindowKernels {
        private final WindowKernels kernels = WindowKernels.of(PhotonicDevice.best());
        private double amplitudes;

        @Override
        public double step(WindowMove move, StepMatrix matrix, WindowVector x, WindowVector y) {
            amplitudes += move.size();
            return kernels.step(move, matrix, x, y);
        }

        @Override
        public void turn(WindowTurn turn, WindowVector x, WindowVector y) {
            kernels.turn(turn, x, y);
        }
    }

    private static FockState everyOther(int modes) {
        return FockState.of(IntStream.range(0, modes).map(mode -> 1 - mode % 2).toArray());
    }

    /** Amplitudes that are computed, beside those that are predicted: within a factor of two. */
    @Test
    void windowsDoTheWorkThatIsPredicted() {
        for (Integer[] lengths : new Integer[][] {{1, 2}, {1, 3}, {1, 3, 9}, {2, 5}, {1, 1, 4}}) {
            TimeBinInterferometer loops = new RandomOptics(3).loops(30, false, BeamSplitterConvention.REAL, lengths);
            Counter counter = new Counter();
            WindowSchedule schedule = WindowSchedule.of(loops);
            Window window = new Window(new WindowTables(), counter, true);
            ProgressiveSampler sampler =
                    new ProgressiveSampler(loops, schedule, Rotations.of(loops.angles()), true, 0, window);
            ShotRandom random = new ShotRandom(5, 0, Philox.PURPOSE_PHOTON_PATH);
            int shots = 60;
            for (int shot = 0; shot < shots; shot++) {
                random.start(shot, 0);
                sampler.sample(everyOther(30).occupations(), random, new int[30]);
            }
            double predicted = WindowWork.of(loops, everyOther(30)).amplitudes();
            double counted = counter.amplitudes / shots;
            assertTrue(
                    counted > predicted / 2 && counted < 2 * predicted,
                    () -> "loops %s: %.3g amplitudes, predicted were %.3g"
                            .formatted(List.of(lengths), counted, predicted));
        }
    }

    @Test
    void slowerDevicesAndMoreNoiseCostMore() {
        PhotonicExperiment experiment = new PhotonicExperiment(
                new RandomOptics(3).loops(24, false, BeamSplitterConvention.REAL, 1, 3, 9), everyOther(24));
        for (SamplingAlgorithm algorithm :
                List.of(SamplingAlgorithm.PROGRESSIVE, SamplingAlgorithm.CLIFFORD_CLIFFORD)) {
            double cost = cost(experiment, PhotonicDevice.best(), algorithm);
            assertTrue(cost <= cost(experiment, PhotonicDevice.reference(), algorithm), algorithm.toString());
            PhotonicExperiment noisy = experiment.withNoise(Noise.NONE.withAngleNoise(0.1));
            assertTrue(cost < cost(noisy, PhotonicDevice.best(), algorithm), algorithm.toString());
        }
    }

    private static double cost(PhotonicExperiment experiment, PhotonicDevice device, SamplingAlgorithm algorithm) {
        SamplingCost cost = SamplingCost.all(experiment, device).get(algorithm);
        return cost == null ? Double.NaN : cost.shotSeconds();
    }
}
