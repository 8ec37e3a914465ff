package org.jaynes.service;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jaynes.photonics.BeamSplitterConvention;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.sampling.PhotonSampler;
import org.jaynes.photonics.sampling.PhotonSamples;
import org.jaynes.photonics.sampling.SamplingPlan;

/**
 * Simulates a time-bin interferometer with the beam splitters of CUDA-Q and ORCA ({@link BeamSplitterConvention#REAL})
 * and the noise and detectors of the machine.
 */
public final class TimeBinSampler implements DeviceSampler {
    private final Noise noise;
    private final Detector detector;
    private final PhotonSampler sampler;
    private final PhotonicDevice device;

    /** A machine without noise whose detectors count photons, on all processors. */
    public TimeBinSampler() {
        this(Noise.NONE, new Detector.PhotonNumber(), new PhotonSampler(), PhotonicDevice.best());
    }

    /** @param device where shots are drawn, if it has their sampler (see {@link SamplingPlan#on}) */
    public TimeBinSampler(Noise noise, Detector detector, PhotonSampler sampler, PhotonicDevice device) {
        this.noise = noise;
        this.detector = detector;
        this.sampler = sampler;
        this.device = device;
    }

    @Override
    public Shots prepare(SamplingRequest request) {
        TimeBinInterferometer loops = new TimeBinInterferometer(
                request.modes(),
                IntStream.of(request.loopLengths()).boxed().toList(),
                boxed(request.bsAngles()),
                boxed(request.psAngles()),
                BeamSplitterConvention.REAL);
        PhotonicExperiment experiment = new PhotonicExperiment(loops, FockState.of(request.inputState()))
                .withNoise(noise)
                .withDetector(detector);
        return new PlannedShots(SamplingPlan.of(experiment, request.samples()).on(device), request);
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private final class PlannedShots implements Shots {
        private final SamplingPlan plan;
        private final SamplingRequest request;

        PlannedShots(SamplingPlan plan, SamplingRequest request) {
            this.plan = plan;
            this.request = request;
        }

        @Override
        public void draw(long first, int count, byte[] photons) {
            PhotonSamples samples = sampler.sample(plan, first, count, request.seed());
            int modes = request.modes();
            for (int shot = 0; shot < count; shot++) {
                for (int mode = 0; mode < modes; mode++) {
                    photons[shot * modes + mode] = toByte(samples.count(shot, mode));
                }
            }
        }

        /** Sources emit at most two photons for one, and a detector sees at most one that is not there. */
        private static byte toByte(int photons) {
            if (photons > Byte.MAX_VALUE) {
                throw new IllegalStateException(photons + " photons in a mode");
            }
            return (byte) photons;
        }

        @Override
        public double predictedSeconds() {
            return plan.costs().values().stream()
                    .mapToDouble(cost -> cost.seconds(request.samples()))
                    .min()
                    .orElseThrow();
        }
    }
}
