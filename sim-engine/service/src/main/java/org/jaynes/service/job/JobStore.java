package org.jaynes.service.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jaynes.service.Limits;
import org.jaynes.service.Machine;
import org.jaynes.service.SamplingRequest;
import org.jaynes.service.ServiceOptions;
import org.jaynes.service.request.RefusedException;
import org.jaynes.service.request.StoredRecords;
import org.jspecify.annotations.Nullable;

/**
 * All jobs of the service, in memory by id and on disk in the journal.
 *
 * <p>A request is on the disk before its id is told to anybody. A result is in the journal before anybody sees it, and on
 * the disk soon after; if the power fails in between, the job runs again from the seed that the journal has, and gives
 * the same shots.
 */
public final class JobStore implements AutoCloseable {
    private static final long SEGMENT_BYTES = 64L << 20;

    private final Limits limits;
    private final Consumer<String> log;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Job> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger endedCount = new AtomicInteger();
    private final Map<String, MachineQueue> machines = new LinkedHashMap<>();
    private final Journal journal;
    private volatile boolean closing;

    /**
     * Opens the journal, takes up what an earlier process left, and starts the machines.
     *
     * @throws IOException if the journal cannot be used
     */
    public static JobStore open(ServiceOptions options) throws IOException {
        Recovery recovery = new Recovery(options.limits());
        long segmentBytes = Math.min(SEGMENT_BYTES, Math.max(1, options.limits().journalBytes() / 4));
        Journal journal = Journal.open(options.journal(), segmentBytes, recovery, options.log());
        JobStore store = new JobStore(options, journal);
        store.takeUp(recovery, options.journal().toString());
        store.machines.values().forEach(MachineQueue::start);
        return store;
    }

    private JobStore(ServiceOptions options, Journal journal) {
        this.limits = options.limits();
        this.log = options.log();
        this.journal = journal;
        for (Machine machine : options.machines()) {
            machines.put(machine.name(), new MachineQueue(machine, limits, this));
        }
    }

    private void takeUp(Recovery recovery, String folder) {
        for (Job job : recovery.ended()) {
            jobs.put(job.id(), job);
            keep(job);
        }
        int waiting = 0;
        for (Recovery.Unfinished left : recovery.unfinished()) {
            Job job = left.job();
            jobs.put(job.id(), job);
            MachineQueue machine = machines.get(job.machine());
            if (left.refusal() != null) {
                fail(job, left.refusal());
            } else if (machine == null) {
                fail(job, "machine '%s' is not there any more".formatted(job.machine()));
            } else {
                machine.enqueueAgain(job);
                waiting++;
            }
        }
        if (!jobs.isEmpty()) {
            log.accept("%s: %d jobs of before, %d of which run now".formatted(folder, jobs.size(), waiting));
        }
    }

    /** The machines by name, in the order in which they were given. */
    public List<MachineQueue> machines() {
        return List.copyOf(machines.values());
    }

    /** A machine by name, or null. */
    public @Nullable MachineQueue machine(String name) {
        return machines.get(name);
    }

    /** A job by id, or null if there is none or its result is forgotten. */
    public @Nullable Job job(String id) {
        return jobs.get(id);
    }

    /** How many jobs are known. */
    public int size() {
        return jobs.size();
    }

    /** The size of the journal. */
    public long journalBytes() {
        return journal.bytes();
    }

    /** Why no job can be accepted, or null. */
    public @Nullable String trouble() {
        IOException damage = journal.damage();
        if (damage != null) {
            return "the journal cannot be written: " + damage.getMessage();
        }
        return closing ? "the service is closing" : null;
    }

    /**
     * Accepts a job.
     *
     * @throws RefusedException if the queue is full, the journal cannot be written, or the service is closing
     */
    public Job submit(MachineQueue machine, SamplingRequest request) throws RefusedException {
        if (closing) {
            throw new RefusedException(503, "the service is closing; submit again when it is back");
        }
        if (!machine.reserve()) {
            throw new RefusedException(
                    503,
                    "the queue of machine '%s' is full: %d jobs wait; submit again later"
                            .formatted(machine.name(), limits.queuedJobs()));
        }
        boolean accepted = false;
        try {
            Job job = keepRequest(machine.name(), request);
            machine.enqueue(job);
            accepted = true;
            return job;
        } catch (IOException e) {
            log.accept("the journal cannot be written: " + e.getMessage());
            throw new RefusedException(503, "the job cannot be kept, the journal cannot be written: " + e.getMessage());
        } finally {
            if (!accepted) {
                machine.giveUpReservation();
            }
        }
    }

