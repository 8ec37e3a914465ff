package org.jaynes.decoder.simulation;

import java.util.List;

/**
 * Samples detection events and flips of observables of a circuit on a device: the shots of {@link DetectionSampler}, to the
 * bit. Made by {@link DetectionSampler#on}; usable until it, or the device, is closed. Thread-safe.
 */
public final class DeviceDetectionSampler implements AutoCloseable {
    private final CudaFrames frames;
    private final int detectorWords;
    private final int observableWords;

    DeviceDetectionSampler(CudaFrames frames, int detectorWords, int observableWords) {
        this.frames = frames;
        this.detectorWords = detectorWords;
        this.observableWords = observableWords;
    }

    /**
     * Samples shots; they depend on the seed and their numbers only.
     *
     * @param firstShot a multiple of {@link Blocks#SHOTS}
     * @param count any number
     * @param detectors receives the detection events, {@link DetectionSampler#detectorWords} words per shot, padding 0
     * @param observables receives the flips of observables, {@link DetectionSampler#observableWords} words per shot,
     *     padding 0
     * @throws org.jaynes.decoder.DecodingDeviceException if the device fails or has not enough memory
     */
    public void sample(long seed, long firstShot, int count, long[] detectors, long[] observables) {
        frames.sample(
                seed,
                firstShot,
                count,
                List.of(
                        new CudaFrames.Rows(CudaFrames.Output.DETECTORS, detectorWords, detectors),
                        new CudaFrames.Rows(CudaFrames.Output.OBSERVABLES, observableWords, observables)));
    }

    /** Frees its memory on the device, when no thread uses it any more. Closing again does nothing. */
    @Override
    public void close() {
        frames.close();
    }
}
