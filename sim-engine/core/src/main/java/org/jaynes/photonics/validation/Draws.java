package org.jaynes.photonics.validation;

import java.util.Set;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.sampling.PhotonSampler;
import org.jaynes.photonics.sampling.PhotonSamples;
import org.jaynes.photonics.sampling.SamplingAlgorithm;
import org.jaynes.photonics.sampling.SamplingPlan;

/**
 * The shots that a check looks at.
 *
 * @param device where they are drawn
 * @param shots how many, at least 1
 * @param seed key of all random numbers
 */
record Draws(PhotonicDevice device, int shots, long seed) {
    Draws atMost(int most) {
        return new Draws(device, Math.min(shots, most), seed);
    }

    Draws withSeed(long other) {
        return new Draws(device, shots, other);
    }

    PhotonSamples of(PhotonicExperiment experiment, SamplingAlgorithm algorithm) {
        return new PhotonSampler().sample(plan(experiment, algorithm), shots, seed);
    }

    /** The samplers that can do an experiment. */
    Set<SamplingAlgorithm> algorithms(PhotonicExperiment experiment) {
        return SamplingPlan.of(experiment, shots).costs().keySet();
    }

    /** What a sampler is called in the report: also where it draws, if that is not the device that was asked for. */
    String name(PhotonicExperiment experiment, SamplingAlgorithm algorithm) {
        PhotonicDevice used = plan(experiment, algorithm).device();
        return used.equals(device) ? algorithm.toString() : algorithm + " on " + used.name();
    }

    private SamplingPlan plan(PhotonicExperiment experiment, SamplingAlgorithm algorithm) {
        return SamplingPlan.with(experiment, algorithm).on(device);
    }
}