    private Job keepRequest(String machine, SamplingRequest request) throws IOException {
        String id = UUID.randomUUID().toString();
        Location at = journal.append(RecordKind.SUBMITTED, id, StoredRecords.submitted(machine, request));
        journal.force();
        Job job = new Job(id, machine, request, at);
        jobs.put(id, job);
        return job;
    }

    /** Gives a job up that has not ended; false if it has. */
    public boolean cancel(Job job) {
        if (!end(job, JobState.CANCELLED, "the job was cancelled")) {
            return false;
        }
        MachineQueue machine = machines.get(job.machine());
        if (machine != null) {
            machine.remove(job);
            machine.metrics().end(JobState.CANCELLED);
        }
        return true;
    }

    /**
     * Opens the journal at a location; whoever opens it reads no further than its length, and closes it.
     *
     * @throws IOException if that part of the journal is not there any more
     */
    public InputStream open(Location at) throws IOException {
        return journal.open(at);
    }

    void started(Job job) throws IOException {
        journal.append(RecordKind.STARTED, job.id(), new byte[0]);
    }

    /** The service closes while the job runs. */
    void giveBack(Job job) {
        job.giveBack();
        if (!job.state().isEnd()) {
            try {
                journal.append(RecordKind.RETURNED, job.id(), new byte[0]);
            } catch (IOException e) {
                log.accept("job %s: %s".formatted(job.id(), e.getMessage()));
            }
        }
    }

    /** Keeps the result of a job; false if the job was cancelled meanwhile. */
    boolean complete(Job job, byte[] result) throws IOException {
        if (job.state().isEnd()) {
            return false;
        }
        int head = StoredRecords.resultHead(job.machine(), job.request().seed()).length;
        Location at = journal.append(RecordKind.COMPLETED, job.id(), result);
        if (!job.complete(at, head)) {
            return false;
        }
        keep(job);
        journal.force();
        return true;
    }

    /** Ends a job without a result; false if it had ended. */
    boolean fail(Job job, String why) {
        boolean ended = end(job, JobState.FAILED, why);
        if (ended) {
            log.accept("job %s on %s failed: %s".formatted(job.id(), job.machine(), why));
        }
        return ended;
    }

    private boolean end(Job job, JobState how, String why) {
        if (job.state().isEnd()) {
            return false;
        }
        RecordKind kind = how == JobState.FAILED ? RecordKind.FAILED : RecordKind.CANCELLED;
        Location at = null;
        try {
            at = journal.append(kind, job.id(), StoredRecords.ended(job.machine(), why));
        } catch (IOException e) {
            log.accept("job %s: its end could not be written down: %s".formatted(job.id(), e.getMessage()));
        }
        if (!job.endWithout(how, why, at)) {
            return false;
        }
        keep(job);
        return true;
    }

    /** Forgets the oldest jobs when there are too many, or their journal is too large. */
    private void keep(Job job) {
        ended.add(job);
        if (endedCount.incrementAndGet() > limits.keptJobs()) {
            Job oldest = ended.poll();
            if (oldest != null) {
                endedCount.decrementAndGet();
                jobs.remove(oldest.id());
            }
        }
        if (journal.bytes() > limits.journalBytes()) {
            dropOldestSegment();
        }
    }

    private synchronized void dropOldestSegment() {
        long segment = journal.oldestClosedSegment();
        if (segment < 0 || journal.bytes() <= limits.journalBytes()) {
            return;
        }
        try {
            for (Job job : jobs.values()) {
                if (job.record().segment() == segment && !job.state().isEnd()) {
                    job.moveRecord(journal.append(
                            RecordKind.SUBMITTED, job.id(), StoredRecords.submitted(job.machine(), job.request())));
                }
            }
            journal.force();
            for (Job job = ended.peek(); job != null && job.record().segment() <= segment; job = ended.peek()) {
                ended.remove(job);
                endedCount.decrementAndGet();
                jobs.remove(job.id());
            }
            journal.drop(segment);
        } catch (IOException e) {
            log.accept("the oldest part of the journal could not be removed: " + e.getMessage());
        }
    }

    /**
     * Ends the machines: nothing further begins, and running jobs have some time to end. All who wait for a job are let
     * go. What has not ended stays in the journal and runs when it is opened again.
     */
    public void stopMachines(long graceMilliseconds) throws InterruptedException {
        closing = true;
        machines.values().forEach(MachineQueue::beginClose);
        long deadline = System.nanoTime() + graceMilliseconds * 1_000_000;
        for (MachineQueue machine : machines.values()) {
            machine.finishClose((deadline - System.nanoTime()) / 1_000_000);
        }
        jobs.values().forEach(Job::release);
    }

    /** Closes the journal; the machines must be stopped. */
    @Override
    public void close() throws IOException {
        journal.close();
    }
}
