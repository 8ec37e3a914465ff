package org.jaynes.service.job;

import java.util.Locale;

/** Where a job is. */
public enum JobState {
    QUEUED,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** Whether nothing will change any more. */
    public boolean isEnd() {
        return this != QUEUED && this != RUNNING;
    }

    /** As it stands in metrics and messages. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
