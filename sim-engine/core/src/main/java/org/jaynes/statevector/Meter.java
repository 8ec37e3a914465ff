package org.jaynes.statevector;

/** Counts the passes of a run and its time. For one thread. */
final class Meter {
    private final long start = System.nanoTime();

    long passes;
    long planNanos;
    long sampleNanos;

    Timing timing() {
        long run = System.nanoTime() - start - planNanos - sampleNanos;
        return new Timing(planNanos * 1e-9, run * 1e-9, sampleNanos * 1e-9);
    }
}
