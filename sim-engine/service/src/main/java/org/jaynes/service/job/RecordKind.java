package org.jaynes.service.job;

import java.util.Locale;

/** What a record of the journal says about a job. */
enum RecordKind {
    /** It was accepted; the record holds the whole request. */
    SUBMITTED,
    /** A machine began with it. A job that began often and never ended is what ends the service. */
    STARTED,
    /** The service was closed before the job had ended; it waits again. */
    RETURNED,
    /** The record holds its result. */
    COMPLETED,
    /** The record holds the reason. */
    FAILED,
    /** A client gave it up. */
    CANCELLED;

    /** As it stands in a record. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
