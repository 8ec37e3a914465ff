package org.jaynes.decoder.matching;

import java.util.SplittableRandom;
import org.jaynes.decoder.dem.DemTarget;
import org.jaynes.decoder.dem.DetectorErrorModel;

/**
 * Shots of a model, error by error.
 *
 * @param detectors rows of detectors
 * @param observables the first 64 observables of each shot
 */
record RandomShots(long[] detectors, long[] observables) {
    static RandomShots of(DetectorErrorModel model, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int words = (int) ((model.detectorCount() + 63) / 64);
        long[] shots = new long[count * words];
        long[] flipped = new long[count];
        model.forEachError((probability, targets) -> {
            for (int shot = 0; shot < count; shot++) {
                if (random.nextDouble() < probability) {
                    for (long target : targets) {
                        if (DemTarget.isDetector(target)) {
                            shots[shot * words + (int) (target >> 6)] ^= 1L << target;
                        } else if (DemTarget.isObservable(target)) {
                            flipped[shot] ^= 1L << DemTarget.number(target);
                        }
                    }
                }
            }
        });
        return new RandomShots(shots, flipped);
    }
}
