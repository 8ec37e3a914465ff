package org.jaynes.decoder.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.cuda.PinnedMemory;
import org.jaynes.decoder.Predictions;

/**
 * Memory for a batch of shots and what they decode to, on a device and beside it; freed with its arena. Used within {@link
 * CudaDecodingDevice#work}.
 */
public final class ShotBuffers {
    private final CudaDecodingDevice device;
    private final int capacity;
    private final int detectorWords;
    private final int observableWords;
    private final DeviceMemory shots;
    private final DeviceMemory predictions;
    private final DeviceMemory weights;
    private final DeviceMemory outcomes;
    private final PinnedMemory staged;
    private final PinnedMemory results;
    private int downloaded;

    /**
     * Buffers of a decoder.
     *
     * @param capacity most shots of a batch
     * @param detectorWords 64-bit words of a shot
     * @param observableWords 64-bit words of a prediction
     */
    public ShotBuffers(DeviceArena arena, int capacity, int detectorWords, int observableWords) {
        this.device = arena.device();
        this.capacity = capacity;
        this.detectorWords = detectorWords;
        this.observableWords = observableWords;
        long words = (long) capacity * Long.BYTES;
        this.shots = arena.allocate(words * detectorWords);
        this.predictions = arena.allocate(words * observableWords);
        this.weights = arena.allocate(words);
        this.outcomes = arena.allocate(words);
        this.staged = arena.pinned(words * detectorWords);
        this.results = arena.pinned(words * (observableWords + 2));
    }

    /** Most shots of a batch. */
    public int capacity() {
        return capacity;
    }

    /** The rows of detection events. */
    public DeviceMemory shots() {
        return shots;
    }

    /** Address of the rows of predicted observables. */
    public long predictions() {
        return predictions.address();
    }

    /** Address of the weights, a double for each shot. */
    public long weights() {
        return weights.address();
    }

    /** Address of the outcomes, 64 bits for each shot, of which bit 0 says whether it converged, bit 1 whether it is left to the CPU. */
    public long outcomes() {
        return outcomes.address();
    }

    /** Queues the copy of some rows of an array to the device. */
    public void upload(long[] rows, int first, int count) {
        int words = count * detectorWords;
        MemorySegment.copy(
                rows, Math.multiplyExact(first, detectorWords), staged.segment(), ValueLayout.JAVA_LONG, 0, words);
        shots.writeAsync(0, staged.segment().asSlice(0, (long) words * Long.BYTES), device.stream());
    }

    /** Brings back the results of so many shots, after all that is queued. */
    public void download(int count) {
        long words = (long) count * Long.BYTES;
        MemorySegment target = results.segment();
        weights.readAsync(0, target.asSlice(0, words), device.stream());
        outcomes.readAsync(0, target.asSlice(words, words), device.stream());
        predictions.readAsync(0, target.asSlice(2 * words, words * observableWords), device.stream());
        device.stream().synchronize();
        downloaded = count;
    }

    /** The outcome of a shot of the last download. */
    public long outcome(int shot) {
        return results.segment().getAtIndex(ValueLayout.JAVA_LONG, (long) downloaded + shot);
    }

    /** Copies the results of the last download to the predictions from shot {@code first} on. */
    public void storeTo(Predictions target, int first, int count) {
        long[] rows = new long[count * observableWords];
        MemorySegment.copy(results.segment(), ValueLayout.JAVA_LONG, 2L * Long.BYTES * count, rows, 0, rows.length);
        for (int shot = 0; shot < count; shot++) {
            double weight = results.segment().getAtIndex(ValueLayout.JAVA_DOUBLE, shot);
            target.store(first + shot, rows, shot * observableWords, weight, (outcome(shot) & 1) != 0);
        }
    }
}
