package org.jaynes.bench.sampling;

import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.sampling.DemSampler;
import org.jaynes.decoder.simulation.DetectionSampler;
import org.jaynes.decoder.stim.StimCircuit;

/** A circuit prepared for all that is timed of it. */
final class Task {
    /** How long something took, and how much it found, so that two programs can be compared. */
    record Done(double seconds, long found) {}

    private final StimCircuit circuit;
    private final DetectionSampler detection;
    private final DemSampler model;

    Task(MemoryExperiment experiment) {
        // As a file has it: arguments are rounded to what is printed.
        this.circuit = StimCircuit.parse(experiment.text(), "generated");
        this.detection = new DetectionSampler(circuit);
        this.model = new DemSampler(ErrorAnalyzer.analyze(circuit, AnalysisOptions.DECOMPOSED), false);
    }

    int detectorCount() {
        return detection.detectorCount();
    }

    int errorCount() {
        return model.errorCount();
    }

    /** Samples shots of the circuit on this thread; finds detection events. */
    Done detect(long seed, int shots) {
        DetectionSampler.Session session = detection.newSession(seed);
        long[] detectors = new long[detection.batchShots() * detection.detectorWords()];
        long[] observables = new long[detection.batchShots() * detection.observableWords()];
        return sample(
                shots,
                detection.batchShots(),
                detectors,
                (first, count) -> session.sample(first, count, detectors, observables));
    }

    /** Samples shots of the error model on this thread; finds detection events. */
    Done sampleModel(long seed, int shots) {
        DemSampler.Session session = model.newSession(seed);
        long[] detectors = new long[model.batchShots() * model.detectorWords()];
        long[] observables = new long[model.batchShots() * model.observableWords()];
        return sample(
                shots,
                model.batchShots(),
                detectors,
                (first, count) -> session.sample(first, count, detectors, observables, new long[0]));
    }

    private interface Batch {
        void sample(long first, int count);
    }

    private static Done sample(int shots, int batchShots, long[] detectors, Batch batch) {
        long nanos = 0;
        long events = 0;
        for (int first = 0; first < shots; first += batchShots) {
            long start = System.nanoTime();
            batch.sample(first, batchShots);
            nanos += System.nanoTime() - start;
            for (long word : detectors) {
                events += Long.bitCount(word);
            }
        }
        return new Done(nanos * 1e-9, events);
    }

    /** Finds the error model; counts its errors. */
    Done analyze(boolean decompose) {
        long start = System.nanoTime();
        DetectorErrorModel found =
                ErrorAnalyzer.analyze(circuit, decompose ? AnalysisOptions.DECOMPOSED : AnalysisOptions.PLAIN);
        double seconds = (System.nanoTime() - start) * 1e-9;
        long[] errors = {0};
        found.forEachError((_, _) -> errors[0]++);
        return new Done(seconds, errors[0]);
    }
}
