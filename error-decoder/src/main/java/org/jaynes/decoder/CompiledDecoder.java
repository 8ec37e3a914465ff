package org.jaynes.decoder;

import java.util.Optional;

/**
 * A decoder made ready for one detector error model. Immutable: threads share it, and each thread decodes in a
 * {@link DecoderSession} of its own.
 *
 * <p>A shot is a row of {@link #detectorWords()} words of 64 bits: detector {@code d} is bit {@code d % 64} of word
 * {@code d / 64}, bits above the last detector are 0. A prediction is a row of {@link #observableWords()} words in the
 * same manner. Rows of a batch lie one after the other. These are the rows that {@link org.jaynes.decoder.shots} reads
 * and writes, where a shot holds detectors only.
 *
 * <p>Decoders on a device hold memory there until they, or the device, are closed; those on the CPU need no closing.
 */
public interface CompiledDecoder extends AutoCloseable {
    /** Detector bits of a shot. */
    int detectorCount();

    /** Observable bits of a prediction; any number. */
    int observableCount();

    /** Errors of the model, loops unrolled: {@link ShotPriors} counts them in this order. */
    int errorCount();

    /** The scratch of one thread; holds all memory that decoding needs, so that a warm session allocates nothing. */
    DecoderSession newSession();

    /** What a user should know of how the decoder sees the model, such as errors that it leaves out; a sentence or none. */
    default Optional<String> notice() {
        return Optional.empty();
    }

    /** How much of the batches so far a device has left to the CPU; a sentence, or none for decoders on the CPU. */
    default Optional<String> deviceShare() {
        return Optional.empty();
    }

    /**
     * Frees what the decoder holds on a device, when no thread uses it any more; after that it decodes no batches. Closing
     * again does nothing.
     *
     * @throws DecodingDeviceException if the device has failed, or a server has it
     */
    @Override
    default void close() {}

    /** Words of a shot. */
    default int detectorWords() {
        return (int) ((detectorCount() + 63L) / 64);
    }

    /** Words of a prediction. */
    default int observableWords() {
        return (int) ((observableCount() + 63L) / 64);
    }

    /**
     * Decodes a batch on several threads. Predictions do not depend on the number of threads.
     *
     * @param shots rows of {@link #detectorWords()} words
     * @param shotCount number of rows
     * @param threads 1 decodes in the calling thread
     */
    default Predictions decodeBatch(long[] shots, int shotCount, int threads) {
        Predictions predictions = new Predictions(this, shotCount);
        ParallelBatch.decode(this, shots, predictions, threads);
        return predictions;
    }
}
