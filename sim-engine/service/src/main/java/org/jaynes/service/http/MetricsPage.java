package org.jaynes.service.http;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.jaynes.service.job.JobState;
import org.jaynes.service.job.JobStore;
import org.jaynes.service.job.MachineMetrics;
import org.jaynes.service.job.MachineQueue;

/** The state of the service in the text format of Prometheus. Counters count from the start of the process. */
final class MetricsPage {
    private final JobStore jobs;
    private final Map<Integer, LongAdder> answers = new ConcurrentSkipListMap<>();

    MetricsPage(JobStore jobs) {
        this.jobs = jobs;
    }

    void count(int httpStatus) {
        answers.computeIfAbsent(httpStatus, _ -> new LongAdder()).increment();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        head(text, "jaynes_jobs", "gauge", "Jobs that wait or run, by machine and state.");
        for (MachineQueue machine : jobs.machines()) {
            line(text, "jaynes_jobs", labels(machine, "state", JobState.QUEUED.label()), machine.waitingJobs());
            line(text, "jaynes_jobs", labels(machine, "state", JobState.RUNNING.label()), machine.isRunning() ? 1 : 0);
        }
        head(text, "jaynes_jobs_submitted_total", "counter", "Jobs that were accepted.");
        for (MachineQueue machine : jobs.machines()) {
            line(
                    text,
                    "jaynes_jobs_submitted_total",
                    label(machine),
                    machine.metrics().submitted());
        }
        head(text, "jaynes_jobs_refused_total", "counter", "Jobs that found the queue full.");
        for (MachineQueue machine : jobs.machines()) {
            line(
                    text,
                    "jaynes_jobs_refused_total",
                    label(machine),
                    machine.metrics().refused());
        }
        head(text, "jaynes_jobs_ended_total", "counter", "Jobs that ended, by how.");
        for (MachineQueue machine : jobs.machines()) {
            for (JobState state : JobState.values()) {
                if (state.isEnd()) {
                    String labels = labels(machine, "state", state.label());
                    line(
                            text,
                            "jaynes_jobs_ended_total",
                            labels,
                            machine.metrics().ended(state));
                }
            }
        }
        head(text, "jaynes_shots_total", "counter", "Shots of completed jobs.");
        for (MachineQueue machine : jobs.machines()) {
            line(text, "jaynes_shots_total", label(machine), machine.metrics().shots());
        }
        histogram(text, "jaynes_job_queue_seconds", "From acceptance to start.", MachineMetrics::queueTime);
        histogram(text, "jaynes_job_run_seconds", "From start to result.", MachineMetrics::runTime);
        head(text, "jaynes_jobs_kept", "gauge", "Jobs that can be asked for.");
        line(text, "jaynes_jobs_kept", "", jobs.size());
        head(text, "jaynes_journal_bytes", "gauge", "Size of the journal.");
        line(text, "jaynes_journal_bytes", "", jobs.journalBytes());
        head(text, "jaynes_http_answers_total", "counter", "HTTP answers by status.");
        answers.forEach(
                (status, count) -> line(text, "jaynes_http_answers_total", "{status=\"" + status + "\"}", count.sum()));
        return text.toString();
    }

    @FunctionalInterface
    private interface HistogramOf {
        MachineMetrics.Histogram of(MachineMetrics metrics);
    }

    private void histogram(StringBuilder text, String name, String help, HistogramOf which) {
        head(text, name, "histogram", help);
        for (MachineQueue machine : jobs.machines()) {
            var histogram = which.of(machine.metrics());
            histogram
                    .cumulative()
                    .forEach((bound, count) -> line(
                            text,
                            name + "_bucket",
                            labels(machine, "le", bound.isInfinite() ? "+Inf" : bound + ""),
                            count));
            line(text, name + "_sum", label(machine), histogram.seconds());
            line(text, name + "_count", label(machine), histogram.count());
        }
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder text, String name, String labels, long value) {
        text.append(name).append(labels).append(' ').append(value).append('\n');
    }

    private static void line(StringBuilder text, String name, String labels, double value) {
        text.append(name).append(labels).append(String.format(Locale.ROOT, " %.9f%n", value));
    }

    private static String label(MachineQueue machine) {
        return "{machine=\"" + machine.name() + "\"}";
    }

    private static String labels(MachineQueue machine, String name, String value) {
        return "{machine=\"%s\",%s=\"%s\"}".formatted(machine.name(), name, value);
    }
}
