package org.jaynes.cli.qec;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Samples shots in batches on several threads and writes them in order. */
final class OrderedBatches {
    /** Samples batches into buffers of its own. Sampling is done by any thread, writing by the caller's. */
    interface Worker {
        /** Samples this many shots. */
        void sample(long firstShot, int count);

        /** Writes the shots that were sampled last. */
        void write(int count) throws IOException;
    }

    private record Pending(Worker worker, int count, Future<?> sampled) {}

    private OrderedBatches() {}

    /**
     * Samples and writes shots.
     *
     * @param shots how many
     * @param batchShots how many at once
     * @param newWorker makes a worker; two for each thread are in use
     */
    static void run(long shots, int batchShots, int threads, Supplier<? extends Worker> newWorker) throws IOException {
        if (threads <= 1 || shots <= batchShots) {
            Worker worker = newWorker.get();
            for (long first = 0; first < shots; first += batchShots) {
                int count = (int) Math.min(batchShots, shots - first);
                worker.sample(first, count);
                worker.write(count);
            }
            return;
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            Deque<Pending> pending = new ArrayDeque<>();
            try {
                for (long first = 0; first < shots; first += batchShots) {
                    Worker worker = pending.size() < 2 * threads ? newWorker.get() : write(pending.removeFirst());
                    long from = first;
                    int count = (int) Math.min(batchShots, shots - first);
                    pending.addLast(new Pending(worker, count, executor.submit(() -> worker.sample(from, count))));
                }
                while (!pending.isEmpty()) {
                    write(pending.removeFirst());
                }
            } finally {
                executor.shutdownNow();
            }
        }
    }

    private static Worker write(Pending batch) throws IOException {
        try {
            batch.sampled().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        batch.worker().write(batch.count());
        return batch.worker();
    }
}
