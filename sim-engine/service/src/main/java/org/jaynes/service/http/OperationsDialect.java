package org.jaynes.service.http;

import java.util.List;
import org.jaynes.service.job.JobStore;
import org.jaynes.service.request.RefusedException;
import org.jspecify.annotations.Nullable;

/** What whoever runs the service asks: {@code /healthz} and {@code /metrics}. */
final class OperationsDialect implements Dialect {
    private static final List<String> HEALTH = List.of("healthz");
    private static final List<String> METRICS = List.of("metrics");

    private final JobStore jobs;
    private final MetricsPage metrics;

    OperationsDialect(JobStore jobs, MetricsPage metrics) {
        this.jobs = jobs;
        this.metrics = metrics;
    }

    @Override
    public @Nullable Answer answer(Call call) throws RefusedException {
        if (isHealth(call)) {
            call.require("GET");
            return health(jobs);
        }
        if (call.path().equals(METRICS)) {
            call.require("GET");
            return Answer.plain(200, metrics.text());
        }
        return null;
    }

    static boolean isHealth(Call call) {
        return call.path().equals(HEALTH);
    }

    /** Whether jobs are accepted. */
    static Answer health(JobStore jobs) {
        String trouble = jobs.trouble();
        return trouble == null ? Answer.field(200, "status", "ok") : Answer.error(503, trouble);
    }
}
