package org.jaynes.decoder.cuda;

import java.util.Arrays;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.DecoderSession;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.ShotPriors;
import org.jspecify.annotations.Nullable;

/** Decodes batches on a device, and single shots, which take less time than a launch, on the CPU; with one result. */
public final class DeviceSession implements DecoderSession {
    private final CompiledDecoder device;
    private final DecoderSession cpu;

    /**
     * A session.
     *
     * @param device the decoder whose batches are decoded on the device
     * @param cpu a session with the same predictions
     */
    public DeviceSession(CompiledDecoder device, DecoderSession cpu) {
        this.device = device;
        this.cpu = cpu;
    }

    @Override
    public boolean decode(long[] shots, int offset, @Nullable ShotPriors priors) {
        return cpu.decode(shots, offset, priors);
    }

    @Override
    public void decodeBatch(long[] shots, int first, int count, Predictions predictions) {
        int detectorWords = predictions.detectorWords();
        int observableWords = predictions.observableWords();
        int start = Math.multiplyExact(first, detectorWords);
        long[] rows = Arrays.copyOfRange(shots, start, start + count * detectorWords);
        Predictions batch = device.decodeBatch(rows, count, 1);
        for (int shot = 0; shot < count; shot++) {
            predictions.store(
                    first + shot,
                    batch.observables(),
                    shot * observableWords,
                    batch.weight(shot),
                    batch.converged(shot));
        }
    }

    @Override
    public boolean converged() {
        return cpu.converged();
    }

    @Override
    public long observables(int word) {
        return cpu.observables(word);
    }

    @Override
    public double weight() {
        return cpu.weight();
    }
}
