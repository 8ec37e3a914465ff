package org.jaynes.photonics.sampling;

import org.jaynes.photonics.Detector;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.Postselection;

/** What the detectors of an experiment make of photons: dark counts, then their answer, then post-selection. */
record DetectorBench(PhotonicExperiment experiment) {
    /** Turns photon numbers into counts. */
    void detect(int[] counts, ShotRandom random) {
        double dark = experiment.noise().darkCounts();
        if (dark == 0 && experiment.detector() instanceof Detector.PhotonNumber) {
            return;
        }
        for (int mode = 0; mode < counts.length; mode++) {
            if (dark > 0 && random.next() < dark) {
                counts[mode]++;
            }
            counts[mode] = switch (experiment.detector()) {
                case Detector.PhotonNumber() -> counts[mode];
                case Detector.Threshold() -> Math.min(counts[mode], 1);
                case Detector.Multiplexed(int detectors) -> fired(counts[mode], detectors, random);
            };
        }
    }

    /** How many of some detectors fire when photons fall on them at random. */
    private static int fired(int photons, int detectors, ShotRandom random) {
        int fired = 0;
        for (int i = 0; i < photons; i++) {
            if (i == 0 || random.next() * detectors >= fired) {
                fired++;
            }
        }
        return fired;
    }

    /** Whether post-selection keeps these counts. */
    boolean keeps(int[] counts) {
        Postselection postselection = experiment.postselection();
        if (postselection == null) {
            return true;
        }
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum == postselection.photons();
    }
}
