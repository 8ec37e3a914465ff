package org.jaynes.decoder.experiments;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Samples and decodes tasks on several threads until each has enough shots or errors. Counts depend on the seed and the
 * limits only, not on the number of threads or their speed, and what was counted before goes on where it ended.
 *
 * <p>One collection per object. {@link #stop} and {@link #progress} may be called from any thread.
 */
public final class Collector {
    /** How often the counts of a task in work are given out. */
    private static final long REPORT_NANOS = 2_000_000_000L;

    /** How far a task is. */
    public record Progress(Task task, TaskStatistics counted, boolean done) {}

    private final List<TaskCount> counts = new ArrayList<>();
    private final Map<TaskCount, Long> reportedAt = new HashMap<>();
    private final Object lock = new Object();
    private final int workers;
    private boolean stopped;
    private @Nullable Throwable failure;

    /**
     * @param tasks in the order in which they are worked on; each once
     * @param limits of every task
     * @param workers threads, at least 1
     * @param seed of all random numbers; tasks do not share any
     */
    public Collector(List<Task> tasks, Limits limits, int workers, long seed) {
        this(tasks, Map.of(), limits, workers, seed);
    }

    /**
     * Goes on with what was counted before.
     *
     * @param before by {@link Task#strongId}; counts towards the limits, and its shots of this seed are not taken again
     */
    public Collector(List<Task> tasks, Map<String, TaskStatistics> before, Limits limits, int workers, long seed) {
        if (workers < 1) {
            throw new IllegalArgumentException("%d workers; expected at least 1".formatted(workers));
        }
        this.workers = workers;
        Map<String, Task> known = new TreeMap<>();
        for (Task task : tasks) {
            if (known.put(task.strongId(), task) != null) {
                throw new IllegalArgumentException("the task %s, %s is there twice"
                        .formatted(task.decoderName(), task.metadata().toJson()));
            }
            TaskStatistics counted = before.getOrDefault(task.strongId(), TaskStatistics.none(task));
            counts.add(new TaskCount(task, counted, limits, seed));
        }
    }

    /**
     * Works until all tasks are done, {@link #stop} is called or something fails.
     *
     * @param report receives new counts, those of a task about every two seconds and at its end, one call at a time. What
     *     was finished has been reported when this method returns or throws
     */
    public void run(Consumer<TaskStatistics> report) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i < workers; i++) {
            threads.add(Thread.ofPlatform().name("jaynes-collect-" + i).daemon().start(() -> work(report)));
        }
        work(report);
        join(threads);
        synchronized (lock) {
            release();
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }

    /** Frees what tasks hold that were not finished. */
    private void release() {
        try {
            counts.forEach(TaskCount::release);
        } catch (RuntimeException | Error e) {
            fail(e);
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

    /** Begins no new work; {@link #run} returns when what was begun, well under a second for most decoders, is reported. */
    public void stop() {
        synchronized (lock) {
            stopped = true;
            lock.notifyAll();
        }
    }

    /** How far every task is, in their order. */
    public List<Progress> progress() {
        synchronized (lock) {
            return counts.stream()
                    .map(count -> new Progress(count.task(), count.total(), count.done()))
                    .toList();
        }
    }

    private void work(Consumer<TaskStatistics> report) {
        try {
            TaskWorker worker = null;
            TaskCount.Piece piece;
            while ((piece = nextPiece()) != null) {
                if (worker == null || worker.count() != piece.count()) {
                    worker = new TaskWorker(piece.count());
                }
                PieceResult result = worker.run(piece);
                synchronized (lock) {
                    piece.count().add(piece, result);
                    report(piece.count(), report, false);
                    lock.notifyAll();
                }
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
        flush(report);
    }

    private void fail(Throwable e) {
        synchronized (lock) {
            if (failure == null) {
                failure = e;
            }
            stopped = true;
            lock.notifyAll();
        }
    }

    /** The next piece of the first task that wants one; waits where that depends on pieces in work. Null at the end. */
    private TaskCount.@Nullable Piece nextPiece() {
        synchronized (lock) {
            while (!stopped) {
                boolean allDone = true;
                for (TaskCount count : counts) {
                    TaskCount.Piece piece = count.next();
                    if (piece != null) {
                        return piece;
                    }
                    allDone &= count.done();
                }
                if (allDone) {
                    return null;
                }
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    stopped = true;
                    Thread.currentThread().interrupt();
                }
            }
            return null;
        }
    }

    /** The last thread to leave reports what is left; before it, that is not complete. */
    private void flush(Consumer<TaskStatistics> report) {
        synchronized (lock) {
            try {
                counts.forEach(count -> report(count, report, true));
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        }
    }

    private void report(TaskCount count, Consumer<TaskStatistics> report, boolean now) {
        long time = System.nanoTime();
        if (now || count.done() || time - reportedAt.computeIfAbsent(count, _ -> time) > REPORT_NANOS) {
            TaskStatistics news = count.takeNews();
            if (news != null) {
                report.accept(news);
            }
            reportedAt.put(count, time);
        }
    }
}
