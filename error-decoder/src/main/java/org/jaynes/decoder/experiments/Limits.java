package org.jaynes.decoder.experiments;

/**
 * When a task is done: at the first of the two.
 *
 * @param shots at least 1
 * @param errors at least 1; the count ends at the next multiple of {@value #GRANULE} shots
 */
public record Limits(long shots, long errors) {
    /** Shots after which errors are looked at, so that counts do not depend on how work was divided. */
    static final int GRANULE = 64;

    public Limits {
        if (shots < 1 || errors < 1) {
            throw new IllegalArgumentException(
                    "limits of %d shots and %d errors; expected at least 1".formatted(shots, errors));
        }
    }

    boolean reachedBy(TaskStatistics statistics) {
        return statistics.shots() >= shots || statistics.errors() >= errors;
    }
}
