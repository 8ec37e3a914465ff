package org.jaynes.decoder.cuda;

import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.Predictions;

/** Shots that a device leaves to the CPU. */
public final class LeftShots {
    private LeftShots() {}

    /**
     * Decodes them.
     *
     * @param shots rows of the whole batch
     * @param left the numbers of those that are left
     * @param predictions of the whole batch
     */
    public static void decode(CompiledDecoder cpu, long[] shots, int[] left, Predictions predictions, int threads) {
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
}
