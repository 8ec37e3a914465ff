package org.jaynes.cli.qec;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.shots.ShotFormat;
import org.jaynes.decoder.simulation.DetectionSampler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples detection events and flips of observables of a circuit. */
@Command(
        name = "detect",
        description = "Samples detection events and flips of observables of a circuit.",
        mixinStandardHelpOptions = true)
final class DetectCommand implements Callable<Integer> {
    @Mixin
    private SamplingOptions options = new SamplingOptions();

    @Mixin
    private ObservableOptions observables = new ObservableOptions();

    @Option(
            names = "--append_observables",
            description = "Write the flips of observables after the detectors of each shot. "
                    + "dets has them first if neither this nor --obs_out is given.")
    private boolean appendObservables;

    @Override
    public Integer call() throws IOException {
        options.check(options.outFormat(), observables.format());
        if (appendObservables && observables.out() != null) {
            throw new InputException("--append_observables and --obs_out exclude each other");
        }
        if (options.shots() == 0) {
            Streams.write(options.out(), "");
            return ExitCode.DONE;
        }
        DetectionSampler sampler = new DetectionSampler(Streams.readCircuit(options.in()));
        long seed = options.seed();
        try (EventOutput output = new EventOutput(
                sampler.detectorCount(),
                sampler.observableCount(),
                options.out(),
                options.outFormat(),
                placeOfObservables(),
                observables)) {
            OrderedBatches.run(
                    options.shots(), sampler.batchShots(), options.threads(), () -> new Worker(sampler, seed, output));
        }
        return ExitCode.DONE;
    }

    private EventOutput.Observables placeOfObservables() {
        if (appendObservables) {
            return EventOutput.Observables.LAST;
        }
        return options.outFormat() == ShotFormat.DETS && observables.out() == null
                ? EventOutput.Observables.FIRST
                : EventOutput.Observables.NONE;
    }

    private static final class Worker implements OrderedBatches.Worker {
        private final DetectionSampler.Session session;
        private final EventOutput output;
        private final long[] detectors;
        private final long[] observables;

        Worker(DetectionSampler sampler, long seed, EventOutput output) {
            this.session = sampler.newSession(seed);
            this.output = output;
            this.detectors = new long[sampler.batchShots() * sampler.detectorWords()];
            this.observables = new long[sampler.batchShots() * sampler.observableWords()];
        }

        @Override
        public void sample(long firstShot, int count) {
            session.sample(firstShot, count, detectors, observables);
        }

        @Override
        public void write(int count) throws IOException {
            output.write(count, detectors, observables);
        }
    }
}
