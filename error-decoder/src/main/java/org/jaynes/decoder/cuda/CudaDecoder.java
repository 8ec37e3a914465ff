package org.jaynes.decoder.cuda;

import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.DecoderSession;
import org.jaynes.decoder.Predictions;

/**
 * A decoder whose batches are decoded on a device; what kernels leave over is done by the CPU, and so are single shots, which
 * take less time than a launch. Owns the memory of the decoder on the device.
 */
public abstract class CudaDecoder implements BatchDecoder, ServingDecoder {
    /** What the kernels allocate from, and where they run. */
    protected final DeviceArena arena;

    protected final CudaDecodingDevice device;

    private final CompiledDecoder cpu;
    private final LongAdder shotsDone = new LongAdder();
    private final LongAdder shotsLeft = new LongAdder();

    /** What the device has done of shots that are not left as a whole. */
    protected interface Parts {
        /** There are none. */
        Parts NONE = (_, _, _, _) -> {};

        /**
         * Does the rest.
         *
         * @param firstShot the first shot of the batch in {@code predictions}
         * @param predictions has what the device predicts; receives the whole
         * @param left shots that are left; those that are finished are taken out
         */
        void finish(int firstShot, Predictions predictions, BitSet left, int threads);
    }

    /**
     * A decoder.
     *
     * @param cpu the same decoder on the CPU
     * @param arena closed with the decoder
     */
    protected CudaDecoder(CompiledDecoder cpu, DeviceArena arena) {
        this.cpu = cpu;
        this.arena = arena;
        this.device = arena.device();
    }

    /** Whether {@link #decode} leaves a shot with this outcome to the CPU. */
    protected abstract boolean isUnsolved(long outcome);

    /** Takes along what is done in part of the first shots in the buffers, which were downloaded; within {@link CudaDecodingDevice#work}. */
    protected Parts parts(int count) {
        return Parts.NONE;
    }

    /** What {@link #deviceShare} says of shots that the CPU has finished. */
    protected String shareOfParts() {
        return "";
    }

    @Override
    public final Predictions decodeBatch(long[] shots, int shotCount, int threads) {
        Predictions predictions = new Predictions(this, shotCount);
        BitSet left = new BitSet(shotCount);
        ShotBuffers buffers = buffers();
        for (int first = 0; first < shotCount; first += buffers.capacity()) {
            int start = first;
            int count = Math.min(buffers.capacity(), shotCount - first);
            Parts parts = device.work(() -> {
                buffers.upload(shots, start, count);
                decode(count);
                buffers.download(count);
                buffers.storeTo(predictions, start, count);
                for (int shot = 0; shot < count; shot++) {
                    left.set(start + shot, isUnsolved(buffers.outcome(shot)));
                }
                return parts(count);
            });
            parts.finish(start, predictions, left, threads);
        }
        shotsDone.add(shotCount);
        shotsLeft.add(left.cardinality());
        decodeLeft(shots, left.stream().toArray(), predictions, threads);
        return predictions;
    }

    private void decodeLeft(long[] shots, int[] left, Predictions predictions, int threads) {
        int detectorWords = cpu.detectorWords();
        int observableWords = cpu.observableWords();
        long[] rows = new long[left.length * detectorWords];
        for (int i = 0; i < left.length; i++) {
            System.arraycopy(shots, left[i] * detectorWords, rows, i * detectorWords, detectorWords);
        }
        Predictions done = cpu.decodeBatch(rows, left.length, threads);
        for (int i = 0; i < left.length; i++) {
            predictions.store(left[i], done.observables(), i * observableWords, done.weight(i), done.converged(i));
        }
    }

    @Override
    public Optional<String> deviceShare() {
        return Optional.of("%s left %d of %d shots to the CPU%s"
                .formatted(device.name(), shotsLeft.sum(), shotsDone.sum(), shareOfParts()));
    }

    @Override
    public final int detectorCount() {
        return cpu.detectorCount();
    }

    @Override
    public final int observableCount() {
        return cpu.observableCount();
    }

    @Override
    public final int errorCount() {
        return cpu.errorCount();
    }

    @Override
    public final Optional<String> notice() {
        return cpu.notice();
    }

    @Override
    public final DecoderSession newSession() {
        return new DeviceSession(this, cpu.newSession());
    }

    @Override
    public final CompiledDecoder cpu() {
        return cpu;
    }

    @Override
    public final void close() {
        arena.close();
    }
}
