package org.jaynes.cli.qec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.sampling.DemSampler;
import org.jaynes.decoder.sampling.DeviceDemSampler;
import org.jaynes.decoder.shots.ShotFormat;
import org.jaynes.decoder.shots.ShotLayout;
import org.jaynes.decoder.shots.ShotReader;
import org.jaynes.decoder.shots.ShotWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples detection events of a detector error model. */
@Command(
        name = "sample_dem",
        description = "Samples detection events of a detector error model.",
        mixinStandardHelpOptions = true)
final class SampleDemCommand implements Callable<Integer> {
    @Mixin
    private SamplingOptions options = new SamplingOptions();

    @Mixin
    private ObservableOptions observables = new ObservableOptions();

    @Option(names = "--err_out", paramLabel = "FILE", description = "Where to write which errors happened.")
    private @Nullable Path errorsOut;

    @Option(names = "--err_out_format", paramLabel = Format.NAMES, defaultValue = "01", converter = Format.class)
    private ShotFormat errorsOutFormat = ShotFormat.ZERO_ONE;

    @Option(
            names = "--replay_err_in",
            paramLabel = "FILE",
            description = "Errors that happen, as --err_out writes them, in place of random ones.")
    private @Nullable Path errorsIn;

    @Option(names = "--replay_err_in_format", paramLabel = Format.NAMES, defaultValue = "01", converter = Format.class)
    private ShotFormat errorsInFormat = ShotFormat.ZERO_ONE;

    @Override
    public Integer call() throws IOException {
        options.check(options.outFormat(), observables.format(), errorsOutFormat);
        if (options.shots() == 0) {
            Streams.write(options.out(), "");
            return ExitCode.DONE;
        }
        boolean withErrors = errorsOut != null || errorsIn != null;
        if (withErrors && !options.isOnCpu()) {
            throw new InputException(
                    "--err_out and --replay_err_in are for --device cpu; a GPU samples the same shots but keeps no errors");
        }
        DemSampler sampler = new DemSampler(Streams.readModel(options.in()), withErrors);
        ShotLayout layout = ShotLayout.ofMeasurements(withErrors ? sampler.errorCount() : 0);
        try (DecodingDevice device = options.openDevice();
                EventOutput output = new EventOutput(
                        sampler.detectorCount(),
                        sampler.observableCount(),
                        options.out(),
                        options.outFormat(),
                        EventOutput.Observables.NONE,
                        observables);
                ShotWriter errorWriter =
                        errorsOut == null ? null : ShotWriter.open(Streams.create(errorsOut), errorsOutFormat, layout);
                ShotReader errorReader = errorsIn == null
                        ? null
                        : ShotReader.open(Streams.open(errorsIn), errorsIn.toString(), errorsInFormat, layout)) {
            if (device != null) {
                sampleOn(device, sampler, output);
            } else if (errorReader == null) {
                long seed = options.seed();
                OrderedBatches.run(
                        options.shots(),
                        sampler.batchShots(),
                        options.threads(),
                        () -> new Worker(sampler, seed, output, errorWriter));
            } else {
                replay(sampler, errorReader, new Worker(sampler, 0, output, errorWriter));
            }
        }
        return ExitCode.DONE;
    }

    private void sampleOn(DecodingDevice device, DemSampler sampler, EventOutput output) throws IOException {
        long seed = options.seed();
        DeviceDemSampler onDevice = sampler.on(device);
        int words = sampler.detectorWords() + sampler.observableWords();
        options.runOnDevice(
                words,
                () -> new EventWorker(
                        (first, count, events, flips) -> onDevice.sample(seed, first, count, events, flips),
                        SamplingOptions.deviceBatch(words),
                        sampler.detectorWords(),
                        sampler.observableWords(),
                        output));
    }

    private void replay(DemSampler sampler, ShotReader reader, Worker worker) throws IOException {
        long[] row = new long[reader.layout().wordCount()];
        for (long first = 0; first < options.shots(); first += sampler.batchShots()) {
            int count = (int) Math.min(sampler.batchShots(), options.shots() - first);
            for (int shot = 0; shot < count; shot++) {
                if (!reader.read(row)) {
                    throw new InputException("there are errors of %d shots to replay; --shots is %d"
                            .formatted(first + shot, options.shots()));
                }
                System.arraycopy(row, 0, worker.errors, shot * row.length, row.length);
            }
            sampler.replay(count, worker.errors, worker.detectors, worker.observables);
            worker.write(count);
        }
    }

    private final class Worker implements OrderedBatches.Worker {
        private final DemSampler.Session session;
        private final EventOutput output;
        private final @Nullable ShotWriter errorWriter;
        private final long[] detectors;
        private final long[] observables;

        /** Empty where errors are neither written nor replayed. */
        private final long[] errors;

        private final long[] errorRow;

        Worker(DemSampler sampler, long seed, EventOutput output, @Nullable ShotWriter errorWriter) {
            this.session = sampler.newSession(seed);
            this.output = output;
            this.errorWriter = errorWriter;
            this.detectors = new long[sampler.batchShots() * sampler.detectorWords()];
            this.observables = new long[sampler.batchShots() * sampler.observableWords()];
            boolean withErrors = errorsOut != null || errorsIn != null;
            this.errors = new long[withErrors ? sampler.batchShots() * sampler.errorWords() : 0];
            this.errorRow = new long[withErrors ? sampler.errorWords() : 0];
        }

        @Override
        public void sample(long firstShot, int count) {
            session.sample(firstShot, count, detectors, observables, errors);
        }

        @Override
        public void write(int count) throws IOException {
            output.write(count, detectors, observables);
            if (errorWriter != null) {
                for (int shot = 0; shot < count; shot++) {
                    System.arraycopy(errors, shot * errorRow.length, errorRow, 0, errorRow.length);
                    errorWriter.write(errorRow);
                }
            }
        }
    }
}
