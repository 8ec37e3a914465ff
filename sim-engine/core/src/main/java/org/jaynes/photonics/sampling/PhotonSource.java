package org.jaynes.photonics.sampling;

import java.util.Arrays;
import org.jaynes.photonics.Distinguishability.Overlap;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.fock.SourceMixture;

/**
 * The photons of a shot. Losses that are the same for every path are taken off here, where fewer photons are less work.
 * Not thread-safe.
 */
final class PhotonSource {
    private final FockState input;
    private final Noise noise;
    private final boolean overlaps;
    private final double secondPhoton;
    private final double transmission;
    /** For each number of photons of a mode, the probabilities that so many of them are alike. */
    private final double[][] identicalCounts;

    private final int[] identical;
    private int[] classical = new int[8];
    private int classicalCount;

    PhotonSource(PhotonicExperiment experiment) {
        this.input = experiment.input();
        this.noise = experiment.noise();
        this.overlaps = !noise.distinguishability().isNone() && noise.distinguishability() instanceof Overlap;
        this.secondPhoton = noise.secondPhotonProbability();
        this.transmission = noise.uniformTransmission();
        double overlap = noise.distinguishability() instanceof Overlap(double c) ? c : 1;
        this.identicalCounts =
                new double[Arrays.stream(input.occupations()).max().orElse(0) + 1][];
        for (int n = 0; n < identicalCounts.length; n++) {
            identicalCounts[n] = SourceMixture.identicalCounts(n, overlap);
        }
        this.identical = new int[input.modes()];
    }

    /** Draws the photons that come to the interferometer and will be seen if they reach a detector. */
    void draw(ShotRandom random) {
        classicalCount = 0;
        for (int mode = 0; mode < identical.length; mode++) {
            int n = input.photonsIn(mode);
            if (n == 0) {
                continue;
            }
            int alike = overlaps ? ShotRandom.choose(identicalCounts[n], n + 1, random.next()) : n;
            int others = n - alike;
            if (secondPhoton > 0) {
                others += random.binomial(n, secondPhoton);
            }
            identical[mode] = transmission == 1 ? alike : random.binomial(alike, transmission);
            others = transmission == 1 ? others : random.binomial(others, transmission);
            for (int i = 0; i < others; i++) {
                addClassical(mode);
            }
        }
    }

    private void addClassical(int mode) {
        if (classicalCount == classical.length) {
            classical = Arrays.copyOf(classical, 2 * classicalCount);
        }
        classical[classicalCount++] = mode;
    }

    /** How many photons of each input mode are alike; overwritten by the next draw. */
    int[] identical() {
        return identical;
    }

    /** How many photons are like no other. */
    int classicalCount() {
        return classicalCount;
    }

    /** The input mode of a photon that is like no other. */
    int classicalMode(int index) {
        return classical[index];
    }

    /** Whether there can be photons that are like no other. */
    boolean hasClassical() {
        return overlaps || secondPhoton > 0;
    }
}
