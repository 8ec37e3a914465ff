package org.jaynes.cli.qec;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jaynes.cli.Progress;
import org.jaynes.decoder.experiments.Collector;
import org.jaynes.decoder.experiments.Limits;
import org.jaynes.decoder.experiments.TaskStatistics;

/**
 * Tells on standard error how far a collection is: a line for each task that is done, and on a terminal a last line with
 * the time that is left.
 */
final class CollectProgress implements AutoCloseable {
    private static final long FIRST_MILLIS = 1000;
    private static final long NEXT_MILLIS = 200;
    private static final String WIPE = "\r\u001b[K";

    private final PrintWriter err;
    private final Collector collector;
    private final Limits limits;
    private final int workers;
    private final boolean quiet;
    private final long start = System.nanoTime();
    private final Thread ticker;
    private boolean shown;

    static CollectProgress start(PrintWriter err, Collector collector, Limits limits, int workers, boolean quiet) {
        CollectProgress progress = new CollectProgress(err, collector, limits, workers, quiet);
        if (!quiet && Progress.standardErrorIsTerminal()) {
            progress.ticker.start();
        }
        return progress;
    }

    private CollectProgress(PrintWriter err, Collector collector, Limits limits, int workers, boolean quiet) {
        this.err = err;
        this.collector = collector;
        this.limits = limits;
        this.workers = workers;
        this.quiet = quiet;
        this.ticker = Thread.ofPlatform().daemon().name("collect-progress").unstarted(this::tick);
    }

    /** Counts were added to a task; says so if it is done with them. */
    void added(TaskStatistics counts) {
        if (quiet) {
            return;
        }
        for (Collector.Progress task : collector.progress()) {
            TaskStatistics sum = task.counted();
            if (task.done() && sum.strongId().equals(counts.strongId())) {
                say("%s %s: %,d errors in %,d shots, %s of work"
                        .formatted(sum.decoder(), sum.metadata(), sum.errors(), sum.shots(), time(sum.seconds())));
            }
        }
    }

    private synchronized void say(String line) {
        err.println((shown ? WIPE : "") + line);
        shown = false;
    }

    private void tick() {
        try {
            Thread.sleep(FIRST_MILLIS);
            while (true) {
                show(line(collector.progress(), limits, workers, (System.nanoTime() - start) * 1e-9));
                Thread.sleep(NEXT_MILLIS);
            }
        } catch (InterruptedException e) {
            show("");
        }
    }

    private synchronized void show(String line) {
        err.print(WIPE + line);
        err.flush();
        shown = !line.isEmpty();
    }

    /** The last line. */
    static String line(List<Collector.Progress> tasks, Limits limits, int workers, double elapsed) {
        long done = tasks.stream().filter(Collector.Progress::done).count();
        long shots = tasks.stream().mapToLong(task -> task.counted().shots()).sum();
        long errors = tasks.stream().mapToLong(task -> task.counted().errors()).sum();
        double left = secondsLeft(tasks, limits) / workers;
        return "%d of %d tasks, %,d shots, %,d errors, %s%s"
                .formatted(
                        done,
                        tasks.size(),
                        shots,
                        errors,
                        time(elapsed),
                        Double.isFinite(left) ? ", about %s left".formatted(time(left)) : "");
    }

    /** Work that is left, in seconds of a worker. What is not known yet is taken to be as the mean of what is. */
    private static double secondsLeft(List<Collector.Progress> tasks, Limits limits) {
        double known = 0;
        double left = 0;
        int knownTasks = 0;
        for (Collector.Progress task : tasks) {
            TaskStatistics counted = task.counted();
            if (counted.shots() > 0) {
                double rest = task.done() ? 0 : shotsLeft(counted, limits) * counted.seconds() / counted.shots();
                known += counted.seconds() + rest;
                left += rest;
                knownTasks++;
            }
        }
        return left + (tasks.size() - knownTasks) * (known / knownTasks);
    }

    private static double shotsLeft(TaskStatistics counted, Limits limits) {
        double byShots = limits.shots() - counted.shots();
        // With no error yet, the next one is expected no sooner than after as many shots again.
        double rate = Math.max(1, counted.errors()) / (double) counted.shots();
        return Math.min(byShots, (limits.errors() - counted.errors()) / rate);
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return seconds < 60
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : whole < 3600
                        ? "%d min %02d s".formatted(whole / 60, whole % 60)
                        : "%d h %02d min".formatted(whole / 3600, whole / 60 % 60);
    }

    /** Wipes the last line away. */
    @Override
    public void close() {
        ticker.interrupt();
        try {
            ticker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
