package org.jaynes.service.http;

import java.io.IOException;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jaynes.service.job.Job;
import org.jaynes.service.job.JobState;
import org.jaynes.service.job.JobStore;
import org.jaynes.service.job.MachineQueue;
import org.jaynes.service.request.RefusedException;
import org.jaynes.service.request.RequestReader;
import org.jaynes.service.request.Submission;
import org.jspecify.annotations.Nullable;

/**
 * The gateway of the Poznań supercomputing centre, as its client {@code pcss_qapi} 0.1 and 0.2 speaks to it, behind any
 * prefix: {@code /tasks}, {@code /tasks/ID/status|results|cancel}, {@code /machines}, {@code /machines/queue-count},
 * {@code /health}.
 *
 * <p>The client asks until the status is {@code Completed} and knows no other end but an error. So the status of a task
 * that failed or was cancelled comes with the HTTP status of an error.
 */
final class PcssDialect implements Dialect {
    private static final int FAILED = 422;
    private static final int CANCELLED = 410;

    private final JobStore jobs;
    private final RequestReader reader;

    PcssDialect(JobStore jobs, RequestReader reader) {
        this.jobs = jobs;
        this.reader = reader;
    }

    @Override
    public @Nullable Answer answer(Call call) throws RefusedException, IOException {
        String last = call.fromEnd(0);
        if (call.fromEnd(2).equals("tasks")) {
            return task(call, call.fromEnd(1), last);
        }
        if (last.equals("tasks")) {
            call.require("POST");
            return submit(reader.pcss(call.jsonBody()));
        }
        if (last.equals("machines")) {
            call.require("GET");
            return machines();
        }
        if (call.fromEnd(1).equals("machines") && last.equals("queue-count")) {
            call.require("GET");
            return queueCounts();
        }
        if (isHealth(call)) {
            call.require("GET");
            return OperationsDialect.health(jobs);
        }
        return null;
    }

    /** One of the paths that ask whether the gateway is there. */
    static boolean isHealth(Call call) {
        return call.fromEnd(0).equals("health")
                || (call.fromEnd(1).equals("health") && call.fromEnd(0).equals("test-connection"));
    }

    private @Nullable Answer task(Call call, String id, String question) throws RefusedException {
        boolean known = question.equals("status") || question.equals("results") || question.equals("cancel");
        if (!known) {
            return null;
        }
        call.require(question.equals("cancel") ? "POST" : "GET");
        Job job = jobs.job(id);
        if (job == null) {
            throw new RefusedException(404, "unknown task " + id);
        }
        return switch (question) {
            case "status" -> status(job);
            case "results" -> results(job);
            default -> cancel(job);
        };
    }

    private Answer submit(Submission submission) throws RefusedException {
        String name = submission.machine();
        MachineQueue machine = name == null ? jobs.machines().getFirst() : jobs.machine(name);
        if (machine == null) {
            throw RefusedException.invalid("machine: expected one of %s; got '%s'"
                    .formatted(
                            jobs.machines().stream().map(MachineQueue::name).collect(Collectors.joining(", ")), name));
        }
        Job job = jobs.submit(machine, submission.request());
        return Answer.object(200, json -> {
            json.writeStringProperty("uid", job.id());
            json.writeStringProperty("machine", job.machine());
            json.writeStringProperty("status", word(JobState.QUEUED));
            json.writeStringProperty("created", Instant.now().toString());
            json.writeObjectPropertyStart("job_ids");
            json.writeArrayPropertyStart("ids");
            json.writeString(job.id());
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static Answer status(Job job) {
        JobState state = job.state();
        String message = job.message();
        return Answer.object(httpStatus(state), json -> {
            json.writeStringProperty("status", word(state));
            if (message != null) {
                json.writeStringProperty("error_message", message);
            }
        });
    }

    private static Answer results(Job job) {
        JobState state = job.state();
        return switch (state) {
            case QUEUED, RUNNING -> Answer.object(200, _ -> {});
            case COMPLETED -> new Answer.Stored(job.shots());
            case FAILED, CANCELLED -> Answer.error(httpStatus(state), String.valueOf(job.message()));
        };
    }

    private Answer cancel(Job job) throws RefusedException {
        if (!jobs.cancel(job)) {
            throw new RefusedException(
                    409,
                    "task %s cannot be cancelled, it is %s"
                            .formatted(job.id(), job.state().label()));
        }
        return Answer.field(200, "status", word(JobState.CANCELLED));
    }

    private Answer machines() {
        return Answer.object(200, json -> {
            json.writeArrayPropertyStart("names");
            jobs.machines().forEach(machine -> json.writeString(machine.name()));
            json.writeEndArray();
        });
    }

    private Answer queueCounts() {
        return Answer.object(200, json -> {
            for (MachineQueue machine : jobs.machines()) {
                json.writeNumberProperty(machine.name(), machine.waitingJobs() + (machine.isRunning() ? 1 : 0));
            }
        });
    }

    private static int httpStatus(JobState state) {
        return switch (state) {
            case FAILED -> FAILED;
            case CANCELLED -> CANCELLED;
            case QUEUED, RUNNING, COMPLETED -> 200;
        };
    }

    /** Of these the client knows Completed. */
    private static String word(JobState state) {
        return switch (state) {
            case QUEUED -> "Queued";
            case RUNNING -> "Running";
            case COMPLETED -> "Completed";
            case FAILED -> "Failed";
            case CANCELLED -> "Cancelled";
        };
    }
}
