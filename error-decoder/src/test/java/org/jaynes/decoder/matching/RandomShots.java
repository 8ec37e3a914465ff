package org.jaynes.decoder.matching;

import java.util.SplittableRandom;
import org.jaynes.decoder.dem.DemTarget;
import org.jaynes.decoder.dem.DetectorErrorModel;

/** Shots of a model, error by error. */
final class RandomShots {
    private RandomShots() {}

    /** Rows of detectors. */
    static long[] of(DetectorErrorModel model, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int words = (int) ((model.detectorCount() + 63) / 64);
        long[] shots = new long[count * words];
        model.forEachError((probability, targets) -> {
            for (int shot = 0; shot < count; shot++) {
                if (random.nextDouble() < probability) {
                    for (long target : targets) {
                        if (DemTarget.isDetector(target)) {
                            shots[shot * words + (int) (target >> 6)] ^= 1L << target;
                        }
                    }
                }
            }
        });
        return shots;
    }
}
