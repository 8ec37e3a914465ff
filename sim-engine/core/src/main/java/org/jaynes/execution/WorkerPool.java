package org.jaynes.execution;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of daemon threads that help the calling thread with ranges of items. One job at a time is shared; a
 * caller that comes while the threads are busy does its job alone.
 */
final class WorkerPool implements AutoCloseable {
    /** Work on some items, done by one thread. */
    interface RangeTask {
        /**
         * Works on items {@code [first, first + count)}.
         *
         * @param worker number of the thread, 0 for the calling one
         */
        void run(int worker, long first, long count);
    }

    /** How often a thread without work looks for some before it goes to sleep: some 20 microseconds. */
    private static final int SPINS = 1000;

    private static final class Job {
        final RangeTask task;
        final long items;
        final long rangeItems;
        final AtomicLong next = new AtomicLong();
        final AtomicInteger helpers = new AtomicInteger();
        volatile @Nullable Throwable failure;

        Job(RangeTask task, long items, long rangeItems) {
            this.task = task;
            this.items = items;
            this.rangeItems = rangeItems;
        }

        /** Works on ranges until none is left. */
        void work(int worker) {
            for (long first = next.getAndAdd(rangeItems); first < items; first = next.getAndAdd(rangeItems)) {
                if (worker == 0) {
                    Interruption.check();
                }
                task.run(worker, first, Math.min(rangeItems, items - first));
            }
        }

        void stop() {
            next.set(items);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Thread[] helpers;
    private volatile @Nullable Job job;
    private volatile boolean closed;

    /**
     * Starts the threads.
     *
     * @param threads how many threads work on a job, the calling one included
     */
    WorkerPool(String name, int threads) {
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            int worker = i + 1;
            helpers[i] = Thread.ofPlatform().daemon().name(name + "-" + worker).start(() -> help(worker));
        }
    }

    int threads() {
        return helpers.length + 1;
    }

    /**
     * Works on the items {@code [0, items)} and returns when all are done.
     *
     * @param rangeItems how many items a range has
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; some items are done then
     */
    void run(long items, long rangeItems, RangeTask task) {
        Interruption.check(); // helpers may leave the caller no range, before which it would ask
        Job own = new Job(task, items, rangeItems);
        boolean shared = items > rangeItems
                && helpers.length > 0
                && !closed
                && !lock.isHeldByCurrentThread() // a job within a job
                && lock.tryLock();
        if (!shared) {
            own.work(0);
            return;
        }
        try {
            job = own;
            for (Thread helper : helpers) {
                LockSupport.unpark(helper);
            }
            own.work(0);
        } catch (RuntimeException | Error e) {
            own.stop();
            interruptHelpers(); // their ranges may be long, and nobody wants them any more
            throw e;
        } finally {
            own.stop();
            job = null;
            awaitHelpers(own);
            lock.unlock();
        }
        rethrow(own.failure);
    }

    private void interruptHelpers() {
        for (Thread helper : helpers) {
            helper.interrupt();
        }
    }

    private static void awaitHelpers(Job own) {
        while (own.helpers.get() > 0) {
            Thread.onSpinWait();
        }
    }

    private static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    private void help(int worker) {
        int idle = 0;
        while (!closed) {
            boolean _ = Thread.interrupted(); // what was meant for an earlier job
            Job current = job;
            if (current != null && join(current)) {
                try {
                    current.work(worker);
                } catch (Throwable e) {
                    current.failure = e;
                    current.stop();
                } finally {
                    current.helpers.decrementAndGet();
                }
                idle = 0;
            } else if (idle++ < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
                idle = 0;
            }
        }
    }

    /** The caller waits for those who joined before it took the job away, and nobody joins after. */
    private boolean join(Job current) {
        if (current.next.get() >= current.items) {
            return false;
        }
        current.helpers.incrementAndGet();
        if (job == current) {
            return true;
        }
        current.helpers.decrementAndGet();
        return false;
    }

    /** Ends the threads, once they have done what they are at. Jobs that come later are done by their callers alone. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
            while (helper.isAlive()) {
                try {
                    helper.join();
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
