package org.jaynes.service.http;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jaynes.service.job.Job;
import org.jaynes.service.job.JobStore;
import org.jaynes.service.job.MachineQueue;
import org.jaynes.service.request.RefusedException;
import org.jaynes.service.request.RequestReader;
import org.jaynes.service.request.Submission;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of CUDA-Q's target {@code orca}: {@code POST .../v1/submit} and {@code GET .../v1/get_job/ID}, behind any
 * prefix. When the last part of the prefix is the name of a machine, that machine runs the job, else the first one.
 *
 * <p>The client asks again 0.1 ms after each answer, on a new connection. So a question for a job that has not ended is
 * held until it has.
 */
final class OrcaDialect implements Dialect {
    /** What the client calls its machine, whatever its user says. */
    private static final String ANY_MACHINE = "PT-1";

    private final JobStore jobs;
    private final RequestReader reader;
    private final Duration hold;

    OrcaDialect(JobStore jobs, RequestReader reader, Duration hold) {
        this.jobs = jobs;
        this.reader = reader;
        this.hold = hold;
    }

    @Override
    public @Nullable Answer answer(Call call) throws RefusedException, IOException, InterruptedException {
        if (call.fromEnd(1).equals("v1") && call.fromEnd(0).equals("submit")) {
            call.require("POST");
            Submission submission = reader.orca(call.jsonBody());
            Job job = jobs.submit(machine(call.fromEnd(2), submission.machine()), submission.request());
            return Answer.field(200, "job_id", job.id());
        }
        if (call.fromEnd(2).equals("v1") && call.fromEnd(1).equals("get_job")) {
            call.require("GET");
            return status(call.fromEnd(0));
        }
        return null;
    }

    /** The client reads no more than which of the fields job_status, error_message and results are there. */
    private Answer status(String id) throws RefusedException, InterruptedException {
        Job job = jobs.job(id);
        if (job == null) {
            throw new RefusedException(404, "unknown job " + id);
        }
        job.awaitEnd(hold.toMillis());
        return switch (job.state()) {
            case QUEUED, RUNNING -> Answer.field(200, "job_status", job.state().name());
            case COMPLETED -> new Answer.Stored(job.result());
            case FAILED, CANCELLED -> Answer.error(200, String.valueOf(job.message()));
        };
    }

    private MachineQueue machine(String prefix, @Nullable String target) throws RefusedException {
        MachineQueue byPrefix = jobs.machine(prefix);
        if (target == null || target.equals(ANY_MACHINE)) {
            return byPrefix != null ? byPrefix : jobs.machines().getFirst();
        }
        MachineQueue byTarget = jobs.machine(target);
        if (byTarget == null || (byPrefix != null && byPrefix != byTarget)) {
            throw RefusedException.invalid("target: expected %s or, where the path names no other, one of %s; got '%s'"
                    .formatted(
                            ANY_MACHINE,
                            jobs.machines().stream().map(MachineQueue::name).collect(Collectors.joining(", ")),
                            target));
        }
        return byTarget;
    }
}
