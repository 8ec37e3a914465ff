package org.jaynes.service.job;

import org.jaynes.service.SamplingRequest;
import org.jspecify.annotations.Nullable;

/** A job and what became of it. Safe for use by several threads; what it holds is small once it has ended. */
public final class Job {
    private final String id;
    private final String machine;
    private final long queuedNanos = System.nanoTime();
    private @Nullable SamplingRequest request;
    private Location record;
    private int resultHeadBytes;
    private @Nullable String message;
    private boolean released;
    private volatile boolean stopping;
    private volatile JobState state = JobState.QUEUED;

    /** @param record where the journal has the request */
    Job(String id, String machine, SamplingRequest request, Location record) {
        this.id = id;
        this.machine = machine;
        this.request = request;
        this.record = record;
    }

    /** A job that ended in an earlier life of the service. */
    private Job(String id, String machine, JobState state, Location record) {
        this.id = id;
        this.machine = machine;
        this.record = record;
        this.state = state;
    }

    static Job completedBefore(String id, String machine, Location record, int headBytes) {
        Job job = new Job(id, machine, JobState.COMPLETED, record);
        job.resultHeadBytes = headBytes;
        return job;
    }

    static Job endedBefore(String id, String machine, JobState state, String message, Location record) {
        Job job = new Job(id, machine, state, record);
        job.message = message;
        return job;
    }

    public String id() {
        return id;
    }

    /** The name of the machine that it is for. */
    public String machine() {
        return machine;
    }

    public JobState state() {
        return state;
    }

    /** Why it failed, or that it was cancelled; null in all other states. */
    public synchronized @Nullable String message() {
        return message;
    }

    /** Where the result lies: an object with the machine, the seed and, last, the {@code results}. */
    public synchronized Location result() {
        check(JobState.COMPLETED);
        return record;
    }

    /** Where the list of shots within the result lies. */
    public synchronized Location shots() {
        check(JobState.COMPLETED);
        return record.without(resultHeadBytes, 1);
    }

    private void check(JobState expected) {
        if (state != expected) {
            throw new IllegalStateException("job %s is %s, not %s".formatted(id, state.label(), expected.label()));
        }
    }

    /** Waits until the job has ended, the time is over, or {@link #release} was called. */
    public synchronized void awaitEnd(long milliseconds) throws InterruptedException {
        long deadline = System.nanoTime() + milliseconds * 1_000_000;
        while (!state.isEnd() && !released) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    /** Lets all go who wait for the end, now and later. */
    synchronized void release() {
        released = true;
        notifyAll();
    }

    synchronized SamplingRequest request() {
        if (request == null) {
            throw new IllegalStateException("job %s has ended".formatted(id));
        }
        return request;
    }

    long queuedNanos() {
        return queuedNanos;
    }

    /** Where the last record of this job lies. */
    synchronized Location record() {
        return record;
    }

    /** The request was written to the journal once more. */
    synchronized void moveRecord(Location to) {
        record = to;
    }

    /** From queued to running; false if it is not queued any more. */
    synchronized boolean start() {
        if (state != JobState.QUEUED) {
            return false;
        }
        state = JobState.RUNNING;
        return true;
    }

    /** Back to the queue. */
    synchronized void giveBack() {
        if (state == JobState.RUNNING) {
            state = JobState.QUEUED;
        }
    }

    synchronized boolean complete(Location result, int headBytes) {
        if (state.isEnd()) {
            return false;
        }
        record = result;
        resultHeadBytes = headBytes;
        end(JobState.COMPLETED);
        return true;
    }

    /** @param end where the journal says so, or null if it could not be written there */
    synchronized boolean endWithout(JobState how, String why, @Nullable Location end) {
        if (state.isEnd()) {
            return false;
        }
        message = why;
        record = end == null ? record : end;
        end(how);
        return true;
    }

    private void end(JobState how) {
        request = null;
        state = how;
        stopping = true;
        notifyAll();
    }

    /** Asks whoever runs the job to stop. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }
}
