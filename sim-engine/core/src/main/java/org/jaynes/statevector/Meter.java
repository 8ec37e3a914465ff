package org.jaynes.statevector;

/** Counts the passes of a run and its time. For one thread. */
final class Meter {
    private final long start = System.nanoTime();

    long passes;
    long planNanos;
    long sampleNanos;

    /** Nanoseconds since it was made. */
    long elapsed() {
        return System.nanoTime() - start;
    }

    Timing timing() {
        long run = elapsed() - planNanos - sampleNanos;
        return new Timing(planNanos * 1e-9, run * 1e-9, sampleNanos * 1e-9);
    }
}
