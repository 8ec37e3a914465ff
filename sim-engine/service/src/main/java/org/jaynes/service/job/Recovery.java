package org.jaynes.service.job;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.service.Limits;
import org.jaynes.service.SamplingRequest;
import org.jaynes.service.request.RefusedException;
import org.jaynes.service.request.StoredRecords;
import org.jaynes.service.request.Submission;
import org.jspecify.annotations.Nullable;

/** Rebuilds the jobs from the journal that an earlier process left. */
final class Recovery implements Journal.RecordHandler {
    /** A job that was running so often when the service ended is taken for the cause. */
    private static final int MOST_STARTS = 3;

    private static final SamplingRequest NO_REQUEST =
            new SamplingRequest(new int[0], new int[0], new double[0], new double[0], 0, 0, 0);

    private final Limits limits;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final LinkedHashMap<String, Job> ended = new LinkedHashMap<>();

    /** A job that has not ended, as far as the journal has been read. */
    private static final class Open {
        private final Job job;
        private final @Nullable String refusal;
        private int starts;

        Open(Job job, @Nullable String refusal) {
            this.job = job;
            this.refusal = refusal;
        }
    }

    /**
     * A job that had not ended.
     *
     * @param refusal why it shall not run again, or null
     */
    record Unfinished(Job job, @Nullable String refusal) {}

    Recovery(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void record(RecordKind kind, String id, Location at, byte[] text, int offset, int length) {
        try {
            switch (kind) {
                case SUBMITTED -> submitted(id, at, text, offset, length);
                case STARTED -> addStarts(id, 1);
                case RETURNED -> addStarts(id, -1);
                case COMPLETED -> {
                    var head = StoredRecords.readResultHead(text, offset, length);
                    end(id, Job.completedBefore(id, head.machine(), at, head.bytes()));
                }
                case FAILED -> ended(id, JobState.FAILED, at, text, offset, length);
                case CANCELLED -> ended(id, JobState.CANCELLED, at, text, offset, length);
            }
        } catch (RefusedException e) {
            // Its sum is right, so it was written like this: by a version that knows other fields.
            end(id, Job.endedBefore(id, "unknown", JobState.FAILED, "not readable any more: " + e.getMessage(), at));
        }
    }

    private void submitted(String id, Location at, byte[] text, int offset, int length) {
        Open known = open.get(id);
        if (known != null) {
            known.job.moveRecord(at);
            return;
        }
        String machine = "unknown";
        SamplingRequest request = NO_REQUEST;
        String refusal = null;
        try {
            Submission submission = StoredRecords.readSubmitted(text, offset, length, limits);
            request = submission.request();
            machine = submission.machine() == null ? machine : submission.machine();
        } catch (RefusedException e) {
            refusal = "the service that was started again refuses it: " + e.getMessage();
        }
        open.put(id, new Open(new Job(id, machine, request, at), refusal));
    }

    private void addStarts(String id, int change) {
        Open job = open.get(id);
        if (job != null) {
            job.starts += change;
        }
    }

    private void ended(String id, JobState state, Location at, byte[] text, int offset, int length)
            throws RefusedException {
        var ending = StoredRecords.readEnded(text, offset, length);
        end(id, Job.endedBefore(id, ending.machine(), state, ending.message(), at));
    }

    private void end(String id, Job job) {
        open.remove(id);
        ended.putIfAbsent(id, job);
        if (ended.size() > limits.keptJobs()) {
            ended.pollFirstEntry();
        }
    }

    /** In the order in which they were submitted. */
    List<Unfinished> unfinished() {
        return open.values().stream()
                .map(job -> new Unfinished(
                        job.job,
                        job.refusal == null && job.starts >= MOST_STARTS
                                ? "the service ended %d times while it ran; it is not tried again".formatted(job.starts)
                                : job.refusal))
                .toList();
    }

    /** In the order in which they ended. */
    Collection<Job> ended() {
        return ended.values();
    }
}
