package org.jaynes.cli.qec;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.shots.ShotFormat;
import org.jaynes.decoder.simulation.DetectionSampler;
import org.jaynes.decoder.simulation.DeviceDetectionSampler;
import org.jspecify.annotations.Nullable;
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
        try (DecodingDevice device = options.openDevice();
                EventOutput output = new EventOutput(
                        sampler.detectorCount(),
                        sampler.observableCount(),
                        options.out(),
                        options.outFormat(),
                        placeOfObservables(),
                        observables)) {
            run(sampler, device, output);
        }
        return ExitCode.DONE;
    }

    private void run(DetectionSampler sampler, @Nullable DecodingDevice device, EventOutput output) throws IOException {
        long seed = options.seed();
        int detectorWords = sampler.detectorWords();
        int observableWords = sampler.observableWords();
        if (device == null) {
            int batch = sampler.batchShots();
            OrderedBatches.run(
                    options.shots(),
                    batch,
                    options.threads(),
                    () -> new EventWorker(
                            sampler.newSession(seed)::sample, batch, detectorWords, observableWords, output));
            return;
        }
        DeviceDetectionSampler onDevice = sampler.on(device);
        int words = detectorWords + observableWords;
        options.runOnDevice(
                words,
                () -> new EventWorker(
                        (first, count, events, flips) -> onDevice.sample(seed, first, count, events, flips),
                        SamplingOptions.deviceBatch(words),
                        detectorWords,
                        observableWords,
                        output));
    }

    private EventOutput.Observables placeOfObservables() {
        if (appendObservables) {
            return EventOutput.Observables.LAST;
        }
        return options.outFormat() == ShotFormat.DETS && observables.out() == null
                ? EventOutput.Observables.FIRST
                : EventOutput.Observables.NONE;
    }
}
