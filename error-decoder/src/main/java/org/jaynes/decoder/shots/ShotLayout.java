package org.jaynes.decoder.shots;

/**
 * What the bits of a shot are: measurements, then detectors, then observables. Only {@link ShotFormat#DETS} writes the
 * kinds down; the other formats need just the total.
 *
 * @param measurements number of measurement bits, {@code M0} and on
 * @param detectors number of detector bits, {@code D0} and on
 * @param observables number of observable bits, {@code L0} and on
 */
public record ShotLayout(int measurements, int detectors, int observables) {
    public ShotLayout {
        if (measurements < 0 || detectors < 0 || observables < 0) {
            throw new IllegalArgumentException("negative bit count in %d measurements, %d detectors, %d observables"
                    .formatted(measurements, detectors, observables));
        }
        Math.addExact(Math.addExact(measurements, detectors), observables);
    }

    /** A layout of measurements only. */
    public static ShotLayout ofMeasurements(int measurements) {
        return new ShotLayout(measurements, 0, 0);
    }

    /** Bits per shot. */
    public int bitCount() {
        return measurements + detectors + observables;
    }

    /** Words of a row in memory. */
    public int wordCount() {
        return (int) ((bitCount() + 63L) / 64);
    }
}
