package org.jaynes.decoder;

import org.jspecify.annotations.Nullable;

/**
 * Decodes shots one after the other, in one thread at a time. Made by {@link CompiledDecoder#newSession}.
 *
 * <p>The results of the last shot are read from the session, so that a call allocates nothing.
 */
public interface DecoderSession {
    /**
     * Decodes a shot.
     *
     * @param shots holds the shot's row from {@code offset} on, see {@link CompiledDecoder}
     * @param offset index of the row's first word
     * @param priors how the model differs for this shot, or null where it does not; not kept
     * @return {@link #converged}
     * @throws UnsupportedOperationException if there are priors and the decoder cannot change its model for a shot
     */
    boolean decode(long[] shots, int offset, @Nullable ShotPriors priors);

    /** Decodes a shot with the model as it was compiled. */
    default boolean decode(long[] shots, int offset) {
        return decode(shots, offset, null);
    }

    /**
     * Whether the last solution explains every detection event. If not, predictions are the decoder's best guess (all
     * 0 where it has none).
     */
    boolean converged();

    /** The predicted flips of observables {@code 64 * word} to {@code 64 * word + 63} in the last shot. */
    long observables(int word);

    /** Whether the last solution flips an observable. */
    default boolean flips(int observable) {
        return (observables(observable >> 6) >>> observable & 1) != 0;
    }

    /**
     * The weight of the last solution: the sum of {@code ln((1 - p) / p)} over its errors, so that a lower weight is a
     * likelier solution; infinite where there is none.
     */
    double weight();

    /**
     * How much more the best solution with other observables would weigh than the last solution: its confidence. At
     * least 0 for a decoder that finds the best; computed when asked for. Infinite where no other solution exists.
     *
     * @throws UnsupportedOperationException if the decoder, or this model, has no such number; the message says why
     */
    default double gap() {
        throw new UnsupportedOperationException("this decoder computes no gap; use mwpm");
    }

    /** Decodes rows {@code first} to {@code first + count - 1} of a batch into the same rows of the predictions. */
    default void decodeBatch(long[] shots, int first, int count, Predictions predictions) {
        int words = predictions.detectorWords();
        for (int shot = first; shot < first + count; shot++) {
            decode(shots, Math.multiplyExact(shot, words));
            predictions.store(shot, this);
        }
    }
}
