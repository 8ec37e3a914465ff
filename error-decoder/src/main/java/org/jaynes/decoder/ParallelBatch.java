package org.jaynes.decoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Spreads the shots of a batch over threads. */
final class ParallelBatch {
    /** Shots that a thread takes at once: whole words of {@link Predictions}' flags, and work for well over 10 us. */
    private static final int CHUNK = 256;

    private ParallelBatch() {}

    static void decode(CompiledDecoder decoder, long[] shots, Predictions predictions, int threads) {
        int shotCount = predictions.shotCount();
        if (threads < 1) {
            throw new IllegalArgumentException("%d threads; expected at least 1".formatted(threads));
        }
        if (shots.length / Math.max(1, decoder.detectorWords()) < shotCount && decoder.detectorWords() > 0) {
            throw new IllegalArgumentException("%d words hold no %d shots of %d words"
                    .formatted(shots.length, shotCount, decoder.detectorWords()));
        }
        int workers = (int) Math.min(threads, (shotCount + CHUNK - 1L) / CHUNK);
        if (workers <= 1) {
            decoder.newSession().decodeBatch(shots, 0, shotCount, predictions);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        Runnable work = () -> decodeChunks(decoder, shots, predictions, next, failures);
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < workers; i++) {
            others.add(Thread.ofPlatform().name("jaynes-decoder-" + i).daemon().start(work));
        }
        work.run();
        join(others);
        Throwable cause = failures.peek();
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private static void decodeChunks(
            CompiledDecoder decoder,
            long[] shots,
            Predictions predictions,
            AtomicInteger next,
            Queue<Throwable> failures) {
        try {
            DecoderSession session = decoder.newSession();
            while (failures.isEmpty()) {
                int chunk = next.getAndIncrement();
                long first = (long) chunk * CHUNK;
                if (first >= predictions.shotCount()) {
                    return;
                }
                int count = (int) Math.min(CHUNK, predictions.shotCount() - first);
                session.decodeBatch(shots, (int) first, count, predictions);
            }
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
    }

    private static void join(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
