package org.jaynes.decoder.simulation;

import java.util.List;

/**
 * Samples the measurement results of a circuit on a device: the shots of {@link MeasurementSampler}, to the bit. Made by
 * {@link MeasurementSampler#on}; usable until it, or the device, is closed. Thread-safe.
 */
public final class DeviceMeasurementSampler implements AutoCloseable {
    private final CudaFrames frames;
    private final int shotWords;

    DeviceMeasurementSampler(CudaFrames frames, int shotWords) {
        this.frames = frames;
        this.shotWords = shotWords;
    }

    /**
     * Samples shots; they depend on the seed and their numbers only.
     *
     * @param firstShot a multiple of {@link Blocks#SHOTS}
     * @param count any number
     * @param shots receives them, {@link MeasurementSampler#shotWords} words each, padding 0
     * @throws org.jaynes.decoder.DecodingDeviceException if the device fails or has not enough memory
     */
    public void sample(long seed, long firstShot, int count, long[] shots) {
        frames.sample(
                seed, firstShot, count, List.of(new CudaFrames.Rows(CudaFrames.Output.RESULTS, shotWords, shots)));
    }

    /** Frees its memory on the device, when no thread uses it any more. Closing again does nothing. */
    @Override
    public void close() {
        frames.close();
    }
}
