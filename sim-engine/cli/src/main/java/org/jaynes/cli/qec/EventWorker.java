package org.jaynes.cli.qec;

import java.io.IOException;

/** Samples batches of detection events and writes them. */
final class EventWorker implements OrderedBatches.Worker {
    private final Sampler sampler;
    private final EventOutput output;
    private final long[] detectors;
    private final long[] observables;

    /** Fills rows of detectors and observables. */
    interface Sampler {
        void sample(long firstShot, int count, long[] detectors, long[] observables);
    }

    EventWorker(Sampler sampler, int batchShots, int detectorWords, int observableWords, EventOutput output) {
        this.sampler = sampler;
        this.output = output;
        this.detectors = new long[batchShots * detectorWords];
        this.observables = new long[batchShots * observableWords];
    }

    @Override
    public void sample(long firstShot, int count) {
        sampler.sample(firstShot, count, detectors, observables);
    }

    @Override
    public void write(int count) throws IOException {
        output.write(count, detectors, observables);
    }
}
