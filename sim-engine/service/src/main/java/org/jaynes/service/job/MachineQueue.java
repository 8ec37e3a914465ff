package org.jaynes.service.job;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jaynes.execution.InsufficientMemoryException;
import org.jaynes.service.Limits;
import org.jaynes.service.Machine;
import org.jspecify.annotations.Nullable;

/** The jobs that wait for a machine, and the thread that runs them one after the other. */
public final class MachineQueue {
    private static final long STOP_MILLISECONDS = 5_000;

    private final Machine machine;
    private final Limits limits;
    private final JobStore store;
    private final MachineMetrics metrics = new MachineMetrics();
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Thread thread;
    private int reserved;
    private @Nullable Job running;
    private boolean closing;

    MachineQueue(Machine machine, Limits limits, JobStore store) {
        this.machine = machine;
        this.limits = limits;
        this.store = store;
        this.thread =
                Thread.ofPlatform().name("machine-" + machine.name()).daemon().unstarted(this::runJobs);
    }

    public String name() {
        return machine.name();
    }

    public MachineMetrics metrics() {
        return metrics;
    }

    public synchronized int waitingJobs() {
        return waiting.size();
    }

    public synchronized boolean isRunning() {
        return running != null;
    }

    /** Takes a place in the queue, if there is one. */
    synchronized boolean reserve() {
        if (waiting.size() + reserved >= limits.queuedJobs()) {
            metrics.refuse();
            return false;
        }
        reserved++;
        return true;
    }

    synchronized void giveUpReservation() {
        reserved--;
    }

    /** Puts a job into the place that was taken. */
    synchronized void enqueue(Job job) {
        reserved--;
        metrics.submit();
        waiting.add(job);
        notifyAll();
    }

    /** Puts a job of an earlier life of the service at the end, whether there is a place or not. */
    synchronized void enqueueAgain(Job job) {
        waiting.add(job);
        notifyAll();
    }

    synchronized void remove(Job job) {
        waiting.remove(job);
    }

    void start() {
        thread.start();
    }

    /** Lets no further job begin. */
    synchronized void beginClose() {
        closing = true;
        notifyAll();
    }

    /**
     * Waits for the running job, and stops it when the time is over; it stays in the journal then. A sampler that does not
     * come back from a group of shots is left behind.
     */
    void finishClose(long milliseconds) throws InterruptedException {
        thread.join(Math.max(1, milliseconds));
        Job job;
        synchronized (this) {
            job = running;
        }
        if (job != null) {
            job.stop();
        }
        thread.join(STOP_MILLISECONDS);
    }

    private void runJobs() {
        for (Job job = take(); job != null; job = take()) {
            try {
                run(job);
            } finally {
                synchronized (this) {
                    running = null;
                }
            }
        }
    }

    private synchronized @Nullable Job take() {
        try {
            while (waiting.isEmpty() && !closing) {
                wait();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but who wants it to end.
            return null;
        }
        if (closing) {
            return null;
        }
        running = waiting.poll();
        return running;
    }

    private void run(Job job) {
        if (!job.start()) {
            return; // cancelled while it waited
        }
        long start = System.nanoTime();
        metrics.start(start - job.queuedNanos());
        try {
            store.started(job);
            int samples = job.request().samples();
            byte[] result = new JobRun(job, machine.sampler(), limits.runTime()).draw();
            if (store.complete(job, result)) {
                metrics.end(JobState.COMPLETED);
                metrics.run(System.nanoTime() - start, samples);
            }
        } catch (JobRun.StoppedException e) {
            store.giveBack(job);
        } catch (JobRun.FailedException | IllegalArgumentException e) {
            fail(job, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            fail(job, "the result could not be kept: " + e.getMessage());
        } catch (InsufficientMemoryException | OutOfMemoryError e) {
            fail(job, "the service has not enough memory for this job: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            // A fault of the sampler must not end the machine; the client and the log are told.
            fail(job, "internal error: " + e);
        }
    }

    private void fail(Job job, String why) {
        if (store.fail(job, why)) {
            metrics.end(JobState.FAILED);
        }
    }
}
